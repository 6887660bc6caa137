import * as engine from "../../src-engine/index.ts";
import type { Json } from "./document.ts";
import { camelCase, invoke } from "./reflect.ts";

/** Mapped classes that are Python: the body of a `class` becomes the arguments of `Base.mapped(…)`. */

type Fields = { readonly [key: string]: Json };
type Options = Record<string, unknown>;
type Callable = (...args: readonly unknown[]) => unknown;
type Class = (new (...args: unknown[]) => object) & { readonly name: string };

/** The assignments of code. */
interface Names {
  set(name: string, value: unknown): void;
  inner(): this;
}

/** What the interpreter of code lends. */
interface Interpreter<S extends Names> {
  evaluate(scope: S, e: Json): unknown;
  lambda(scope: S, e: Fields): Callable;
}

/** What code names as `ConcreteBase`: an option of the class, here. */
export const CONCRETE_BASE = () => null;

/** A class without a base: its attributes are handed on to the mapped classes that name it. */
class Mixin {
  /** The mapped classes that name it. */
  readonly users: Class[] = [];
  readonly parts: readonly Fields[];
  constructor(parts: readonly Fields[]) {
    this.parts = parts;
  }
}

/** An abstract base: it hands on its attributes, too. */
class AbstractBase extends Mixin {
  readonly base: unknown;
  constructor(parts: readonly Fields[], base: unknown) {
    super(parts);
    this.base = base;
  }
}

function isMapped(value: unknown): boolean {
  return typeof value === "function" && "mapped" in value;
}

/** Whether the bases of a class make it a mapped one, or a mixin for mapped ones. */
export function isMappedOrMixin(bases: readonly unknown[]): boolean {
  return bases.length === 0 || bases.some((base) => base instanceof Mixin || isMapped(base));
}

/** Makes what a `class` statement says: a mapped class, registered, or what mapped classes take attributes from. */
export function makeMappedClass<S extends Names>(
  scope: S,
  s: Fields,
  bases: readonly unknown[],
  run: Interpreter<S>,
): unknown {
  const name = String(s.class);
  const own = s.body as readonly Fields[];
  const parent = bases.find(isMapped) ?? bases.find((base) => base instanceof AbstractBase)?.base;
  if (parent === undefined) return isData(own) ? dataClass(scope, s, run) : new Mixin(own);
  if (partValue(own, "__abstract__") === true) return new AbstractBase(own, parent);
  const body = new ClassBody(scope, name, run);
  if (bases.includes(CONCRETE_BASE)) body.setMapperOption("concreteBase", true);
  const inherited = bases.flatMap((base) => (base instanceof Mixin ? [...base.parts] : []));
  const names = new Set(own.map(partName));
  body.take([...own, ...inherited.filter((part) => !names.has(partName(part)))]);
  const made = body.map(parent as Class);
  for (const base of bases) if (base instanceof Mixin) base.users.push(made);
  return made;
}

function partName(part: Fields): string {
  const target = (part.assign as readonly Fields[] | undefined)?.[0];
  return String(part.def ?? target?.name ?? "");
}

function partValue(parts: readonly Fields[], name: string): unknown {
  return (parts.find((part) => partName(part) === name)?.assign as readonly Json[] | undefined)?.[1];
}

/** A plain class with a constructor is no mixin but the class of a value. */
function isData(parts: readonly Fields[]): boolean {
  return parts.some((part) => part.def === "__init__");
}

const DATA_METHODS: Readonly<Record<string, string>> = {
  __composite_values__: "compositeValues",
  __eq__: "equals",
  __clause_element__: "clauseElement",
};

function dataClass<S extends Names>(scope: S, s: Fields, run: Interpreter<S>): unknown {
  const parts = s.body as readonly Fields[];
  const init = parts.find((part) => part.def === "__init__") as Fields;
  const holder = {
    [String(s.class)]: class {
      constructor(...args: unknown[]) {
        Reflect.apply(run.lambda(scope, init), this, args);
      }
    },
  };
  const made = holder[String(s.class)] as Class;
  for (const part of parts) {
    if (typeof part.def !== "string" || part === init) continue;
    const value = run.lambda(scope, part);
    Object.defineProperty(made.prototype, DATA_METHODS[part.def] ?? camelCase(part.def), { value, configurable: true });
  }
  return made;
}

/** Keyword arguments, as against one value. */
function isOptions(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Reads the body of one class. */
class ClassBody<S extends Names> {
  readonly #scope: S;
  readonly #name: string;
  readonly #run: Interpreter<S>;
  readonly #attributes: Record<string, unknown> = {};
  readonly #options: Options = {};
  readonly #mapperOptions: Options = {};
  readonly #after: ((cls: Class) => void)[] = [];
  readonly #hybrids = new Map<string, Options>();
  #init: Callable | null = null;
  #initNames: readonly string[] = [];
  #table: unknown = null;
  /** What the body assigns; columns, while an expression of the class is made. */
  readonly #inner: S;

  constructor(scope: S, name: string, run: Interpreter<S>) {
    this.#scope = scope;
    this.#name = name;
    this.#run = run;
    this.#inner = scope.inner();
  }

  take(parts: readonly Fields[]): void {
    for (const part of parts) {
      if (part.assign !== undefined) this.#assign(part);
      else if (typeof part.def === "string") this.#define(part);
    }
  }

  setMapperOption(name: string, value: unknown): void {
    this.#mapperOptions[name] = value;
  }

  map(parent: Class): Class {
    if (Object.keys(this.#mapperOptions).length > 0) {
      this.#options.mapperArgs = { ...(this.#options.mapperArgs as Options | undefined), ...this.#mapperOptions };
    }
    for (const [name, options] of this.#hybrids) {
      this.#attributes[name] =
        "call" in options ? engine.hybridMethod(options as never) : engine.hybridProperty(options as never);
    }
    const mapped = invoke(parent, "mapped", [this.#table, this.#attributes, this.#options]) as Class;
    const made = this.#class(mapped);
    for (const each of this.#after) each(made);
    invoke(parent, "register", [made]);
    return made;
  }

  #class(mapped: Class): Class {
    const names = this.#initNames;
    if (this.#init === null) return { [this.#name]: class extends mapped {} }[this.#name] as Class;
    const init: Callable = this.#init;
    const holder = {
      [this.#name]: class extends mapped {
        constructor(...args: unknown[]) {
          super();
          Reflect.apply(
            init,
            this,
            isOptions(args[0]) ? names.map((each) => (args[0] as Options)[each] ?? null) : args,
          );
        }
      },
    };
    return holder[this.#name] as Class;
  }

  #assign(part: Fields): void {
    const [target, value] = part.assign as readonly [Fields, Json];
    const name = String(target.name);
    switch (name) {
      case "__tablename__":
      case "__table__":
        this.#table = this.#run.evaluate(this.#inner, value);
        return;
      case "__table_args__":
        this.#options.tableArgs = this.#tableArgs(value);
        return;
      case "__mapper_args__":
        this.#options.mapperArgs = this.#mapperArgs(value as Fields);
        return;
      case "__abstract__":
        return;
      case "_concrete_discriminator_name":
        this.setMapperOption("concreteDiscriminatorName", value);
        return;
    }
    this.#attributes[name] = this.#attribute(value as Fields);
    this.#inner.set(name, this.#attributes[name]);
  }

  #tableArgs(value: Json): unknown {
    const made = this.#run.evaluate(this.#inner, value);
    return Array.isArray(made) ? made : [made];
  }

  #mapperArgs(value: Fields): Options {
    const options: Options = {};
    for (const [key, given] of value.dict as readonly (readonly [string, Json])[]) {
      options[camelCase(key)] = this.#mapperArg(given);
    }
    return options;
  }

  /** A column is named by its attribute; an expression of columns waits until there are columns. */
  #mapperArg(given: Json): unknown {
    if (typeof given !== "object" || given === null) return given;
    const fields = given as Fields;
    if ("tuple" in fields) {
      const [classes, selectable] = this.#run.evaluate(this.#inner, given) as readonly unknown[];
      return { classes, selectable };
    }
    if (typeof fields.name === "string" && fields.name in this.#attributes) return fields.name;
    if ("call" in fields || "binary" in fields) return (columns: Options) => this.#withColumns(columns, given);
    return this.#run.evaluate(this.#inner, given);
  }

  #withColumns(columns: Options, e: Json): unknown {
    const scope = this.#scope.inner();
    for (const [name, column] of Object.entries(columns)) scope.set(name, column);
    return this.#run.evaluate(scope, e);
  }

  #attribute(e: Fields): unknown {
    const callee = (e.call as Fields | undefined)?.name;
    if (callee === "column_property") return this.#columnProperty(e);
    if (callee === "relationship") return this.#run.evaluate(this.#inner, this.#columnsByName(e));
    return this.#run.evaluate(this.#inner, e);
  }

  /** `foreign_keys=user_id` names a column of the class that is not there yet: its text says the same. */
  #columnsByName(e: Fields): Json {
    const options = { ...((e.kw ?? {}) as Record<string, Json>) };
    for (const key of ["foreign_keys", "remote_side", "order_by"]) {
      const given = options[key];
      const list = (given as Fields | undefined)?.list as readonly Fields[] | undefined;
      const names = (list ?? [given as Fields]).map((each) => each?.name);
      if (names.every((each) => typeof each === "string" && each in this.#attributes)) {
        options[key] = `[${names.map((each) => `${this.#name}.${each}`).join(", ")}]`;
      }
    }
    return { ...e, kw: options };
  }

  #columnProperty(e: Fields): unknown {
    const options: Options = {};
    for (const [key, given] of Object.entries((e.kw ?? {}) as Fields)) {
      options[camelCase(key)] = this.#run.evaluate(this.#inner, given);
    }
    const args = e.args as readonly Json[];
    return engine.columnProperty(
      (columns) => args.map((arg) => this.#withColumns(columns, arg)) as engine.ColumnElement[],
      options,
    );
  }

  #define(part: Fields): void {
    const [decorator] = (part.decorators ?? []) as readonly Fields[];
    const name = String(part.def);
    const run = this.#run.lambda(this.#scope, part);
    if (name === "__init__") {
      this.#init = run;
      this.#initNames = (part.params as readonly string[]).slice(1);
    } else if (decorator === undefined) {
      this.#after.push((cls) => {
        Object.defineProperty(cls.prototype, camelCase(name), { value: run, configurable: true });
      });
    } else this.#decorated(decorator, name, run);
  }

  #decorated(decorator: Fields, name: string, run: Callable): void {
    const withSelf = (self: unknown, ...args: readonly unknown[]) => Reflect.apply(run, self, args);
    const called = decorator.call as Fields | undefined;
    if (decorator.name === "hybrid_property") this.#hybrids.set(name, { get: withSelf });
    else if (decorator.name === "hybrid_method") this.#hybrids.set(name, { call: withSelf });
    else if (decorator.name === "declared_attr") {
      this.#attributes[name] = run({ __name__: this.#name, __tablename__: this.#table });
    } else if (called?.name === "validates") this.#validator(decorator, withSelf);
    else if (decorator.attr !== undefined) {
      const [of, part] = decorator.attr as readonly [Fields, string];
      const options = this.#hybrids.get(String(of.name));
      if (options === undefined) throw new Error(`no hybrid ${JSON.stringify(of)} in ${this.#name}`);
      if (part === "setter") options.set = withSelf;
      else if (part === "deleter") options.del = withSelf;
      else options[camelCase(part)] = run;
    } else throw new Error(`no decorator ${JSON.stringify(decorator)} in ${this.#name}`);
  }

  #validator(decorator: Fields, check: Callable): void {
    const names = (decorator.args as readonly Json[]).map(String);
    const options: Options = {};
    for (const [key, given] of Object.entries((decorator.kw ?? {}) as Fields)) options[camelCase(key)] = given;
    this.#after.push((cls) => engine.validates(cls, names, check as never, options));
  }
}
