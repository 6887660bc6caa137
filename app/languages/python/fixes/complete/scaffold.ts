import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import { modelsOf } from "../../syntax/models.ts";
import { importsOf, unboundNames, usesOf } from "../../syntax/names.ts";
import { children, type PythonTree } from "../../syntax/tree.ts";
import { afterImports, importEdits, inserted, ownLines, startWithComments } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";
import { engineNames } from "../legacy/constructs.ts";
import { declarativeBase } from "../legacy/renamed.ts";

/** Names for a session that answers use without making one. */
const SESSIONS = new Set(["session", "db_session", "dbsession", "DBSession", "sess", "s"]);
const CONNECTIONS = new Set(["conn", "connection"]);

/** The declarative base that classes are derived from. */
export function missingBase(tree: PythonTree): Fix | null {
  const unbound = unboundNames(tree);
  const base = [...tree.named("ClassDefinition")]
    .flatMap((node) => {
      const list = node.getChild("ArgList");
      return list === null ? [] : tree.args(list).map(({ value }) => tree.path(value));
    })
    .find(
      (name) => unbound.has(name) && /^(?:Declarative)?Base$|^Model$|_?base$/i.test(name) && name !== "DeclarativeBase",
    );
  if (base === undefined) return null;
  const typed = [...tree.named("VariableName")].some((node) => ["Mapped", "mapped_column"].includes(tree.text(node)));
  const wanted = typed ? "DeclarativeBase" : "declarative_base";
  const text = typed ? `\n\nclass ${base}(DeclarativeBase):\n    pass\n\n\n` : `\n${base} = declarative_base()\n\n\n`;
  return fixOf(
    {
      id: "missing-base",
      title: `Add the declarative base, ${base}`,
      why: `Classes derive from ${base}, and nothing says what that is.`,
    },
    withImports(tree, afterImports(tree), { text, wanted: [[wanted, "sqlalchemy.orm"]] }),
  );
}

/** Flask-SQLAlchemy's `db`. */
export function missingFlask(tree: PythonTree): Fix | null {
  const use = unboundNames(tree).get("db");
  const property = use?.parent?.getChild("PropertyName");
  if (
    !use ||
    !property ||
    !/^(?:Model|Column|relationship|session|ForeignKey|Table|[A-Z]\w*)$/.test(tree.text(property))
  )
    return null;
  return fixOf(
    {
      id: "missing-flask",
      title: "Add Flask-SQLAlchemy's db",
      why: "The classes are written for Flask-SQLAlchemy, whose db object is missing.",
    },
    withImports(tree, afterImports(tree), {
      text: "\ndb = SQLAlchemy()\n\n\n",
      wanted: [["SQLAlchemy", "flask_sqlalchemy"]],
    }),
  );
}

/** An engine, the tables and a session, in front of the first line that needs them. */
export function missingSession(tree: PythonTree): Fix | null {
  const unbound = unboundNames(tree);
  const session = [...unbound].find(([name]) => SESSIONS.has(name));
  const connection = [...unbound].find(([name]) => CONNECTIONS.has(name));
  const engine = unbound.get("engine");
  const metadata = unbound.get("metadata");
  const flask = usesFlask(tree);
  const missing = [session?.[1], connection?.[1], engine, metadata].filter((node) => node !== undefined);
  if (missing.length === 0) return null;
  const lines: string[] = [];
  const wanted: [string, string][] = [];
  const base = declarativeBase(tree);
  if (metadata) {
    lines.push(base === null ? "metadata = MetaData()" : `metadata = ${base}.metadata`);
    if (base === null) wanted.push(["MetaData", "sqlalchemy"]);
  }
  const [known] = engineNames(tree);
  const target = flask ? "db.engine" : (known ?? "engine");
  if ((engine || session || connection) && known === undefined && !flask) {
    lines.push('engine = create_engine("sqlite://")');
    wanted.push(["create_engine", "sqlalchemy"]);
  }
  if (session && !flask) {
    if (base !== null && !createsTables(tree, session[1])) lines.push(`${base}.metadata.create_all(${target})`);
    lines.push(`${session[0]} = Session(${target})`);
    wanted.push(["Session", "sqlalchemy.orm"]);
  }
  if (session && flask) lines.push("db.create_all()", `${session[0]} = db.session`);
  if (connection) lines.push(`${connection[0]} = ${target}.connect()`);
  const at = placeBefore(tree, missing);
  return fixOf(
    {
      id: "missing-session",
      title: `Add ${listed([...(engine && !flask && !session ? ["an engine"] : []), ...(session ? ["a session on an empty database"] : []), ...(connection ? ["a connection"] : []), ...(metadata ? ["the metadata"] : [])])}`,
      why: `The program uses ${listed([session?.[0], connection?.[0], engine && "engine", metadata && "metadata"].filter((each) => typeof each === "string"))} and begins after the lines that make ${missing.length === 1 ? "it" : "them"}.`,
    },
    withImports(tree, at, { text: `${lines.join("\n")}\n\n`, wanted }),
  );
}

export const usesFlask = (tree: PythonTree): boolean =>
  importsOf(tree).some(({ module }) => module === "flask_sqlalchemy") ||
  [...modelsOf(tree).values()].some(({ bases }) => bases.includes("db.Model"));

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** Whether tables are created before a place, or will be by the program itself right after. */
function createsTables(tree: PythonTree, before: SyntaxNode): boolean {
  return [...tree.named("CallExpression")].some(
    (call) => tree.calledName(call) === "create_all" && call.from < before.from,
  );
}

/** In front of the first statement of the program's own level that needs one of the names. */
function placeBefore(tree: PythonTree, uses: readonly SyntaxNode[]): number {
  const first = Math.min(...uses.map(({ from }) => from));
  const statements = tree.statements();
  let found = statements.find(({ from, to }) => from <= first && first < to) ?? null;
  // What a function uses is needed when it is called; what follows it will do.
  if (found !== null && isDefinition(found)) {
    const after = statements.find(
      (each) => each.from > first && !isDefinition(each) && each.name !== "ImportStatement",
    );
    found = after ?? found;
  }
  return found === null ? afterImports(tree) : startWithComments(tree, found);
}

const isDefinition = ({ name }: SyntaxNode): boolean => name === "FunctionDefinition" || name === "DecoratedStatement";

/** Lines at a place, with imports for what they use. */
function withImports(
  tree: PythonTree,
  at: number,
  { text, wanted }: { readonly text: string; readonly wanted: readonly (readonly [string, string])[] },
): TextEdit[] {
  const imports = importEdits(tree, new Map(wanted));
  const here = imports.filter(({ from }) => from === at);
  const lead = here.map((edit) => edit.text).join("");
  const blank = /^\n*/.exec(tree.source.slice(at))?.[0].length ?? 0;
  // Blank lines that follow already count.
  const body = text.replace(/\n+$/, (end) => "\n".repeat(Math.max(1, end.length - blank)));
  return [...imports.filter(({ from }) => from !== at), inserted(at, ownLines(tree, at, lead + body))];
}

/** `filter(User.name == "ed")` by itself, as documentation shows it: a query about that class. */
export function bareFilters(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const edits: TextEdit[] = [];
  for (const call of tree.named("CallExpression")) {
    if (!["filter", "filter_by", "order_by"].includes(tree.callee(call)) || call.firstChild === null) continue;
    const owner = usesOf(tree, call)
      .map((use) => tree.text(use))
      .find((name) => models.has(name));
    if (owner !== undefined) edits.push(inserted(call.from, `session.query(${owner}).`));
  }
  return fixOf(
    {
      id: "bare-filters",
      title: "Ask a query",
      why: "filter() stands alone, as in documentation. Python has a function of that name, which is another one.",
    },
    edits,
  );
}

/** `query.filter(User.name == "ed")` where nothing says what query it is; and objects that are called after their class. */
export function missingValues(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const made = new Map<string, { readonly use: SyntaxNode; readonly value: string }>();
  const [query, set] = firstUnset(tree, "query");
  const statement = query === null || set ? null : tree.statementAt(query.from);
  if (query !== null && statement !== null) {
    const names = usesOf(tree, statement).map((use) => tree.text(use));
    const owner = names.find((name) => models.has(name));
    if (owner !== undefined) made.set("query", { use: query, value: `session.query(${owner})` });
  }
  for (const [name, use] of unboundNames(tree)) {
    const called = /^(?:some|an?_?|the_?|my_?)?(\w+)$/i.exec(name)?.[1]?.replaceAll("_", "");
    const model = [...models.keys()].find((each) => called === each.toLowerCase());
    if (model === undefined || !/^[a-z]/.test(name) || use.parent?.name === "CallExpression") continue;
    made.set(name, { use, value: `session.query(${model}).first()` });
  }
  if (made.size === 0) return null;
  return fixOf(
    {
      id: "missing-values",
      title: `Add ${listed([...made.keys()])}`,
      why: "The program uses names of queries or objects that it never makes.",
    },
    [...made].map(([name, { use, value }]) => {
      const at = placeBefore(tree, [use]);
      return inserted(at, ownLines(tree, at, `${name} = ${value}\n`));
    }),
  );
}

/** The first use of a name at the program's own level, and whether it has been given something before. */
function firstUnset(tree: PythonTree, name: string): readonly [SyntaxNode | null, boolean] {
  const use = usesOf(tree).find((node) => tree.text(node) === name) ?? null;
  if (use === null) return [null, false];
  const set = [...tree.named("AssignStatement")].some(
    (statement) =>
      statement.from < use.from &&
      children(statement)[0]?.name === "VariableName" &&
      tree.text(children(statement)[0] ?? statement) === name,
  );
  const local = [...tree.named("ParamList")].some((list) => new RegExp(`\\b${name}\\b`).test(tree.text(list)));
  const imported = importsOf(tree).some((each) => each.local === name);
  return [use, set || local || imported];
}
