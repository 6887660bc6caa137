/** SQL functions and what may follow them: OVER, FILTER, WITHIN GROUP ("SQL and Generic Functions"). */

import { ArgumentError } from "../errors.ts";
import { DateTime, Date as DateType, Time } from "../types/datetime.ts";
import { NULL_TYPE } from "../types/null-type.ts";
import { INTEGER_TYPE, NUMERIC_TYPE } from "../types/numeric.ts";
import { isPlainObject } from "../types/repr.ts";
import { STRING_TYPE } from "../types/string.ts";
import { isTypeInput, type TypeEngine, type TypeInput, toInstance } from "../types/type-engine.ts";
import { Extract } from "./case.ts";
import { toByOf, toCondition, toExpression, toOrderItem } from "./coercions.ts";
import { ColumnElement, type FromClause, type MapChild } from "./element.ts";
import { Cast, ClauseList, Grouping } from "./expressions.ts";
import { TableValuedAlias } from "./from-clause.ts";
import { ColumnClause } from "./literals.ts";
import { isPrecedent, OPS, type Operator } from "./operators.ts";

export interface WindowOptions {
  readonly partitionBy?: unknown;
  readonly orderBy?: unknown;
  readonly range?: WindowRange;
  readonly rows?: WindowRange;
  readonly groups?: WindowRange;
}

/** Bounds of a window relative to the current row: null is unbounded, 0 the row itself. */
export type WindowRange = readonly [number | null, number | null] | null;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const clauseList = (value: unknown): ClauseList | null =>
  value === undefined || value === null
    ? null
    : new ClauseList(list(value).map((item) => toByOf(item).selfGroup(OPS.comma_op)));

/** `name(arguments)`. */
export class FunctionElement<V = unknown> extends ColumnElement<V> {
  readonly kind = "function" as const;
  type: TypeEngine<V>;
  override readonly name: string;
  readonly packages: readonly string[];
  readonly args: ClauseList;
  /** Rendered with parentheses even without arguments. */
  readonly alwaysParentheses: boolean;
  /** Written as a bare keyword when there are no arguments (`CURRENT_TIMESTAMP`). */
  readonly ansi: boolean;
  readonly withOrdinality: boolean;
  readonly generic: boolean;

  constructor(name: string, args: readonly unknown[], options: FunctionOptions<V> = {}) {
    super();
    this.name = name;
    this.packages = options.packages ?? [];
    this.args = new ClauseList(args.map((arg) => toExpression(arg, { name }).selfGroup(OPS.comma_op)));
    this.type = options.type ? toInstance(options.type) : (NULL_TYPE as TypeEngine<V>);
    this.alwaysParentheses = options.alwaysParentheses ?? true;
    this.ansi = options.ansi ?? false;
    this.withOrdinality = false;
    this.generic = options.generic ?? false;
  }

  override get nonAnonLabel(): string | null {
    return null;
  }

  override get proxyKey(): string | null {
    return super.proxyKey ?? this.name;
  }

  override get bindName(): string | null {
    return this.name;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.args.fromObjects;
  }

  override mapChildren(map: MapChild): this {
    const args = map(this.args);
    return args === this.args ? this : this.with({ args });
  }

  over(options: WindowOptions = {}): Over<V> {
    return new Over(this, options);
  }

  filter(...criteria: unknown[]): this | FunctionFilter<V> {
    return criteria.length === 0 ? this : new FunctionFilter<V>(this, criteria);
  }

  withinGroup(...orderBy: unknown[]): WithinGroup<V> {
    return new WithinGroup<V>(this, orderBy);
  }

  /** The function as a FROM clause of named columns; options may follow them. */
  tableValued(...columns: (string | ColumnClause | TableValuedOptions)[]): TableValuedAlias {
    const [named, options] = withOptions<TableValuedOptions>(columns);
    return this.rows(named as (string | ColumnClause)[], options);
  }

  /** `tableValued` with a name for the alias, or a column that numbers the rows. */
  rows(columns: readonly (string | ColumnClause)[], options: TableValuedOptions): TableValuedAlias {
    const named = options.withOrdinality ? [...columns, options.withOrdinality] : columns;
    const source = options.withOrdinality ? this.fork({ withOrdinality: true }) : this;
    return new TableValuedAlias(
      source,
      named.map((column) => (typeof column === "string" ? new ColumnClause(column) : column)),
      { name: options.name ?? null, joinsImplicitly: options.joinsImplicitly ?? false },
    );
  }

  /** The function as a FROM clause of one column. */
  columnValued(name: string | null = null, options: { joinsImplicitly?: boolean } = {}): ColumnElement {
    return this.alias(name, options).column;
  }

  /** One column of the row that the function gives: `(f(x)).name` ("FunctionElement.scalar_table_valued"). */
  scalarTableValued<W = unknown>(name: string, type: TypeInput<W> | null = null): ScalarFunctionColumn<W> {
    return new ScalarFunctionColumn<W>(this, name, type);
  }

  alias(name: string | null = null, options: { joinsImplicitly?: boolean } = {}): TableValuedAlias {
    return new TableValuedAlias(this, [], { name, joinsImplicitly: options.joinsImplicitly ?? false });
  }
}

export interface TableValuedOptions {
  readonly name?: string | null;
  /** The name of a column that numbers the rows. */
  readonly withOrdinality?: string | null;
  readonly joinsImplicitly?: boolean;
}

/** Arguments of which the last may be an object of options. */
function withOptions<O extends object>(args: readonly unknown[]): readonly [readonly unknown[], O] {
  const last = args.at(-1);
  return isPlainObject(last) ? [args.slice(0, -1), last as O] : [args, {} as O];
}

export interface FunctionOptions<V = unknown> {
  readonly type?: TypeInput<V> | null;
  readonly packages?: readonly string[];
  readonly alwaysParentheses?: boolean;
  readonly ansi?: boolean;
  readonly generic?: boolean;
}

/** `element OVER (…)`. */
export class Over<V = unknown> extends ColumnElement<V> {
  readonly kind = "over" as const;
  type: TypeEngine<V>;
  readonly element: ColumnElement<V>;
  readonly partitionBy: ClauseList | null;
  readonly orderBy: ClauseList | null;
  readonly frame: {
    readonly unit: "RANGE" | "ROWS" | "GROUPS";
    readonly bounds: readonly [number | null, number | null];
  } | null;

  constructor(element: ColumnElement<V>, options: WindowOptions) {
    super();
    this.element = element;
    this.type = element.type;
    this.partitionBy = clauseList(options.partitionBy);
    this.orderBy = clauseList(options.orderBy);
    const frames = [
      { unit: "RANGE" as const, bounds: options.range },
      { unit: "ROWS" as const, bounds: options.rows },
      { unit: "GROUPS" as const, bounds: options.groups },
    ].filter((frame) => frame.bounds);
    if (frames.length > 1) {
      throw new ArgumentError("only one of 'rows', 'range_', or 'groups' may be provided");
    }
    const frame = frames[0];
    if (frame?.bounds && (!Array.isArray(frame.bounds) || frame.bounds.length !== 2)) {
      throw new ArgumentError("2-tuple expected for range/rows");
    }
    if (frame?.bounds?.some((bound) => bound !== null && !Number.isInteger(bound))) {
      throw new ArgumentError("Integer or None expected for range value");
    }
    this.frame = frame?.bounds ? { unit: frame.unit, bounds: frame.bounds } : null;
  }

  override get fromObjects(): readonly FromClause[] {
    return [this.element, this.partitionBy, this.orderBy].flatMap((part) => part?.fromObjects ?? []);
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    const partitionBy = this.partitionBy && map(this.partitionBy);
    const orderBy = this.orderBy && map(this.orderBy);
    if (element === this.element && partitionBy === this.partitionBy && orderBy === this.orderBy) return this;
    return this.with({ element, partitionBy, orderBy });
  }
}

/** `function FILTER (WHERE …)`. */
/** A column of what a function gives as one row. */
export class ScalarFunctionColumn<V = unknown> extends ColumnElement<V> {
  readonly kind = "scalar_function_column" as const;
  readonly type: TypeEngine<V>;
  readonly func: ColumnElement;
  override readonly name: string;
  override readonly key: string;

  constructor(func: ColumnElement, name: string, type: TypeInput<V> | null) {
    super();
    this.func = func;
    this.name = name;
    this.key = name;
    this.type = type === null ? (NULL_TYPE as TypeEngine<V>) : toInstance(type);
  }

  override get proxyKey(): string | null {
    return this.name;
  }

  override get nonAnonLabel(): string | null {
    return this.name;
  }

  /** The function's tables are none of the statement's: the reference leaves it to the user to name them. */
  override get fromObjects(): readonly FromClause[] {
    return [];
  }

  override mapChildren(map: MapChild): this {
    const func = map(this.func);
    return func === this.func ? this : this.with({ func });
  }
}

export class FunctionFilter<V = unknown> extends ColumnElement<V> {
  readonly kind = "function_filter" as const;
  type: TypeEngine<V>;
  readonly func: ColumnElement<V>;
  readonly criterion: ColumnElement;

  constructor(func: ColumnElement<V>, criteria: readonly unknown[]) {
    super();
    this.func = func;
    this.type = func.type;
    const [first, ...rest] = criteria.map((criterion) => toCondition(criterion));
    if (!first) throw new ArgumentError("FILTER needs a criterion");
    this.criterion = rest.reduce<ColumnElement<boolean>>((all, next) => all.and(next), first);
  }

  override get fromObjects(): readonly FromClause[] {
    return [...this.func.fromObjects, ...this.criterion.fromObjects];
  }

  override mapChildren(map: MapChild): this {
    const func = map(this.func);
    const criterion = map(this.criterion);
    return func === this.func && criterion === this.criterion ? this : this.with({ func, criterion });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    return isPrecedent(OPS.filter_op, against) ? new Grouping(this) : this;
  }

  filter(...criteria: unknown[]): FunctionFilter<V> {
    return new FunctionFilter(this.func, [this.criterion, ...criteria]);
  }

  over(options: WindowOptions = {}): Over<V> {
    return new Over<V>(this, options);
  }

  withinGroup(...orderBy: unknown[]): WithinGroup<V> {
    return new WithinGroup<V>(this, orderBy);
  }
}

/** `function WITHIN GROUP (ORDER BY …)`. */
export class WithinGroup<V = unknown> extends ColumnElement<V> {
  readonly kind = "within_group" as const;
  type: TypeEngine<V>;
  readonly element: ColumnElement<V>;
  readonly orderBy: ClauseList;

  constructor(element: ColumnElement<V>, orderBy: readonly unknown[]) {
    super();
    this.element = element;
    this.type = element.type;
    this.orderBy = new ClauseList(orderBy.map(toOrderItem));
  }

  override get fromObjects(): readonly FromClause[] {
    return [...this.element.fromObjects, ...this.orderBy.fromObjects];
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    const orderBy = map(this.orderBy);
    return element === this.element && orderBy === this.orderBy ? this : this.with({ element, orderBy });
  }

  filter(...criteria: unknown[]): this | FunctionFilter<V> {
    return criteria.length === 0 ? this : new FunctionFilter<V>(this, criteria);
  }

  over(options: WindowOptions = {}): Over<V> {
    return new Over<V>(this, options);
  }
}

/** The type of the first argument that has one. */
function typeFromArguments(args: readonly unknown[], name: string): TypeEngine {
  for (const arg of args) {
    const { type } = toExpression(arg, { name });
    if (!type.isNull) return type;
  }
  return NULL_TYPE;
}

type Known = (name: string, args: readonly unknown[]) => ColumnElement;

const returning =
  (type: TypeEngine, options: FunctionOptions = {}): Known =>
  (name, args) =>
    new FunctionElement(name, args, { ...options, type, generic: true });

const returningArgument: Known = (name, args) => {
  const coerced = args.map((arg) => toExpression(arg, { name }));
  return new FunctionElement(name, coerced, { type: typeFromArguments(coerced, name), generic: true });
};

const ansi = (type: TypeEngine): Known => returning(type, { ansi: true });
const DATETIME_TYPE = DateTime();

/** The functions whose results' types are known ("Selected Known Functions"). */
const KNOWN: Readonly<Record<string, Known>> = {
  cast: (_name, [clause, type]) => {
    const target = toInstance(type as TypeInput);
    return new Cast(toExpression(clause, { type: target }), target);
  },
  extract: (_name, [field, expr]) => new Extract(String(field), toExpression(expr)),
  coalesce: returningArgument,
  max: returningArgument,
  min: returningArgument,
  sum: returningArgument,
  now: returning(DATETIME_TYPE),
  concat: returning(STRING_TYPE),
  char_length: returning(INTEGER_TYPE),
  random: returning(NULL_TYPE),
  count: (name, args) =>
    new FunctionElement(name, args.length === 0 ? [new ColumnClause("*", null, { isLiteral: true })] : args, {
      type: INTEGER_TYPE,
      generic: true,
    }),
  current_date: ansi(DateType()),
  current_time: ansi(Time()),
  current_timestamp: ansi(DATETIME_TYPE),
  current_user: ansi(STRING_TYPE),
  localtime: ansi(DATETIME_TYPE),
  localtimestamp: ansi(DATETIME_TYPE),
  session_user: ansi(STRING_TYPE),
  sysdate: ansi(DATETIME_TYPE),
  user: ansi(STRING_TYPE),
  rank: returning(INTEGER_TYPE),
  dense_rank: returning(INTEGER_TYPE),
  percent_rank: returning(NUMERIC_TYPE as TypeEngine),
  cume_dist: returning(NUMERIC_TYPE as TypeEngine),
  aggregate_strings: returning(STRING_TYPE),
  cube: returning(NULL_TYPE),
  rollup: returning(NULL_TYPE),
  grouping_sets: returning(NULL_TYPE),
  mode: returning(NULL_TYPE),
  percentile_cont: returning(NULL_TYPE),
  percentile_disc: returning(NULL_TYPE),
};

const registered = new Map<string, Known>();

/** Makes `func.name` return what `make` does ("GenericFunction"). */
export function registerFunction(name: string, make: (args: readonly unknown[]) => ColumnElement): void {
  registered.set(name.toLowerCase(), (_name, args) => make(args));
}

/** Calls a function by name, as `func.name(...)` does; `{ type }` as the last argument is the type of its result. */
export function callFunction(names: readonly string[], given: readonly unknown[]): ColumnElement {
  const name = names.at(-1) ?? "";
  const last = given.at(-1);
  const typed = isPlainObject(last) && Object.keys(last).length === 1 && isTypeInput(last.type);
  const args = typed ? given.slice(0, -1) : given;
  const type = typed ? toInstance((last as { type: TypeInput }).type) : null;
  if (names.length === 1) {
    const lower = name.toLowerCase();
    const known = registered.get(lower) ?? (Object.hasOwn(KNOWN, lower) ? KNOWN[lower] : undefined);
    if (known) {
      const made = known(lower, args);
      return type === null ? made : Object.assign(made, { type });
    }
  }
  return new FunctionElement(name, args, { packages: names.slice(0, -1), type });
}

/** Functions whose names the type checker knows; any other name gives a function, too. */
type CommonFunction =
  | "abs"
  | "avg"
  | "coalesce"
  | "concat"
  | "count"
  | "date"
  | "ifnull"
  | "json_extract"
  | "length"
  | "lower"
  | "max"
  | "min"
  | "now"
  | "nullif"
  | "random"
  | "rank"
  | "replace"
  | "round"
  | "row_number"
  | "strftime"
  | "substr"
  | "sum"
  | "total"
  | "trim"
  | "upper";

export type FunctionCall = ((...args: unknown[]) => FunctionElement) & {
  readonly [K in CommonFunction]: FunctionCall;
} & { readonly [name: string]: FunctionCall };

function generator(names: readonly string[]): FunctionCall {
  const call = (...args: unknown[]) => callFunction(names, args);
  return new Proxy(call, {
    get(_target, key) {
      if (typeof key !== "string") return undefined;
      // A name that is a word of the language is written with an underscore after it.
      return generator([...names, key.endsWith("_") ? key.slice(0, -1) : key]);
    },
  }) as unknown as FunctionCall;
}

/** Generates functions by name: `func.count()`, `func.lower(column)`, `func.pkg.name(...)`. */
export const func: FunctionCall = generator([]);
