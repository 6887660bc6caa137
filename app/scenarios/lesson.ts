/** What programs of the gallery are written in. */
export type ScenarioLanguage = "typescript" | "python";

/** A scenario told step by step. It stands beside the program, in `app/scenarios/<id>/lesson.ts`, by {@link tellIn}. */
export interface Lesson {
  readonly steps: readonly LessonStep[];
}

export interface LessonStep {
  readonly title: string;
  /** Paragraphs of plain text; what stands in backquotes is set as code. */
  readonly text: readonly string[];
  /** Where the page goes, in the words of links (`app/share/address.ts`): `select=statement.20&panes=objects`. */
  readonly view: string;
  readonly quiz?: Quiz;
}

/** A question to be answered before the page shows what happens. */
export interface Quiz {
  readonly question: string;
  readonly choices: readonly Choice[];
  /** What shows the answer. */
  readonly reveal: { readonly text: string; readonly view: string };
}

/** An answer, and what it says of the run. It is right where the run bears it out. */
export interface Choice {
  readonly text: string;
  readonly claim: Claim;
}

/** Something that is either so in a run or not. Lines count from 1, and both ends of a range belong to it. */
export type Claim =
  /** These are the statements that write which some lines emit, in order: `UPDATE books`. */
  | { readonly kind: "writes"; readonly lines: readonly [number, number]; readonly statements: readonly string[] }
  /** So many SELECTs come from some lines. */
  | { readonly kind: "loads"; readonly lines: readonly [number, number]; readonly count: number }
  /** A table has so many rows once a statement is done; at the end of the run where none is named. */
  | { readonly kind: "rows"; readonly table: string; readonly after?: number; readonly count: number }
  /** A line prints a text that has this in it. */
  | { readonly kind: "prints"; readonly line: number; readonly text: string };

/** A lesson once for each language that its program is written in. */
export type LessonVersions = Readonly<Record<ScenarioLanguage, Lesson>>;

/**
 * Tells a lesson in every language: the steps are written once, and what differs stands beside each other.
 *
 *     export default tellIn({ typescript: { remove: 41 }, python: { remove: 53 } }, (at) => ({ steps: […] }));
 *
 * @param differences lines and words, by names of the lesson's own
 */
export function tellIn<Difference>(
  differences: Readonly<Record<ScenarioLanguage, Difference>>,
  tell: (difference: Difference) => Lesson,
): LessonVersions {
  return { typescript: tell(differences.typescript), python: tell(differences.python) };
}
