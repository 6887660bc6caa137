import type { RunModel } from "../run-model.ts";
import type { Moment } from "../workbench.ts";
import type { Mark, MarkKind, MomentView, Span } from "./view.ts";

/**
 * How everything stood at a moment of the run, `null` being its end. A step from one moment to a near one costs what changed
 * between them; asking again for the same moment gives the same view.
 */
export function momentAt(run: RunModel, moment: Moment): MomentView {
  const seq = moment ?? run.seq;
  return {
    seq,
    since: 0,
    line: null,
    tables: [],
    objects: [],
    session: { new: [], dirty: [], deleted: [], identityMap: [] },
    flush: null,
    frames: [],
    statement: null,
  };
}

/** The places on the timeline, in order. Worked out once for a run. */
export function marksOf(_run: RunModel): readonly Mark[] {
  return [];
}

/** The transactions, savepoints and flushes of the run, in the order in which they began. Worked out once for a run. */
export function spansOf(_run: RunModel): readonly Span[] {
  return [];
}

/** The last mark at or before a moment; `null` before the first. */
export function markAt(_run: RunModel, _moment: Moment): Mark | null {
  return null;
}

/**
 * The mark after or before a moment.
 * @param kind one kind of mark, or any
 * @returns `null` where there is none
 */
export function nextMark(
  _run: RunModel,
  _moment: Moment,
  _kind: MarkKind | "any",
  _direction: "forward" | "back",
): Mark | null {
  return null;
}
