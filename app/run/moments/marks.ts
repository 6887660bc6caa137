import type { Change, Entry, FrameId, RunModel } from "../run-model.ts";
import type { Moment } from "../workbench.ts";
import { after } from "./cursor.ts";
import type { Mark, MarkKind, Span } from "./view.ts";

interface Timeline {
  readonly entries: readonly Entry[];
  readonly marks: readonly Mark[];
  readonly spans: readonly Span[];
  /** By frame: where it opened and ended. */
  readonly frames: readonly FrameSpan[];
  readonly flushes: readonly FlushSpan[];
}

type FrameSpan = Extract<Span, { kind: "transaction" | "savepoint" }>;
type FlushSpan = Extract<Span, { kind: "flush" }>;

const timelines = new WeakMap<readonly Change[], Timeline>();

/** The timeline of a run, worked out once. */
function timelineOf(run: RunModel): Timeline {
  const known = timelines.get(run.changes);
  if (known?.entries === run.entries) return known;
  const made = timeline(run);
  timelines.set(run.changes, made);
  return made;
}

/** The places on the timeline, in order. */
export function marksOf(run: RunModel): readonly Mark[] {
  return timelineOf(run).marks;
}

/** The transactions, savepoints and flushes of the run, in the order in which they began. */
export function spansOf(run: RunModel): readonly Span[] {
  return timelineOf(run).spans;
}

/** The last mark at or before a moment; `null` before the first. */
export function markAt(run: RunModel, moment: Moment): Mark | null {
  const marks = marksOf(run);
  return marks[after(marks, moment ?? run.seq) - 1] ?? null;
}

/**
 * The mark after or before a moment.
 * @param kind one kind of mark, or any
 * @returns `null` where there is none
 */
export function nextMark(
  run: RunModel,
  moment: Moment,
  kind: MarkKind | "any",
  direction: "forward" | "back",
): Mark | null {
  const marks = marksOf(run);
  const seq = moment ?? run.seq;
  const fits = (mark: Mark) => kind === "any" || mark.kind === kind;
  if (direction === "forward") {
    for (let at = after(marks, seq); at < marks.length; at++) {
      const mark = marks[at] as Mark;
      if (fits(mark)) return mark;
    }
    return null;
  }
  for (let at = after(marks, seq - 1) - 1; at >= 0; at--) {
    const mark = marks[at] as Mark;
    if (fits(mark)) return mark;
  }
  return null;
}

/** Where what has just changed at a moment is measured from: for the end of a line that of the line before. */
export function sinceOf(run: RunModel, seq: number): number {
  const mark = markAt(run, seq);
  if (mark === null) return 0;
  return nextMark(run, mark.seq, mark.kind === "line" ? "line" : "any", "back")?.seq ?? 0;
}

/** The transactions and savepoints that were open at a moment, outermost first. */
export function framesAt(run: RunModel, seq: number): FrameId[] {
  const { frames } = timelineOf(run);
  const open: FrameId[] = [];
  // Frames nest: whatever is open then is the last one opened before it, or holds that one.
  let frame: FrameSpan | undefined = frames[lastFrom(frames, seq)];
  while (frame !== undefined) {
    if (frame.to === null || frame.to > seq) open.unshift(frame.frame);
    const parent: FrameId | null = run.frames[frame.frame]?.parent ?? null;
    frame = parent === null ? undefined : frames[parent];
  }
  return open;
}

/** The flush that was running at a moment. */
export function flushAt(run: RunModel, seq: number): FlushSpan | null {
  const { flushes } = timelineOf(run);
  const flush = flushes[lastFrom(flushes, seq)];
  return flush !== undefined && (flush.to === null || flush.to > seq) ? flush : null;
}

function lastFrom(spans: readonly Span[], seq: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).from <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A span that has not ended yet. */
type Growing<S> = { -readonly [K in keyof S]: S[K] };

function timeline(run: RunModel): Timeline {
  const marks: Mark[] = [];
  const spans: Span[] = [];
  const frames: Growing<FrameSpan>[] = [];
  const flushes: Growing<FlushSpan>[] = [];
  const running = new Map<number, Growing<FlushSpan>>();
  const outcomes = new Map(run.flushes.map(({ id, outcome }) => [id, outcome]));
  let depth = 0;

  const entry = (each: Entry, told: number): void => {
    const { seq, line } = each;
    switch (each.kind) {
      case "statement":
        marks.push({ seq: told, line, depth, kind: "statement", statement: each.statement });
        break;
      case "frame-open": {
        const kind = run.frames[each.frame]?.kind ?? "transaction";
        depth++;
        marks.push({ seq, line, depth, kind, frame: each.frame, phase: "begin" });
        frames.push({ from: seq, to: null, depth, kind, frame: each.frame, outcome: "open" });
        spans.push(frames.at(-1) as FrameSpan);
        break;
      }
      case "frame-close": {
        const frame = frames[each.frame];
        if (frame === undefined) break;
        marks.push({ seq, line, depth, kind: frame.kind, frame: each.frame, phase: "end" });
        depth--;
        frame.to = seq;
        frame.outcome = each.outcome;
        break;
      }
      case "flush-begin": {
        marks.push({ seq, line, depth, kind: "flush", flush: each.flush, phase: "begin" });
        const flush: Growing<FlushSpan> = {
          ...{ from: seq, to: null, depth, kind: "flush", flush: each.flush, outcome: "running" },
        };
        running.set(each.flush, flush);
        flushes.push(flush);
        spans.push(flush);
        break;
      }
      case "flush-end": {
        marks.push({ seq, line, depth, kind: "flush", flush: each.flush, phase: "end" });
        const flush = running.get(each.flush);
        if (flush === undefined) break;
        flush.to = seq;
        flush.outcome = outcomes.get(each.flush) ?? "done";
        running.delete(each.flush);
        break;
      }
      case "message": {
        const message = run.messages[each.message];
        if (message) marks.push({ seq, line, depth, kind: message.kind, message: each.message });
        break;
      }
      case "transition":
        break;
      default:
        each satisfies never;
    }
  };

  let place = 0;
  const { entries, changes } = run;
  for (const each of entries) {
    for (; place < changes.length && (changes[place] as Change).seq < each.seq; place++) line(changes[place] as Change);
    while (place < changes.length && (changes[place] as Change).seq === each.seq) place++;
    // What a statement changed is told right after it.
    let told = each.seq;
    for (let next = changes[place]; next?.seq === told + 1; next = changes[++place]) {
      if (next.type !== "rows" && next.type !== "table") break;
      told = next.seq;
    }
    entry(each, told);
  }
  for (; place < changes.length; place++) line(changes[place] as Change);
  return { entries, marks, spans, frames, flushes };

  function line(change: Change): void {
    if (change.type === "line") marks.push({ seq: change.seq, line: change.line, depth, kind: "line" });
  }
}
