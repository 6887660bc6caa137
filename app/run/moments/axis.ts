import type { Moment } from "../workbench.ts";
import type { Mark } from "./view.ts";

/**
 * The timeline's axis. Time is told in beats, which stand at equal distances: beat 0 is before anything has happened, each
 * next one is a moment with at least one mark, the last is the end of the run.
 */
export interface Axis {
  /** The moments of beats 1 and up; marks of one moment share a beat. */
  readonly moments: readonly number[];
  /** For each beat the marks on it; none at the first and the last. */
  readonly marks: readonly (readonly Mark[])[];
  /** For each beat, how many statements had been executed. */
  readonly statements: readonly number[];
  /** The last beat: the end of the run. */
  readonly end: number;
}

export function axisOf(marks: readonly Mark[]): Axis {
  const moments: number[] = [];
  const byBeat: Mark[][] = [[]];
  const statements: number[] = [0];
  let executed = 0;
  for (const mark of marks) {
    if (moments.at(-1) !== mark.seq) {
      moments.push(mark.seq);
      byBeat.push([]);
      statements.push(executed);
    }
    if (mark.kind === "statement") executed += 1;
    byBeat[moments.length]?.push(mark);
    statements[moments.length] = executed;
  }
  byBeat.push([]);
  statements.push(executed);
  return { moments, marks: byBeat, statements, end: moments.length + 1 };
}

/** The last beat at or before a moment. */
export function beatOf({ moments, end }: Axis, moment: Moment): number {
  if (moment === null) return end;
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moments[middle] as number) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function momentOf({ moments, end }: Axis, beat: number): Moment {
  if (beat >= end) return null;
  return beat <= 0 ? 0 : (moments[beat - 1] ?? null);
}

/** What a step goes by. */
export type Unit = "statement" | "line" | "flush";

/**
 * The beat that a step from another leads to: the next with a mark of the unit; past the last one, the end, and before the
 * first one, the beginning.
 */
export function stepFrom({ marks, end }: Axis, beat: number, unit: Unit, by: 1 | -1): number {
  for (let next = beat + by; next > 0 && next < end; next += by) {
    if (marks[next]?.some((mark) => mark.kind === unit)) return next;
  }
  return by === 1 ? end : 0;
}

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Where a key on the scrubber leads; `null` for one that is none of its keys. */
export function beatAfterKey(axis: Axis, beat: number, key: Key): number | null {
  if (key.ctrlKey || key.metaKey) return null;
  const unit: Unit = key.shiftKey ? "flush" : key.altKey ? "line" : "statement";
  switch (key.key) {
    case "ArrowRight":
    case "ArrowUp":
      return stepFrom(axis, beat, unit, 1);
    case "ArrowLeft":
    case "ArrowDown":
      return stepFrom(axis, beat, unit, -1);
    case "PageDown":
      return stepFrom(axis, beat, "flush", 1);
    case "PageUp":
      return stepFrom(axis, beat, "flush", -1);
    case "Home":
      return 0;
    case "End":
      return axis.end;
    default:
      return null;
  }
}
