import type { Change, Flush, Frame, FrameId, RunModel } from "../run-model.ts";
import type { Moment } from "../workbench.ts";
import { after, Cursor } from "./cursor.ts";
import { Log } from "./log.ts";
import { flushAt, framesAt, sinceOf } from "./marks.ts";
import type { MomentView, RunningFlush } from "./view.ts";

export { markAt, marksOf, nextMark, spansOf } from "./marks.ts";

/** A run's log, the cursor that looks at it, and the last views. */
interface History {
  readonly log: Log;
  readonly cursor: Cursor;
  readonly views: Map<string, { readonly run: RunModel; readonly view: MomentView }>;
}

/** By the first change: a run that goes on keeps it, and its log grows. */
const histories = new WeakMap<Change, History>();

const KEPT_VIEWS = 16;

/**
 * How everything stood at a moment of the run, `null` being its end. A step from one moment to a near one costs what changed
 * between them; asking again for the same moment gives the same view. At the end nothing is marked as just changed.
 */
export function momentAt(run: RunModel, moment: Moment): MomentView {
  const seq = Math.min(moment ?? run.seq, run.seq);
  const history = historyOf(run);
  const key = moment === null ? "end" : String(seq);
  const kept = history?.views.get(key);
  if (kept !== undefined && sameLists(kept.run, run)) return kept.view;
  const since = moment === null ? seq : sinceOf(run, seq);
  const view: MomentView = {
    seq,
    since,
    line: lineAt(run, seq),
    ...(history?.cursor.look(seq, since) ?? NOTHING),
    flush: runningFlush(run, seq),
    frames: framesAt(run, seq).flatMap((id) => openFrame(run, id)),
    recorded: run.recordedUntil === null || seq < run.recordedUntil,
    statement: run.statements[after(run.statements, seq) - 1] ?? null,
  };
  if (history) {
    history.views.delete(key);
    history.views.set(key, { run, view });
    const [oldest] = history.views.keys();
    if (history.views.size > KEPT_VIEWS && oldest !== undefined) history.views.delete(oldest);
  }
  return view;
}

const NOTHING = {
  tables: [],
  objects: [],
  session: { new: [], dirty: [], deleted: [], identityMap: [] },
} as const;

function historyOf(run: RunModel): History | null {
  const [first] = run.changes;
  if (first === undefined) return null;
  let history = histories.get(first);
  if (history === undefined) {
    const log = new Log();
    history = { log, cursor: new Cursor(log), views: new Map() };
    histories.set(first, history);
  }
  history.log.extend(run.changes);
  return history;
}

function sameLists(one: RunModel, other: RunModel): boolean {
  return one === other || (one.changes === other.changes && one.entries === other.entries);
}

function lineAt(run: RunModel, seq: number): number | null {
  const entry = run.entries[after(run.entries, seq) - 1];
  const change = run.changes[after(run.changes, seq) - 1];
  return ((change?.seq ?? 0) > (entry?.seq ?? 0) ? change : entry)?.line ?? null;
}

function openFrame(run: RunModel, id: FrameId): Frame[] {
  const frame = run.frames[id];
  return frame === undefined ? [] : [{ ...frame, outcome: "open" }];
}

function runningFlush(run: RunModel, seq: number): RunningFlush | null {
  const span = flushAt(run, seq);
  const flush: Flush | undefined = span === null ? undefined : run.flushes.find(({ id }) => id === span.flush);
  if (flush === undefined) return null;
  const statements = flush.statements.filter((index) => (run.statements[index]?.seq ?? 0) <= seq);
  return { id: flush.id, plan: flush.plan, statements };
}
