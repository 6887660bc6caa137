import * as engine from "../../src-engine/index.ts";
import { compileFor, renderTypeFor } from "../../src-engine/index.ts";
import { MAPPED_CALLS, MAPPED_METHODS } from "./mapped-names.ts";
import { camelCase } from "./reflect.ts";
import { decode } from "./values.ts";

/** Where the TypeScript API says something otherwise than Python's names in camelCase. */

/** Names that are words of the language, or another thing's, in JavaScript. */
export const NAMES: Readonly<Record<string, string>> = {
  delete: "delete_",
  except_: "except",
  case: "case_",
  true: "true_",
  false: "false_",
  null: "null_",
  column: "sqlColumn",
  table: "sqlTable",
  sqlite_insert: "insert",
  pg_insert: "insert",
  mysql_insert: "insert",
};

interface OperatorMethods {
  readonly method: string;
  /** The method that says the same of the right side, where there is one. */
  readonly exchanged?: string;
}

/** Python's operators as methods. */
export const OPERATORS: Readonly<Record<string, OperatorMethods>> = {
  "==": { method: "eq", exchanged: "eq" },
  "!=": { method: "ne", exchanged: "ne" },
  "<": { method: "lt", exchanged: "gt" },
  "<=": { method: "le", exchanged: "ge" },
  ">": { method: "gt", exchanged: "lt" },
  ">=": { method: "ge", exchanged: "le" },
  "+": { method: "add", exchanged: "radd" },
  "-": { method: "sub", exchanged: "rsub" },
  "*": { method: "mul", exchanged: "rmul" },
  "/": { method: "div", exchanged: "rdiv" },
  "//": { method: "floordiv", exchanged: "rfloordiv" },
  "%": { method: "mod", exchanged: "rmod" },
  "<<": { method: "bitwiseLshift" },
  ">>": { method: "bitwiseRshift" },
  "^": { method: "bitwiseXor" },
  "&": { method: "and" },
  "|": { method: "or" },
};

/** Calls whose keyword arguments are names of the user's own. */
export const KEYS_AS_WRITTEN: ReadonlySet<string> = new Set(["filter_by", "params", "dict", "execution_options_"]);

/** Options that end in an underscore only because Python has the word. */
export const OPTION_NAMES: Readonly<Record<string, string>> = {
  set_: "set",
  type_: "type",
  callable_: "callable",
  if_not_exists: "checkExists",
  if_exists: "checkExists",
  ondelete: "onDelete",
  onupdate: "onUpdate",
  range_: "range",
};

type Options = Record<string, unknown>;

const take = (options: Options, key: string): unknown => {
  const value = options[key];
  delete options[key];
  return value;
};

const camelKeys = (options: Options): Options =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [OPTION_NAMES[key] ?? camelCase(key), value]));

const date = (kind: "PlainDate" | "PlainTime" | "PlainDateTime") => (args: readonly unknown[]) => {
  const [first = 0, second = 1, third = 1, ...rest] = args as number[];
  const micro = kind === "PlainTime" ? (args[3] as number | undefined) : rest[3];
  const [milli, rest_] = [Math.floor((micro ?? 0) / 1000), (micro ?? 0) % 1000];
  const { PlainDate, PlainTime, PlainDateTime } = engine.Temporal;
  if (kind === "PlainDate") return new PlainDate(first, second, third);
  if (kind === "PlainTime") return new PlainTime(first, args[1] as number, (args[2] as number) ?? 0, milli, rest_);
  return new PlainDateTime(first, second, third, rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0, milli, rest_);
};

/** Functions whose arguments are arranged in another way. */
export const CALLS: Readonly<Record<string, (args: readonly unknown[], options: Options) => unknown>> = {
  ...MAPPED_CALLS,

  sql: ([statement, dialect = "sqlite"], options) => {
    const name = String(take(options, "dialect") ?? dialect);
    const { sql, params } = compileFor(statement, name as never, camelKeys(options));
    return { sql, params };
  },
  ddl: ([item, dialect = "sqlite"]) => {
    const statement =
      item instanceof engine.Table
        ? new engine.CreateTable(item)
        : item instanceof engine.Index
          ? new engine.CreateIndex(item)
          : item;
    return compileFor(statement, dialect as never).sql;
  },
  type_sql: ([type, dialect = "sqlite"]) => renderTypeFor(type as never, dialect as never),
  repr: ([value]) =>
    typeof value === "object" && value !== null && "repr" in value ? (value.repr as () => string)() : String(value),
  str: ([value]) => String(value),
  // What code prints is nobody's result.
  print: () => null,
  len: ([value]) => {
    const { length, size } = value as { length?: number; size?: number };
    return length ?? size ?? [...(value as Iterable<unknown>)].length;
  },
  list: ([items]) => [...(items as Iterable<unknown>)],
  tuple: ([items]) => [...(items as Iterable<unknown>)],
  set: ([items]) => new Set((items ?? []) as Iterable<unknown>),
  sorted: ([items]) => [...itemsOf(items)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  dict: ([given], options) => ({
    ...(Array.isArray(given) ? Object.fromEntries(given) : (given as object)),
    ...options,
  }),
  range: ([stop]) => Array.from({ length: stop as number }, (_, i) => i),
  isinstance: ([value, type]) => value instanceof (type as never),
  date: date("PlainDate"),
  time: date("PlainTime"),
  datetime: date("PlainDateTime"),
  timedelta: (_args, options) => engine.Temporal.Duration.from(options as never),
  Decimal: ([text]) => decode({ $decimal: String(text) }),
  UUID: ([text]) => text,

  case: (args, { value, else_ }) => {
    const [first] = args;
    const whens = args.length === 1 && !Array.isArray(first) ? first : args;
    return engine.case_(whens as never, {
      ...(value === undefined ? {} : { value }),
      ...(else_ === undefined ? {} : { else_ }),
    });
  },
  bindparam: (args, options) => {
    const [key, ...rest] = args;
    const given = camelKeys(options);
    if (rest.length > 0) given.value = rest[0];
    if (rest.length > 1) given.type = rest[1];
    return engine.bindparam(key as string, given);
  },
  literal: ([value, type], options) =>
    engine.literal(value, (type ?? options.type_ ?? null) as never, camelKeys(options)),
  Index: ([name, ...items], options) => new engine.Index(name as string, items as never, camelKeys(options)),
  UniqueConstraint: (items, options) => new engine.UniqueConstraint(items as never, camelKeys(options)),
  values: (args, options) => engine.values(args as never, camelKeys(options)),
  true: () => engine.true_(),
  false: () => engine.false_(),
  null: () => engine.null_(),
  Enum: (args, options) =>
    Reflect.apply(engine.Enum, null, Object.keys(options).length ? [...args, camelKeys(options)] : args),
};

/** Classes whose constructors are called in another way; as values they are themselves. */
export const CLASSES: ReadonlySet<string> = new Set(["Session", "Query", "Bundle"]);

/** The members of a collection; of an object, as Python's dictionaries have it, its names. */
function itemsOf(value: unknown): Iterable<string> {
  return Symbol.iterator in Object(value) ? (value as Iterable<string>) : Object.keys(value as object);
}

type MethodCall = (of: unknown, args: readonly unknown[], options: Options) => unknown;

const method = (of: unknown, name: string): ((...args: readonly unknown[]) => unknown) => {
  const found = (of as Record<string, unknown>)[name];
  if (typeof found !== "function") {
    throw new engine.BuiltinError("AttributeError", `no attribute '${name}'`);
  }
  return (...args) => Reflect.apply(found, of, args);
};

/** Keyword arguments that are positional in TypeScript: method, then keywords in order. */
const positional =
  (name: string, ...keys: string[]): MethodCall =>
  (of, args, options) => {
    if (!keys.some((key) => key in options)) return undefined;
    const given = [...args];
    keys.forEach((key, i) => {
      if (key in options) given[i] = take(options, key);
    });
    for (let i = 0; i < given.length; i++) given[i] ??= null;
    return method(of, name)(...given, ...(Object.keys(options).length > 0 ? [camelKeys(options)] : []));
  };

/** What executes a statement takes its parameters second and its options third. */
const executing =
  (name: string): MethodCall =>
  (of, [statement, ...rest], { params, execution_options: options }) => {
    if (options === undefined && params === undefined) return undefined;
    return method(of, name)(
      statement,
      params ?? rest[0] ?? {},
      options === undefined ? {} : camelKeys(options as Options),
    );
  };

const isText = (value: unknown): value is string => typeof value === "string";

/** Methods whose arguments are arranged in another way; `undefined` where there is nothing of the kind. */
export const METHOD_CALLS: Readonly<Record<string, MethodCall>> = {
  ...MAPPED_METHODS,
  // What JavaScript's own values have under other names.
  upper: (of) => (isText(of) ? of.toUpperCase() : undefined),
  lower: (of) => (isText(of) ? of.toLowerCase() : undefined),
  strip: (of) => (isText(of) ? of.trim() : undefined),
  split: (of, [by]) => (isText(of) ? of.split(by as string) : undefined),
  join: (of, args, options) => {
    if (isText(of)) return [...(args[0] as Iterable<unknown>)].join(of);
    return positional("join", "target", "onclause")(of, args, options);
  },
  items: (of) => (Object.getPrototypeOf(of) === Object.prototype ? Object.entries(of as object) : undefined),
  startswith: (of, [text]) => (isText(of) ? of.startsWith(text as string) : undefined),

  values: (of, args, options) => {
    if (Object.keys(options).length === 0) return undefined;
    return method(of, "values")(...args, options);
  },
  bindparams: (of, args, options) => {
    if (Object.keys(options).length === 0) return undefined;
    return method(of, "bindparams")(...args, options);
  },
  columns: (of, args, options) => {
    if (!(of instanceof engine.TextClause)) return undefined;
    return engine.textColumns(of, args as never, options as never);
  },
  execute: executing("execute"),
  scalars: executing("scalars"),
  scalar: executing("scalar"),
  label: positional("label", "name"),
  alias: positional("alias", "name"),
  subquery: positional("subquery", "name"),
  lateral: positional("lateral", "name"),
  cte: positional("cte", "name"),
  regexp_match: positional("regexpMatch", "pattern", "flags"),
  regexp_replace: positional("regexpReplace", "pattern", "replacement", "flags"),
  outerjoin: positional("outerjoin", "target", "onclause"),
  over: (of, args, options) =>
    args.length === 0 ? undefined : method(of, "over")({ partitionBy: args[0], ...camelKeys(options) }),
  on_duplicate_key_update: (of, args, options) =>
    Object.keys(options).length > 0
      ? method(of, "onDuplicateKeyUpdate")(options)
      : method(of, "onDuplicateKeyUpdate")(...args),
  table_valued: (of, args) =>
    of instanceof engine.FromClause && args.length === 0 ? engine.tableValued(of) : undefined,
  compile: (of, [bind], { dialect, compile_kwargs: kwargs, ...options }) =>
    method(
      of,
      "compile",
    )({
      ...(bind === undefined ? {} : { bind }),
      ...(dialect === undefined ? {} : { dialect }),
      ...camelKeys((kwargs ?? {}) as Options),
      ...options,
    }),
  load_history: (of) => {
    const { added, unchanged, deleted } = (of as engine.AttributeInspection).loadHistory();
    return [[...added], [...unchanged], [...deleted]];
  },
  with_variant: (of, [type, ...names]) => method(of, "withVariant")(type, ...names),
  in_transaction: (of) => (of as engine.Connection).inTransaction,
  _asdict: (of) => ({ ...engine.rowMapping(of as never) }),
  _tuple: (of) => of,
};
