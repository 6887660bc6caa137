import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import type { PythonTree } from "../../syntax/tree.ts";
import { importEdits, lineStartOf, replaced } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";
import { isEngine } from "./constructs.ts";

/** `engine.execute(…)`: a statement of its own gets a transaction, an expression a connection. */
export function engineExecute(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  let strings = false;
  for (const call of tree.named("CallExpression")) {
    const receiver = tree.receiver(call);
    if (!["execute", "scalar"].includes(tree.calledName(call)) || receiver === null) continue;
    if (!isEngine(tree, receiver) && !/(?:^|\.)(?:engine|bind)$/.test(tree.path(receiver))) continue;
    const [first] = tree.args(call);
    const text = first !== undefined && tree.stringOf(first.value) !== null;
    strings ||= text;
    const list = call.getChild("ArgList");
    const args = list === null ? "()" : argumentsText(tree, list, text ? (first?.value ?? null) : null);
    const statement = call.parent?.name === "ExpressionStatement" ? call.parent : null;
    const method = tree.calledName(call);
    const plain =
      statement !== null &&
      method === "execute" &&
      tree.source.slice(lineStartOf(tree, call.from), call.from).trim() === "";
    if (plain) {
      const indent = tree.source.slice(lineStartOf(tree, call.from), call.from);
      edits.push(
        replaced(call, `with ${tree.text(receiver)}.begin() as connection:\n${indent}    connection.execute${args}`),
      );
    } else edits.push(replaced(receiver, `${tree.text(receiver)}.connect()`), ...textEdits(first?.value ?? null, text));
  }
  if (edits.length === 0) return null;
  return fixOf(
    {
      id: "engine-execute",
      title: "Execute on a connection",
      why: "An engine executes nothing by itself any more (“'Engine' object has no attribute 'execute'”): engine.begin() gives a connection with a transaction, engine.connect() one to read from.",
    },
    [...edits, ...(strings ? importEdits(tree, new Map([["text", "sqlalchemy"]])) : [])],
  );
}

const textEdits = (value: SyntaxNode | null, text: boolean): TextEdit[] =>
  value === null || !text
    ? []
    : [
        { from: value.from, to: value.from, text: "text(" },
        { from: value.to, to: value.to, text: ")" },
      ];

function argumentsText(tree: PythonTree, list: SyntaxNode, text: SyntaxNode | null): string {
  if (text === null) return tree.text(list);
  const { source } = tree;
  return `${source.slice(list.from, text.from)}text(${tree.text(text)})${source.slice(text.to, list.to)}`;
}
