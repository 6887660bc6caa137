/** The functions that make expressions and statements ("Column Element Foundational Constructors" and its neighbours). */
import { ArgumentError, BuiltinError } from "../errors.ts";
import { type TypeInput, toInstance } from "../types/type-engine.ts";
import { warn } from "../types/warnings.ts";
import { Case, type CaseBranch, Extract } from "./case.ts";
import { clauseOf, expected, toByOf, toExpression } from "./coercions.ts";
import { Delete, Insert, Update } from "./dml.ts";
import type { ColumnElement, FromClause } from "./element.ts";
import { Cast, Label, Tuple, TypeCoerce, UnaryExpression } from "./expressions.ts";
import { type CTE, TableClause, TableSample, toFrom, Values } from "./from-clause.ts";
import { FunctionFilter, func, Over, type WindowOptions, WithinGroup } from "./functions.ts";
import { type BindOptions, BindParameter, ColumnClause, FALSE, NULL, TextClause, TRUE } from "./literals.ts";
import { conjunction } from "./operations.ts";
import { OPS } from "./operators.ts";
import { type CompoundSelect, compound, Select, TextualSelect } from "./select.ts";
import { Exists, ScalarSelect, SelectBase } from "./select-base.ts";

/** All of the conditions. */
export function and_(...clauses: unknown[]): ColumnElement<boolean> {
  if (clauses.length === 0) warnOfNothing("and_", "true");
  return conjunction(OPS.and_, clauses);
}

/** Any of the conditions. */
export function or_(...clauses: unknown[]): ColumnElement<boolean> {
  if (clauses.length === 0) warnOfNothing("or_", "false");
  return conjunction(OPS.or_, clauses);
}

function warnOfNothing(name: string, start: string): void {
  const Start = start === "true" ? "True" : "False";
  warn(
    `Invoking ${name}() without arguments is deprecated, and will be disallowed in a future release.   For an empty ${name}() construct, use '${name}(${start}(), *args)' or '${name}(${Start}, *args)'.`,
    { category: "SADeprecationWarning" },
  );
}

/** The negation of a condition. */
export function not_(clause: unknown): ColumnElement<boolean> {
  return toExpression(clause).negate() as ColumnElement<boolean>;
}

export const true_ = (): ColumnElement<boolean> => TRUE;
export const false_ = (): ColumnElement<boolean> => FALSE;
export const null_ = (): ColumnElement<null> => NULL;

/** A parameter whose value is given here or at execution. */
export function bindparam<V = unknown>(key: string | null, options: BindOptions<V> = {}): BindParameter<V> {
  return new BindParameter<V>(key, options);
}

/** A value as a parameter. */
export function literal<V>(
  value: V,
  type: TypeInput<V> | null = null,
  options: { literalExecute?: boolean } = {},
): BindParameter<V> {
  if (clauseOf(value)) throw expected("Literal Python value", value);
  return new BindParameter<V>(null, { value, type, unique: true, literalExecute: options.literalExecute ?? false });
}

/** Text in a column's place, rendered as it is. */
export function literalColumn<V = unknown>(text: string, type: TypeInput<V> | null = null): ColumnClause<V> {
  return new ColumnClause(text, type, { isLiteral: true });
}

/** SQL text; `:name` stands for a parameter. */
export function text(sql: string): TextClause {
  return new TextClause(sql);
}

/** Text that returns rows of the given columns. */
export function textColumns(
  element: TextClause,
  positional: readonly ColumnElement[] = [],
  types: Readonly<Record<string, TypeInput>> = {},
): TextualSelect {
  const left = { ...types };
  const columns = positional.map((column): ColumnClause => {
    const name = column.key ?? "";
    const type = left[name];
    if (type) {
      delete left[name];
      return new ColumnClause(name, type);
    }
    return column as ColumnClause;
  });
  for (const [name, type] of Object.entries(left)) columns.push(new ColumnClause(name, type));
  return new TextualSelect(element, columns, positional.length > 0 && Object.keys(left).length === 0);
}

/** A column known by its name only. */
export function sqlColumn<V = unknown>(name: string, type: TypeInput<V> | null = null): ColumnClause<V> {
  return new ColumnClause(name, type);
}

/** A table known by its name and columns only. */
export function sqlTable(name: string, ...columns: ColumnClause[]): TableClause {
  return new TableClause(name, columns);
}

export const desc = (column: unknown): ColumnElement => new UnaryExpression(toByOf(column), { modifier: OPS.desc_op });
export const asc = (column: unknown): ColumnElement => new UnaryExpression(toByOf(column), { modifier: OPS.asc_op });
export const nullsFirst = (column: unknown): ColumnElement =>
  new UnaryExpression(toByOf(column), { modifier: OPS.nulls_first_op });
export const nullsLast = (column: unknown): ColumnElement =>
  new UnaryExpression(toByOf(column), { modifier: OPS.nulls_last_op });

/** `DISTINCT column`. */
export function distinct(column: unknown): ColumnElement {
  const element = toExpression(column);
  return new UnaryExpression(element, { operator: OPS.distinct_op, type: element.type });
}

export const any_ = (expression: unknown): ColumnElement => toExpression(expression).any_();
export const all_ = (expression: unknown): ColumnElement => toExpression(expression).all_();
export const collate = (expression: unknown, collation: string): ColumnElement =>
  toExpression(expression).collate(collation);
export const between = (expression: unknown, low: unknown, high: unknown): ColumnElement<boolean> =>
  toExpression(expression).between(low, high);

export function label(name: string | null, element: unknown, type: TypeInput | null = null): Label {
  return new Label(name, toExpression(element), type ? toInstance(type) : null);
}

export function cast<V>(expression: unknown, type: TypeInput<V>): Cast<V> {
  const target = toInstance(type);
  return new Cast(toExpression(expression, { type: target }), target);
}

export function tryCast<V>(expression: unknown, type: TypeInput<V>): Cast<V> {
  const target = toInstance(type);
  return new Cast(toExpression(expression, { type: target }), target, "try_cast");
}

export function typeCoerce<V>(expression: unknown, type: TypeInput<V>): TypeCoerce<V> {
  const target = toInstance(type);
  return new TypeCoerce(toExpression(expression, { type: target }), target);
}

export const extract = (field: string, expression: unknown): Extract => new Extract(field, toExpression(expression));

export type WhenThen = readonly [unknown, unknown];

/** `CASE WHEN … THEN … ELSE … END`; with `value`, branches are compared with it. */
export function case_(
  whens: readonly WhenThen[] | Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>,
  options: { value?: unknown; else_?: unknown } = {},
): Case {
  const pairs: readonly WhenThen[] = Array.isArray(whens)
    ? (whens as readonly WhenThen[])
    : whens instanceof Map
      ? [...whens]
      : Object.entries(whens);
  for (const pair of pairs) {
    const { length } = pair as { length?: number };
    if (length !== 2) {
      throw new BuiltinError("ValueError", `not enough values to unpack (expected 2, got ${length ?? 1})`);
    }
  }
  const branches = pairs.map(
    ([when, then]): CaseBranch => ({ when: toExpression(when).selfGroup(), result: toExpression(then) }),
  );
  const given = (value: unknown): ColumnElement | null =>
    value === undefined || value === null ? null : toExpression(value);
  return new Case(branches, given(options.value), given(options.else_));
}

export function tuple_(...clauses: unknown[]): Tuple {
  return new Tuple(clauses.map((clause) => toExpression(clause)));
}

export const over = (element: ColumnElement, options: WindowOptions = {}): Over => new Over(element, options);
export const withinGroup = (element: ColumnElement, ...orderBy: unknown[]): WithinGroup =>
  new WithinGroup(element, orderBy);
export const funcfilter = (element: ColumnElement, ...criteria: unknown[]): FunctionFilter =>
  new FunctionFilter(element, criteria);

/** `EXISTS (SELECT …)`; of nothing, a SELECT of `*` to be given criteria. */
export function exists(argument: unknown = null): Exists {
  const clause = clauseOf(argument);
  if (clause instanceof SelectBase) return new Exists(clause.scalarSubquery());
  if (clause instanceof ScalarSelect) return new Exists(clause);
  const item = argument === null || argument === undefined ? literalColumn("*") : argument;
  return new Exists(new Select([item]).scalarSubquery());
}

/** SELECT of columns, tables or, with the ORM, classes. */
export function select(...items: unknown[]): Select {
  return new Select(items);
}

export const insert = (table: unknown): Insert => new Insert(table);
export const update = (table: unknown): Update => new Update(table);
// `delete` is a word of the language.
export const delete_ = (table: unknown): Delete => new Delete(table);

export const union = (...selects: unknown[]): CompoundSelect => compound("UNION", selects);
export const unionAll = (...selects: unknown[]): CompoundSelect => compound("UNION ALL", selects);
export const except = (...selects: unknown[]): CompoundSelect => compound("EXCEPT", selects);
export const exceptAll = (...selects: unknown[]): CompoundSelect => compound("EXCEPT ALL", selects);
export const intersect = (...selects: unknown[]): CompoundSelect => compound("INTERSECT", selects);
export const intersectAll = (...selects: unknown[]): CompoundSelect => compound("INTERSECT ALL", selects);

export const alias = (from: unknown, name: string | null = null, options: { flat?: boolean } = {}): FromClause =>
  toFrom(from).alias(name, options);

export function subquery(select: unknown, name: string | null = null): FromClause {
  const clause = clauseOf(select);
  if (clause instanceof SelectBase) return clause.subquery(name);
  throw new ArgumentError("SELECT statement expected");
}

export function cte(select: unknown, name: string | null = null, options: { recursive?: boolean } = {}): CTE {
  const clause = clauseOf(select) as { cte?: (name: string | null, options: object) => CTE } | null;
  if (!clause?.cte) throw new ArgumentError("SELECT statement or DML with RETURNING expected");
  return clause.cte(name, options);
}

export function lateral(from: unknown, name: string | null = null): FromClause {
  const clause = clauseOf(from);
  if (clause instanceof SelectBase) return clause.lateral(name);
  return toFrom(from).lateral(name);
}

export function tablesample(
  from: unknown,
  sampling: unknown,
  options: { name?: string | null; seed?: unknown } = {},
): TableSample {
  const method = typeof sampling === "number" ? func.system?.(sampling) : toExpression(sampling);
  const seed = options.seed === undefined || options.seed === null ? null : toExpression(options.seed);
  return new TableSample(toFrom(from), method as ColumnElement, options.name ?? null, seed);
}

export function join(
  left: unknown,
  right: unknown,
  onclause: unknown = null,
  options: { isouter?: boolean; full?: boolean } = {},
): FromClause {
  return toFrom(left).join(toFrom(right), onclause === null ? null : toExpression(onclause), options);
}

export function outerjoin(
  left: unknown,
  right: unknown,
  onclause: unknown = null,
  options: { full?: boolean } = {},
): FromClause {
  return join(left, right, onclause, { ...options, isouter: true });
}

export function values(
  columns: readonly ColumnClause[],
  options: { name?: string | null; literalBinds?: boolean } = {},
): Values {
  return new Values(columns, options);
}
export { func };
