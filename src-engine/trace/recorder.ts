import type { Cause, CauseId, FlushId, ObjectId, ObjectImage, TraceEvent, TraceEventBody } from "./events.ts";

/** A cause before the recorder has given it its id, parent and line. */
export type CauseBody = Cause extends infer C ? (C extends Cause ? Omit<C, "id" | "parent" | "line"> : never) : never;

/** An event or cause while the recorder fills in what it alone knows. */
type Numbered<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Who watches a run. `emit` is called synchronously, once per event, in order.
 * A recorder that only wants some events ignores the others.
 */
export type TraceSink = (event: TraceEvent) => void;

/** Tells the line of user code that is running now; `null` when no user code is. */
export type Locate = () => number | null;

const nowhere: Locate = () => null;

/** Tells what has become of objects. The rooms above know how; the trace only knows when. */
export interface Describer {
  /** Begins anew: nothing has been told. */
  begin(): void;
  /** Images of those among the touched objects that differ from what was told of them. Changes and loads nothing. */
  describe(touched: ReadonlySet<object>): ObjectImage[];
}

const silent: Describer = { begin() {}, describe: () => [] };

/** Events before which it is told what has become of objects: so that each shows them as the event found them. */
const SHOWN_AT: ReadonlySet<TraceEventBody["type"]> = new Set(["statement", "transaction", "flush", "output", "error"]);

/** One of the statements that insert rows together ("Insert Many Values Behavior for INSERT statements"). */
export interface InsertPart {
  readonly number: number;
  readonly total: number;
  /** Whether the rows that come back are in the order of the parameters. */
  readonly ordered: boolean;
  /** False where the database can't take the rows as one statement. */
  readonly batched: boolean;
}

/**
 * The trace of the current run. Execution is synchronous and one run owns one engine realm, so "what is running now" is
 * ambient: {@link Trace.within} sets the cause for everything that happens inside its callback.
 *
 * With no sink installed every method returns at once and nothing is allocated for it.
 */
export class Trace {
  /** True while somebody watches. Hot paths test it before building an event. */
  active = false;
  /** True while objects are recorded: whatever changes one says so with {@link touch}. */
  recording = false;
  /** The cause of what is happening now; `null` outside any operation. */
  current: CauseId | null = null;
  /** The flush that is running now. */
  flush: FlushId | null = null;
  /** Every instance by its number, for whoever asks about one later; `null` while nobody does. */
  census: Map<ObjectId, object> | null = null;

  /** Hears every warning before it is told; may throw to make it an error. */
  onWarning: ((message: string, category: string, code: string | null) => void) | null = null;
  /** The database that the statement or transaction being told went to: what its engine calls its driver. */
  speaker: object | null = null;
  /** Which of the statements that insert rows together is being told. */
  part: InsertPart | null = null;
  /** Hears every event after the sink. */
  onEvent: TraceSink | null = null;

  #sink: TraceSink | null = null;
  #locate: Locate = nowhere;
  #seq = 0;
  #causes = 0;
  #objects = 0;
  #flushes = 0;
  #warningNote: string | null = null;
  #describer: Describer = silent;
  #touched = new Set<object>();
  /** Whether anything was told since the program came to this line. */
  #news = false;

  /** Does something of which statements are told as this part. */
  asPart<T>(part: InsertPart, does: () => T): T {
    this.part = part;
    try {
      return does();
    } finally {
      this.part = null;
    }
  }

  /** Starts a recording: numbering begins anew. */
  start(sink: TraceSink, locate: Locate = nowhere): void {
    this.#sink = sink;
    this.#locate = locate;
    this.#seq = 0;
    this.#causes = 0;
    this.#objects = 0;
    this.#flushes = 0;
    this.current = null;
    this.flush = null;
    this.active = true;
    this.record(false);
  }

  /** Ends the recording; the engine goes on working unwatched. */
  stop(): void {
    this.#sink = null;
    this.#locate = nowhere;
    this.current = null;
    this.active = false;
    this.record(false);
  }

  /** Sets who tells what has become of objects. */
  setDescriber(describer: Describer): void {
    this.#describer = describer;
  }

  /** Begins to record objects and lines besides what happens, or ends it. Ends with the recording as a whole. */
  record(on: boolean): void {
    this.recording = on && this.active;
    this.#touched.clear();
    this.#news = false;
    if (this.recording) this.#describer.begin();
  }

  /** Takes note that something about an object has changed, or is about to. Only while {@link recording}. */
  touch(subject: object): void {
    this.#touched.add(subject);
  }

  /** The program goes on to another line. Where nothing happened on this one, nothing is told. */
  leaveLine(): void {
    if (!this.recording || (!this.#news && this.#touched.size === 0)) return;
    this.#tellObjects();
    if (this.#news) this.emit({ type: "line" });
    this.#news = false;
  }

  #tellObjects(): void {
    if (this.#touched.size === 0) return;
    const touched = this.#touched;
    this.#touched = new Set();
    const images = this.#describer.describe(touched);
    if (images.length > 0) this.emit({ type: "objects", images });
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

  /** Tells an event. The body becomes the event and must be the caller's own: copying it would cost more than all the rest. */
  emit(body: TraceEventBody): void {
    if (this.#sink === null) return;
    if (this.recording) {
      if (SHOWN_AT.has(body.type)) this.#tellObjects();
      this.#news = true;
    }
    const event = body as Numbered<TraceEvent>;
    event.seq = ++this.#seq;
    event.line = this.#locate();
    this.#sink(event);
    this.onEvent?.(event);
    if (this.recording && body.type === "flush" && body.phase !== "begin") this.#tellObjects();
  }

  /**
   * Records a cause without entering it, for work that is registered now and done later. The body becomes the cause.
   * @param parent the cause it follows from; the current one unless given
   * @returns its id, or `null` when nobody watches
   */
  cause(body: CauseBody, parent: CauseId | null = this.current): CauseId | null {
    if (this.#sink === null) return null;
    const cause = body as Numbered<Cause>;
    cause.id = ++this.#causes;
    cause.parent = parent;
    cause.line = this.#locate();
    this.emit({ type: "cause", cause });
    return cause.id;
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
    const { category = "SAWarning", code = null } = options;
    this.onWarning?.(text, category, code);
    this.emit({ type: "warning", category, message: text, code });
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
