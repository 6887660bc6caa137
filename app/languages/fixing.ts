/**
 * What keeps a program from running, and the edits that change it, for the page. Loaded when a program first fails: the rules
 * and the parser that they read with are not small.
 */

import type { LanguageName } from "../protocol/messages.ts";
import type { TextEdit } from "../protocol/text-edit.ts";
import type { Fix, RunProblem } from "./python/fixes/fix.ts";

export type { Fix, RunProblem } from "./python/fixes/fix.ts";

/** The fixes of one language. */
export interface Fixer {
  /** The fixes that a program needs, in the order in which to make them. @param problem what its run ended with */
  fixesFor(source: string, problem?: RunProblem): readonly Fix[];
  /** All of them as edits of the source; none where there is nothing to fix. */
  fixAll(source: string, problem?: RunProblem): readonly TextEdit[];
  /** What would make a program better that runs as it is. */
  adviceFor(source: string): readonly Fix[];
}

/** What fixes programs of each language. */
export const fixers: Readonly<Partial<Record<LanguageName, () => Promise<Fixer>>>> = {
  python: () => import("./python/fixes/fixes.ts"),
};
