/**
 * Database values as JSON. Everything that leaves the sandbox is a string of JSON, because the length of a string is known
 * before it is looked into, and because JSON holds neither ports nor handles nor cycles.
 */
import type { DriverValue } from "../../src-engine/trace/events.ts";

/** A value as it crosses: what JSON cannot hold is an object with one `$` key. */
export type WireValue =
  | string
  | number
  | null
  | { readonly $int: string }
  | { readonly $real: string }
  | { readonly $bytes: string };

/** Any value of an instance's identity or a parameter, made fit for JSON. Values of other types become their text. */
export function toWire(value: unknown): WireValue {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : { $real: String(value) };
    case "bigint":
      return { $int: value.toString() };
    case "undefined":
      return null;
    case "object":
      if (value === null) return null;
      if (value instanceof Uint8Array) return { $bytes: toHex(value) };
  }
  return String(value);
}

/** The inverse of {@link toWire}. */
export function fromWire(value: WireValue): DriverValue {
  if (value === null || typeof value !== "object") return value;
  if ("$int" in value) return BigInt(value.$int);
  if ("$real" in value) return Number(value.$real);
  return fromHex(value.$bytes);
}

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A value that holds database values, as text of JSON. */
export function wireText(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_, held: unknown) =>
      typeof held === "bigint" || held instanceof Uint8Array || (typeof held === "number" && !Number.isFinite(held))
        ? toWire(held)
        : held,
    indent,
  );
}

const CHUNK = 0x8000;

/** Many bytes as text, a third longer than they are. */
export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** The inverse of {@link base64Of}; `null` for what it never gives. */
export function bytesOfBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}
