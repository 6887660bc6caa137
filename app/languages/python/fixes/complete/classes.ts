import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import { modelsOf } from "../../syntax/models.ts";
import { usesOf } from "../../syntax/names.ts";
import type { PythonTree } from "../../syntax/tree.ts";
import { inserted, lineEndOf, startWithComments } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";

/** A class of the program's own level, with its decorators. */
interface Definition {
  readonly name: string;
  readonly node: SyntaxNode;
}

function definitionsOf(tree: PythonTree): Definition[] {
  return tree.statements().flatMap((statement) => {
    const node = statement.name === "DecoratedStatement" ? statement.getChild("ClassDefinition") : statement;
    const name = node?.name === "ClassDefinition" ? node.getChild("VariableName") : null;
    return name ? [{ name: tree.text(name), node: statement }] : [];
  });
}

/** A mapped class that is declared again under the same name: the later declaration in the place of the earlier. */
export function repeatedClasses(tree: PythonTree): Fix | null {
  const models = modelsOf(tree);
  const definitions = definitionsOf(tree).filter(({ name }) => models.get(name)?.table);
  const later = definitions.find(({ name }, at) => definitions.findIndex((each) => each.name === name) < at);
  const earlier = definitions.find(({ name }) => name === later?.name);
  if (later === undefined || earlier === undefined) return null;
  return fixOf(
    {
      id: "repeated-class",
      title: `Declare ${later.name} once, as the later declaration has it`,
      why: `${later.name} is declared twice, and its table can be declared once only: “Table is already defined for this MetaData instance”.`,
    },
    [
      { from: earlier.node.from, to: earlier.node.to, text: tree.text(later.node) },
      { from: startWithComments(tree, later.node), to: lineEndOf(tree, later.node.to), text: "" },
    ],
  );
}

/** Classes that the program uses in lines above their declaration. */
export function laterClasses(tree: PythonTree): Fix | null {
  const statements = tree.statements();
  const definitions = definitionsOf(tree);
  const late = new Set<Definition>();
  let first: SyntaxNode | null = null;
  for (const statement of statements) {
    if (statement.name === "FunctionDefinition" || statement.name === "ImportStatement") continue;
    const own = definitions.some(({ node }) => node.from === statement.from);
    const names = new Set((own ? baseUses(tree, statement) : usesOf(tree, statement)).map((use) => tree.text(use)));
    for (const definition of definitions) {
      if (!names.has(definition.name) || definition.node.from <= statement.from || late.has(definition)) continue;
      if (definitions.some(({ name, node }) => name === definition.name && node.from < statement.from)) continue;
      late.add(definition);
      first ??= statement;
    }
  }
  if (first === null) return null;
  // Whatever a class that moves up needs has to be there before it.
  const moving = neededBy(tree, definitions, late, first);
  const edits: TextEdit[] = moving.map(({ node }) => ({
    from: startWithComments(tree, node),
    to: lineEndOf(tree, node.to),
    text: "",
  }));
  const texts = moving.map(({ node }) =>
    tree.source.slice(startWithComments(tree, node), lineEndOf(tree, node.to)).trimEnd(),
  );
  return fixOf(
    {
      id: "later-classes",
      title: `Declare ${moving.map(({ name }) => name).join(", ")} before use`,
      why: "Lines further up use classes that are declared further down.",
    },
    [inserted(startWithComments(tree, first), `${texts.join("\n\n\n")}\n\n\n`), ...edits],
  );
}

/** What a class needs when it is declared: its bases, and the names in its body outside of methods. */
function baseUses(tree: PythonTree, definition: SyntaxNode): SyntaxNode[] {
  return usesOf(tree, definition).filter((use) => {
    for (let node = use.parent; node !== null && node.from >= definition.from; node = node.parent) {
      if (node.name === "FunctionDefinition" || node.name === "LambdaExpression" || node.name === "TypeDef")
        return false;
      if (node.from === definition.from && node.name === definition.name) break;
    }
    return true;
  });
}

function neededBy(
  tree: PythonTree,
  definitions: readonly Definition[],
  late: ReadonlySet<Definition>,
  first: SyntaxNode,
): Definition[] {
  const moving = new Set(late);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { node } of [...moving]) {
      const names = new Set(baseUses(tree, node).map((use) => tree.text(use)));
      for (const definition of definitions) {
        if (!names.has(definition.name) || moving.has(definition) || definition.node.from < first.from) continue;
        moving.add(definition);
        grown = true;
      }
    }
  }
  return definitions.filter((definition) => moving.has(definition));
}
