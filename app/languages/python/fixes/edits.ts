import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../protocol/text-edit.ts";
import { type Imported, importsOf } from "../syntax/names.ts";
import { type Argument, children, type PythonTree } from "../syntax/tree.ts";

export const replaced = (node: { readonly from: number; readonly to: number }, text: string): TextEdit => ({
  from: node.from,
  to: node.to,
  text,
});

export const inserted = (at: number, text: string): TextEdit => ({ from: at, to: at, text });

/** Takes an argument out of its call, with the comma that goes with it. */
export function withoutArgument(tree: PythonTree, call: SyntaxNode, argument: Argument): TextEdit {
  const all = tree.args(call);
  const at = all.findIndex(({ from }) => from === argument.from);
  const next = all[at + 1];
  const before = all[at - 1];
  if (next !== undefined) return { from: argument.from, to: next.from, text: "" };
  return { from: before?.to ?? argument.from, to: argument.to, text: "" };
}

/** Adds an argument behind those that a call has. */
export function withArgument(tree: PythonTree, call: SyntaxNode, text: string): TextEdit[] {
  const list = call.getChild("ArgList");
  if (list === null) return [];
  const last = tree.args(call).at(-1);
  return [last === undefined ? inserted(list.from + 1, text) : inserted(last.to, `, ${text}`)];
}

/** Where a line can go that is to stand behind the imports that a program begins with. */
export function afterImports(tree: PythonTree): number {
  let end = 0;
  for (const statement of tree.statements()) {
    const docstring = end === 0 && statement.name === "ExpressionStatement" && statement.firstChild?.name === "String";
    if (!docstring && statement.name !== "ImportStatement") break;
    end = lineEndOf(tree, statement.to);
  }
  return end;
}

/** Where a statement's first line begins. */
export const lineStartOf = (tree: PythonTree, offset: number): number => tree.source.lastIndexOf("\n", offset - 1) + 1;

/** Where the line after an offset begins; the text's end on its last line. */
export function lineEndOf(tree: PythonTree, offset: number): number {
  const end = tree.source.indexOf("\n", Math.max(0, offset - (tree.source[offset - 1] === "\n" ? 1 : 0)));
  return end < 0 ? tree.source.length : end + 1;
}

/** Where a statement begins with the comments that stand right above it. */
export function startWithComments(tree: PythonTree, statement: SyntaxNode): number {
  let start = lineStartOf(tree, statement.from);
  while (start > 0) {
    const before = tree.source.lastIndexOf("\n", start - 2) + 1;
    if (!/^\s*#/.test(tree.source.slice(before, start))) break;
    start = before;
  }
  return start;
}

/** Brings names in that no import before a place does: added to an import of the same module where there is one on one line, else in lines of their own. */
export function importEdits(tree: PythonTree, wanted: ReadonlyMap<string, string>, before = Infinity): TextEdit[] {
  const imports = importsOf(tree).filter(({ statement }) => statement.from < before);
  const has = (name: string) => imports.some(({ local }) => local === name);
  const byModule = new Map<string, string[]>();
  for (const [name, module] of wanted) {
    if (!has(name)) byModule.set(module, [...(byModule.get(module) ?? []), name]);
  }
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  const head = afterImports(tree);
  for (const [module, names] of byModule) {
    const beside = imports.find((each) => each.module === module && canTakeMore(tree, each, head));
    if (beside) edits.push(inserted(endOfImport(tree, beside.statement), `, ${names.join(", ")}`));
    else lines.push(`from ${module} import ${names.join(", ")}\n`);
  }
  if (lines.length > 0) edits.push(inserted(head, ownLines(tree, head, lines.join(""))));
  return edits;
}

/** Lines to be put in at an offset, so that they begin and end lines there. */
export function ownLines(tree: PythonTree, at: number, text: string): string {
  const before = at > 0 && tree.source[at - 1] !== "\n" ? "\n" : "";
  return `${before}${text.endsWith("\n") ? text : `${text}\n`}`;
}

function canTakeMore(tree: PythonTree, { name, statement }: Imported, head: number): boolean {
  return name !== null && name !== "*" && statement.from < head && !tree.text(statement).includes("(");
}

const endOfImport = (_: PythonTree, statement: SyntaxNode): number =>
  children(statement).findLast(({ name }) => name === "VariableName" || name === "PropertyName")?.to ?? statement.to;
