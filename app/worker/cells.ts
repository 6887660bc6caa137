import type { DriverValue } from "../../src-engine/trace/events.ts";
import { MAX_CELL_CHARS } from "../protocol/messages.ts";

/** A value of a row as the page gets it: no longer than it can show. */
export function cell(value: DriverValue): DriverValue {
  if (typeof value === "string" && value.length > MAX_CELL_CHARS) return `${value.slice(0, MAX_CELL_CHARS)}…`;
  if (value instanceof Uint8Array) return value.length > MAX_CELL_CHARS ? value.slice(0, MAX_CELL_CHARS) : value;
  return value;
}

/** Whether two values of a row are one. */
export function sameCell(a: DriverValue | undefined, b: DriverValue | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, place) => byte === b[place]);
  }
  return Object.is(a, b);
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
