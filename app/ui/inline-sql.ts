import type { DriverValue } from "../../src-engine/trace/events.ts";
import { sqlTokens } from "./sql-tokens.ts";

/**
 * Writes parameters into a statement in the places of its question marks; those in texts, quoted names and comments stay.
 * A question mark without a parameter stays too.
 */
export function inlined(sql: string, params: readonly DriverValue[]): string {
  let next = 0;
  let text = "";
  for (const token of sqlTokens(sql)) {
    const place = token.kind === "parameter" ? placeOf(token.text, next) : null;
    const value = place === null ? undefined : params[place];
    if (place !== null) next = place + 1;
    const literal = value === undefined ? token.text : sqlLiteral(value);
    // Two minus signs begin a comment.
    text += literal.startsWith("-") && text.endsWith("-") ? ` ${literal}` : literal;
  }
  return text;
}

function placeOf(text: string, next: number): number | null {
  if (text === "?") return next;
  return /^\?\d+$/.test(text) ? Number(text.slice(1)) - 1 : null;
}

/** A value as SQLite reads it, whole. */
export function sqlLiteral(value: DriverValue): string {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return `X'${hex(value)}'`;
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    return Number.isNaN(value) ? "NULL" : value > 0 ? "9e999" : "-9e999";
  }
  return String(value);
}

/** A text with a zero character in it would end there. */
function textLiteral(text: string): string {
  if (text.includes("\0")) return `CAST(X'${hex(new TextEncoder().encode(text))}' AS TEXT)`;
  return `'${text.replaceAll("'", "''")}'`;
}

function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text.toUpperCase();
}
