import type { Engine } from "./engine.ts";
import type { Handles } from "./handles.ts";
import { PythonObject, type PythonPort } from "./python-port.ts";
import { typedValue } from "./typed-values.ts";

/**
 * How values cross between Python and JavaScript. Alone, a value crosses as itself where both languages have the same
 * (None, bool, int, float, str); anything else, and every list of arguments, crosses as JSON in which an object with one
 * key tells what it stands for:
 *
 *     h, k   an object of the engine: its number, the names of its classes     c   a Python callable
 *     i, k   a mapped instance: its number, that of its class                  p   a Python object of the user's own
 *     e      something that the engine exports, by name                        u   nothing was given
 *     l d o s   list with a type of its own, dictionary, options, set          n f D b   integer, float, decimal, bytes
 *     T      date or time as Temporal writes it, with its kind                 U   UUID
 *     r      a row: the number of its shape, its names the first time, values
 */
export type Wire = null | boolean | number | string | readonly Wire[] | { readonly [tag: string]: unknown };

/** Marks what is not the value itself in a result that crosses alone. */
export const MARK = "\u0000";

type Tagged = Readonly<Record<string, unknown>>;

/** What the codec needs to know of mapped classes. */
export interface ClassesPort {
  /** The number of an instance's class. */
  classIdOf(instance: object): number;
  isClass(value: unknown): boolean;
}

export class Codec {
  readonly #engine: Engine;
  readonly #handles: Handles;
  readonly #classes: ClassesPort;
  readonly #kinds = new WeakMap<object, string>();
  readonly #shapes = new WeakMap<object, number>();
  #shapeCount = 0;
  readonly #objects = new Map<number, PythonObject>();
  readonly #functions = new Map<number, (...args: unknown[]) => unknown>();
  port: PythonPort | null = null;
  /** Calls a Python callable; the bridge supplies it. */
  call: (callable: number, args: readonly unknown[]) => unknown = () => null;

  constructor(engine: Engine, handles: Handles, classes: ClassesPort) {
    this.#engine = engine;
    this.#handles = handles;
    this.#classes = classes;
  }

  clear(): void {
    this.#objects.clear();
    this.#functions.clear();
  }

  // -- to Python ---------------------------------------------------------------------------------------------------------

  /** A value that crosses alone. */
  result(value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    switch (typeof value) {
      case "boolean":
      case "bigint":
      case "number":
        return value;
      case "string":
        return value.startsWith(MARK) ? MARK + JSON.stringify(value) : value;
      default:
        return MARK + JSON.stringify(this.encode(value));
    }
  }

  encode(value: unknown): Wire {
    switch (typeof value) {
      case "boolean":
      case "string":
        return value;
      case "number":
        return Number.isFinite(value) ? value : { f: String(value) };
      case "bigint":
        return { n: String(value) };
      case "undefined":
        return null;
      case "function":
        return this.#encodeFunction(value as never);
      case "symbol":
        return { e: value.description ?? "symbol" };
    }
    return value === null ? null : this.#encodeObject(value as object);
  }

  #encodeFunction(value: object & { readonly name: string }): Wire {
    if (this.#classes.isClass(value)) return { h: this.#handles.idOf(value), k: "class" };
    return { h: this.#handles.idOf(value), k: "function" };
  }

  #encodeObject(value: object): Wire {
    if (Array.isArray(value)) return this.#encodeArray(value);
    const { Decimal, Temporal } = this.#engine;
    if (value instanceof PythonObject) return { p: value.id };
    if (value instanceof Uint8Array) return { b: Array.from(value, (byte) => String.fromCharCode(byte)).join("") };
    if (Decimal.isDecimal(value)) return { D: decimalText(value as GivenDecimal) };
    if (value instanceof Temporal.PlainDate) return { T: ["date", String(value)] };
    if (value instanceof Temporal.PlainDateTime) return { T: ["datetime", String(value)] };
    if (value instanceof Temporal.PlainTime) return { T: ["time", String(value)] };
    if (value instanceof Temporal.Duration) return { T: ["timedelta", value.total("microseconds")] };
    if (value instanceof Date) return { T: ["datetime", value.toISOString().replace("Z", "")] };
    if (this.#engine.aliasedEntityOf(value) !== null) return { h: this.#handles.idOf(value), k: "AliasedClass" };
    if (this.#engine.isInstance(value)) {
      return { i: this.#handles.idOf(value), k: this.#classes.classIdOf(value) };
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#encodeEntries(Object.entries(value));
    if (prototype === Map.prototype) return this.#encodeEntries([...(value as Map<unknown, unknown>)]);
    if (prototype === Set.prototype) return { s: [...(value as Set<unknown>)].map((item) => this.encode(item)) };
    return this.handle(value);
  }

  /** An object by its number, whatever else could be said of it. */
  handle(value: object): Wire {
    const id = this.#handles.idOf(value);
    return { h: id, k: this.#kindOf(value) };
  }

  #encodeEntries(entries: readonly (readonly [unknown, unknown])[]): Wire {
    return { d: entries.map(([key, item]) => [this.encode(key), this.encode(item)]) };
  }

  #encodeArray(value: readonly unknown[]): Wire {
    if (Object.getPrototypeOf(value) === Array.prototype) return Array.from(value, (item) => this.encode(item));
    const shape = this.#engine.rowShape(value);
    if (shape !== null) return this.#encodeRow(value, shape);
    return this.handle(value);
  }

  #encodeRow(row: readonly unknown[], shape: NonNullable<ReturnType<Engine["rowShape"]>>): Wire {
    const known = this.#shapes.get(shape);
    const values = Array.from(row, (value, i) => this.encodeTyped(value, shape.types[i] ?? null));
    if (known !== undefined) return { r: known, v: values };
    const id = ++this.#shapeCount;
    this.#shapes.set(shape, id);
    return { r: id, n: shape.names.map((name) => name ?? null), h: this.#handles.idOf(shape), v: values };
  }

  /** A value of a column: what JavaScript can't tell apart, its type does. */
  encodeTyped(value: unknown, type: unknown): Wire {
    return (typedValue(this.#engine, value, type) as Wire | undefined) ?? this.encode(value);
  }

  /** The names of an object's classes, nearest first. */
  #kindOf(value: object): string {
    const prototype = Object.getPrototypeOf(value) as object;
    const known = this.#kinds.get(prototype);
    if (known !== undefined) return known;
    const names: string[] = [];
    for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const { name } = at.constructor;
      if (name !== "" && name !== "Object") names.push(name);
    }
    const kind = names.join(" ");
    this.#kinds.set(prototype, kind);
    return kind;
  }

  // -- from Python -------------------------------------------------------------------------------------------------------

  /** The arguments of a call. */
  args(text: string): unknown[] {
    return (JSON.parse(text) as readonly Wire[]).map((item) => this.decode(item));
  }

  /** A value that crossed alone. */
  taken(value: unknown): unknown {
    if (typeof value === "string" && value.startsWith(MARK)) return this.decode(JSON.parse(value.slice(1)) as Wire);
    return value === undefined ? null : value;
  }

  decode(wire: Wire): unknown {
    if (typeof wire !== "object" || wire === null) return wire;
    if (Array.isArray(wire)) return wire.map((item) => this.decode(item as Wire));
    return this.#decodeTagged(wire as Tagged);
  }

  #decodeTagged(wire: Tagged): unknown {
    for (const tag in wire) return this.#tags[tag]?.(wire[tag] as never, wire);
    return {};
  }

  readonly #tags: Readonly<Record<string, (value: never, wire: Tagged) => unknown>> = {
    h: (id: number) => this.#handles.thing(id),
    c: (id: number) => this.#function(id),
    p: (id: number) => this.object(id),
    e: (name: string) => this.exported(name),
    u: () => undefined,
    l: (items: readonly Wire[]) => items.map((item) => this.decode(item)),
    o: (fields: Readonly<Record<string, Wire>>) =>
      Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, this.decode(item)])),
    d: (pairs: readonly (readonly [Wire, Wire])[]) => this.#dictionary(pairs),
    s: (items: readonly Wire[]) => new Set(items.map((item) => this.decode(item))),
    n: (text: string) => BigInt(text),
    f: (text: string) => Number(text.replace("inf", "Infinity")),
    D: (text: string) => Object.assign(new this.#engine.Decimal(text), { text }),
    b: (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0)),
    T: ([kind, text]: readonly [string, string]) => this.#time(kind, text),
    U: (text: string) => text,
    // A symbol of the engine's, such as NO_VALUE, that was sent out before.
    y: (name: string) => Symbol.for(name),
  };

  #dictionary(pairs: readonly (readonly [Wire, Wire])[]): unknown {
    const entries = pairs.map(([key, item]) => [this.decode(key), this.decode(item)] as const);
    if (entries.every(([key]) => typeof key === "string")) return Object.fromEntries(entries as [string, unknown][]);
    return new Map(entries);
  }

  #time(kind: string, text: string): unknown {
    const { PlainDate, PlainDateTime, PlainTime, Duration } = this.#engine.Temporal;
    if (kind === "date") return PlainDate.from(text);
    if (kind === "datetime") return PlainDateTime.from(text);
    if (kind === "time") return PlainTime.from(text);
    return Duration.from({ microseconds: Number(text) }).round({ largestUnit: "days" });
  }

  exported(name: string): unknown {
    if (!Object.hasOwn(this.#engine, name)) throw new Error(`the engine exports no ${name}`);
    return this.#engine[name as keyof Engine];
  }

  /** The same JavaScript function for the same callable, so that a listener can be removed again. */
  #function(id: number): (...args: unknown[]) => unknown {
    let made = this.#functions.get(id);
    if (made === undefined) {
      made = (...args: unknown[]) => this.call(id, args);
      this.#functions.set(id, made);
    }
    return made;
  }

  object(id: number): PythonObject {
    let made = this.#objects.get(id);
    if (made === undefined) {
      made = new PythonObject(this.port as PythonPort, id, (text) => this.args(text));
      this.#objects.set(id, made);
    }
    return made;
  }
}

/** A decimal that Python sent remembers its digits: zeros at the end mean nothing here and are shown there. */
interface GivenDecimal {
  readonly text?: string;
  toFixed(): string;
}

function decimalText(value: GivenDecimal): string {
  return value.text ?? value.toFixed();
}
