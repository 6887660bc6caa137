/** Values as they print. Accessors are never called: on a mapped object that would load what was not loaded. */

const MAX_DEPTH = 3;
const MAX_ITEMS = 100;
const MAX_TEXT = 10_000;

/** One line of output, from what `console.log` and its like are given. */
export function printedLine(values: readonly unknown[]): string {
  const text = values.map((value) => (typeof value === "string" ? value : printed(value))).join(" ");
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** A value as a program's author would write it. Never throws. */
export function printed(value: unknown): string {
  try {
    return written(value, 0, []);
  } catch (error) {
    return `[cannot be printed: ${error instanceof Error ? error.message : "unknown error"}]`;
  }
}

function written(value: unknown, depth: number, within: readonly unknown[]): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return /^class\b/.test(Function.prototype.toString.call(value))
        ? `[class ${value.name || "(anonymous)"}]`
        : `[function ${value.name || "(anonymous)"}]`;
    case "object":
      return value === null ? "null" : writtenObject(value, depth, [...within, value]);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function writtenObject(value: object, depth: number, within: readonly unknown[]): string {
  const inner = (held: unknown): string => {
    if (within.includes(held)) return "[circular]";
    return written(held, depth + 1, within);
  };
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return depth > MAX_DEPTH ? "[…]" : `[${items(value, inner).join(", ")}]`;
  const name = className(value);
  if (value instanceof Map) {
    const entries = items([...value], ([key, held]) => `${inner(key)} => ${inner(held)}`);
    return `Map(${value.size}) {${entries.join(", ")}}`;
  }
  if (value instanceof Set) return `Set(${value.size}) {${items([...value], inner).join(", ")}}`;
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return `${name}(${bytes.length}) [${items([...bytes], String).join(", ")}]`;
  }
  if (value instanceof RegExp || value instanceof Date) return String(value);
  const ownWords = ownToString(value);
  if (ownWords !== null) return ownWords;
  return depth > MAX_DEPTH ? `${name || "Object"} {…}` : `${name ? `${name} ` : ""}${properties(value, inner)}`;
}

function items<T>(all: readonly T[], inner: (item: T) => string): string[] {
  const shown = all.slice(0, MAX_ITEMS).map(inner);
  return all.length > MAX_ITEMS ? [...shown, `… ${all.length - MAX_ITEMS} more`] : shown;
}

function properties(value: object, inner: (held: unknown) => string): string {
  const shown: string[] = [];
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (!property.enumerable) continue;
    const name = /^[\w$]+$/.test(key) ? key : JSON.stringify(key);
    shown.push(`${name}: ${"value" in property ? inner(property.value) : "[accessor]"}`);
  }
  return shown.length === 0 ? "{}" : `{ ${items(shown, String).join(", ")} }`;
}

/** The name of a class other than Object itself. */
function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return "";
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof maker === "function" ? maker.name : "";
}

/** What a class says of its instances, where it says anything. */
function ownToString(value: object): string | null {
  for (let at: object | null = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    const speaks: unknown = Object.getOwnPropertyDescriptor(at, "toString")?.value;
    if (typeof speaks === "function") return String(Reflect.apply(speaks, value, []));
  }
  return null;
}
