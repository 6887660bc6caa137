import type { Cause, CauseId, FlushId, ObjectId, TraceEvent, TraceEventBody } from "./events.ts";

/** A cause before the recorder has given it its id, parent and line. */
export type CauseBody = Cause extends infer C ? (C extends Cause ? Omit<C, "id" | "parent" | "line"> : never) : never;

/**
 * Who watches a run. `emit` is called synchronously, once per event, in order.
 * A recorder that only wants some events ignores the others.
 */
export type TraceSink = (event: TraceEvent) => void;

/** Tells the line of user code that is running now; `null` when no user code is. */
export type Locate = () => number | null;

const nowhere: Locate = () => null;

/**
 * The trace of the current run. Execution is synchronous and one run owns one engine realm, so "what is running now" is
 * ambient: {@link Trace.within} sets the cause for everything that happens inside its callback.
 *
 * With no sink installed every method returns at once and nothing is allocated for it.
 */
export class Trace {
  /** True while somebody watches. Hot paths test it before building an event. */
  active = false;
  /** The cause of what is happening now; `null` outside any operation. */
  current: CauseId | null = null;
  /** The flush that is running now. */
  flush: FlushId | null = null;

  #sink: TraceSink | null = null;
  #locate: Locate = nowhere;
  #seq = 0;
  #causes = 0;
  #objects = 0;
  #flushes = 0;
  #warningNote: string | null = null;

  /** Starts a recording: numbering begins anew. */
  start(sink: TraceSink, locate: Locate = nowhere): void {
    this.#sink = sink;
    this.#locate = locate;
    this.#seq = 0;
    this.#causes = 0;
    this.#flushes = 0;
    this.current = null;
    this.flush = null;
    this.active = true;
  }

  /** Ends the recording; the engine goes on working unwatched. */
  stop(): void {
    this.#sink = null;
    this.#locate = nowhere;
    this.current = null;
    this.active = false;
  }

  /** The line of user code running now. */
  line(): number | null {
    return this.#locate();
  }

  /** A number for an instance that is seen for the first time. Given whether or not anybody watches. */
  nextObjectId(): ObjectId {
    return ++this.#objects;
  }

  nextFlushId(): FlushId {
    return ++this.#flushes;
  }

  emit(body: TraceEventBody): void {
    if (this.#sink === null) return;
    this.#sink({ ...body, seq: ++this.#seq, line: this.#locate() } as TraceEvent);
  }

  /**
   * Records a cause without entering it, for work that is registered now and done later.
   * @param parent the cause it follows from; the current one unless given
   * @returns its id, or `null` when nobody watches
   */
  cause(body: CauseBody, parent: CauseId | null = this.current): CauseId | null {
    if (this.#sink === null) return null;
    const id: CauseId = ++this.#causes;
    const line = this.#locate();
    this.emit({ type: "cause", cause: { ...body, id, parent, line } as Cause });
    return id;
  }

  /** Runs `work` with `cause` as the current cause. A `null` cause leaves the current one in place. */
  within<T>(cause: CauseId | null, work: () => T): T {
    if (cause === null) return work();
    const before = this.current;
    this.current = cause;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }

  /** Records a warning, as Python's `warnings.warn` does for the reference. */
  warn(message: string, options: { category?: string; code?: string | null } = {}): void {
    const text = this.#warningNote === null ? message : `${message} (${this.#warningNote})`;
    this.emit({
      type: "warning",
      category: options.category ?? "SAWarning",
      message: text,
      code: options.code ?? null,
    });
  }

  /** Runs `work`; every warning from inside says where it came from. */
  annotateWarnings<T>(note: string, work: () => T): T {
    const before = this.#warningNote;
    this.#warningNote = note;
    try {
      return work();
    } finally {
      this.#warningNote = before;
    }
  }
}

/** The one trace of this realm. */
export const trace = new Trace();
