import type { ObjectRef, TraceEvent } from "../../src-engine/trace/events.ts";
import type { RecordedEvent } from "./document.ts";
import { encode } from "./values.ts";

/**
 * A trace event as recordings write it, or `null` for one that they leave out.
 * @param label how recordings name the object of a state transition
 */
export function recordedEvent(event: TraceEvent, label: (ref: ObjectRef) => string): RecordedEvent | null {
  switch (event.type) {
    case "statement":
      // The reference's recordings switch foreign keys on beneath the recorder.
      if (event.sql.startsWith("PRAGMA foreign_keys")) return null;
      return event.many
        ? { sql: event.sql, params: event.params.map((row) => row.map(encode)), many: true }
        : { sql: event.sql, params: (event.params[0] ?? []).map(encode) };
    case "transaction":
      return { tx: event.name === null ? event.action : `${event.action} ${event.name}` };
    case "state":
      return { state: event.transition, object: label(event.object) };
    default:
      return null;
  }
}

/** Cuts what differs between two runs or says nothing: addresses, members of a cycle, the link to the documentation. */
export function cleanMessage(message: string): string {
  const text = message.replace(/ at 0x[0-9a-fA-F]+/g, " at 0x");
  if (text.startsWith("Circular dependency detected.")) return "Circular dependency detected.";
  if (text.includes(" statement has a cartesian product ")) return text.split(" between ")[0] ?? text;
  return text.split("\n(Background on this error")[0]?.split(" (Background on this error")[0] ?? text;
}
