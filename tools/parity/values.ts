import { Decimal } from "decimal.js";
import { Temporal } from "../../src-engine/index.ts";
import type { Json } from "./document.ts";

type PlainTime = InstanceType<typeof Temporal.PlainTime>;
type PlainDateTime = InstanceType<typeof Temporal.PlainDateTime>;
type Duration = InstanceType<typeof Temporal.Duration>;

/** Reads a scenario's scalar: JSON's own, or `{$date}`, `{$decimal}`, `{$bytes}`, `{$interval}` (in microseconds). */
export function decode(value: Json): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = value as { readonly [key: string]: Json };
  if (typeof fields.$date === "string") return decodeDate(fields.$date);
  if (typeof fields.$interval === "string") return durationOf(Number(fields.$interval));
  if (typeof fields.$decimal === "string") return new Decimal(fields.$decimal);
  if (typeof fields.$bytes === "string") return Uint8Array.from(Buffer.from(fields.$bytes, "hex"));
  return value;
}

function durationOf(microseconds: number): unknown {
  return Temporal.Duration.from({ microseconds }).round({ largestUnit: "days", smallestUnit: "microseconds" });
}

function decodeDate(text: string): unknown {
  if (/[T ]/.test(text)) return Temporal.PlainDateTime.from(text.replace(" ", "T"));
  return text.includes("-") ? Temporal.PlainDate.from(text) : Temporal.PlainTime.from(text);
}

/** Writes a value that the engine gave as recordings have it; what is no scalar of theirs goes through unchanged. */
export function encode(value: unknown): Json {
  switch (typeof value) {
    case "symbol":
      return { $symbol: value.description ?? "" };
    case "undefined":
      return { $undefined: true };
    case "object":
      return value === null ? null : encodeObject(value);
    default:
      return value as Json;
  }
}

function encodeObject(value: object): Json {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("hex") };
  switch (Object.prototype.toString.call(value).slice(8, -1)) {
    case "Temporal.PlainDate":
      return { $date: String(value) };
    case "Temporal.Duration":
      return { $interval: String(Math.round((value as Duration).total("microseconds"))) };
    case "Temporal.PlainTime":
    case "Temporal.PlainDateTime":
      return { $date: isoformat(value as PlainTime | PlainDateTime) };
  }
  if (Decimal.isDecimal(value)) return { $decimal: value.toString() };
  return value as Json;
}

/** Python's `isoformat()`: seconds always, and six digits of fraction or none. */
function isoformat(value: PlainTime | PlainDateTime): string {
  const whole = value.millisecond === 0 && value.microsecond === 0;
  return value.toString({ fractionalSecondDigits: whole ? 0 : 6 });
}
