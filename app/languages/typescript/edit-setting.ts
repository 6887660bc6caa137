import type { Class, Expression, ImportDeclaration, Property } from "acorn";
import { type TextEdit, withEdits } from "../../protocol/text-edit.ts";
import type { EditSetting, SettingChange } from "../setting-change.ts";
import { commaAfter, insertion, type OptionValue, optionEdits } from "./edit-options.ts";
import {
  type Call,
  is,
  isCall,
  isClass,
  keyOf,
  ProgramTree,
  Refusal,
  type SyntaxNode,
  unwrapped,
} from "./edit-tree.ts";

/**
 * Changes one setting of the mapping where the program makes it, and nothing else: comments, formatting and types stay.
 * A relationship that another's `backref` makes is changed there.
 */
export const editSetting: EditSetting = (source, change) => {
  try {
    const edits = editsFor(new ProgramTree(source), change).toSorted((one, other) => one.from - other.from);
    // What is written must be a program, whatever shape was met.
    new ProgramTree(withEdits(source, edits));
    return { edits };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    if (error instanceof SyntaxError) return { refused: "The program has a mistake in its syntax: mend that first." };
    throw error;
  }
};

function editsFor(tree: ProgramTree, change: SettingChange): readonly TextEdit[] {
  const quote = quoteOf(tree);
  switch (change.kind) {
    case "cascade": {
      const text = change.value === null ? null : quote(change.value);
      return relationshipEdits(tree, change.relationship, { name: "cascade", text });
    }
    case "passive-deletes": {
      const text = change.value === false ? null : change.value === true ? "true" : quote(change.value);
      return relationshipEdits(tree, change.relationship, { name: "passiveDeletes", text });
    }
    case "on-delete": {
      const key = foreignKeyOf(tree, change);
      return optionEdits(tree, key, { name: "onDelete", text: change.value === null ? null : quote(change.value) });
    }
    case "nullable": {
      const call = columnOf(tree, change.column);
      const isKey = call.arguments.some((each) => tree.propertyOf(each, "primaryKey") !== null);
      const text = change.value && !isKey ? null : String(change.value);
      return optionEdits(tree, call, { name: "nullable", text });
    }
    default:
      return change satisfies never;
  }
}

/** Strings are quoted as the program's imports are. */
function quoteOf(tree: ProgramTree): (text: string) => string {
  const first = tree.nodes.find((node) => is(node, "ImportDeclaration")) as ImportDeclaration | undefined;
  const mark = first?.source.raw?.startsWith("'") ? "'" : '"';
  return (text) => `${mark}${text}${mark}`;
}

/** A mapped class as the program declares it. */
interface Mapping {
  readonly name: string;
  /** The table's name; `null` for one that shares its parent's, or has a table made elsewhere that is not found. */
  readonly table: string | null;
  readonly parent: string | null;
  readonly attributes: SyntaxNode | null;
  readonly tableCall: Call | null;
  readonly options: SyntaxNode | null;
}

function mappings(tree: ProgramTree): readonly Mapping[] {
  return tree.nodes.flatMap((node): Mapping[] => {
    if (isClass(node)) return declared(tree, node) ?? [];
    if (isCall(node)) return imperative(tree, node) ?? [];
    return [];
  });
}

/** `class User extends Base.mapped("users", { … }) {}` */
function declared(tree: ProgramTree, node: Class & SyntaxNode): Mapping[] | null {
  const call = node.superClass ? unwrapped(node.superClass) : null;
  if (!call || !isCall(call) || memberOf(call) !== "mapped") return null;
  const [table, attributes, options] = call.arguments;
  const given = options && tree.propertyOf(options, "className");
  const name = (given && tree.stringOf(given.value)) ?? node.id?.name ?? variableOf(tree, node);
  if (!table || !attributes || !name) return null;
  const { object } = call.callee as Expression & { object?: SyntaxNode };
  return [
    {
      name,
      ...tableOf(tree, table),
      parent: object ? tree.textOf(object) : null,
      attributes,
      options: options ?? null,
    },
  ];
}

/** `const User = class extends Base.mapped(…) {}` */
function variableOf(tree: ProgramTree, node: SyntaxNode): string | null {
  const found = tree.nodes.find(
    (each) => is(each, "VariableDeclarator") && (each as SyntaxNode & { init: SyntaxNode | null }).init === node,
  );
  return found ? tree.textOf((found as SyntaxNode & { id: SyntaxNode }).id) : null;
}

/** `Base.registry.mapImperatively(User, users, { properties: { … } })` */
function imperative(tree: ProgramTree, call: Call): Mapping[] | null {
  if (memberOf(call) !== "mapImperatively") return null;
  const [cls, table, options] = call.arguments;
  if (!cls || !is(cls, "Identifier") || !table) return null;
  const properties = options ? tree.propertyOf(options, "properties")?.value : null;
  return [
    { name: tree.textOf(cls), ...tableOf(tree, table), parent: null, attributes: properties ?? null, options: null },
  ];
}

function memberOf(call: Call): string | null {
  const { callee } = call;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : null;
}

function tableOf(
  tree: ProgramTree,
  node: SyntaxNode,
): { readonly table: string | null; readonly tableCall: Call | null } {
  const value = tree.valueOf(node);
  if (tree.calls(value, "Table")) return { table: tree.stringOf(value.arguments[0]), tableCall: value };
  return { table: tree.stringOf(node), tableCall: null };
}

function split(path: string): readonly [string, string] {
  const cut = path.lastIndexOf(".");
  return [path.slice(0, cut), path.slice(cut + 1)];
}

// Relationships

function relationshipEdits(tree: ProgramTree, path: string, option: OptionValue): readonly TextEdit[] {
  const [className, name] = split(path);
  const known = mappings(tree);
  const own = known.find((mapping) => mapping.name === className && attributeOf(tree, mapping, name));
  const written = own && attributeOf(tree, own, name);
  if (written) {
    const call = tree.ownValueOf(written.value);
    if (tree.calls(call, "relationship")) return optionEdits(tree, call, option);
    throw new Refusal(`${path} is not written as relationship(…): change it in the program.`);
  }
  const backref = backrefOf(tree, { className, name, known });
  if (!backref) throw new Refusal(`${path} is not written in the program as a relationship(…) or a backref.`);
  const value = tree.ownValueOf(backref.value);
  if (tree.calls(value, "backref")) return optionEdits(tree, value, option);
  if (option.text === null) return [];
  // A name alone has no place for options.
  const { local, edits } = importing(tree, "backref");
  const call = `${local}(${tree.textOf(unwrapped(backref.value))}, { ${option.name}: ${option.text} })`;
  return [{ from: backref.value.start, to: backref.value.end, text: call }, ...edits];
}

function attributeOf(tree: ProgramTree, mapping: Mapping, name: string): Property | null {
  return mapping.attributes ? tree.propertyOf(mapping.attributes, name) : null;
}

interface Wanted {
  readonly className: string;
  readonly name: string;
  readonly known: readonly Mapping[];
}

/** The `backref` option that makes a relationship on its target. */
function backrefOf(tree: ProgramTree, { className, name, known }: Wanted): Property | null {
  const found = known.flatMap((mapping) =>
    (mapping.attributes ? tree.propertiesOf(mapping.attributes) : []).flatMap(({ value }) => {
      const call = tree.valueOf(value);
      if (!tree.calls(call, "relationship")) return [];
      const [target, options] = call.arguments;
      const backref = options ? tree.propertyOf(options, "backref") : null;
      if (!target || !backref || backrefName(tree, backref.value) !== name) return [];
      return [{ backref, target: targetName(tree, target) }];
    }),
  );
  const aimed = found.filter(({ target }) => target === className);
  const [match] = aimed.length > 0 ? aimed : found.filter(({ target }) => target === null);
  return match?.backref ?? null;
}

function backrefName(tree: ProgramTree, node: SyntaxNode): string | null {
  const value = tree.valueOf(node);
  return tree.calls(value, "backref") ? tree.stringOf(value.arguments[0]) : tree.stringOf(value);
}

/** The class that a relationship points to: by name, itself, or by a function. */
function targetName(tree: ProgramTree, target: SyntaxNode): string | null {
  const text = tree.stringOf(target);
  if (text !== null) return text.slice(text.lastIndexOf(".") + 1);
  const bare = unwrapped(target);
  if (is(bare, "Identifier")) return tree.textOf(bare);
  if (!is(bare, "ArrowFunctionExpression")) return null;
  const { body } = bare as SyntaxNode & { body: SyntaxNode };
  return is(unwrapped(body), "Identifier") ? tree.textOf(unwrapped(body)) : null;
}

/** The name of something of the engine's, and what it takes to have it imported. */
function importing(tree: ProgramTree, name: string): { readonly local: string; readonly edits: readonly TextEdit[] } {
  const local = tree.localName(name);
  if (local !== null) return { local, edits: [] };
  const declaration = tree.nodes.find(
    (node): node is SyntaxNode & ImportDeclaration =>
      is(node, "ImportDeclaration") &&
      (node as ImportDeclaration).source.value === "flushlight" &&
      (node as ImportDeclaration & { importKind?: string }).importKind !== "type" &&
      (node as ImportDeclaration).specifiers.some(({ type }) => type === "ImportSpecifier"),
  );
  if (!declaration) return { local: name, edits: [insertion(0, `import { ${name} } from "flushlight";\n`)] };
  const named = declaration.specifiers.filter(({ type }) => type === "ImportSpecifier");
  const after = named.find(({ local: { name: other } }) => other.toLowerCase() > name.toLowerCase());
  if (after) {
    const lineStart = tree.source.lastIndexOf("\n", after.start - 1) + 1;
    const indent = tree.source.slice(lineStart, after.start);
    const gap = indent.trim() === "" && lineStart > declaration.start ? `\n${indent}` : " ";
    return { local: name, edits: [insertion(after.start, `${name},${gap}`)] };
  }
  const last = named.at(-1);
  if (!last) return { local: name, edits: [] };
  const gap = /\n[ \t]*$/.exec(tree.source.slice(declaration.start, last.start))?.[0] ?? " ";
  const comma = commaAfter(tree.source, last.end);
  return {
    local: name,
    edits: [comma === null ? insertion(last.end, `,${gap}${name}`) : insertion(comma + 1, `${gap}${name},`)],
  };
}

// Columns

/** The `column(…)` or `new Column(…)` of a column. @throws Refusal where it is not written as one */
function columnOf(tree: ProgramTree, path: string): Call {
  const [table, name] = split(path);
  for (const column of columnsOf(tree, table)) {
    if (column.name === name) return tree.ownValueOf(column.node) as SyntaxNode & Call;
  }
  throw new Refusal(`The column ${path} is not written in the program as column(…).`);
}

interface WrittenColumn {
  readonly name: string;
  /** Where it is used: the call, or the constant that holds it. */
  readonly node: SyntaxNode;
  readonly call: Call;
}

function* columnsOf(tree: ProgramTree, table: string): Generator<WrittenColumn> {
  for (const mapping of mappings(tree)) {
    if (tableNameOf(tree, mapping) !== table || !mapping.attributes) continue;
    for (const property of tree.propertiesOf(mapping.attributes)) {
      const call = tree.valueOf(property.value);
      if (!tree.calls(call, "column")) continue;
      const name = tree.stringOf(call.arguments[0]) ?? keyOf(property);
      if (name !== null) yield { name, node: property.value, call };
    }
  }
  for (const node of tree.nodes) {
    if (!tree.calls(node, "Table") || tree.stringOf(node.arguments[0]) !== table) continue;
    for (const argument of node.arguments) {
      const call = tree.valueOf(argument);
      if (!tree.calls(call, "Column")) continue;
      const name = tree.stringOf(call.arguments[0]);
      if (name !== null) yield { name, node: argument, call };
    }
  }
}

/** A class without a table of its own stands in its parent's. */
function tableNameOf(tree: ProgramTree, mapping: Mapping): string | null {
  const known = mappings(tree);
  let at: Mapping | undefined = mapping;
  for (let steps = 0; at && steps <= known.length; steps++) {
    if (at.table !== null) return at.table;
    const { parent }: Mapping = at;
    at = known.find(({ name }) => name === parent);
  }
  return null;
}

type OnDelete = Extract<SettingChange, { kind: "on-delete" }>;

/** The `foreignKey(…)` of a column, or the constraint over several columns that it belongs to. @throws Refusal for none */
function foreignKeyOf(tree: ProgramTree, { column: path, target }: OnDelete): Call {
  const [table, name] = split(path);
  for (const column of columnsOf(tree, table)) {
    if (column.name !== name) continue;
    const keys = column.call.arguments.filter((argument) => isKey(tree, tree.valueOf(argument)));
    const aimed = keys.find((key) => tree.stringOf((tree.valueOf(key) as SyntaxNode & Call).arguments[0]) === target);
    const key = aimed ?? (keys.length === 1 ? keys[0] : undefined);
    if (key) tree.ownValueOf(column.node);
    if (key) return tree.ownValueOf(key) as SyntaxNode & Call;
  }
  const constraint = tree.nodes.find(
    (node) => tree.calls(node, "ForeignKeyConstraint") && isConstraintOf(tree, node, { name, target }),
  );
  if (constraint) return constraint as SyntaxNode & Call;
  throw new Refusal(`The foreign key of ${path} is not written in the program as foreignKey(…).`);
}

const isKey = (tree: ProgramTree, node: SyntaxNode) => tree.calls(node, "foreignKey") || tree.calls(node, "ForeignKey");

function isConstraintOf(tree: ProgramTree, call: Call, { name, target }: { name: string; target: string }): boolean {
  const [columns, targets] = call.arguments.map((each) => {
    const list = tree.valueOf(each) as SyntaxNode & { elements?: readonly (SyntaxNode | null)[] };
    return (list.elements ?? []).map((element) => (element ? tree.stringOf(element) : null));
  });
  const place = columns?.indexOf(name) ?? -1;
  return place >= 0 && targets?.[place] === target;
}
