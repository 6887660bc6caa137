import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { RunId, RunResult, WorkerMessage } from "../protocol/messages.ts";
import { MAX_BATCH, MAX_SHOWN_SQL } from "../protocol/messages.ts";
import { toWire } from "../protocol/wire.ts";
import type { Meter } from "./meter.ts";

/** Milliseconds that an event may wait for company. */
const PATIENCE = 30;
/** Milliseconds between two words of a program that only goes round in loops. */
const PASSING = 250;
/** What is sent of one text or of one value's bytes; the page shows less than that at once. */
const MAX_STRING = 50_000;
const MAX_BYTES = 4_096;

/** What a run may tell of rows, objects and lines besides what it does; it does not count as what it does. */
const MAX_RECORDED_EVENTS = 120_000;
const MAX_RECORDED_CHARS = 24 * 1024 * 1024;
const RECORDED: ReadonlySet<TraceEvent["type"]> = new Set(["table", "rows", "objects", "line", "unrecorded"]);

/** Statements that are told before they have ended. */
const MAX_TOLD = 500;

interface Output {
  /** Takes a message, as JSON, on its way to the page. */
  send(text: string): void;
  now(): number;
}

/** Sends a run's events to the page in batches, and in time: what a program did before it hung is on its way by then. */
export class Reporter {
  readonly #run: RunId;
  readonly #meter: Meter;
  readonly #output: Output;
  #waiting: string[] = [];
  #events = 0;
  #chars = 0;
  #recordedEvents = 0;
  #recordedChars = 0;
  #flushed: number;
  #told: number;
  #lifted = false;
  readonly #executed = new Set<string>();

  constructor(run: RunId, meter: Meter, output: Output) {
    this.#run = run;
    this.#meter = meter;
    this.#output = output;
    this.#flushed = output.now();
    this.#told = this.#flushed;
  }

  /** @throws LimitReached when this or any other limit is reached, unless limits are lifted */
  add(event: TraceEvent): void {
    const recorded = RECORDED.has(event.type);
    if (!this.#lifted && !recorded) {
      if (this.#events >= this.#meter.limits.events) this.#meter.reach("events");
      if (this.#chars >= this.#meter.limits.reportChars) this.#meter.reach("report");
      this.#meter.check();
    }
    const text = JSON.stringify(portable(event));
    if (recorded) {
      this.#recordedEvents++;
      this.#recordedChars += text.length;
    } else {
      this.#events++;
      this.#chars += text.length;
    }
    this.#waiting.push(text);
    if (this.#waiting.length >= MAX_BATCH) this.flush();
    else this.#flushDue();
  }

  /** True once the run has told as much of rows, objects and lines as it may. */
  get recordIsFull(): boolean {
    return this.#recordedEvents >= MAX_RECORDED_EVENTS || this.#recordedChars >= MAX_RECORDED_CHARS;
  }

  /** Lets through what is left to tell when the program has ended: how. */
  lift(): void {
    this.#lifted = true;
  }

  /**
   * Says that a statement begins which may never end, and sends all that came before it. A text that was executed before is
   * taken to end; so is one among very many, for else each would cost a message.
   */
  executing(sql: string, line: number | null): void {
    if (this.#executed.has(sql) || this.#executed.size >= MAX_TOLD) return;
    this.#executed.add(sql);
    this.#whereabouts(sql.slice(0, MAX_SHOWN_SQL), line);
  }

  /** Says now and then that the program is at a line, and sends what came before. */
  passing(line: number | null): void {
    const now = this.#output.now();
    if (now - this.#told < PASSING) return;
    this.#told = now;
    this.#whereabouts(null, line);
  }

  #whereabouts(sql: string | null, line: number | null): void {
    this.flush();
    const message: WorkerMessage = { type: "whereabouts", run: this.#run, sql, line };
    this.#output.send(JSON.stringify(message));
  }

  /** Sends what has waited long enough. */
  #flushDue(): void {
    if (this.#output.now() - this.#flushed > PATIENCE) this.flush();
  }

  flush(): void {
    this.#flushed = this.#output.now();
    if (this.#waiting.length === 0) return;
    this.#output.send(`{"type":"trace","run":${this.#run},"events":[${this.#waiting.join(",")}]}`);
    this.#waiting = [];
  }

  finish(result: RunResult): void {
    this.flush();
    const message: WorkerMessage = { type: "finished", run: this.#run, result };
    this.#output.send(JSON.stringify(portable(message)));
  }
}

/** A copy that JSON can hold: database values in their wire form, long texts cut. */
function portable(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return value.length > MAX_STRING ? `${value.slice(0, MAX_STRING)}…` : value;
    case "boolean":
      return value;
    case "object":
      break;
    default:
      return toWire(value);
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(portable);
  if (value instanceof Uint8Array) return toWire(value.subarray(0, MAX_BYTES));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return String(value);
  const copy: Record<string, unknown> = {};
  for (const [key, held] of Object.entries(value)) copy[key] = portable(held);
  return copy;
}
