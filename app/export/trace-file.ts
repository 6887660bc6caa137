import * as v from "valibot";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { LanguageName, RunResult } from "../protocol/messages.ts";
import { parseRunResult, parseTraceEvent } from "../protocol/parse.ts";
import { wireText } from "../protocol/wire.ts";

/**
 * A run as a file, to be looked at elsewhere or read by other tools:
 *
 *     {
 *       "flushlight": "trace",
 *       "version": 1,
 *       "title": "…",
 *       "program": { "language": "typescript", "code": "…" },
 *       "result": { "outcome": "completed", "tables": [ … ], … },
 *       "events": [ { "seq": 1, "line": 12, "type": "statement", "sql": "…", … }, … ]
 *     }
 *
 * `events` are the union `TraceEvent` of `src-engine/trace/events.ts`, in order; `result` is `RunResult` of
 * `app/protocol/messages.ts`. What JSON cannot hold is `{ "$int": "9007199254740993" }`, `{ "$real": "Infinity" }`,
 * `{ "$bytes": "00ff" }`. `version` is raised when a reader of the present one would misunderstand.
 */
export interface TraceFile {
  readonly title: string;
  readonly code: string;
  readonly language: LanguageName;
  readonly result: RunResult;
  readonly events: readonly TraceEvent[];
}

/** The name's end of such a file. */
export const traceFileExtension = "trace.json";

const version = 1;

/** More than any run tells. */
const MAX_EVENTS = 300_000;
/** Bytes of a file that is read. */
export const MAX_TRACE_BYTES = 100 * 1024 * 1024;

export function traceFileText({ title, code, language, result, events }: TraceFile): string {
  const head = JSON.stringify({ flushlight: "trace", version, title, program: { language, code } }, null, 1);
  const told = events.map((event) => wireText(event)).join(",\n  ");
  return `${head.slice(0, -2)},\n "result": ${wireText(result)},\n "events": [\n  ${told}\n ]\n}\n`;
}

const shape = v.object({
  flushlight: v.literal("trace"),
  version: v.literal(version, `it is of another version than ${version}, which this page does not know`),
  title: v.optional(v.pipe(v.string(), v.maxLength(200)), ""),
  program: v.object({
    language: v.picklist(["typescript", "python"]),
    code: v.pipe(v.string(), v.maxLength(1_000_000)),
  }),
  result: v.unknown(),
  events: v.pipe(v.array(v.unknown()), v.maxLength(MAX_EVENTS)),
});

/** Whether a text is meant to be a recorded run, of whatever version. */
export function isTraceFile(text: string): boolean {
  return /^\s*\{\s*"flushlight"\s*:\s*"trace"/.test(text.slice(0, 200));
}

/** Reads a recorded run. It may be a stranger's: nothing of it is taken that the sandbox could not have sent. */
export function readTraceFile(name: string, text: string): TraceFile | { readonly problem: string } {
  const no = (why: string) => ({ problem: `${name} cannot be shown: ${why}.` });
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch {
    return no("it is damaged");
  }
  const parsed = v.safeParse(shape, held, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return no(
      v.getDotPath(issue) === "version" ? issue.message : `${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`,
    );
  }
  const { title, program, events: told, result: ending } = parsed.output;
  const result = parseRunResult(ending);
  if (result === null) return no("it does not say how the run ended");
  const events: TraceEvent[] = [];
  let before = 0;
  for (const value of told) {
    const event = parseTraceEvent(value);
    if (event === null) return no(`event ${events.length + 1} is none that this page knows`);
    if (event.seq <= before) return no(`event ${events.length + 1} is out of order`);
    before = event.seq;
    events.push(event);
  }
  return { title, ...program, result, events };
}
