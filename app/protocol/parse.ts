/** What comes out of the sandbox, from text to typed values: the one gate. */
import * as v from "valibot";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { type Fit, fitOf } from "./fit.ts";
import { LIMIT_KINDS } from "./limits.ts";
import type { FrameGreeting, FrameMessage, Reflected, RunResult, WorkerMessage } from "./messages.ts";
import {
  MAX_BATCH,
  MAX_FILE_BYTES,
  MAX_FILE_TABLES,
  MAX_PLAN_STEPS,
  MAX_PLAN_TEXT,
  MAX_SHOWN_SQL,
  MAX_TABLE_ROWS,
  MAX_TRANSLATION,
  MAX_TRANSLATIONS,
} from "./messages.ts";
import { driverValue, fate, modelSnapshot, traceEvent } from "./trace-schema.ts";
import { bytesOfBase64 } from "./wire.ts";

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const count = id;
const name = v.pipe(v.string(), v.maxLength(1_000));
const MAX_COLUMNS = 2_000;
const MAX_TABLES = 1_000;
const MAX_FATES = 1_000;

const tableRows = v.object({
  name,
  columns: v.pipe(v.array(name), v.maxLength(MAX_COLUMNS)),
  rows: v.pipe(v.array(v.pipe(v.array(driverValue), v.maxLength(MAX_COLUMNS))), v.maxLength(MAX_TABLE_ROWS)),
  total: count,
});

const sqlText = v.pipe(v.string(), v.maxLength(MAX_TRANSLATION));

const runResult = v.object({
  outcome: v.picklist(["completed", "failed", "limited"]),
  limit: v.nullable(v.picklist(LIMIT_KINDS)),
  elapsedMs: v.pipe(v.number(), v.minValue(0)),
  statements: count,
  model: v.nullable(modelSnapshot),
  tables: v.pipe(v.array(tableRows), v.maxLength(MAX_TABLES)),
  uncommitted: v.boolean(),
  foreignKeys: v.exactOptional(v.literal(true)),
  translations: v.exactOptional(
    v.pipe(
      v.array(v.object({ source: count, postgresql: v.nullable(sqlText), mysql: v.nullable(sqlText) })),
      v.maxLength(MAX_TRANSLATIONS),
    ),
  ),
  preview: v.exactOptional(
    v.union([
      v.object({ fates: v.pipe(v.array(fate), v.maxLength(MAX_FATES)) }),
      v.object({ problem: v.pipe(v.string(), v.maxLength(MAX_PLAN_TEXT)) }),
    ]),
  ),
}) satisfies v.GenericSchema<unknown, RunResult>;

/** The page itself says that a run was stopped. */
const recordedResult = v.object({
  ...runResult.entries,
  outcome: v.picklist(["completed", "failed", "limited", "stopped"]),
});

const planText = v.pipe(v.string(), v.maxLength(MAX_PLAN_TEXT));
const planStep = v.object({ id, parent: id, detail: planText });

const file = v.pipe(
  v.string(),
  v.maxLength(Math.ceil(MAX_FILE_BYTES / 3) * 4),
  v.transform(bytesOfBase64),
  v.instance(Uint8Array),
);
const rebuilt = v.union([
  v.object({ bytes: file, tables: v.pipe(v.array(tableRows), v.maxLength(MAX_TABLES)) }),
  v.object({ problem: planText }),
]);

const names = v.pipe(v.array(name), v.maxLength(MAX_COLUMNS));
const fileColumn = v.object({
  name,
  type: name,
  nullable: v.boolean(),
  default: v.nullable(planText),
  key: count,
  generated: v.boolean(),
  misfits: v.nullable(v.picklist(["text", "number"])),
});
const fileForeignKey = v.object({
  columns: names,
  table: name,
  referred: names,
  onDelete: v.nullable(name),
  onUpdate: v.nullable(name),
});
const fileTable = v.object({
  name,
  columns: v.pipe(v.array(fileColumn), v.maxLength(MAX_COLUMNS)),
  foreignKeys: v.pipe(v.array(fileForeignKey), v.maxLength(MAX_COLUMNS)),
  unique: v.pipe(v.array(names), v.maxLength(MAX_COLUMNS)),
  rows: count,
});
const reflected = v.union([
  v.object({
    tables: v.pipe(v.array(fileTable), v.maxLength(MAX_FILE_TABLES)),
    views: v.pipe(v.array(name), v.maxLength(MAX_TABLES)),
  }),
  v.object({ problem: planText }),
]) satisfies v.GenericSchema<unknown, Reflected>;

const workerMessage = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({
    type: v.literal("trace"),
    run: id,
    events: v.pipe(v.array(traceEvent), v.maxLength(MAX_BATCH)),
  }),
  v.object({
    type: v.literal("whereabouts"),
    run: id,
    sql: v.nullable(v.pipe(v.string(), v.maxLength(MAX_SHOWN_SQL))),
    line: v.nullable(count),
  }),
  v.object({ type: v.literal("begun"), run: id }),
  v.object({ type: v.literal("finished"), run: id, result: runResult }),
  v.object({
    type: v.literal("explained"),
    id,
    plan: v.pipe(v.array(planStep), v.maxLength(MAX_PLAN_STEPS)),
    error: v.nullable(planText),
  }),
  v.object({ type: v.literal("rebuilt"), id, database: rebuilt }),
  v.object({ type: v.literal("reflected"), id, schema: reflected }),
]) satisfies v.GenericSchema<unknown, WorkerMessage>;

const frameMessage = v.variant("type", [
  v.object({ type: v.literal("pong"), id }),
  v.object({ type: v.literal("flood") }),
  v.object({ type: v.literal("worker-failed"), message: v.string() }),
  v.object({ type: v.literal("from-worker"), text: v.string() }),
]) satisfies v.GenericSchema<unknown, FrameMessage>;

const frameGreeting = v.variant("type", [
  v.object({ type: v.literal("frame-ready") }),
  v.object({ type: v.literal("frame-refused") }),
]) satisfies v.GenericSchema<unknown, FrameGreeting>;

const isPlainValue: Fit = (value) => value === null || typeof value === "string" || typeof value === "number";
/** Tells the many messages that are as they should be, and have nothing to decode, much sooner than the schema does. */
const fitsWorkerMessage = fitOf(workerMessage, new Map([[driverValue, isPlainValue]]));

/** The event that a value out of JSON is, or `null`. */
export function parseTraceEvent(value: unknown): TraceEvent | null {
  const parsed = v.safeParse(traceEvent, value, { abortEarly: true });
  return parsed.success ? parsed.output : null;
}

/** How a recorded run ended, out of JSON; `null` where it is nothing of the kind. */
export function parseRunResult(value: unknown): RunResult | null {
  const parsed = v.safeParse(recordedResult, value, { abortEarly: true });
  return parsed.success ? parsed.output : null;
}

/** Reads a message of the worker; `null` when it is none. The text is a stranger's: it may hold anything. */
export function parseWorkerMessage(text: string): WorkerMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (fitsWorkerMessage(value)) return value as WorkerMessage;
  const parsed = v.safeParse(workerMessage, value, { abortEarly: true });
  return parsed.success ? parsed.output : null;
}

/** Reads what came over the frame's port; `null` when it is no message of the frame. */
export function parseFrameMessage(value: unknown): FrameMessage | null {
  const parsed = v.safeParse(frameMessage, value, { abortEarly: true });
  return parsed.success ? parsed.output : null;
}

/** Reads what the frame's window sent; `null` when it is no greeting. */
export function parseFrameGreeting(value: unknown): FrameGreeting | null {
  const parsed = v.safeParse(frameGreeting, value, { abortEarly: true });
  return parsed.success ? parsed.output : null;
}
