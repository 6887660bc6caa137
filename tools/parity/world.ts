import * as engine from "../../src-engine/index.ts";
import type { ObjectRef, TraceEvent } from "../../src-engine/trace/events.ts";
import { openDatabase } from "../host/sqlite.ts";
import { CodeScope, runCode } from "./code.ts";
import { canonical, settle } from "./compare.ts";
import type { Json, RecordedError, RecordedEvent, RecordedStep, Scenario, SelectSpec } from "./document.ts";
import type { Scope, Selectable } from "./expressions.ts";
import { type DynamicClass, type Models, mapModels } from "./models.ts";
import { buildSelect } from "./queries.ts";
import { cleanMessage, recordedEvent } from "./recorder.ts";
import { member } from "./reflect.ts";
import { decode, encode } from "./values.ts";

/** One scenario's mapped classes, database and session, with its recorder. */
export class World implements Scope {
  readonly variables = new Map<string, unknown>();
  readonly scenario: Scenario;
  readonly driver = openDatabase();
  readonly engine: engine.Engine;
  readonly #secondary: ReadonlySet<string>;
  readonly #aliases = new Map<string, unknown>();
  #models: Models | null = null;
  #session: engine.Session | null = null;
  #connection: engine.Connection | null = null;
  /** The assignments of steps that are code. */
  readonly code = new CodeScope({ find: (name) => this.#find(name) });
  #events: RecordedEvent[] = [];
  #warnings: string[] = [];
  /** Where the engine's own stack was when something failed, for whoever repairs it. */
  lastStack: string | null = null;

  /** @param watch hears every event of the trace; `line` tells which step is performed */
  constructor(scenario: Scenario, watch: { sink(event: TraceEvent): void; line(): number | null } | null = null) {
    this.scenario = scenario;
    this.#secondary = new Set((scenario.models.tables ?? []).map((table) => table.name));
    this.engine = engine.createEngine("sqlite://", {
      driver: this.driver,
      foreignKeys: scenario.foreign_keys ?? false,
    });
    engine.trace.start(
      (event) => {
        watch?.sink(event);
        this.#notice(event);
      },
      () => watch?.line() ?? null,
    );
  }

  get models(): Models {
    if (this.#models === null) throw new Error("the classes are not mapped yet");
    return this.#models;
  }

  get session(): engine.Session {
    if (this.#session === null) throw new Error("there is no session yet");
    return this.#session;
  }

  /** What code names besides its own assignments and the public API. */
  #find(name: string): unknown {
    const known =
      this.variables.get(name) ?? this.models.classes.get(name) ?? this.models.base.metadata.tables.get(name);
    if (known !== undefined) return known;
    switch (name) {
      case "conn":
        this.#connection ??= this.engine.connect();
        return this.#connection;
      case "engine":
        return this.engine;
      case "session":
        return this.session;
      case "metadata":
        return this.models.base.metadata;
      case "Base":
        return this.models.base;
      default:
        return undefined;
    }
  }

  /** Ends the session, and the connection that code has opened. */
  closeSession(): void {
    this.session.close();
    this.#connection?.close();
  }

  map(): void {
    const { tree = [] } = this.scenario.models;
    mapModels(
      this.scenario,
      (models) => {
        this.#models = models;
      },
      () => runCode(this.code, tree),
    );
  }

  openSession(): void {
    const { autoflush = true, expire_on_commit: expireOnCommit = true, scoped = false } = this.scenario.session ?? {};
    const options = { autoflush, expireOnCommit };
    this.#session = scoped
      ? engine.scopedSession(engine.sessionmaker({ bind: this.engine, ...options }))
      : new engine.Session(this.engine, options);
  }

  dispose(): void {
    engine.trace.stop();
    this.#models?.base.registry.dispose();
    this.driver.close();
  }

  /** Performs one thing and tells what happened: events in order, warnings, and the result or error. */
  record(thing: () => unknown): RecordedStep {
    this.#events = [];
    this.#warnings = [];
    let outcome: { result?: Json; error?: RecordedError } = {};
    try {
      const result = thing();
      if (result !== null && result !== undefined) outcome = { result: result as Json };
    } catch (error) {
      outcome = { error: this.#describe(error) };
    }
    return {
      ...outcome,
      events: settle(this.#events, this.#secondary),
      ...(this.#warnings.length > 0 ? { warnings: this.#warnings } : {}),
    };
  }

  #describe(error: unknown): RecordedError {
    if (!(error instanceof Error)) return { class: typeof error, message: String(error) };
    this.lastStack = error.stack ?? null;
    const driverError = error instanceof engine.DBAPIError ? error.orig : null;
    return { class: error.name, message: driverError?.message ?? cleanMessage(error.message) };
  }

  #notice(event: TraceEvent): void {
    if (event.type === "warning") {
      // The reference's text has the link before what is said of the configuration; the trace has its code apart.
      const link =
        event.code === null ? "" : ` (Background on this warning at: https://sqlalche.me/e/20/${event.code})`;
      const message = cleanMessage(event.message);
      this.#warnings.push(message.replace(/( \(This warning originated from .*)?$/s, (origin) => link + origin));
      return;
    }
    const recorded = recordedEvent(event, (ref) => this.#objectLabel(ref));
    if (recorded !== null) this.#events.push(recorded);
  }

  /** How an object is named in a recording: `Class#pk` once it has an identity, else its variable. */
  label(object: object): string {
    const state = engine.inspect(object) as engine.InstanceState;
    return this.#objectLabel({ id: state.id, className: state.mapper.className, identity: state.identity });
  }

  #objectLabel(ref: ObjectRef): string {
    if (ref.identity !== null) return `${ref.className}#${ref.identity.map(pythonText).join(",")}`;
    for (const [name, value] of this.variables) {
      if (engine.isInstance(value) && (engine.inspect(value) as engine.InstanceState).id === ref.id) {
        return `${ref.className}:${name}`;
      }
    }
    return `${ref.className}:?`;
  }

  /** A result as recordings write it. */
  render(value: unknown): Json {
    if (typeof value !== "object" || value === null) return encode(value);
    return engine.isInstance(value) ? { entity: this.label(value) } : this.#renderObject(value);
  }

  #renderObject(value: object): Json {
    if (Array.isArray(value)) {
      const items = Array.from(value, (item) => this.render(item));
      // The rows of a result are frozen, its lists are not.
      return Object.isFrozen(value) ? { row: items } : items;
    }
    if (
      value instanceof engine.Result ||
      value instanceof engine.ScalarResult ||
      value instanceof engine.MappingResult
    ) {
      return { object: "Result" };
    }
    if (value instanceof engine.TypeEngine) return { type: value.repr() };
    if ("selfGroup" in value) return { sql: String(value) };
    if (value instanceof Set) {
      const items = Array.from(value, (item) => this.render(item));
      return items.sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
    }
    if (value instanceof Map) {
      const entries = Array.from(value, ([key, item]) => [pythonText(key), this.render(item)] as const);
      return { dict: Object.fromEntries(entries) };
    }
    if (Object.getPrototypeOf(value) === Object.prototype) {
      return { dict: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.render(item)])) };
    }
    return encode(value);
  }

  // -- what expressions refer to ---------------------------------------------------------------------------------------

  /** The object that a step names: a variable, or an element of a list that a variable holds. */
  object(ref: string): object {
    const [, name, index] = /^(\w+)\[(-?\d+)\]$/.exec(ref) ?? [];
    const value = name === undefined ? this.#variable(ref) : this.#element(name, Number(index));
    return value as object;
  }

  #variable(name: string): unknown {
    if (!this.variables.has(name)) throw new engine.BuiltinError("KeyError", `'${name}'`);
    return this.variables.get(name);
  }

  #element(name: string, index: number): unknown {
    const list = this.#variable(name) as readonly unknown[];
    const element = Array.from(list).at(index);
    if (element === undefined) throw new engine.BuiltinError("IndexError", "list index out of range");
    return element;
  }

  class(name: string): DynamicClass {
    const mapped = this.models.classes.get(name);
    if (mapped === undefined) throw new engine.BuiltinError("KeyError", `'${name}'`);
    return mapped;
  }

  value(spec: Json): unknown {
    if (Array.isArray(spec)) return spec.map((item) => this.value(item));
    if (typeof spec === "object" && spec !== null && "ref" in spec) return this.object(String(spec.ref));
    return decode(spec);
  }

  values(specs: Readonly<Record<string, Json>> | undefined): Record<string, unknown> {
    return Object.fromEntries(Object.entries(specs ?? {}).map(([key, spec]) => [key, this.value(spec)]));
  }

  path(dotted: string): unknown {
    const [head = "", ...rest] = dotted.split(".");
    const start =
      this.#aliases.get(head) ?? this.models.classes.get(head) ?? this.models.base.metadata.tables.get(head);
    if (start === undefined) throw new engine.BuiltinError("KeyError", `'${head}'`);
    return rest.reduce<unknown>((thing, part) => {
      const found = member(thing, part);
      if (found === undefined) throw new engine.BuiltinError("AttributeError", `${dotted}: no ${part}`);
      return found;
    }, start);
  }

  /** Makes the aliases that a query declares; they stay for later queries. */
  declareAliases(spec: SelectSpec): void {
    for (const [name, of] of Object.entries(spec.aliases ?? {})) {
      const args = [this.class(of), ...(spec.named_aliases ? [name] : [])];
      this.#aliases.set(name, Reflect.apply(engine.aliased, null, args));
    }
  }

  alias(name: string): unknown {
    return this.#aliases.get(name);
  }

  select(spec: Json): Selectable {
    return buildSelect(this, spec as unknown as SelectSpec) as Selectable;
  }
}

/** A value as Python's `str` prints it inside a label. */
function pythonText(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}
