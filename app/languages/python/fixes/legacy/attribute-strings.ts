import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import { entityOf, type Model, modelsOf } from "../../syntax/models.ts";
import type { PythonTree } from "../../syntax/tree.ts";
import { replaced } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";

type Models = ReadonlyMap<string, Model>;

/** Loader options, by what they are called now. */
const OPTIONS: Readonly<Record<string, string>> = {
  joinedload: "joinedload",
  subqueryload: "subqueryload",
  selectinload: "selectinload",
  lazyload: "lazyload",
  immediateload: "immediateload",
  noload: "noload",
  raiseload: "raiseload",
  contains_eager: "contains_eager",
  defaultload: "defaultload",
  defer: "defer",
  undefer: "undefer",
  load_only: "load_only",
  eagerload: "joinedload",
  eagerload_all: "joinedload",
  joinedload_all: "joinedload",
  subqueryload_all: "subqueryload",
};
const ALL = new Set(["eagerload_all", "joinedload_all", "subqueryload_all"]);

/** `joinedload("addresses")` → `joinedload(User.addresses)`. */
export function loaderStrings(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const edits = [...tree.named("CallExpression")].flatMap((call) => loaderEdits(tree, call, models));
  return fixOf(
    {
      id: "loader-strings",
      title: "Name loaded attributes by their class",
      why: 'Loader options take attributes of classes, joinedload(User.addresses), and no strings any more. ("Strings are not accepted for attribute names in loader options")',
    },
    edits,
  );
}

function loaderEdits(tree: PythonTree, call: SyntaxNode, models: Models): TextEdit[] {
  const called = tree.calledName(call);
  const option = OPTIONS[called];
  const callee = call.firstChild;
  if (option === undefined || callee === null) return [];
  const args = tree.args(call).filter(({ name, spread }) => name === null && spread === null);
  const [first] = args;
  const text = tree.stringOf(first?.value);
  const many = ALL.has(called) && args.length > 0;
  if (first === undefined || ((text === null || text === "*") && !many)) return [];
  const owner = optionOwner(tree, call, models);
  if (option === "load_only") {
    return args.flatMap(({ value }) => {
      const name = tree.stringOf(value);
      const path = name === null ? null : pathOf(name, owner, models);
      return path?.[0] === undefined ? [] : [replaced(value, path[0])];
    });
  }
  // joinedload_all("a.b"), joinedload("a.b") and joinedload_all(User.a, A.b): one option after another.
  const texts = args.flatMap(({ value }) => {
    const name = tree.stringOf(value);
    return name === null ? [tree.text(value)] : (pathOf(name, owner, models) ?? []);
  });
  if (texts.length === 0) return [];
  const last = args.at(-1) ?? first;
  const prefix = callee.name === "MemberExpression" ? tree.source.slice(callee.from, callee.to - called.length) : "";
  const chain = texts.map((path, at) => (at === 0 ? `${option}(${path}` : `.${option}(${path}`)).join(")");
  return [{ from: call.from, to: last.to, text: `${prefix}${chain}` }];
}

/** The class whose attribute an option names: what the query is about, or what the option before it leads to. */
function optionOwner(tree: PythonTree, call: SyntaxNode, models: Models): string | null {
  const before = tree.receiver(call);
  if (before?.name === "CallExpression" && OPTIONS[tree.calledName(before)] !== undefined) {
    const path = tree.path(tree.args(before).at(-1)?.value ?? before);
    const [owner, attribute] = path.split(".");
    return models.get(owner ?? "")?.attributes.get(attribute ?? "")?.target ?? null;
  }
  for (let node = call.parent; node !== null; node = node.parent) {
    if (node.name === "CallExpression" && tree.calledName(node) === "options") {
      const receiver = tree.receiver(node);
      return receiver === null ? null : entityOf(tree, receiver, models);
    }
  }
  return null;
}

/** `addresses.user` of User → `User.addresses`, `Address.user`; `null` where a class has no such attribute. */
function pathOf(path: string, owner: string | null, models: Models): string[] | null {
  const found: string[] = [];
  let current: string | null = owner ?? onlyOwner(path.split(".")[0] ?? "", models);
  for (const name of path.split(".")) {
    if (current === null) return null;
    const attribute = attributeOf(current, name, models);
    if (attribute === null) return null;
    found.push(`${current}.${name}`);
    current = attribute.target;
  }
  return found;
}

function attributeOf(owner: string, name: string, models: Models): { readonly target: string | null } | null {
  const model = models.get(owner);
  if (model === undefined) return null;
  const own = model.attributes.get(name);
  if (own !== undefined) return own;
  for (const base of model.bases) {
    const inherited = attributeOf(base, name, models);
    if (inherited !== null) return inherited;
  }
  return null;
}

/** The one class that has an attribute of a name. */
function onlyOwner(name: string, models: Models): string | null {
  const owners = [...models.values()].filter(({ attributes }) => attributes.has(name));
  return owners.length === 1 ? (owners[0]?.name ?? null) : null;
}

/** `join("addresses")` → `join(User.addresses)`; also several at once, and pairs of target and condition. */
export function joinStrings(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const edits = [...tree.named("CallExpression")].flatMap((call) => joinEdits(tree, call, models));
  return fixOf(
    {
      id: "join-strings",
      title: "Name joined attributes by their class",
      why: 'Query.join() takes attributes of classes, one a call, and no strings any more. ("Join target, typically a FROM expression, or ORM relationship attribute expected")',
    },
    edits,
  );
}

function joinEdits(tree: PythonTree, call: SyntaxNode, models: Models): TextEdit[] {
  const called = tree.calledName(call);
  const receiver = tree.receiver(call);
  if (!["join", "outerjoin"].includes(called) || receiver === null || receiver.name === "String") return [];
  const args = tree.args(call);
  const places = args.filter(({ name, spread }) => name === null && spread === null);
  const [first, second] = places;
  const last = places.at(-1);
  if (first === undefined || last === undefined) return [];
  const owner = entityOf(tree, receiver, models);
  const isPath = (node: SyntaxNode) => isRelationship(tree, node, models);
  const tuples = places.every(({ value }) => value.name === "TupleExpression" || isPath(value));
  const strings = places.every(({ value }) => tree.stringOf(value) !== null || isPath(value));
  if (places.some(({ value }) => tree.stringOf(value) !== null) && strings) {
    let current = owner;
    const paths: string[] = [];
    for (const { value } of places) {
      const name = tree.stringOf(value);
      const path = name === null ? [tree.text(value)] : pathOf(name, current, models);
      if (path === null || path.length === 0) return [];
      paths.push(...path);
      const [at, attribute] = (path.at(-1) ?? "").split(".");
      current = attributeOf(at ?? "", attribute ?? "", models)?.target ?? null;
    }
    return [{ from: first.from, to: last.to, text: paths.join(`).${called}(`) }];
  }
  if (second === undefined && first.value.name !== "TupleExpression") return [];
  // join(User.addresses, Address.user): two paths, each a join of its own.
  if (places.length > 1 && places.every(({ value }) => isPath(value))) {
    return [{ from: first.from, to: last.to, text: places.map(({ value }) => tree.text(value)).join(`).${called}(`) }];
  }
  if (tuples && places.some(({ value }) => value.name === "TupleExpression")) {
    const texts = places.map(({ value }) => tree.text(value).replace(/^\(([\s\S]*)\)$/, "$1"));
    return [{ from: first.from, to: last.to, text: texts.join(`).${called}(`) }];
  }
  return [];
}

function isRelationship(tree: PythonTree, node: SyntaxNode, models: Models): boolean {
  const [owner, attribute, ...more] = tree.path(node).split(".");
  if (owner === undefined || attribute === undefined || more.length > 0) return false;
  return models.get(owner)?.attributes.get(attribute)?.kind === "relationship";
}

/** `with_parent(user, "addresses")` → `with_parent(user, User.addresses)`. */
export function parentStrings(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const edits = [...tree.named("CallExpression")].flatMap((call) => {
    const named = tree.arg(call, "property") ?? tree.args(call)[1];
    if (tree.calledName(call) !== "with_parent" || named === undefined) return [];
    const name = tree.stringOf(named.value);
    if (name === null) return [];
    const receiver = tree.receiver(call);
    const entity = receiver === null ? null : entityOf(tree, receiver, models);
    const fits = [...models.values()].filter(({ attributes }) => {
      const attribute = attributes.get(name);
      return attribute?.kind === "relationship" && (entity === null || attribute.target === entity);
    });
    return fits.length === 1 ? [replaced(named.value, `${fits[0]?.name}.${name}`)] : [];
  });
  return fixOf(
    {
      id: "with-parent-strings",
      title: "Name the parent's attribute by its class",
      why: "with_parent() accepts class-bound mapped attributes, not strings.",
    },
    edits,
  );
}
