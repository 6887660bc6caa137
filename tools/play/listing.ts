import { causeChain, causeLabel } from "../../app/run/causes.ts";
import { objectLabel } from "../../app/ui/words.ts";
import type { Cause, CauseId, DriverValue, TraceEvent } from "../../src-engine/trace/events.ts";

/**
 * Makes a trace readable, event by event: the source line in the margin, then what happened, then why: for the statement as
 * a whole, and for each row that it writes. A cause which began on another line says on which.
 * @returns a function that gives the lines of one event; events must come in order, since later ones refer to earlier causes
 */
export function traceListing(): (event: TraceEvent) => string[] {
  const causes = new Map<CauseId, Cause>();
  return (event) => {
    if (event.type === "cause") {
      causes.set(event.cause.id, event.cause);
      return [];
    }
    const [first, ...rest] = eventLines(event, (id) => whyText(causes, id, event.line));
    if (first === undefined) return [];
    const margin = event.line === null ? "" : String(event.line);
    return [`${margin.padStart(4)}  ${first}`, ...rest.map((line) => `      ${line}`)];
  };
}

/** A cause and all that it follows from, outermost first; `null` for none. */
function whyText(causes: ReadonlyMap<CauseId, Cause>, id: CauseId | null, here: number | null): string | null {
  const chain = causeChain(causes, id).toReversed();
  const [root] = chain;
  if (root === undefined) return null;
  const elsewhere = root.line !== null && root.line !== here ? ` on line ${root.line}` : "";
  const [first, ...rest] = chain.map(causeLabel);
  return [`${first}${elsewhere}`, ...rest].join(" › ");
}

type Why = (id: CauseId | null) => string | null;

function eventLines(event: TraceEvent, why: Why): string[] {
  switch (event.type) {
    case "statement":
      return statementLines(event, why);
    case "transaction":
      return [event.name === null ? event.action : `${event.action} ${event.name}`];
    case "state":
      return [`· ${objectLabel(event.object)} ${event.transition.replaceAll("_", " ")}`];
    case "output":
      return event.text.split("\n").map((line) => `> ${line}`);
    case "warning":
      return [`${event.category}: ${event.message}`];
    case "error":
      return `${event.name}: ${event.message}`.split("\n");
    case "cause":
    case "flush":
    case "plan":
    case "schema":
      return [];
    case "omission":
    case "table":
    case "rows":
    case "objects":
    case "line":
    case "prediction":
    case "unrecorded":
      return [];
    default:
      return event satisfies never;
  }
}

function statementLines(event: Extract<TraceEvent, { type: "statement" }>, why: Why): string[] {
  const rows = event.params.flatMap((params, i) => {
    const row = event.rows[i];
    const values = params.length > 0 ? [`  (${params.map(literal).join(", ")})`] : [];
    const reasons = new Set(row?.causes.map(why));
    const subject = row?.object ? `${objectLabel(row.object)} ` : "";
    return [...values, ...Array.from(reasons, (reason) => `    ${subject}← ${reason}`)];
  });
  const whole = why(event.cause);
  return [
    ...event.sql.trim().split("\n"),
    ...rows,
    ...(event.error === null ? [] : [`  refused: ${event.error}`]),
    ...(whole === null ? [] : [`← ${whole}`]),
  ];
}

function literal(value: DriverValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString("hex")}'`;
  return String(value);
}
