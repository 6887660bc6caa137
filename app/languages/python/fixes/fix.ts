import type { TextEdit } from "../../../protocol/text-edit.ts";
import type { PythonTree } from "../syntax/tree.ts";

/** One thing that keeps a program from running, and what would change that. */
export interface Fix {
  /** The kind of fix, the same for every program. */
  readonly id: string;
  /** What it does, as the button says it. */
  readonly title: string;
  /** Why the program does not run as it is. */
  readonly why: string;
  /** In order and apart from each other. */
  readonly edits: readonly TextEdit[];
}

/** What a run of the program ended with. */
export interface RunProblem {
  /** The class of the exception, as Python names it: `ArgumentError`, `sqlalchemy.exc.ArgumentError`. */
  readonly name: string;
  readonly message: string;
  /** The line of the program, from 1, where it is known. */
  readonly line: number | null;
}

/** Looks at text that need not be Python yet. */
export type TextRule = (source: string) => Fix | null;

/** Looks at the tree of a program. */
export type TreeRule = (tree: PythonTree) => Fix | null;

/** Looks at the tree of a program and at what stopped its run. */
export type RunRule = (tree: PythonTree, problem: RunProblem) => Fix | null;

/** A fix, or `null` when there is nothing to change. Edits come in any order; of two that overlap the first in the text stays. */
export function fixOf(words: Omit<Fix, "edits">, edits: readonly TextEdit[]): Fix | null {
  const sorted = edits.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const apart: TextEdit[] = [];
  for (const edit of sorted) if (edit.from >= (apart.at(-1)?.to ?? 0)) apart.push(edit);
  return apart.length === 0 ? null : { ...words, edits: apart };
}

/** The one edit that makes a text of another, leaving alone what both begin and end with. */
export function rewrite(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  let same = 0;
  const most = Math.min(before.length, after.length) - from;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return [{ from, to: before.length - same, text: after.slice(from, after.length - same) }];
}
