import { type Sentence, say, sentenceText } from "../../run/explain/explanation.ts";
import { explainStatement } from "../../run/explain/statement.ts";
import { markAt, momentAt } from "../../run/moments/moments.ts";
import { storyOf } from "../../run/player.ts";
import type { RunModel, Statement } from "../../run/run-model.ts";
import type { Moment } from "../../run/workbench.ts";
import { literalOf } from "../../ui/value.ts";
import { counted } from "../../ui/words.ts";

/** One moment of a run as it is told: where the program stands, what it said to the database, and why. */
export interface Scene {
  /** `Statement 3 of 9`. */
  readonly position: string;
  readonly lines: readonly SceneLine[];
  /** The statement of the moment; `null` before the first, and at the end of the run. */
  readonly statement: Statement | null;
  readonly caption: Sentence;
}

export interface SceneLine {
  readonly number: number;
  readonly text: string;
  readonly current: boolean;
}

interface SceneOptions {
  /** The program that ran. */
  readonly text: string;
  /** How many of its lines there is room for. */
  readonly room: number;
  /** The line to show where it is not the statement's. */
  readonly line?: number | null;
}

export function sceneAt(run: RunModel, moment: Moment, { text, room, line = null }: SceneOptions): Scene {
  const story = storyOf(run);
  const statement = moment === null ? null : momentAt(run, moment).statement;
  const told = statement === null ? -1 : story.indexOf(statement);
  const at = line ?? (moment === null ? null : (statement?.line ?? markAt(run, moment)?.line ?? null));
  return {
    position: told < 0 ? counted(story.length, "statement") : `Statement ${told + 1} of ${story.length}`,
    lines: linesAround(text, at, room),
    statement: told < 0 ? null : statement,
    caption:
      told < 0 || statement === null ? restCaption(run, moment) : explainStatement(run, statement.index, text).headline,
  };
}

function restCaption(run: RunModel, moment: Moment): Sentence {
  if (moment !== null) return say("Before the first statement.");
  const error = run.messages.findLast((message) => message.kind === "error");
  if (error?.kind === "error") return say("The program ended in ", error.name, ": ", error.message);
  return say(`The end of the run: ${counted(storyOf(run).length, "statement")}.`);
}

/** Some lines of a program, the current one in their middle where that can be. */
export function linesAround(text: string, current: number | null, room: number): readonly SceneLine[] {
  const all = text.replace(/\n$/, "").split("\n");
  const middle = current ?? all.length;
  const first = Math.max(0, Math.min(middle - 1 - Math.floor(room / 2), all.length - room));
  return all
    .slice(first, first + room)
    .map((line, place) => ({ number: first + place + 1, text: line, current: first + place + 1 === current }));
}

/** A statement's parameters, a row a line: `(NULL, 1)`. */
export function parameterTexts({ params }: Statement, most = 3): readonly string[] {
  const rows = params.filter((row) => row.length > 0);
  const shown = rows.slice(0, most).map((row) => `(${row.map((value) => literalOf(value).text).join(", ")})`);
  return rows.length > most ? [...shown, `… ${counted(rows.length - most, "more row")}`] : shown;
}

/** A caption without the marks of code. */
export function captionText(caption: Sentence): string {
  return sentenceText(caption).replaceAll("`", "");
}
