import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import type { PythonTree } from "../../syntax/tree.ts";
import { importEdits, inserted, replaced } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";

const CRITERIA = new Set(["filter", "having", "where", "from_statement"]);
const EXECUTES = new Set(["execute", "scalar", "scalars"]);
const ORDERS = new Set(["order_by", "group_by"]);

/** Strings that stand for SQL: `filter("id < 224")` → `filter(text("id < 224"))`. */
export function sqlStrings(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  for (const call of tree.named("CallExpression")) {
    for (const value of textArguments(tree, call)) {
      edits.push(inserted(value.from, "text("), inserted(value.to, ")"));
    }
  }
  if (edits.length === 0) return null;
  return fixOf(
    {
      id: "text",
      title: "Mark SQL that is written as a string with text()",
      why: "A plain string is not taken for SQL any more: “Textual SQL expression should be explicitly declared as text()”.",
    },
    [...edits, ...importEdits(tree, new Map([["text", "sqlalchemy"]]))],
  );
}

function textArguments(tree: PythonTree, call: SyntaxNode): SyntaxNode[] {
  const called = tree.calledName(call);
  const receiver = tree.receiver(call);
  if (receiver === null) return [];
  const places = tree.args(call).filter(({ name, spread }) => name === null && spread === null);
  const strings = places.map(({ value }) => value).filter((value) => tree.stringOf(value) !== null);
  if (CRITERIA.has(called)) return strings;
  if (ORDERS.has(called)) return strings.filter((value) => !/^\w+$/.test(tree.stringOf(value) ?? ""));
  const [first] = strings;
  return EXECUTES.has(called) && first !== undefined && first === places[0]?.value && isConnection(tree, receiver)
    ? [first]
    : [];
}

/** What SQLAlchemy executes statements on; a cursor of the DBAPI takes strings. */
export function isConnection(tree: PythonTree, node: SyntaxNode): boolean {
  const path = tree.path(node);
  if (isListenersConnection(tree, node)) return false;
  if (node.name === "CallExpression")
    return /^(?:connect|begin|connection|execution_options|Session|session|get_bind)$/.test(tree.calledName(node));
  return /(?:session|engine|^conn|connection|^bind|\.bind|^db|^s)$/i.test(path) && !/dbapi/i.test(path);
}

/** What a listener for `connect` is given is the DBAPI's connection. */
function isListenersConnection(tree: PythonTree, node: SyntaxNode): boolean {
  for (let around = node.parent; around !== null; around = around.parent) {
    if (around.name !== "DecoratedStatement") continue;
    const params = around.getChild("FunctionDefinition")?.getChild("ParamList");
    const listens = around.getChildren("Decorator").some((each) => /listens_for/.test(tree.text(each)));
    if (listens && params?.getChildren("VariableName").some((each) => tree.text(each) === tree.path(node))) return true;
  }
  return false;
}

/** `session.query("id", "name")` → `session.query(text("id"), text("name"))`. */
export function columnStrings(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  for (const call of tree.named("CallExpression")) {
    if (tree.calledName(call) !== "query" || tree.receiver(call) === null) continue;
    for (const { value } of tree.args(call)) {
      const name = tree.stringOf(value);
      if (name !== null) edits.push(replaced(value, `column(${tree.text(value)})`));
    }
  }
  if (edits.length === 0) return null;
  return fixOf(
    {
      id: "column-strings",
      title: "Mark columns that are written as strings with column()",
      why: "Textual column expressions should be explicitly declared with text(), or column() for more specificity.",
    },
    [...edits, ...importEdits(tree, new Map([["column", "sqlalchemy"]]))],
  );
}
