import type { SyntaxNode } from "@lezer/common";
import { type Model, type ModelAttribute, modelsOf, valueBefore } from "../../syntax/models.ts";
import { usesOf } from "../../syntax/names.ts";
import { type PythonTree, stringValue } from "../../syntax/tree.ts";
import { inserted, ownLines, replaced, startWithComments } from "../edits.ts";
import { type Fix, fixOf, type RunProblem } from "../fix.ts";
import { engineNames } from "../legacy/constructs.ts";
import { declarativeBase } from "../legacy/renamed.ts";
import { usesFlask } from "./scaffold.ts";

/** “no such table”: the tables are created where they are first needed. */
export function missingTables(tree: PythonTree, problem: RunProblem): Fix | null {
  if (!/no such table: /.test(problem.message)) return null;
  const statement = firstNeeding(tree, problem.line);
  const base = declarativeBase(tree);
  const [engine] = engineNames(tree);
  const create = usesFlask(tree)
    ? "db.create_all()"
    : base !== null && engine !== undefined
      ? `${base}.metadata.create_all(${engine})`
      : null;
  if (statement === null || create === null) return null;
  const at = startWithComments(tree, statement);
  return fixOf(
    {
      id: "create-tables",
      title: "Create the tables",
      why: `${problem.message.split("\n")[0]}: the database is empty, and nothing creates the tables before this line.`,
    },
    [inserted(at, ownLines(tree, at, `${create}\n\n`))],
  );
}

function firstNeeding(tree: PythonTree, line: number | null): SyntaxNode | null {
  return line === null ? null : tree.statementAtLine(line);
}

/** A row that the program looks for and that nothing has put there. */
export function missingRows(tree: PythonTree, problem: RunProblem): Fix | null {
  const none = /NoneType/.test(problem.message) || /No row was found when one was required/.test(problem.message);
  if (!none || problem.line === null) return null;
  const at = tree.statementAtLine(problem.line);
  if (at === null) return null;
  const query = queryOf(tree, at);
  if (query === null) return null;
  const models = modelsOf(tree);
  const model = models.get(query.entity);
  if (model === undefined) return null;
  const row = new SampleRows(tree, models).row(model, { given: query.values, shownAfter: query.statement, used: at });
  const session = query.session;
  const place = startWithComments(tree, query.statement);
  return fixOf(
    {
      id: "sample-rows",
      title: `Add a row of ${model.name} for the program to find`,
      why: "The query finds nothing, because the database is empty. The program counts on rows that were there when it was written.",
    },
    [inserted(place, ownLines(tree, place, `${session}.add(${row})\n${session}.commit()\n\n`))],
  );
}

interface RowQuery {
  readonly entity: string;
  /** What the row has to have, as source: `name` → `'jack'`. */
  readonly values: ReadonlyMap<string, string>;
  readonly session: string;
  readonly statement: SyntaxNode;
}

/** The query that a line's object comes from: in the line itself, or in the line that gave its name a value. */
function queryOf(tree: PythonTree, statement: SyntaxNode): RowQuery | null {
  const own = queryIn(tree, statement, statement);
  if (own !== null) return own;
  for (const use of usesOf(tree, statement)) {
    const value = valueBefore(tree, tree.text(use), statement.from);
    const made = value === null ? null : tree.statementAt(value.from);
    const found = value === null || made === null ? null : queryIn(tree, value, made);
    if (found !== null) return found;
  }
  return null;
}

function queryIn(tree: PythonTree, root: SyntaxNode, statement: SyntaxNode): RowQuery | null {
  const values = new Map<string, string>();
  let entity: string | null = null;
  let session = "session";
  for (const call of tree.named("CallExpression", root)) {
    const called = tree.calledName(call);
    const args = tree.args(call);
    const [first, second] = args;
    const receiver = tree.receiver(call);
    if (called === "query" && first && receiver) {
      entity = tree.path(first.value).split(".")[0] ?? null;
      session = tree.text(receiver);
    }
    if (called === "get" && second && receiver && entity === null) {
      entity = tree.path(first?.value ?? call);
      session = tree.text(receiver);
      values.set("id", tree.text(second.value));
    } else if (called === "get" && first) values.set("id", tree.text(first.value));
    if (called === "select" && first) entity ??= tree.path(first.value).split(".")[0] ?? null;
    if (called === "filter_by")
      for (const { name, value } of args) if (name !== null) values.set(name, tree.text(value));
    if (called === "filter" || called === "where") {
      for (const { value } of args) for (const [name, text] of equalities(tree, value)) values.set(name, text);
    }
  }
  return entity === null || entity === "" ? null : { entity, values, session, statement };
}

function equalities(tree: PythonTree, node: SyntaxNode): [string, string][] {
  return [...tree.named("BinaryExpression", node)].flatMap((each): [string, string][] => {
    const [left, operator, right] = [each.firstChild, each.firstChild?.nextSibling, each.lastChild];
    if (!left || !right || !operator || tree.text(operator) !== "==") return [];
    const [, name, ...more] = tree.path(left).split(".");
    return name !== undefined && more.length === 0 && /^(?:String|Number)$/.test(right.name)
      ? [[name, tree.text(right)]]
      : [];
  });
}

/** Rows that fit a program: with what it asks for, what it shows, and something in every column that must have a value. */
class SampleRows {
  readonly #tree: PythonTree;
  readonly #models: ReadonlyMap<string, Model>;

  constructor(tree: PythonTree, models: ReadonlyMap<string, Model>) {
    this.#tree = tree;
    this.#models = models;
  }

  row(
    model: Model,
    context: {
      readonly given: ReadonlyMap<string, string>;
      readonly shownAfter: SyntaxNode;
      readonly used: SyntaxNode;
    },
  ): string {
    const values = new Map(this.#shown(model, context.shownAfter));
    for (const [name, text] of context.given) values.set(name === "id" ? this.#primaryKey(model) : name, text);
    this.#fill(model, values);
    for (const [name, attribute] of model.attributes) {
      const target = attribute.target === null ? undefined : this.#models.get(attribute.target);
      if (attribute.kind === "relationship" && target !== undefined && this.#isCollection(model, attribute)) {
        const rows = this.#collection(target, name, context);
        if (rows !== null) values.set(name, rows);
      }
    }
    return this.#call(model, values);
  }

  /** `User(name="jack")`, by place where the class's own `__init__` takes places. */
  #call(model: Model, values: ReadonlyMap<string, string>): string {
    return `${model.name}(${[...values].map(([name, text]) => `${name}=${text}`).join(", ")})`;
  }

  #primaryKey(model: Model): string {
    const key = [...model.attributes.values()].find(
      ({ call }) => call !== null && this.#tree.arg(call, "primary_key") !== null,
    );
    return key?.name ?? "id";
  }

  /** What the program shows of an object of the class, as comments that were an interpreter's output. */
  #shown(model: Model, after: SyntaxNode): [string, string][] {
    const pattern = new RegExp(`^#.*?<${model.name}\\(([^()]*)\\)>`, "m");
    const match = pattern.exec(this.#tree.source.slice(after.to));
    return match?.[1] === undefined ? [] : this.#arguments(model, match[1]);
  }

  #arguments(model: Model, text: string): [string, string][] {
    return [...text.matchAll(/(\w+)=('[^']*'|"[^"]*"|\d+)/g)].flatMap(
      ([, name = "", value = ""]): [string, string][] =>
        model.attributes.get(name)?.kind === "column" ? [[name, value]] : [],
    );
  }

  /** Something for each column that must not be NULL. */
  #fill(model: Model, values: Map<string, string>): void {
    for (const [name, { kind, call }] of model.attributes) {
      if (kind !== "column" || call === null || values.has(name)) continue;
      const nullable = this.#tree.arg(call, "nullable");
      const required =
        nullable !== null && this.#tree.text(nullable.value) === "False" && this.#tree.arg(call, "default") === null;
      const keyed = /ForeignKey/.test(this.#tree.text(call));
      if (required && !keyed) values.set(name, valueFor(this.#tree.text(call), name));
    }
  }

  #isCollection(model: Model, attribute: ModelAttribute): boolean {
    const { call } = attribute;
    if (call !== null && /uselist\s*=\s*False/.test(this.#tree.text(call))) return false;
    const target = this.#models.get(attribute.target ?? "");
    const keyed = [...(target?.attributes.values() ?? [])].some(
      (each) =>
        each.call !== null &&
        each.kind === "column" &&
        model.table !== null &&
        new RegExp(`["']${model.table}\\.`).test(this.#tree.text(each.call)),
    );
    return keyed || (call !== null && this.#tree.arg(call, "secondary") !== null);
  }

  /** Rows for a collection that the program shows or takes elements of. */
  #collection(
    target: Model,
    name: string,
    { used, shownAfter }: { readonly used: SyntaxNode; readonly shownAfter: SyntaxNode },
  ): string | null {
    const { source } = this.#tree;
    const shown =
      [...source.slice(shownAfter.to).matchAll(new RegExp(`^#.*\\[<${target.name}\\(.*$`, "gm"))][0]?.[0] ?? "";
    const rows = [...shown.matchAll(new RegExp(`<${target.name}\\(([^()]*)\\)>`, "g"))].map(([, text = ""]) =>
      this.#arguments(target, text),
    );
    const indexes = [...source.slice(used.from).matchAll(new RegExp(`\\.${name}\\[(\\d+)\\]`, "g"))].map(([, at]) =>
      Number(at),
    );
    const count = Math.max(rows.length, ...indexes.map((at) => at + 1), 0);
    if (count === 0) return null;
    const texts = this.#textsNamed(target);
    const made = Array.from({ length: count }, (_, at) => {
      const values = new Map(rows[at] ?? []);
      for (const [column, strings] of texts) {
        const text = strings[at];
        if (!values.has(column) && text !== undefined) values.set(column, text);
      }
      this.#fill(target, values);
      return this.#call(target, values);
    });
    return `[${made.join(", ")}]`;
  }

  /** Texts that the program compares a column with: `Address.email.in_(["a", "b"])`. */
  #textsNamed(target: Model): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const call of this.#tree.named("CallExpression")) {
      const [owner, column, method] = this.#tree.callee(call).split(".");
      if (owner !== target.name || column === undefined || method !== "in_") continue;
      found.set(column, this.#tree.text(call).match(/'[^']*'|"[^"]*"/g) ?? []);
    }
    return found;
  }
}

function valueFor(declaration: string, name: string): string {
  if (/\b(?:Big|Small)?Integer\b/i.test(declaration)) return "1";
  if (/\b(?:Float|Numeric|DECIMAL)\b/.test(declaration)) return "1";
  if (/\bBoolean\b/.test(declaration)) return "False";
  return `"${name.replaceAll("_", " ")}"`;
}

/** What an exception's text says is to be written: “should be explicitly declared as text('id desc')”. */
export function declaredText(tree: PythonTree, problem: RunProblem): Fix | null {
  const said = /(?:Textual SQL expression|Textual column expression) '(.*?)' should be explicitly declared/s.exec(
    problem.message,
  )?.[1];
  if (said === undefined) return null;
  const places = [...tree.named("String")].filter(
    (node) => stringValue(tree.text(node)) === said && node.parent?.name === "ArgList",
  );
  const here =
    places.find((node) => problem.line !== null && Math.abs(tree.line(node) - problem.line) < 3) ?? places[0];
  if (here === undefined) return null;
  return fixOf(
    {
      id: "text",
      title: "Mark SQL that is written as a string with text()",
      why: `Textual SQL expression '${said}' should be explicitly declared as text('${said}').`,
    },
    [replaced(here, `text(${tree.text(here)})`)],
  );
}

/** Tables of classes whose mapping was taken away: only the metadata still has them. */
export function tablesWithoutMapping(tree: PythonTree, problem: RunProblem): Fix | null {
  if (!/type object '\w+' has no attribute '__table__'/.test(problem.message)) return null;
  const cleared = [...tree.named("CallExpression")].find((call) => tree.calledName(call) === "clear_mappers");
  const base = declarativeBase(tree);
  if (cleared === undefined || base === null) return null;
  const models = modelsOf(tree);
  return fixOf(
    {
      id: "tables-without-mapping",
      title: "Take the tables from the metadata",
      why: "clear_mappers() takes __table__ from classes as well. The metadata still has their tables.",
    },
    [...tree.named("MemberExpression")].flatMap((node) => {
      const [owner, attribute] = tree.path(node).split(".");
      const table = models.get(owner ?? "")?.table;
      if (attribute !== "__table__" || node.from < cleared.from || !table) return [];
      return [replaced(node, `${base}.metadata.tables["${table}"]`)];
    }),
  );
}
