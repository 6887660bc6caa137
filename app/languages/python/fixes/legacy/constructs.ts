import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import { type Argument, children, items, type PythonTree } from "../../syntax/tree.ts";
import { inserted, replaced, withoutArgument } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";

/** Constructs that took a list and take their elements one by one now. */
const LISTS = new Set(["select", "case", "with_only_columns", "exists"]);

/** `select([User.id], User.id == 1)` → `select(User.id).where(User.id == 1)`, `case([(a, b)])` → `case((a, b))`. */
export function listArguments(tree: PythonTree): Fix | null {
  const edits = [...tree.named("CallExpression")].flatMap((call) => listEdits(tree, call));
  return fixOf(
    {
      id: "list-arguments",
      title: "Hand over columns one by one, not as a list",
      why: "select(), case() and exists() take their elements as arguments of their own: select(a, b), case((condition, value)).",
    },
    edits,
  );
}

function listEdits(tree: PythonTree, call: SyntaxNode): TextEdit[] {
  const called = tree.calledName(call);
  if (!LISTS.has(called)) return [];
  const args = tree.args(call);
  const first = args.find(
    ({ name, spread }) => (name === null || name === "columns" || name === "whens") && spread === null,
  );
  const list = first?.value.name === "ArrayExpression" ? first.value : null;
  const edits: TextEdit[] = [];
  if (first !== undefined && list !== null) edits.push(replaced(first, insideOf(tree, list)));
  else if (first?.name === "columns") edits.push(replaced(first, tree.text(first.value)));
  else if (first?.name === "whens" && args[0] !== undefined) {
    if (args[0].from === first.from) return [replaced(first, tree.text(first.value))];
    return [inserted(args[0].from, `${tree.text(first.value)}, `), withoutArgument(tree, call, first)];
  }
  if (called !== "select") return edits;
  const where = args.find((argument) => isWhere(argument, args, list !== null));
  if (where === undefined) return edits;
  const value = tree.text(where.value);
  return [...edits, withoutArgument(tree, call, where), inserted(call.to, `.where(${value})`)];
}

/** The second argument was the condition, when the first was the list of columns. */
const isWhere = (argument: Argument, args: readonly Argument[], listed: boolean): boolean =>
  argument.name === "whereclause" ||
  (listed && argument === args[1] && argument.name === null && argument.spread === null);

function insideOf(tree: PythonTree, list: SyntaxNode): string {
  const [first] = items(list);
  const last = items(list).at(-1);
  if (first === undefined || last === undefined) return "";
  const from = children(list)[0]?.to ?? first.from;
  return tree.source
    .slice(from, children(list).at(-1)?.from ?? last.to)
    .trim()
    .replace(/,$/, "");
}

/** `table.select(condition)`, `table.insert(values={…})`: what were arguments are methods. */
export function tableArguments(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  for (const call of tree.named("CallExpression")) {
    const called = tree.calledName(call);
    const receiver = tree.receiver(call);
    if (receiver === null || !isTable(tree, receiver) || !["select", "update", "delete", "insert"].includes(called))
      continue;
    const args = tree.args(call).filter(({ spread }) => spread === null);
    const values = args.find(
      ({ name, value }) => name === "values" || (name === null && value.name === "DictionaryExpression"),
    );
    const where = args.find((each) => each !== values && (each.name === "whereclause" || each.name === null));
    const methods = [
      ...(where === undefined ? [] : [`.where(${tree.text(where.value)})`]),
      ...(values === undefined ? [] : [`.values(${tree.text(values.value)})`]),
    ];
    const list = call.getChild("ArgList");
    if (methods.length > 0 && list !== null) edits.push(replaced(list, `()${methods.join("")}`));
  }
  return fixOf(
    {
      id: "table-arguments",
      title: "Give conditions and values by methods",
      why: "Table.select(), update(), delete() and insert() take neither a condition nor values any more: .where(…) and .values(…) do.",
    },
    edits,
  );
}

/** A name that the program gives a Table, or `Class.__table__`. */
function isTable(tree: PythonTree, node: SyntaxNode): boolean {
  const path = tree.path(node);
  if (path.endsWith(".__table__")) return true;
  if (node.name !== "VariableName") return false;
  return [...tree.named("AssignStatement")].some((statement) => {
    const value = statement.lastChild;
    return (
      statement.firstChild !== null &&
      tree.text(statement.firstChild) === path &&
      value?.name === "CallExpression" &&
      tree.calledName(value) === "Table"
    );
  });
}

/** Options that are gone and whose absence changes nothing here, by the call that took them. */
const GONE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  create_engine: {
    convert_unicode: "text is Unicode always",
    encoding: "text is Unicode always",
    case_sensitive: "names are compared as they are",
    strategy: "threads are the pool's matter",
    assert_unicode: "text is Unicode always",
  },
  String: { convert_unicode: "text is Unicode always", assert_unicode: "text is Unicode always" },
  Unicode: { convert_unicode: "text is Unicode always", assert_unicode: "text is Unicode always" },
  Text: { convert_unicode: "text is Unicode always" },
  UnicodeText: { convert_unicode: "text is Unicode always" },
  declarative_base: { bind: "a session or a connection is bound, not the classes" },
  MetaData: { bind: "a session or a connection is bound, not the tables" },
  sessionmaker: {
    autocommit: "a session begins by itself; commit() ends what it began",
    extension: "events are listened to",
  },
  Session: {
    autocommit: "a session begins by itself; commit() ends what it began",
    extension: "events are listened to",
  },
  scoped_session: { autocommit: "a session begins by itself; commit() ends what it began" },
  create_session: { autocommit: "a session begins by itself; commit() ends what it began" },
  SessionMaker: {},
  relationship: { extension: "events are listened to", cascade_backrefs: "assigning along a backref cascades no more" },
  backref: { extension: "events are listened to", cascade_backrefs: "assigning along a backref cascades no more" },
  text: { bind: "a connection executes it", autocommit: "the connection commits" },
  is_modified: { passive: "it never loads" },
};

/** Options that were removed. `autocommit=False` and the like are still taken. */
export function removedOptions(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  const reasons = new Set<string>();
  for (const call of tree.named("CallExpression")) {
    const called = tree.calledName(call);
    const gone = GONE[called];
    if (gone === undefined) continue;
    for (const argument of tree.args(call)) {
      const reason = argument.name === null ? undefined : gone[argument.name];
      const accepted =
        /^(?:autocommit|cascade_backrefs)$/.test(argument.name ?? "") && tree.text(argument.value) === "False";
      if (reason === undefined || accepted) continue;
      edits.push(withoutArgument(tree, call, argument));
      reasons.add(`${called}(${argument.name}=…): ${reason}`);
    }
    const [first] = tree.args(call);
    // MetaData(engine): its first argument is a schema's name now.
    if (called === "MetaData" && first?.name === null && isEngine(tree, first.value)) {
      edits.push(withoutArgument(tree, call, first));
      reasons.add("MetaData(engine): a session or a connection is bound, not the tables");
    }
  }
  return fixOf(
    {
      id: "removed-options",
      title: "Remove options that there are no more",
      why: `SQLAlchemy 2.0 does not take them. ${[...reasons].join("; ")}.`,
    },
    edits,
  );
}

/** An engine, by its name or by what makes it, or the URL of one. */
export function isEngine(tree: PythonTree, node: SyntaxNode): boolean {
  if (node.name === "CallExpression") return tree.calledName(node) === "create_engine";
  if (node.name === "String") return /^\w+(?:\+\w+)?:\/\//.test(tree.stringOf(node) ?? "");
  return engineNames(tree).has(tree.path(node));
}

/** The names that the program gives engines. */
export function engineNames(tree: PythonTree): Set<string> {
  const names = new Set<string>();
  for (const statement of tree.named("AssignStatement")) {
    const value = statement.lastChild;
    if (value?.name === "CallExpression" && tree.calledName(value) === "create_engine" && statement.firstChild) {
      names.add(tree.text(statement.firstChild));
    }
  }
  return names;
}

/** `create_all()` without saying where, and tables that are to be loaded from a database. */
export function missingBinds(tree: PythonTree): Fix | null {
  const [engine] = engineNames(tree);
  if (engine === undefined) return null;
  const edits: TextEdit[] = [];
  for (const call of tree.named("CallExpression")) {
    const called = tree.calledName(call);
    const receiver = tree.receiver(call);
    const list = call.getChild("ArgList");
    if (list === null) continue;
    const args = tree.args(call);
    const bindless = args.every(({ name }) => name !== null && name !== "bind");
    const one = called === "create" || called === "drop";
    if (one && receiver !== null && isTable(tree, receiver) && bindless) edits.push(inserted(list.from + 1, engine));
    if (
      ["create_all", "drop_all", "reflect"].includes(called) &&
      receiver !== null &&
      bindless &&
      !isFlask(tree, receiver)
    ) {
      edits.push(inserted(list.from + 1, args.length > 0 ? `${engine}, ` : engine));
    }
    if (called === "Table") {
      const autoload = tree.arg(call, "autoload");
      if (autoload === null) continue;
      const given = tree.arg(call, "autoload_with");
      edits.push(
        given === null ? replaced(autoload, `autoload_with=${engine}`) : withoutArgument(tree, call, autoload),
      );
    }
  }
  return fixOf(
    {
      id: "binds",
      title: `Say which database: ${engine}`,
      why: "Tables are bound to no engine any more, so what creates, drops or reflects them has to be told which one.",
    },
    edits,
  );
}

/** Flask-SQLAlchemy's `db` knows its engine. */
const isFlask = (tree: PythonTree, node: SyntaxNode): boolean => tree.path(node) === "db";

/** `session.begin(subtransactions=True)` → `session.begin_nested()`. */
export function subtransactions(tree: PythonTree): Fix | null {
  const edits = [...tree.named("CallExpression")].flatMap((call) => {
    const given = tree.arg(call, "subtransactions");
    const receiver = tree.receiver(call);
    if (given === null || receiver === null || tree.calledName(call) !== "begin") return [];
    return [replaced(call, `${tree.text(receiver)}.begin_nested()`)];
  });
  return fixOf(
    {
      id: "subtransactions",
      title: "Begin a nested transaction",
      why: "Session.begin() has no subtransactions any more. begin_nested() sets a SAVEPOINT, within the transaction that runs.",
    },
    edits,
  );
}

/** What a method that is gone is called now, with what is put into its brackets. */
const METHODS: Readonly<Record<string, string>> = { with_lockmode: "with_for_update()" };

/** Methods of Query and Engine that have another name. */
export function renamedMethods(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  const imports = new Set<string>();
  for (const call of tree.named("CallExpression")) {
    const called = tree.calledName(call);
    const receiver = tree.receiver(call);
    const renamed = METHODS[called];
    if (receiver === null) continue;
    if (renamed !== undefined)
      edits.push({ from: call.to - tree.source.slice(receiver.to, call.to).length, to: call.to, text: `.${renamed}` });
    else if ((called === "table_names" || called === "has_table") && isEngine(tree, receiver)) {
      imports.add("inspect");
      const list = call.getChild("ArgList");
      const method = called === "table_names" ? "get_table_names" : called;
      edits.push(replaced(call, `inspect(${tree.text(receiver)}).${method}${list ? tree.text(list) : "()"}`));
    }
  }
  if (edits.length === 0) return null;
  return fixOf(
    {
      id: "renamed-methods",
      title: "Call methods by their present names",
      why: "Engine.table_names() and has_table() are methods of an inspector, Query.with_lockmode() is with_for_update().",
    },
    edits,
  );
}
