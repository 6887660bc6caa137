import type { Lesson, LessonVersions, ScenarioLanguage } from "./lesson.ts";

/**
 * A gallery item: a question people ask, and the program that shows its answer.
 *
 * Each lives in a folder of its own, `app/scenarios/<id>/`:
 *   about.ts   `export default { title, question, … } satisfies ScenarioAbout`
 *   main.ts    the program as the editor shows it, an ordinary module that imports from "flushlight"
 *   main.py    the same in Python, an ordinary script that imports from "sqlalchemy": it emits the same statements
 *   lesson.ts  where it is told step by step: `lesson.ts` beside this file says how
 * `gallery.ts` finds the folders by itself; the folder's name is the id.
 */
export interface Scenario extends ScenarioAbout {
  readonly id: string;
  /** The program, as text. */
  readonly typescript: string;
  /** The same in Python. */
  readonly python: string;
  readonly lesson: LessonVersions | null;
}

/** What a scenario is in one language. */
export interface ScenarioVersion {
  readonly code: string;
  /** What one sees first, in the words of links. */
  readonly opens: string;
  readonly lesson: Lesson | null;
}

export function versionOf(scenario: Scenario, language: ScenarioLanguage): ScenarioVersion {
  const { opens = "", opensInPython = opens, lesson } = scenario;
  return {
    code: scenario[language],
    opens: language === "python" ? opensInPython : opens,
    lesson: lesson?.[language] ?? null,
  };
}

/** Everything about a scenario except its program. */
export interface ScenarioAbout {
  readonly title: string;
  /** The question as somebody would ask it. */
  readonly question: string;
  /** What the run makes plain, in up to three sentences. */
  readonly answer?: string;
  readonly source: ScenarioSource;
  /** Where more can be read. */
  readonly sources?: readonly { readonly title: string; readonly url: string }[];
  readonly tags: readonly string[];
  /** Texts and codes of the errors that it explains, by which it is found: `bbf0`, `NOT NULL constraint failed`. */
  readonly errors?: readonly string[];
  /** What one sees first, in the words of links (`app/share/address.ts`): `select=statement.12&panes=objects`. */
  readonly opens?: string;
  /** The same for the Python version, where it is not the same: where it names a line. */
  readonly opensInPython?: string;
  /** Items are listed by group, and within a group by this number. */
  readonly group: string;
  readonly order: number;
}

/** Where the question comes from: a page, or a document kept with the recordings. */
export type ScenarioSource = { readonly title: string } & ({ readonly url: string } | { readonly file: string });
