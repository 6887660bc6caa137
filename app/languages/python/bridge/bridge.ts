import type { ProgramHost } from "../../language.ts";
import { Codec, MARK, type Wire } from "./codec.ts";
import type { Engine } from "./engine.ts";
import { KeptErrors } from "./errors.ts";
import { Handles } from "./handles.ts";
import { MappedClasses } from "./mapped-classes.ts";
import { PythonError, type PythonPort } from "./python-port.ts";
import { makeUserType, type UserTypeHooks } from "./user-types.ts";

/** How deep Python and JavaScript may call each other in turn: further down the interpreter itself would break. */
const MAX_DEPTH = 60;

/**
 * What the Python package `sqlalchemy` calls: a handful of generic operations on the engine's public API. Every function
 * takes and gives primitives; how other values are written is the codec's business. None of them throws: an error is a
 * result, marked as such.
 */
export class Bridge {
  readonly #engine: Engine;
  readonly #handles = new Handles();
  readonly #errors: KeptErrors;
  readonly #classes: MappedClasses;
  readonly #codec: Codec;
  #port: PythonPort | null = null;
  #host: ProgramHost | null = null;
  #depth = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#errors = new KeptErrors(engine);
    this.#classes = new MappedClasses(engine, this.#handles);
    this.#codec = new Codec(engine, this.#handles, this.#classes);
    this.#codec.call = (callable, args) => this.#callPython(callable, args);
  }

  connect(port: PythonPort): void {
    this.#port = port;
    this.#codec.port = port;
  }

  /** Begins a run: nothing of an earlier one is left. */
  begin(host: ProgramHost): void {
    this.#host = host;
    this.#depth = 0;
    this.#handles.clear();
    this.#errors.clear();
    this.#codec.clear();
    this.#classes.clear();
  }

  /** True while a class is being mapped. */
  get mapping(): boolean {
    return this.#classes.mapping;
  }

  /** The error that was sent to Python under a number. */
  keptError(id: number): unknown {
    return this.#errors.get(id);
  }

  #guard(work: () => unknown): unknown {
    try {
      return work();
    } catch (error) {
      return `${MARK}!${JSON.stringify(this.#errors.describe(error, (value) => this.#codec.encode(value)))}`;
    }
  }

  #callPython(callable: number, args: readonly unknown[]): unknown {
    if (this.#depth >= MAX_DEPTH) {
      throw new this.#engine.BuiltinError("RecursionError" as never, "maximum recursion depth exceeded");
    }
    this.#depth++;
    try {
      const given = JSON.stringify(args.map((arg) => this.#codec.encode(arg)));
      return this.#fromPython(this.#port?.dispatch(callable, given));
    } finally {
      this.#depth--;
    }
  }

  /** A callable's result, or the exception that it raised. */
  #fromPython(result: unknown): unknown {
    if (typeof result !== "string" || !result.startsWith(`${MARK}!`)) return this.#codec.taken(result);
    const raised = JSON.parse(result.slice(2)) as {
      id: number;
      name: string;
      message: string;
      line: number | null;
      kept: number | null;
    };
    // An error of the engine's that Python let pass goes on as what it was.
    if (raised.kept !== null) throw this.#errors.get(raised.kept);
    throw new PythonError(raised.id, raised.name, raised.message, raised.line);
  }

  #method(target: object, name: string): (...args: unknown[]) => unknown {
    const found = (target as Record<string, unknown>)[name];
    if (typeof found !== "function") throw new MissingFeature(target, name);
    return (...args) => Reflect.apply(found, target, args);
  }

  /** The operations, by the names that Python calls them by. */
  readonly operations = {
    /** Calls a method of an object. */
    invoke: (id: number, name: string, args: string | undefined) =>
      this.#guard(() => this.#codec.result(this.#method(this.#handles.thing(id), name)(...this.#args(args)))),

    /** The same for an operator: one operand, which crosses alone. */
    operate: (id: number, name: string, operand: unknown) =>
      this.#guard(() => this.#codec.result(this.#method(this.#handles.thing(id), name)(this.#codec.taken(operand)))),

    /** Calls a function or makes an object of a class that the engine exports, or that is nested in what it exports. */
    make: (path: string, args: string | undefined) =>
      this.#guard(() => this.#codec.result(construct(this.#exported(path), this.#args(args)))),

    /** Calls an SQL function by its name, dots included. */
    sqlFunction: (path: string, args: string | undefined) =>
      this.#guard(() => {
        const found = path.split(".").reduce<unknown>((at, name) => (at as never)[name], this.#engine.func);
        return this.#codec.result((found as (...args: unknown[]) => unknown)(...this.#args(args)));
      }),

    /** Calls a function that is an object of its own. */
    call: (id: number, args: string | undefined) =>
      this.#guard(() => this.#codec.result(construct(this.#handles.thing(id), this.#args(args)))),

    get: (id: number, name: string) =>
      this.#guard(() => {
        const target = this.#handles.thing(id) as Record<string, unknown>;
        if (!(name in target)) throw new MissingFeature(target, name);
        return this.#codec.result(target[name]);
      }),

    set: (id: number, name: string, value: unknown) =>
      this.#guard(() => {
        (this.#handles.thing(id) as Record<string, unknown>)[name] = this.#codec.taken(value);
      }),

    has: (id: number, name: string) => this.#guard(() => name in this.#handles.thing(id)),

    /** The text that JavaScript gives an object. */
    text: (id: number) => this.#guard(() => String(this.#handles.thing(id))),

    /** Everything that an iterable gives, as a list; values of a result by their types. */
    items: (id: number) =>
      this.#guard(() => {
        const source = this.#handles.thing(id) as Iterable<unknown> & { readonly type?: unknown };
        const items = Array.from(source, (item) => this.#codec.encodeTyped(item, source.type ?? null));
        return MARK + JSON.stringify(items);
      }),

    /** Calls a method of a result of one column: what it gives are values of that column's type. */
    fetch: (id: number, name: string, args: string | undefined) =>
      this.#guard(() => {
        const source = this.#handles.thing(id) as { readonly type?: unknown };
        const given = this.#method(source, name)(...this.#args(args));
        const type = source.type ?? null;
        const wire =
          Array.isArray(given) && this.#engine.rowShape(given) === null
            ? given.map((item) => this.#codec.encodeTyped(item, type))
            : this.#codec.encodeTyped(given, type);
        return MARK + JSON.stringify(wire);
      }),

    /** A property of an object that is to be known by number, even where it could be copied. */
    reference: (id: number, name: string) =>
      this.#guard(() => {
        const value = (this.#handles.thing(id) as Record<string, unknown>)[name];
        if (typeof value !== "object" || value === null) return this.#codec.result(value);
        return MARK + JSON.stringify(this.#codec.handle(value));
      }),

    /** Makes a type of the user's own. */
    defineType: (args: string) =>
      this.#guard(() => this.#handles.idOf(makeUserType(this.#engine, this.#args(args)[0] as UserTypeHooks))),

    /** Puts the members of a list into another order; nothing enters or leaves. */
    reorder: (id: number, members: string) =>
      this.#guard(() => {
        const list = this.#handles.thing(id) as unknown[];
        for (const [at, member] of this.#args(members).entries()) list[at] = member;
      }),

    listen: (args: string) => this.#guard(() => Reflect.apply(this.#engine.event.listen, null, this.#args(args))),
    unlisten: (args: string) => this.#guard(() => Reflect.apply(this.#engine.event.remove, null, this.#args(args))),
    listened: (args: string) => this.#guard(() => Reflect.apply(this.#engine.event.contains, null, this.#args(args))),

    release: (ids: string) => this.#handles.release(JSON.parse(ids) as number[]),

    // -- mapped classes and their instances ------------------------------------------------------------------------------

    /** Makes and maps the class that stands for a Python class. */
    defineClass: (base: number, name: string, args: string) =>
      this.#guard(() => {
        const [table, attributes, options] = this.#args(args) as [unknown, object, object];
        const owner = this.#handles.thing(base);
        const mapped = this.#classes.define(owner, name, [table, attributes, options]);
        this.#host?.register(owner, mapped);
        return this.#handles.idOf(mapped);
      }),

    /** The same for a class that is mapped to a table without a declarative base. */
    mapClass: (registry: number, name: string, args: string) =>
      this.#guard(() => {
        const [table, options, parent] = this.#args(args) as [unknown, object, object | null];
        const mapped = this.#classes.mapImperatively(this.#handles.thing(registry), name, [table, options, parent]);
        this.#host?.register({ registry: this.#handles.thing(registry) }, mapped);
        return this.#handles.idOf(mapped);
      }),

    /** The names of a class's attributes: of columns and relationships, then of what stands for others. */
    attributeNames: (cls: number) =>
      this.#guard(() => this.#codec.result(this.#classes.namesOf(this.#handles.thing(cls)))),

    newInstance: (cls: number, values: string | undefined) =>
      this.#guard(() => {
        const given = (this.#args(values)[0] ?? {}) as Readonly<Record<string, unknown>>;
        return this.#handles.idOf(this.#engine.makeInstance(this.#handles.thing(cls) as never, given));
      }),

    read: (id: number, key: string) =>
      this.#guard(() => {
        const instance = this.#handles.thing(id) as Record<string, unknown>;
        const value = instance[key];
        const typed = this.#classes.typed(instance, key, value);
        return typed === undefined ? this.#codec.result(value) : MARK + JSON.stringify(typed);
      }),

    write: (id: number, key: string, value: unknown) =>
      this.#guard(() => {
        (this.#handles.thing(id) as Record<string, unknown>)[key] = this.#codec.taken(value);
      }),

    erase: (id: number, key: string) => this.#guard(() => this.#engine.delAttribute(this.#handles.thing(id), key)),

    // -- the run ---------------------------------------------------------------------------------------------------------

    leave: () => this.#guard(() => this.#host?.leave()),
    tick: () => this.#guard(() => this.#host?.tick()),
    hearWarnings: (callable: number) => {
      this.#engine.trace.onWarning = (message, category, code) => {
        this.#callPython(callable, [message, category, code]);
      };
    },
    tellWarning: (message: string, category: string) =>
      this.#engine.trace.emit({ type: "warning", category, message, code: null }),
    /** Has statements and transactions told to a callable, or to nobody. */
    hearStatements: (callable: number) => {
      this.#engine.trace.onEvent =
        callable < 0
          ? null
          : (event) => {
              if (event.type !== "statement" && event.type !== "transaction") return;
              const { speaker: driver, part } = this.#engine.trace;
              const params =
                event.type === "statement"
                  ? event.params.map((set) => this.#engine.parameterRow(event.source, set))
                  : null;
              this.#callPython(callable, [{ ...event, params, rows: null, driver, part }]);
            };
    },
  } as const;

  #args(text: string | undefined): unknown[] {
    return text === undefined ? [] : this.#codec.args(text);
  }

  #exported(path: string): unknown {
    return path
      .split(".")
      .slice(1)
      .reduce<unknown>(
        (at, name) => (at as Record<string, unknown>)[name],
        this.#codec.exported(path.split(".")[0] ?? ""),
      );
  }
}

/** Something that Python's code asks of an object and that the engine has no word for. */
class MissingFeature extends Error {
  override readonly name = "MissingFeature";

  constructor(target: object, name: string) {
    const owner = (typeof target === "function" ? target.name : target.constructor?.name) ?? "object";
    super(`${owner}.${name}`);
  }
}

/** Classes are made with `new`, functions and types that take calls are called. */
function construct(target: unknown, args: readonly unknown[]): unknown {
  if (typeof target !== "function") throw new TypeError("not a function");
  const isClass = /^class\b/.test(Function.prototype.toString.call(target));
  return isClass ? Reflect.construct(target, args) : Reflect.apply(target, undefined, args);
}

export type { Wire };
