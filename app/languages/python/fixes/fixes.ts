/**
 * What keeps pasted code from running, and the edits that change it: prompts and lost indentation, Python 2, SQLAlchemy before
 * 2.0, lines that an answer leaves out. Every fix is one edit of the text; made one after another they lead to an end.
 */

import { type TextEdit, withEdits } from "../../../protocol/text-edit.ts";
import { PythonTree } from "../syntax/tree.ts";
import { laterClasses, repeatedClasses } from "./complete/classes.ts";
import { missingImports } from "./complete/imports.ts";
import { looseAttributes, missingClasses } from "./complete/loose-attributes.ts";
import { declaredText, missingRows, missingTables, tablesWithoutMapping } from "./complete/run-rules.ts";
import { bareFilters, missingBase, missingFlask, missingSession, missingValues } from "./complete/scaffold.ts";
import { type Fix, type RunProblem, type RunRule, rewrite, type TextRule, type TreeRule } from "./fix.ts";
import { joinStrings, loaderStrings, parentStrings } from "./legacy/attribute-strings.ts";
import {
  listArguments,
  missingBinds,
  removedOptions,
  renamedMethods,
  subtransactions,
  tableArguments,
} from "./legacy/constructs.ts";
import { engineExecute } from "./legacy/engine.ts";
import { classicalMapper, encodedText, movedDeclarative, pythonNames, renamedNames } from "./legacy/renamed.ts";
import { columnStrings, sqlStrings } from "./legacy/text.ts";
import { plainCharacters, tabsToSpaces } from "./paste/characters.ts";
import { stripPrompts } from "./paste/doctest.ts";
import { dedent, restoreIndentation } from "./paste/indentation.ts";
import { stripCells } from "./paste/notebook.ts";
import { oldSyntax, printStatements } from "./python2/syntax.ts";

export type { Fix, RunProblem } from "./fix.ts";

/** Text that is no Python yet: one after another, for each needs what the one before leaves. */
const TEXT_RULES: readonly TextRule[] = [
  plainCharacters,
  stripCells,
  stripPrompts,
  tabsToSpaces,
  dedent,
  restoreIndentation,
  printStatements,
  oldSyntax,
];

/** Python that SQLAlchemy 2.0 does not take, and programs with parts left out. */
const TREE_RULES: readonly TreeRule[] = [
  pythonNames,
  encodedText,
  renamedNames,
  repeatedClasses,
  laterClasses,
  looseAttributes,
  missingClasses,
  missingFlask,
  missingBase,
  classicalMapper,
  loaderStrings,
  joinStrings,
  parentStrings,
  engineExecute,
  sqlStrings,
  columnStrings,
  listArguments,
  tableArguments,
  removedOptions,
  missingBinds,
  subtransactions,
  renamedMethods,
  bareFilters,
  missingSession,
  missingValues,
  missingImports,
];

/** What only a run shows. */
const RUN_RULES: readonly RunRule[] = [missingTables, missingRows, declaredText, tablesWithoutMapping];

/** What runs as it is, with a warning. */
const ADVICE: readonly TreeRule[] = [movedDeclarative];

/**
 * The fixes that a program needs, in the order in which to make them. While the text is no Python there is only the next of
 * those that make it so. With what a run ended with, also those that only a run shows; they come first.
 */
export function fixesFor(source: string, problem?: RunProblem): readonly Fix[] {
  for (const rule of TEXT_RULES) {
    const fix = rule(source);
    if (fix !== null) return [fix];
  }
  const tree = new PythonTree(source);
  // What is no Python yet has its own error, and nothing can be told of its parts.
  if (!tree.sound) return [];
  const needed = TREE_RULES.map((rule) => rule(tree));
  const shown = problem === undefined ? [] : RUN_RULES.map((rule) => rule(tree, problem));
  return [...shown, ...needed].filter((fix) => fix !== null);
}

/** What would make a program better that runs as it is. */
export function adviceFor(source: string): readonly Fix[] {
  const tree = new PythonTree(source);
  return ADVICE.map((rule) => rule(tree)).filter((fix) => fix !== null);
}

/** More fixes than any program needs; a rule that undid another would go on without end. */
const MOST = 200;

/**
 * The text after every fix that needs no run, made one after another until none is left.
 * @param problem what a run of the source ended with; the fix that it asks for is made first
 */
export function applyAll(source: string, problem?: RunProblem): string {
  let text = source;
  for (let count = 0; count < MOST; count += 1) {
    const [fix] = fixesFor(text, count === 0 ? problem : undefined);
    const next = fix === undefined ? text : withEdits(text, fix.edits);
    if (next === text) break;
    text = next;
  }
  return text;
}

/** {@link applyAll} as edits of the source. */
export function fixAll(source: string, problem?: RunProblem): readonly TextEdit[] {
  return rewrite(source, applyAll(source, problem));
}
