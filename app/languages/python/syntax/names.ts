import type { SyntaxNode } from "@lezer/common";
import { children, type PythonTree, remembered } from "./tree.ts";

/** What an import statement brings in. */
export interface Imported {
  readonly module: string;
  /** What it is called there; `null` for the module itself, `*` for all of it. */
  readonly name: string | null;
  /** What it is called here. */
  readonly local: string;
  readonly statement: SyntaxNode;
}

export const importsOf = remembered((tree): readonly Imported[] =>
  tree.named("ImportStatement").flatMap((statement) => importsIn(tree, statement)),
);

function importsIn(tree: PythonTree, statement: SyntaxNode): Imported[] {
  const text = tree
    .text(statement)
    .replace(/#.*$/gm, "")
    .replace(/[()\\\s]+/g, " ");
  const from = /^\s*from\s+([\w.]+)\s+import\s+(.*)$/.exec(text);
  if (from) {
    const [, module = "", list = ""] = from;
    return partsOf(list).map(([name, local]) => ({ module, name, local, statement }));
  }
  const plain = /^\s*import\s+(.*)$/.exec(text);
  return partsOf(plain?.[1] ?? "").map(([module, local]) => ({
    module,
    name: null,
    local: local === module ? (module.split(".")[0] ?? module) : local,
    statement,
  }));
}

const partsOf = (list: string): [string, string][] =>
  list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", local = name] = part.split(/\s+as\s+/);
      return [name.trim(), local.trim()];
    });

/** Names that are given something anywhere in the program, whatever the scope. */
export const boundNames = remembered((tree): ReadonlySet<string> => {
  const bound = new Set(importsOf(tree).map(({ local }) => local));
  for (const node of tree.nodes()) for (const target of targetsOf(node)) bound.add(tree.text(target));
  return bound;
});

/** The names that a node itself binds. */
function targetsOf(node: SyntaxNode): SyntaxNode[] {
  switch (node.name) {
    case "ClassDefinition":
    case "FunctionDefinition": {
      const name = node.getChild("VariableName");
      return name ? [name] : [];
    }
    case "ParamList":
      return parameterNames(node);
    case "AssignStatement":
      return children(node).slice(0, lastAssign(node)).flatMap(namesIn);
    case "NamedExpression":
      return node.firstChild ? namesIn(node.firstChild) : [];
    case "ForStatement":
    case "ArrayComprehensionExpression":
    case "DictionaryComprehensionExpression":
    case "SetComprehensionExpression":
    case "ComprehensionExpression":
      return loopTargets(node);
    case "ArgList":
      return loopTargets(node);
    case "WithStatement":
    case "TryStatement":
      return children(node).flatMap((child) =>
        child.name === "as" && child.nextSibling ? namesIn(child.nextSibling) : [],
      );
    default:
      return [];
  }
}

function lastAssign(node: SyntaxNode): number {
  return children(node).findLastIndex((child) => child.name === "AssignOp");
}

function parameterNames(list: SyntaxNode): SyntaxNode[] {
  const all = children(list);
  return all.filter((child, at) => child.name === "VariableName" && all[at - 1]?.name !== "AssignOp");
}

function loopTargets(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let inside = false;
  for (const child of children(node)) {
    if (child.name === "for") inside = true;
    else if (child.name === "in") inside = false;
    else if (inside) found.push(...namesIn(child));
  }
  return found;
}

/** The names of a target; what is inside of members and subscripts is used, not bound. */
function namesIn(node: SyntaxNode): SyntaxNode[] {
  if (node.name === "VariableName") return [node];
  if (["TupleExpression", "ArrayExpression", "ParenthesizedExpression"].includes(node.name)) {
    return children(node).flatMap(namesIn);
  }
  return [];
}

/** Where a name is read. */
export function usesOf(tree: PythonTree, root?: SyntaxNode): readonly SyntaxNode[] {
  const all = allUses(tree);
  return root === undefined ? all : all.filter(({ from, to }) => root.from <= from && to <= root.to);
}

const allUses = remembered((tree) => tree.named("VariableName").filter((node) => !isBinding(node)));

function isBinding(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null || parent.name === "ImportStatement") return true;
  if (parent.name === "ArgList" && node.nextSibling?.name === "AssignOp") return true;
  if (parent.name === "ParamList" && node.prevSibling?.name !== "AssignOp") return true;
  for (let around: SyntaxNode | null = parent; around !== null; around = around.parent) {
    if (targetsOf(around).some(({ from }) => from === node.from)) return true;
    if (/Statement|Definition|Lambda/.test(around.name)) return false;
  }
  return false;
}

/** Names that are read and that nothing in the program gives a value, with the first use of each. */
export function unboundNames(tree: PythonTree): Map<string, SyntaxNode> {
  const bound = boundNames(tree);
  const found = new Map<string, SyntaxNode>();
  for (const node of usesOf(tree)) {
    const name = tree.text(node);
    if (!bound.has(name) && !found.has(name)) found.set(name, node);
  }
  return found;
}
