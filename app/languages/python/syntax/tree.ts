import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { lineAt } from "./lines.ts";

/** An argument of a call: by place, by name, or spread. */
export interface Argument {
  readonly name: string | null;
  readonly spread: "*" | "**" | null;
  /** What is handed over, of which a comprehension without brackets has no single node. */
  readonly value: SyntaxNode;
  readonly from: number;
  readonly to: number;
}

/** The tree of a Python program, errors and all, with what its readers ask of it. */
export class PythonTree {
  readonly source: string;
  readonly tree: Tree;
  readonly #all: readonly SyntaxNode[];
  readonly #byName = new Map<string, SyntaxNode[]>();

  constructor(source: string) {
    this.source = source;
    this.tree = parser.parse(source);
    this.#all = [...walk(this.tree.topNode)];
    for (const node of this.#all) {
      const same = this.#byName.get(node.name);
      if (same === undefined) this.#byName.set(node.name, [node]);
      else same.push(node);
    }
  }

  get top(): SyntaxNode {
    return this.tree.topNode;
  }

  text(node: { readonly from: number; readonly to: number }): string {
    return this.source.slice(node.from, node.to);
  }

  line(node: { readonly from: number }): number {
    return lineAt(this.source, node.from);
  }

  /** Every node, parents first. */
  nodes(root?: SyntaxNode): readonly SyntaxNode[] {
    return root === undefined ? this.#all : [...walk(root)];
  }

  named(name: string, root?: SyntaxNode): readonly SyntaxNode[] {
    if (root === undefined) return this.#byName.get(name) ?? [];
    return this.named(name).filter(({ from, to }) => root.from <= from && to <= root.to);
  }

  /** True where the parser met nothing that it did not expect. */
  get sound(): boolean {
    return this.#all.every((node) => !node.type.isError);
  }

  /** What is called, as it is written: `session.query`; of a call on another call's result only the last name: `.filter`. */
  callee(call: SyntaxNode): string {
    const callee = call.firstChild;
    return callee === null ? "" : this.path(callee);
  }

  /** `a.b.c` for names and members; `.c` where something else stands before. */
  path(node: SyntaxNode): string {
    if (node.name === "VariableName") return this.text(node);
    if (node.name !== "MemberExpression") return "";
    const property = node.getChild("PropertyName");
    const object = node.firstChild;
    if (property === null || object === null) return "";
    return `${this.path(object)}.${this.text(property)}`;
  }

  /** The last name of {@link callee}: `query` of `session.query(…)`. */
  calledName(call: SyntaxNode): string {
    return this.callee(call).split(".").at(-1) ?? "";
  }

  /** What a method is called on; `null` for a plain function. */
  receiver(call: SyntaxNode): SyntaxNode | null {
    const callee = call.firstChild;
    return callee?.name === "MemberExpression" ? callee.firstChild : null;
  }

  args(call: SyntaxNode): Argument[] {
    const list = call.name === "ArgList" ? call : call.getChild("ArgList");
    if (list === null) return [];
    const found: Argument[] = [];
    let part: SyntaxNode[] = [];
    const take = () => {
      const argument = argumentOf(part, (node) => this.text(node));
      if (argument !== null) found.push(argument);
      part = [];
    };
    for (const child of children(list)) {
      if (child.name === ",") take();
      else if (child.name !== "(" && child.name !== ")" && child.name !== "Comment") part.push(child);
    }
    take();
    return found;
  }

  /** An argument given by name, `null` where there is none. */
  arg(call: SyntaxNode, name: string): Argument | null {
    return this.args(call).find((argument) => argument.name === name) ?? null;
  }

  /** The text of a plain string, parts written after each other joined; `null` for anything else. */
  stringOf(node: SyntaxNode | null | undefined): string | null {
    if (!node) return null;
    if (node.name === "ParenthesizedExpression") return this.stringOf(inner(node));
    if (node.name === "ContinuedString") {
      const parts = children(node).map((part) => this.stringOf(part));
      return parts.every((part) => part !== null) ? parts.join("") : null;
    }
    return node.name === "String" ? stringValue(this.text(node)) : null;
  }

  /** The statements of a body, or of the program, without blank space and comments. */
  statements(node: SyntaxNode = this.top): SyntaxNode[] {
    return children(node)
      .filter((child) => child.name !== ":" && child.name !== "Comment" && child.name !== ";")
      .flatMap((child) => (child.name === "StatementGroup" ? this.statements(child) : [child]));
  }

  /** The statement of the program's own level that a place is in. */
  statementAt(offset: number): SyntaxNode | null {
    return this.statements().find((each) => each.from <= offset && offset <= each.to) ?? null;
  }

  /** The same by line, from 1. */
  statementAtLine(line: number): SyntaxNode | null {
    return (
      this.statements().find((each) => this.line(each) <= line && line <= lineAt(this.source, lastCharOf(each))) ?? null
    );
  }
}

const lastCharOf = ({ from, to }: SyntaxNode): number => Math.max(from, to - 1);

function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (let child = next.lastChild; child !== null; child = child.prevSibling) waiting.push(child);
  }
}

/** Keeps what is worked out of a tree with the tree. */
export function remembered<Result>(work: (tree: PythonTree) => Result): (tree: PythonTree) => Result {
  const known = new WeakMap<PythonTree, Result>();
  return (tree) => {
    const before = known.get(tree);
    if (before !== undefined) return before;
    const result = work(tree);
    known.set(tree, result);
    return result;
  };
}

export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

/** What stands inside brackets. */
export function inner(node: SyntaxNode): SyntaxNode | null {
  return children(node).find((child) => !"()[]{},".includes(child.name) && child.name !== "Comment") ?? null;
}

/** What stands inside the brackets of a list, a tuple, a set or a dictionary, without commas. */
export function items(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter((child) => !"()[]{},:".includes(child.name) && child.name !== "Comment");
}

function argumentOf(part: readonly SyntaxNode[], text: (node: SyntaxNode) => string): Argument | null {
  const [first, second] = part;
  const last = part.at(-1);
  if (first === undefined || last === undefined) return null;
  const { from } = first;
  const { to } = last;
  if (first.name === "*" || first.name === "**") {
    return { name: null, spread: first.name, value: last, from, to };
  }
  if (second?.name === "AssignOp" && text(second) === "=" && part.length > 2) {
    return { name: text(first), spread: null, value: last, from, to };
  }
  return { name: null, spread: null, value: first, from, to };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0", a: "\x07", b: "\b" };

/** What a string literal stands for; `null` for bytes. */
export function stringValue(literal: string): string | null {
  const match = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/.exec(literal);
  if (match === null) return null;
  const [, prefix = "", , body = ""] = match;
  if (/[bBfF]/.test(prefix)) return null;
  if (/[rR]/.test(prefix)) return body;
  return body.replace(/\\(\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g, (whole, code: string) => {
    if (code === "\n") return "";
    if (/^[xuU]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    if (code === "\\" || code === "'" || code === '"') return code;
    return ESCAPES[code] ?? whole;
  });
}
