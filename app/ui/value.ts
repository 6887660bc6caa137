import type { DriverValue } from "../../src-engine/trace/events.ts";

export interface ShownValue {
  readonly kind: "null" | "empty" | "text" | "number" | "blob";
  readonly text: string;
}

/** A database value as a table cell shows it: text bare, NULL and the empty text told apart. */
export function cellOf(value: DriverValue): ShownValue {
  if (value === null) return { kind: "null", text: "NULL" };
  if (value === "") return { kind: "empty", text: "''" };
  if (typeof value === "string") return { kind: "text", text: value };
  if (value instanceof Uint8Array) return { kind: "blob", text: blobText(value) };
  return { kind: "number", text: String(value) };
}

/** A database value as SQL would write it, for lists of parameters. */
export function literalOf(value: DriverValue): ShownValue {
  if (typeof value === "string") return { kind: "text", text: `'${value.replaceAll("'", "''")}'` };
  return cellOf(value);
}

const blobLimit = 32;

function blobText(bytes: Uint8Array): string {
  const hex = [...bytes.subarray(0, blobLimit)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return bytes.length > blobLimit ? `x'${hex}…' (${bytes.length} bytes)` : `x'${hex}'`;
}
