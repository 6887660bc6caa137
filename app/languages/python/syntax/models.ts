import type { SyntaxNode } from "@lezer/common";
import { children, items, type PythonTree, remembered } from "./tree.ts";

/** An attribute of a mapped class. */
export interface ModelAttribute {
  readonly name: string;
  readonly kind: "column" | "relationship" | "other";
  /** The class that a relationship leads to. */
  readonly target: string | null;
  /** What declares it: `Column(…)`; `null` for an annotation alone. */
  readonly call: SyntaxNode | null;
  /** True where another class's backref makes it. */
  readonly backref: boolean;
}

/** A class that is mapped, or that looks as if it should be. */
export interface Model {
  readonly name: string;
  /** The definition itself, without decorators. */
  readonly node: SyntaxNode;
  readonly table: string | null;
  readonly bases: readonly string[];
  readonly attributes: ReadonlyMap<string, ModelAttribute>;
}

const COLUMN = new Set(["Column", "mapped_column", "column_property", "deferred"]);
const RELATIONSHIP = new Set(["relationship", "relation", "dynamic_loader"]);

/** The mapped classes of a program; of two definitions of one name the later. */
export const modelsOf = remembered((tree): ReadonlyMap<string, Model> => {
  const models = new Map<string, Model & { attributes: Map<string, ModelAttribute> }>();
  for (const node of tree.named("ClassDefinition")) {
    const model = modelOf(tree, node);
    if (model !== null) models.set(model.name, model);
  }
  for (const { name, attributes } of [...models.values()]) {
    for (const { call, target } of [...attributes.values()]) {
      const backref = call === null ? null : backrefOf(tree, call);
      const there = target === null ? undefined : models.get(target);
      if (backref !== null && there !== undefined && !there.attributes.has(backref)) {
        there.attributes.set(backref, { name: backref, kind: "relationship", target: name, call: null, backref: true });
      }
    }
  }
  return models;
});

/** The name that a relationship gives the way back: `backref="user"`, `backref=backref("user", …)`. */
export function backrefOf(tree: PythonTree, call: SyntaxNode): string | null {
  const value = tree.arg(call, "backref")?.value;
  if (!value) return null;
  return tree.stringOf(value) ?? (value.name === "CallExpression" ? tree.stringOf(tree.args(value)[0]?.value) : null);
}

function modelOf(tree: PythonTree, node: SyntaxNode): (Model & { attributes: Map<string, ModelAttribute> }) | null {
  const name = node.getChild("VariableName");
  const list = node.getChild("ArgList");
  const body = node.getChild("Body");
  if (!name || !list || !body) return null;
  const bases = tree.args(list).flatMap(({ name: keyword, value }) => (keyword === null ? [tree.path(value)] : []));
  const attributes = new Map<string, ModelAttribute>();
  let table: string | null = null;
  let mapped = false;
  for (const statement of tree.statements(body)) {
    const assigned = assignmentOf(tree, statement);
    if (assigned === null) continue;
    if (assigned.name === "__tablename__") {
      table = tree.stringOf(assigned.value) ?? (assigned.value ? constantString(tree, assigned.value) : null);
      mapped = true;
    } else if (assigned.name === "__table__" || assigned.name === "__mapper_args__") mapped = true;
    else {
      const attribute = attributeOf(tree, assigned);
      if (attribute !== null) attributes.set(attribute.name, attribute);
    }
  }
  const declared = [...attributes.values()].some(({ kind }) => kind !== "other");
  return mapped || declared ? { name: tree.text(name), node, table, bases, attributes } : null;
}

/** `name = value`, `name: annotation = value` or `name: annotation`. */
export interface Assignment {
  readonly name: string;
  readonly annotation: SyntaxNode | null;
  readonly value: SyntaxNode | null;
}

/** An assignment to one plain name; `null` for any other statement. */
export function assignmentOf(tree: PythonTree, statement: SyntaxNode): Assignment | null {
  if (statement.name !== "AssignStatement") return null;
  const parts = children(statement).filter(({ name }) => name !== "Comment");
  const [target, second] = parts;
  if (target?.name !== "VariableName") return null;
  const annotation = second?.name === "TypeDef" ? second : null;
  const at = parts.findIndex(({ name }) => name === "AssignOp");
  const value = at < 0 ? null : (parts[at + 1] ?? null);
  // `a = b = c` has no one name; `name = 1, 2` is a tuple without brackets.
  if (parts.filter(({ name }) => name === "AssignOp").length > 1) return null;
  return { name: tree.text(target), annotation, value };
}

function attributeOf(tree: PythonTree, { name, annotation, value }: Assignment): ModelAttribute | null {
  const call = value?.name === "CallExpression" ? value : null;
  const called = call === null ? "" : tree.calledName(call);
  if (call !== null && RELATIONSHIP.has(called)) {
    return { name, kind: "relationship", target: targetOf(tree, call, annotation), call, backref: false };
  }
  if (COLUMN.has(called)) return { name, kind: "column", target: null, call, backref: false };
  if (annotation !== null && /\bMapped\s*\[/.test(tree.text(annotation))) {
    return { name, kind: "column", target: null, call, backref: false };
  }
  return call === null ? null : { name, kind: "other", target: null, call, backref: false };
}

function targetOf(tree: PythonTree, call: SyntaxNode, annotation: SyntaxNode | null): string | null {
  const given =
    tree.arg(call, "argument") ?? tree.args(call).find(({ name, spread }) => name === null && spread === null);
  if (given) {
    const text = tree.stringOf(given.value) ?? tree.path(given.value);
    return text.split(".").at(-1) || null;
  }
  if (annotation === null) return null;
  const names = tree.text(annotation).match(/[A-Za-z_]\w*/g) ?? [];
  return names.findLast((name) => name !== "None") ?? null;
}

/** The text of a name that the program sets once, to a string. */
export function constantString(tree: PythonTree, node: SyntaxNode): string | null {
  if (node.name !== "VariableName") return null;
  const name = tree.text(node);
  const values = tree
    .statements()
    .map((statement) => assignmentOf(tree, statement))
    .filter((assigned) => assigned?.name === name);
  return values.length === 1 ? tree.stringOf(values[0]?.value) : null;
}

/** What the program's own level gives a name, the last time before an offset. */
export function valueBefore(tree: PythonTree, name: string, offset: number): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  for (const node of tree.named("AssignStatement")) {
    if (node.from >= offset) break;
    const assigned = assignmentOf(tree, node);
    if (assigned?.name === name && assigned.value) found = assigned.value;
  }
  return found;
}

/** The class that a query is about: of `session.query(User).filter(…)`, `select(User)` and names for them. */
export function entityOf(tree: PythonTree, query: SyntaxNode, models: ReadonlyMap<string, Model>): string | null {
  let node: SyntaxNode | null = query;
  for (let depth = 0; node !== null && depth < 100; depth += 1) {
    if (node.name === "VariableName") {
      const name = tree.text(node);
      if (models.has(name)) return name;
      const value = valueBefore(tree, name, node.from);
      if (value === null || value.from === node.from) return null;
      node = value;
    } else if (node.name === "ParenthesizedExpression") node = items(node)[0] ?? null;
    else if (node.name === "CallExpression") {
      const called = tree.calledName(node);
      if (called === "query" || called === "select" || called === "select_from") {
        const first = tree.args(node)[0]?.value;
        const name = first === undefined ? "" : (tree.path(first).split(".")[0] ?? "");
        if (models.has(name)) return name;
        if (called !== "select_from") return null;
      }
      node = node.firstChild;
    } else if (node.name === "MemberExpression") {
      // `User.query` of Flask-SQLAlchemy.
      const [owner, property] = tree.path(node).split(".");
      if (owner !== undefined && property === "query" && models.has(owner)) return owner;
      node = node.firstChild;
    } else return null;
  }
  return null;
}
