import type { SyntaxNode } from "@lezer/common";
import { importsOf, unboundNames, usesOf } from "../../syntax/names.ts";
import type { PythonTree } from "../../syntax/tree.ts";
import { afterImports, importEdits, inserted, ownLines } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";
import { MODULES, moduleOf } from "./known-names.ts";

/** Names of SQLAlchemy and of Python's library that the program uses without importing them. */
export function missingImports(tree: PythonTree): Fix | null {
  const unbound = unboundNames(tree);
  if (hasStarImport(tree)) {
    for (const name of [...unbound.keys()]) if (moduleOf(name) === "sqlalchemy") unbound.delete(name);
  }
  const wanted = new Map<string, string>();
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
      why: `The program uses ${names} without importing ${wanted.size + modules.length === 1 ? "it" : "them"}.`,
    },
    joined([...importEdits(tree, wanted), ...(lines === "" ? [] : [inserted(at, ownLines(tree, at, lines))])]),
  );
}

/** Insertions at one place as one edit, since edits stand apart. */
function joined(edits: ReturnType<typeof importEdits>): ReturnType<typeof importEdits> {
  const byPlace = new Map<number, string>();
  for (const { from, text } of edits) byPlace.set(from, (byPlace.get(from) ?? "") + text);
  return [...byPlace].map(([from, text]) => inserted(from, text));
}

const hasStarImport = (tree: PythonTree): boolean =>
  importsOf(tree).some(({ module, name }) => module.startsWith("sqlalchemy") && name === "*");

const isCalled = (use: SyntaxNode): boolean => use.parent?.name === "CallExpression" && use.parent.firstChild?.from === use.from;

/** `datetime.datetime.now()`: the module is meant, not the class. */
function isModule(tree: PythonTree, name: string): boolean {
  return usesOf(tree).some((use) => {
    if (tree.text(use) !== name || use.parent?.name !== "MemberExpression") return false;
    const property = use.parent.getChild("PropertyName");
    return property !== null && /^(?:datetime|date|timedelta|time|timezone|UTC)$/.test(tree.text(property)) && name === "datetime";
  });
}
