import { marksOf } from "../run/moments/moments.ts";
import type { Mark } from "../run/moments/view.ts";
import type { RunModel } from "../run/run-model.ts";
import type { Moment } from "../run/workbench.ts";

/**
 * A moment in the words of a link: `12` is just after the thirteenth statement, `12+2` two marks of the timeline later, and
 * `start+3` the third mark of a run that has executed nothing yet. `null` is the end of the run.
 */
export function momentText(run: RunModel, moment: Moment): string | null {
  if (moment === null) return null;
  let statement: number | null = null;
  let marks = 0;
  for (const mark of marksOf(run)) {
    if (mark.seq > moment) break;
    if (mark.kind === "statement") {
      statement = mark.statement;
      marks = 0;
    } else marks++;
  }
  const from = statement === null ? "start" : `${statement}`;
  return marks === 0 ? from : `${from}+${marks}`;
}

/** The moment that a link means in this run; the end of the run where it has no such moment. */
export function momentOf(run: RunModel, text: string | null): Moment {
  const [, from = "", more = "0"] = /^(start|\d+)(?:\+(\d+))?$/.exec(text ?? "") ?? [];
  if (from === "") return null;
  const marks = marksOf(run);
  const start = from === "start" ? -1 : marks.findIndex((mark) => isStatement(mark, Number(from)));
  if (from !== "start" && start < 0) return null;
  const mark = marks[start + Number(more)];
  return mark?.seq ?? (start + Number(more) < 0 ? 0 : null);
}

function isStatement(mark: Mark, statement: number): boolean {
  return mark.kind === "statement" && mark.statement === statement;
}
