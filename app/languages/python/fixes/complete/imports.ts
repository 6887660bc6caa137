import type { SyntaxNode } from "@lezer/common";
import { importsOf, unboundNames, usesOf } from "../../syntax/names.ts";
import type { PythonTree } from "../../syntax/tree.ts";
import { afterImports, importEdits, inserted, ownLines } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";
import { MODULES, moduleOf } from "./known-names.ts";

/** Names of SQLAlchemy and of Python's library that the program uses without importing them. */
export function missingImports(tree: PythonTree): Fix | null {
  const unbound = unboundNames(tree);
  const stars = starImports(tree);
  for (const name of [...unbound.keys()]) if (stars.has(moduleOf(name) ?? "")) unbound.delete(name);
  const wanted = importedTooLate(tree);
  const modules: string[] = [];
  for (const [name, use] of unbound) {
    const module = moduleOf(name);
    if (module !== undefined) wanted.set(name, module);
    else if (name === "datetime" || name === "date" || name === "timedelta") {
      if (isModule(tree, name)) modules.push(name);
      else if (name === "datetime" || isCalled(use)) wanted.set(name, "datetime");
    } else if (MODULES.has(name) && use.parent?.name === "MemberExpression") modules.push(name);
    else if (name === "orm" || name === "exc" || name === "types") {
      if (use.parent?.name === "MemberExpression") wanted.set(name, "sqlalchemy");
    } else if (name === "sa" && use.parent?.name === "MemberExpression") modules.push("sqlalchemy as sa");
  }
  if (wanted.size === 0 && modules.length === 0) return null;
  const at = afterImports(tree);
  const lines = modules.map((module) => `import ${module}\n`).join("");
  const names = [...wanted.keys(), ...modules].join(", ");
  return fixOf(
    {
      id: "missing-imports",
      title: "Add the missing imports",
      why: `The program uses ${names} without importing ${wanted.size + modules.length === 1 ? "it" : "them"}, or before it does.`,
    },
    joined([
      ...importEdits(tree, wanted, afterImports(tree)),
      ...(lines === "" ? [] : [inserted(at, ownLines(tree, at, lines))]),
    ]),
  );
}

/** Names that are used in lines above the import that brings them in. */
function importedTooLate(tree: PythonTree): Map<string, string> {
  const uses = new Map<string, SyntaxNode>();
  for (const use of usesOf(tree)) if (!uses.has(tree.text(use)) && !isDeferred(use)) uses.set(tree.text(use), use);
  const found = new Map<string, string>();
  const imports = importsOf(tree).filter(({ statement }) => statement.parent?.name === "Script");
  for (const { local, name, module } of imports) {
    const use = uses.get(local);
    const first = imports.find((each) => each.local === local);
    if (use && first && name === local && use.from < first.statement.from) found.set(local, module);
  }
  return found;
}

/** True for what is looked up later: inside a function. */
function isDeferred(use: SyntaxNode): boolean {
  for (let node = use.parent; node !== null; node = node.parent) {
    if (node.name === "FunctionDefinition" || node.name === "LambdaExpression") return true;
  }
  return false;
}

/** Insertions at one place as one edit, since edits stand apart. */
function joined(edits: ReturnType<typeof importEdits>): ReturnType<typeof importEdits> {
  const byPlace = new Map<number, string>();
  for (const { from, text } of edits) byPlace.set(from, (byPlace.get(from) ?? "") + text);
  return [...byPlace].map(([from, text]) => inserted(from, text));
}

const starImports = (tree: PythonTree): Set<string> =>
  new Set(importsOf(tree).flatMap(({ module, name }) => (name === "*" ? [module] : [])));

const isCalled = (use: SyntaxNode): boolean =>
  use.parent?.name === "CallExpression" && use.parent.firstChild?.from === use.from;

/** `datetime.datetime.now()`: the module is meant, not the class. */
function isModule(tree: PythonTree, name: string): boolean {
  return usesOf(tree).some((use) => {
    if (tree.text(use) !== name || use.parent?.name !== "MemberExpression") return false;
    const property = use.parent.getChild("PropertyName");
    return (
      property !== null &&
      /^(?:datetime|date|timedelta|time|timezone|UTC)$/.test(tree.text(property)) &&
      name === "datetime"
    );
  });
}
