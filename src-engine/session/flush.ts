import { UnmappedInstanceError } from "../errors.ts";
import type { ScalarAttribute } from "../instrumentation/attribute.ts";
import { isOrphan } from "../instrumentation/orphans.ts";
import { NO_VALUE } from "../instrumentation/passive.ts";
import { type InstanceState, stateOf } from "../instrumentation/state.ts";
import { trace } from "../trace/recorder.ts";
import type { FlushSession } from "../unit-of-work/flush-context.ts";
import { UnitOfWork } from "../unit-of-work/unit-of-work.ts";
import { unmappedText } from "./object-state.ts";
import type { SessionObjects } from "./session-objects.ts";
import type { SessionTransaction } from "./session-transaction.ts";

/** What a flush needs of its session. */
export interface FlushHost extends FlushSession {
  readonly objects: SessionObjects;
  /** Set while the steps of a flush are carried out: changes of relationships then come too late for it. */
  warnOnEvents: boolean;
  beginFlush(): SessionTransaction;
  readonly isClean: boolean;
  tell(event: "before_flush" | "after_flush" | "after_flush_postexec", ...args: readonly unknown[]): void;
}

/**
 * Writes what has changed to the database ("ORM: Flushing"): objects with changes, pending ones and those marked for
 * deletion, or only those of `only`. Where a statement fails, the transaction is rolled back.
 */
export function flushSession(host: FlushHost, only: readonly object[] | null = null): void {
  const id = trace.nextFlushId();
  const cause = trace.active ? trace.cause({ kind: "flush", flush: id }) : null;
  const outer = trace.flush;
  trace.flush = id;
  const work = new UnitOfWork(host, id);
  try {
    trace.within(cause, () => run(host, work, id, only));
  } finally {
    trace.flush = outer;
    work.release();
  }
}

function run(host: FlushHost, work: UnitOfWork, flush: number, only: readonly object[] | null): void {
  host.tell("before_flush", work, only);
  register(host, work, only === null ? null : new Set(only.map(known)));
  if (!work.hasWork) return;
  const transaction = host.beginFlush();
  trace.emit({ type: "flush", phase: "begin", flush, cause: trace.current });
  try {
    host.warnOnEvents = true;
    try {
      work.execute();
    } finally {
      host.warnOnEvents = false;
    }
    host.tell("after_flush", work);
    const { deleted, saved } = work.outcome();
    if (deleted.length > 0) host.objects.removeNewlyDeleted(deleted);
    if (saved.length > 0) host.objects.registerPersistent(saved);
    if (only === null) settleLateChanges(host);
    host.tell("after_flush_postexec", work);
    transaction.commit();
    trace.emit({ type: "flush", phase: "end", flush, cause: trace.current });
  } catch (error) {
    trace.emit({ type: "flush", phase: "failed", flush, cause: trace.current });
    transaction.rollback({ error: error as Error });
    throw error;
  }
}

/** Enters the session's objects into the flush; orphans among them are deleted, or leave the session if they have no row. */
function register(host: FlushHost, work: UnitOfWork, only: ReadonlySet<InstanceState> | null): void {
  const { objects } = host;
  const { doomed } = objects;
  if (trace.active) tellUnchanged(host, only);
  const concerned = (state: InstanceState) => only === null || only.has(state);
  for (const state of [...objects.pending, ...objects.identityMap.modified]) {
    if (doomed.has(state) || !concerned(state)) continue;
    const orphan = isOrphan(state.mapper, state);
    const hasRow = state.key !== null;
    if (orphan && !hasRow && state.orphanedOutsideOfSession) objects.expunge([state]);
    else work.register(state, { isDelete: orphan && hasRow });
  }
  for (const state of [...doomed].sort((a, b) => a.mapper.order - b.mapper.order)) {
    if (concerned(state) && !work.isRegistered(state)) work.register(state, { isDelete: true });
  }
}

/** Says which objects of `session.dirty` have no net change, so that no UPDATE is written for them. */
function tellUnchanged(host: FlushHost, only: ReadonlySet<InstanceState> | null): void {
  const { doomed, identityMap } = host.objects;
  for (const state of identityMap.modified) {
    if (doomed.has(state) || state.key === null || (only !== null && !only.has(state)) || hasNetChange(state)) continue;
    const cause = state.changeCauses?.[0] ?? trace.current;
    trace.emit({
      type: "omission",
      reason: "unchanged",
      relationship: null,
      object: state.ref(),
      flush: trace.flush,
      cause,
    });
  }
}

/** Whether something is different from the database, as far as is in memory: asking may neither load nor change anything. */
function hasNetChange(state: InstanceState): boolean {
  if (state.pendingMutations !== null && state.pendingMutations.size > 0) return true;
  return state.manager.attributes.some((attribute) => {
    const before = attribute === undefined ? undefined : state.committed?.[attribute.slot];
    if (attribute === undefined || before === undefined) return false;
    const now = state.values[attribute.slot];
    if (before === NO_VALUE || now === undefined || attribute.collection || attribute.dynamic) return true;
    return attribute.usesObjects ? now !== before : !(attribute as ScalarAttribute).isEqual(now, before);
  });
}

/** Changes that were made by listeners while the flush ran are not part of it, and are forgotten. */
function settleLateChanges(host: FlushHost): void {
  const { modified } = host.identityMap;
  const count = modified.size;
  if (count === 0) return;
  for (const state of [...modified]) state.commitAll();
  trace.warn(
    `Attribute history events accumulated on ${count} previously clean instances within inner-flush event handlers have been reset, and will not result in database updates. Consider using set_committed_value() within inner-flush event handlers to avoid this warning.`,
  );
}

function known(object: object): InstanceState {
  const state = stateOf(object);
  if (state === null) throw new UnmappedInstanceError(unmappedText(object));
  return state;
}
