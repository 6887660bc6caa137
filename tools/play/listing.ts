import { causeChain, causeLabel } from "../../app/run/causes.ts";
import { objectLabel } from "../../app/ui/words.ts";
import type { Cause, CauseId, DriverValue, TraceEvent } from "../../src-engine/trace/events.ts";

/**
 * Makes a trace readable, event by event: the source line in the margin, then what happened, then why.
 * @returns a function that gives the lines of one event; events must come in order, since later ones refer to earlier causes
 */
export function traceListing(): (event: TraceEvent) => string[] {
  const causes = new Map<CauseId, Cause>();
  const why = (id: CauseId | null) => {
    const chain = causeChain(causes, id).map(causeLabel).reverse();
    return chain.length === 0 ? [] : [`← ${chain.join(" › ")}`];
  };
  return (event) => {
    if (event.type === "cause") {
      causes.set(event.cause.id, event.cause);
      return [];
    }
    const [first, ...rest] = eventLines(event, why);
    if (first === undefined) return [];
    const margin = event.line === null ? "" : String(event.line);
    return [`${margin.padStart(4)}  ${first}`, ...rest.map((line) => `      ${line}`)];
  };
}

function eventLines(event: TraceEvent, why: (id: CauseId | null) => string[]): string[] {
  switch (event.type) {
    case "statement":
      return [
        ...event.sql.trim().split("\n"),
        ...event.params.filter((row) => row.length > 0).map((row) => `  (${row.map(literal).join(", ")})`),
        ...(event.error === null ? [] : [`  refused: ${event.error}`]),
        ...why(event.cause),
      ];
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
    default:
      return event satisfies never;
  }
}

function literal(value: DriverValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString("hex")}'`;
  return String(value);
}
