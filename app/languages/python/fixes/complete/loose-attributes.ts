import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import { assignmentOf, backrefOf, type Model, modelsOf } from "../../syntax/models.ts";
import { type PythonTree, stringValue } from "../../syntax/tree.ts";
import { inserted, lineEndOf, startWithComments } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";
import { oneOf, pascal, tableOf } from "./model-words.ts";

/** A line of a class that stands outside of every class, as answers show it. */
interface Loose {
  readonly name: string;
  readonly call: SyntaxNode;
  readonly statement: SyntaxNode;
}

/** A class to be made or added to. */
interface Sketch {
  readonly name: string;
  table: string;
  readonly lines: string[];
  readonly columns: Set<string>;
}

const PLACED = new Set(["Column", "mapped_column", "relationship", "relation"]);

/** `children = relationship("Child", backref="parent")` by itself: in a class, beside the class that it leads to. */
export function looseAttributes(tree: PythonTree): Fix | null {
  const loose = looseOf(tree);
  if (loose.length === 0) return null;
  return fixOf(
    {
      id: "loose-attributes",
      title: "Put the attributes into classes",
      why: "Columns and relationships belong into mapped classes; these stand alone, as an answer shows them. Keys and tables are added for what they name.",
    },
    new Placement(tree, loose).edits(),
  );
}

function looseOf(tree: PythonTree): Loose[] {
  return tree.statements().flatMap((statement) => {
    const assigned = assignmentOf(tree, statement);
    const call = assigned?.value?.name === "CallExpression" ? assigned.value : null;
    return assigned && call && PLACED.has(tree.calledName(call)) ? [{ name: assigned.name, call, statement }] : [];
  });
}

const isColumn = (tree: PythonTree, { call }: Loose): boolean => /olumn$/.test(tree.calledName(call));

class Placement {
  readonly #tree: PythonTree;
  readonly #loose: readonly Loose[];
  readonly #models: ReadonlyMap<string, Model>;
  readonly #sketches = new Map<string, Sketch>();
  /** `db.` where the attributes are written with it. */
  readonly #prefix: string;

  constructor(tree: PythonTree, loose: readonly Loose[]) {
    this.#tree = tree;
    this.#loose = loose;
    this.#models = modelsOf(tree);
    this.#prefix = loose.some(({ call }) => tree.callee(call).startsWith("db.")) ? "db." : "";
  }

  edits(): TextEdit[] {
    for (const each of this.#loose) if (!isColumn(this.#tree, each)) this.#placeRelationship(each);
    for (const each of this.#loose) if (isColumn(this.#tree, each)) this.#placeColumn(each);
    for (const each of this.#loose) if (!isColumn(this.#tree, each)) this.#key(each);
    const first = this.#loose[0]?.statement;
    if (first === undefined) return [];
    const made = [...this.#sketches.values()].filter(({ name }) => !this.#models.has(name));
    const at = startWithComments(this.#tree, first);
    return [
      ...(made.length === 0
        ? []
        : [
            inserted(
              at,
              this.#inOrder(made)
                .map((sketch) => this.#classText(sketch))
                .join("\n\n"),
            ),
          ]),
      ...this.#loose.map(({ statement }) => ({
        from: startWithComments(this.#tree, statement),
        to: lineEndOf(this.#tree, statement.to),
        text: "",
      })),
      ...this.#additions(),
    ];
  }

  #placeRelationship(loose: Loose): void {
    const { owner, target } = this.#ends(loose);
    this.#sketch(owner).lines.push(this.#textOf(loose));
    this.#sketch(target);
  }

  /** A foreign key belongs to the many side of a relationship that leads to its table; else to a child of that table's class. */
  #placeColumn(loose: Loose): void {
    const key = this.#foreignKey(loose.call);
    const parent =
      key === null
        ? null
        : [...this.#sketches.values()].find(
            ({ table, name }) => table === key || tableOf(name) === key.replace(/s$/, ""),
          );
    if (parent && key !== null) parent.table = key;
    const child = this.#loose
      .filter((each) => !isColumn(this.#tree, each))
      .map((each) => this.#many(each))
      .find((name) => name !== null && name !== parent?.name);
    const sketch = this.#sketch(child ?? [...this.#sketches.keys()].find((name) => name !== parent?.name) ?? "Child");
    if (key !== null && parent === undefined) this.#sketch(pascal(oneOf(key))).table = key;
    sketch.lines.push(this.#textOf(loose));
    sketch.columns.add(loose.name);
    if (key !== null) sketch.columns.add(`→${key}`);
  }

  /** The foreign key that a relationship needs, where nothing has one. */
  #key(loose: Loose): void {
    const { owner, target } = this.#ends(loose);
    const many = this.#many(loose);
    const one = many === owner ? target : owner;
    if (many === null || this.#tree.arg(loose.call, "secondary") !== null) return;
    const { table } = this.#sketch(one);
    const sketch = this.#sketch(many);
    const existing = this.#models.get(many);
    const has =
      sketch.columns.has(`→${table}`) ||
      [...(existing?.attributes.values() ?? [])].some(({ call }) => call !== null && this.#foreignKey(call) === table);
    if (has) return;
    sketch.columns.add(`→${table}`);
    sketch.lines.unshift(
      `${tableOf(one)}_id = ${this.#prefix}Column(${this.#prefix}Integer, ${this.#prefix}ForeignKey("${table}.id"))`,
    );
  }

  /** The class that a relationship stands in, by the name it gives the way back, and the class that it leads to. */
  #ends({ name, call }: Loose): { readonly owner: string; readonly target: string } {
    const argument = this.#tree.args(call)[0]?.value;
    const target = this.#tree.stringOf(argument) ?? (argument === undefined ? "" : this.#tree.path(argument));
    const back = backrefOf(this.#tree, call) ?? this.#tree.stringOf(this.#tree.arg(call, "back_populates")?.value);
    const named = back === null ? null : pascal(oneOf(back));
    const other = target === "Parent" ? "Child" : "Parent";
    const owner = named !== null && named !== target ? named : other;
    return { owner: owner === target ? `Other${target}` : owner, target: target === "" ? pascal(oneOf(name)) : target };
  }

  /** The class whose rows hold the key: what a collection leads to, else what has the single object. */
  #many(loose: Loose): string | null {
    const { owner, target } = this.#ends(loose);
    const back = backrefOf(this.#tree, loose.call);
    if (oneOf(loose.name) !== loose.name) return target;
    if (back !== null && oneOf(back) !== back) return owner;
    const lower = loose.name.toLowerCase();
    // `parent = relationship(Parent)`: one object, whose key this class has.
    return lower === target.toLowerCase() && back === null ? owner : lower === "child" ? target : owner;
  }

  #sketch(name: string): Sketch {
    const known = this.#sketches.get(name);
    if (known !== undefined) return known;
    const sketch = {
      name,
      table: this.#models.get(name)?.table ?? tableOf(name),
      lines: [],
      columns: new Set<string>(),
    };
    this.#sketches.set(name, sketch);
    return sketch;
  }

  #foreignKey(call: SyntaxNode): string | null {
    for (const inner of this.#tree.named("CallExpression", call)) {
      if (this.#tree.calledName(inner) !== "ForeignKey") continue;
      const target = this.#tree.args(inner)[0]?.value;
      const text = target === undefined ? null : this.#tree.stringOf(target);
      if (text !== null) return text.split(".").slice(0, -1).join(".");
    }
    return null;
  }

  /** The statement with the comments above it. */
  #textOf({ statement }: Loose): string {
    const start = startWithComments(this.#tree, statement);
    return this.#tree.source.slice(start, lineEndOf(this.#tree, statement.to)).trimEnd();
  }

  /** What a relationship names as a class, not as text, stands before it. */
  #inOrder(sketches: readonly Sketch[]): Sketch[] {
    const named = (sketch: Sketch) =>
      sketches.filter(
        ({ name }) => name !== sketch.name && sketch.lines.some((line) => new RegExp(`\\(\\s*${name}\\b`).test(line)),
      );
    return sketches.toSorted((a, b) => (named(a).includes(b) ? 1 : named(b).includes(a) ? -1 : 0));
  }

  #classText({ name, table, lines }: Sketch): string {
    const { source } = this.#tree;
    const base = this.#prefix !== "" || /\bdb\.Model\b/.test(source) ? "db.Model" : "Base";
    const own = [
      `__tablename__ = "${table}"`,
      `id = ${this.#prefix}Column(${this.#prefix}Integer, primary_key=True)`,
      ...lines,
    ];
    return `class ${name}(${base}):\n${own.map(indented).join("\n")}\n`;
  }

  /** Lines for classes that the program has. */
  #additions(): TextEdit[] {
    return [...this.#sketches.values()].flatMap(({ name, lines }) => {
      const model = this.#models.get(name);
      if (model === undefined || lines.length === 0) return [];
      return [inserted(lineEndOf(this.#tree, model.node.to), `${lines.map(indented).join("\n")}\n`)];
    });
  }
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, "    ");

/** Classes that relationships name and that the program does not have. */
export function missingClasses(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const [first] = [...models.values()];
  if (first === undefined) return null;
  const missing = new Map<string, Model>();
  for (const model of models.values()) {
    for (const { kind, target, backref } of model.attributes.values()) {
      if (kind === "relationship" && !backref && target !== null && /^[A-Z]\w*$/.test(target) && !models.has(target))
        missing.set(target, model);
    }
  }
  const known = new Set(
    [...tree.named("ClassDefinition")].map((node) => tree.text(node.getChild("VariableName") ?? node)),
  );
  const made = [...missing].filter(([name]) => !known.has(name));
  if (made.length === 0) return null;
  const texts = made.map(([name, from]) => {
    const prefix = from.bases.includes("db.Model") ? "db." : "";
    const base = from.bases.find((each) => /Base|Model/.test(each)) ?? "Base";
    const table = referredTable(tree, from) ?? tableOf(name);
    return `class ${name}(${base}):\n    __tablename__ = "${table}"\n    id = ${prefix}Column(${prefix}Integer, primary_key=True)\n\n\n`;
  });
  return fixOf(
    {
      id: "missing-classes",
      title: `Add ${made.map(([name]) => name).join(", ")}`,
      why: "A relationship leads to a class that the program does not have: “failed to locate a name”.",
    },
    [inserted(startWithComments(tree, first.node), texts.join(""))],
  );
}

/** The table that a class's foreign key names, where the program declares no such table. */
function referredTable(tree: PythonTree, { node }: Model): string | null {
  for (const call of tree.named("CallExpression", node)) {
    if (tree.calledName(call) !== "ForeignKey") continue;
    const value = tree.args(call)[0]?.value;
    const text = value === undefined ? null : stringValue(tree.text(value));
    const table = text?.split(".")[0];
    if (table && ![...modelsOf(tree).values()].some((model) => model.table === table)) return table;
  }
  return null;
}
