/** How the reference's messages write a value: Python's `repr`. */
import { Decimal } from "decimal.js";
import { BuiltinError } from "../errors.ts";
import { dateToPlain, isDuration, isPlainDate, isPlainDateTime, isPlainTime, type PlainTime } from "./temporal.ts";

/** Returns the text that Python's `repr()` gives for the value that corresponds to `value`. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  switch (typeof value) {
    case "boolean":
      return value ? "True" : "False";
    case "number":
      return reprNumber(value);
    case "bigint":
      return value.toString();
    case "string":
      return reprString(value);
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (value instanceof Uint8Array) return `b'${[...value].map(reprByte).join("")}'`;
  if (Decimal.isDecimal(value)) return `Decimal('${value.toString()}')`;
  if (value instanceof Date) return repr(dateToPlain(value));
  if (isPlainDateTime(value)) {
    return `datetime.datetime(${[value.year, value.month, value.day, ...timeFields(value, 2)].join(", ")})`;
  }
  if (isPlainDate(value)) return `datetime.date(${value.year}, ${value.month}, ${value.day})`;
  if (isPlainTime(value)) return `datetime.time(${timeFields(value, 2).join(", ")})`;
  if (isDuration(value)) return `datetime.timedelta(seconds=${value.total("seconds")})`;
  if (isPlainObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(", ")}}`;
  }
  return String(value);
}

/** True for what Python would have as a dict. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Like `repr` for a tuple: one member keeps its comma. */
export function reprTuple(values: readonly unknown[]): string {
  return values.length === 1 ? `(${repr(values[0])},)` : `(${values.map(repr).join(", ")})`;
}

/** Python's name of a value's type, as messages say it. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "bigint") return "int";
  if (typeof value === "string") return "str";
  if (Array.isArray(value)) return "list";
  if (value instanceof Uint8Array) return "bytes";
  if (Decimal.isDecimal(value)) return "Decimal";
  if (value instanceof Set) return "set";
  if (value instanceof Date || isPlainDateTime(value)) return "datetime";
  if (isPlainDate(value)) return "date";
  if (isPlainTime(value)) return "time";
  if (isDuration(value)) return "timedelta";
  return isPlainObject(value) ? "dict" : ((value as object).constructor?.name ?? "object");
}

/**
 * Refuses a value of another kind than is needed, in Python's words.
 * @param attribute what Python would look for in it
 */
export function refuseWithout(value: unknown, attribute: string): never {
  throw new BuiltinError("AttributeError", `'${typeName(value)}' object has no attribute '${attribute}'`);
}

/** The members of what has to be iterable, which text is not taken for. */
export function membersOf<T>(value: Iterable<T>): Iterable<T> {
  const given = value as unknown;
  if (typeof given === "object" && given !== null && Symbol.iterator in given) return value;
  throw new BuiltinError("TypeError", `'${typeName(given)}' object is not iterable`);
}

function reprNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = String(value);
  // Python writes exponents with two digits at least.
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function reprString(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let out = "";
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (char === "\\" || char === quote) out += `\\${char}`;
    else if (char === "\n") out += "\\n";
    else if (char === "\r") out += "\\r";
    else if (char === "\t") out += "\\t";
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) out += `\\x${code.toString(16).padStart(2, "0")}`;
    else out += char;
  }
  return quote + out + quote;
}

function reprByte(byte: number): string {
  if (byte === 0x5c) return "\\\\";
  if (byte === 0x27) return "\\'";
  if (byte === 0x0a) return "\\n";
  if (byte === 0x0d) return "\\r";
  if (byte === 0x09) return "\\t";
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
}

type TimeParts = Pick<PlainTime, "hour" | "minute" | "second" | "millisecond" | "microsecond">;

function timeFields(value: TimeParts, least: number): number[] {
  const fields = [value.hour, value.minute, value.second, value.millisecond * 1000 + value.microsecond];
  let count = fields.length;
  while (count > least && fields[count - 1] === 0) count--;
  return fields.slice(0, count);
}
