/**
 * The base classes of SQL nodes: ClauseElement, ColumnElement with its operators, FromClause with its columns. They are in one file because
 * each needs the others' types ("Column Elements and Expressions", "SELECT and Related Constructs").
 */

import type { Decimal } from "decimal.js";
import { InvalidRequestError } from "../errors.ts";
import { BooleanType } from "../types/boolean.ts";
import { FloatType, IntegerType, NumericType } from "../types/numeric.ts";
import { isPlainObject } from "../types/repr.ts";
import { UnicodeType } from "../types/string.ts";
import type { TypeEngine, TypeInput } from "../types/type-engine.ts";
import { ColumnCollection, type Columns, type Lineage } from "./column-collection.ts";
import type { NodeKind } from "./kinds.ts";
import { anonymousName, isAnonymous } from "./names.ts";
import { type CustomOperatorOptions, customOperator, isBooleanOperator, OPS, type Operator } from "./operators.ts";

export type { ColumnCollection, Columns } from "./column-collection.ts";

/** Something of the ORM that stands for an expression or a selectable (a mapped class, an alias of one, a relationship). */
export interface ClauseSource {
  clauseElement(): ClauseElement;
}

/** Something that only the ORM understands; it is replaced before a statement is compiled. */
export interface PluginItem {
  readonly plugin: string;
}

/** What an operator takes: a plain value, an expression, null. */
export type Operand<V = unknown> = V | ClauseElement | ClauseSource | null;

export interface OperatorOptions {
  readonly escape?: string | null;
  readonly autoescape?: boolean;
  readonly symmetric?: boolean;
  readonly flags?: string | null;
}

/** How a statement is to be written by itself. */
export interface CompileTextOptions {
  /** A database's name; without one, no database's in particular. */
  readonly dialect?: string;
  /** An engine, whose dialect is taken. */
  readonly bind?: unknown;
  /** Values stand in the text, in place of parameters. */
  readonly literalBinds?: boolean;
}

/** A statement that was compiled to be looked at; as a string it is its SQL. */
export interface CompiledStatement {
  readonly string: string;
  /** The values of its parameters by name, before conversion. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The same with some values given instead. */
  constructParams(values?: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  toString(): string;
}

/** What the base classes need of classes that are built on them; `operations.ts` and `from-clause.ts` fill it in. */
export interface Builders {
  operate(left: ColumnElement, op: Operator, others: readonly unknown[], options: OperatorOptions): ColumnElement;
  reverseOperate(right: ColumnElement, op: Operator, other: unknown): ColumnElement;
  negate(element: ColumnElement): ColumnElement;
  selfGroup(element: ColumnElement, against: Operator | null): ColumnElement;
  conjunction(op: Operator, clauses: readonly unknown[]): ColumnElement<boolean>;
  label(element: ColumnElement, name: string | null): ColumnElement;
  cast(element: ColumnElement, type: TypeInput): ColumnElement;
  collate(element: ColumnElement, collation: string): ColumnElement;
  /** A JSON element under another type; null leaves its own. */
  jsonValue(element: ColumnElement, name: string, type: TypeEngine | null): ColumnElement;
  proxy(element: ColumnElement, selectable: FromClause, options: ProxyOptions): readonly [string, ColumnElement];
  alias(from: FromClause, name: string | null, flat: boolean): FromClause;
  join(left: FromClause, right: unknown, onclause: unknown, options: JoinOptions): FromClause;
  lateral(from: FromClause, name: string | null): FromClause;
  selectOf(from: FromClause): ClauseElement;
  stringify(element: ClauseElement): string;
  compile(element: ClauseElement, options: CompileTextOptions): CompiledStatement;
}

const builders: Partial<Builders> = {};

/** Fills in what the base classes need; called once by the modules that define these classes. */
export function provideBuilders(part: Partial<Builders>): void {
  Object.assign(builders, part);
}

function build<K extends keyof Builders>(name: K): Builders[K] {
  const found = builders[name];
  if (!found) throw new InvalidRequestError(`The module that provides "${name}" is not loaded`);
  return found as Builders[K];
}

export interface JoinOptions {
  readonly isouter?: boolean;
  readonly full?: boolean;
}

/** True where options stand in the place of a condition. */
export function isJoinOptions(value: unknown): value is JoinOptions {
  return isPlainObject(value) && Object.keys(value).every((key) => key === "isouter" || key === "full");
}

export interface ProxyOptions {
  readonly name?: string | null;
  readonly key?: string | null;
  /** The columns of a compound select that one column stands for. */
  readonly compoundColumns?: readonly ColumnElement[] | null;
  readonly primaryKey?: ColumnElement[];
  readonly foreignKeys?: Set<ForeignKeyLike>;
  readonly disallowLiteral?: boolean;
}

/** The part of a ForeignKey that expressions look at. */
export interface ForeignKeyLike {
  readonly parent: ColumnElement;
  readonly constraint: ForeignKeyConstraintLike | null;
  /** The column of `from` that this key refers to, if any; raises NoReferencedTableError and the like. */
  getReferent(from: FromClause): ColumnElement | undefined;
}

export interface ForeignKeyConstraintLike {
  readonly elements: readonly ForeignKeyLike[];
}

/** Says what stands for a column after its selectable was replaced; undefined for columns that stay. */
export type ColumnReplacer = (column: ColumnElement) => ColumnElement | undefined;

/**
 * Maps one child. A node whose children refer to the columns of others of its children (a SELECT and its FROM) passes `columns`,
 * which then holds for everything below.
 */
export type MapChild = <T extends ClauseElement>(child: T, columns?: ColumnReplacer) => T;

/** Any node of SQL. Nodes are immutable once built; changed copies share what did not change. */
export abstract class ClauseElement {
  abstract readonly kind: NodeKind;

  /** The node that this one is a changed copy of. */
  cloneOf: this | null = null;

  /** The FROM clauses that a statement needs when it holds this node. */
  get fromObjects(): readonly FromClause[] {
    return [];
  }

  /** This node and those that it is a copy of. */
  get clonedSet(): ReadonlySet<ClauseElement> {
    const set = new Set<ClauseElement>();
    for (let node: ClauseElement | null = this; node !== null; node = node.cloneOf) set.add(node);
    return set;
  }

  /** Returns this node with every child replaced by `map(child)`; itself when nothing changes. */
  mapChildren(_map: MapChild): this {
    return this;
  }

  /** A changed copy. */
  protected with(changes: object): this {
    return this.copied({ cloneOf: this, ...changes });
  }

  /** A changed copy that is a node of its own, not a stand-in for this one. */
  protected fork(changes: object): this {
    return this.copied({ cloneOf: null, ...changes });
  }

  private copied(changes: object): this {
    const blank = this.blank();
    // A literal copies fields several times faster than Object.assign onto Object.create.
    const copy =
      blank === null
        ? ({ __proto__: Object.getPrototypeOf(this), ...this, ...changes } as this)
        : Object.assign(blank, this, changes);
    copy.forget();
    return copy;
  }

  /** An empty node to copy into, from classes whose constructor is cheap; it keeps copies as fast to read as originals. */
  protected blank(): this | null {
    return null;
  }

  /** Drops what was computed from the fields. */
  protected forget(): void {}

  /** Returns this node as it has to stand beside `against`: in parentheses or not. */
  selfGroup(_against: Operator | null = null): ClauseElement {
    return this;
  }

  /** The label that ORDER BY renders instead of this expression, if there is one. */
  get orderByLabel(): ColumnElement | null {
    return null;
  }

  /** The columns that this node puts into a SELECT. */
  get selectIterable(): readonly ClauseElement[] {
    return [this];
  }

  /** The node as messages of the reference show it (Python's `repr`). */
  repr(): string {
    return this.toString();
  }

  /**
   * The text and the parameters, in the default dialect or a database's ("How do I render SQL expressions as strings").
   * @throws CompileError for what that database cannot say, and for values that cannot stand in a text
   */
  compile(options: CompileTextOptions = {}): CompiledStatement {
    return build("compile")(this, options);
  }

  /** The SQL text in the default dialect, with named parameters. */
  toString(): string {
    return build("stringify")(this);
  }
}

/** Maps a list, keeping it when nothing changes. */
export function mapList<T extends ClauseElement>(
  list: readonly T[],
  map: MapChild,
  columns?: ColumnReplacer,
): readonly T[] {
  let changed = false;
  const mapped = list.map((item) => {
    const next = map(item, columns);
    if (next !== item) changed = true;
    return next;
  });
  return changed ? mapped : list;
}

const NO_COLUMNS: readonly ColumnElement[] = [];
const NO_KEYS: ReadonlySet<ForeignKeyLike> = new Set();

interface Derived {
  proxySet?: ReadonlySet<ColumnElement>;
  expandedProxySet?: ReadonlySet<ColumnElement>;
}

/**
 * Anything that can stand in a column's place: a column, a value, an operation. `V` is the type of its value.
 *
 * Operators are methods named as in SQLAlchemy, in camelCase ("Operator Reference"); they take plain values, which become bind
 * parameters, and null, which `eq` and `ne` turn into IS NULL and IS NOT NULL.
 */
export abstract class ColumnElement<V = unknown> extends ClauseElement implements Lineage {
  abstract type: TypeEngine<V>;

  /** The name under which a result has this column; null where there is none of its own. */
  name: string | null = null;
  key: string | null = null;

  /** What this column was made from when its selectable was derived from another. */
  proxies: readonly ColumnElement[] = NO_COLUMNS;

  get primaryKey(): boolean {
    return false;
  }

  get foreignKeys(): ReadonlySet<ForeignKeyLike> {
    return NO_KEYS;
  }

  /** The selectable that the column belongs to. */
  get table(): FromClause | null {
    return null;
  }

  private derived: Derived = {};

  protected override forget(): void {
    this.derived = {};
  }

  /** Columns that a SELECT of the whole table leaves out. */
  get omitFromStatements(): boolean {
    return false;
  }

  get unannotated(): ColumnElement {
    return this;
  }

  get weight(): number {
    return 1;
  }

  /** Annotations the ORM has put on this expression; empty for plain ones. */
  get annotations(): Readonly<Record<string, unknown>> {
    return NO_ANNOTATIONS;
  }

  get proxySet(): ReadonlySet<ColumnElement> {
    let set = this.derived.proxySet;
    if (!set) {
      const members = new Set<ColumnElement>([this.unannotated]);
      for (const proxy of this.proxies) for (const member of proxy.proxySet) members.add(member);
      set = members;
      this.derived.proxySet = set;
    }
    return set;
  }

  get expandedProxySet(): ReadonlySet<ColumnElement> {
    let set = this.derived.expandedProxySet;
    if (!set) {
      const members = new Set<ColumnElement>();
      for (const column of this.proxySet) for (const clone of column.clonedSet) members.add(clone as ColumnElement);
      set = members;
      this.derived.expandedProxySet = set;
    }
    return set;
  }

  lineage(): readonly ColumnElement[] {
    return [this, ...this.proxies.flatMap((proxy) => proxy.lineage())];
  }

  /** The columns of tables that this one comes from. */
  get baseColumns(): ReadonlySet<ColumnElement> {
    return new Set([...this.proxySet].filter((column) => column.proxies.length === 0));
  }

  /** True when this column and `other` come from a common one. */
  sharesLineage(other: ColumnElement): boolean {
    for (const column of this.proxySet) if (other.proxySet.has(column)) return true;
    return false;
  }

  // --- names; "tq" is table-qualified, as Query labels its columns -------------------------------------------------------

  get nonAnonLabel(): string | null {
    return this.name;
  }

  get tqLabel(): string | null {
    return null;
  }

  get tqKeyLabel(): string | null {
    return this.proxyKey;
  }

  /** The key under which a derived selectable has this column; null where there is none. */
  get proxyKey(): string | null {
    const given = this.annotations.proxyKey;
    if (typeof given === "string") return given;
    const name = this.key || this.nonAnonLabel;
    return name === null || isAnonymous(name) ? null : name;
  }

  /** A label that the ORM suggests for an expression without a name. */
  get expressionLabel(): string | null {
    if (this.name !== null) return null;
    const given = this.annotations.proxyKey;
    return typeof given === "string" ? given : null;
  }

  get renderLabelInColumnsClause(): boolean {
    return true;
  }

  get allowLabelResolve(): boolean {
    return true;
  }

  /** Name given at compile time, the same wherever it is asked for. */
  anonLabel(seed: string | null, index?: number): string {
    let owner: ColumnElement = this.unannotated;
    while (owner.cloneOf !== null) owner = owner.cloneOf;
    if (index !== undefined) return anonymousName(owner, `${seed}_`, index);
    return anonymousName(owner, seed || "anon");
  }

  get anonNameLabel(): string {
    return this.anonLabel(this.name);
  }

  get anonKeyLabel(): string {
    return this.anonLabel(this.proxyKey);
  }

  get anonTqLabel(): string {
    return this.anonLabel(this.tqLabel);
  }

  get anonTqKeyLabel(): string {
    return this.anonLabel(this.tqKeyLabel);
  }

  dedupeAnonLabel(index: number): string {
    return this.name === null ? this.dedupeAnonTqLabel(index) : this.anonLabel(this.name, index);
  }

  dedupeAnonTqLabel(index: number): string {
    return this.anonLabel(this.tqLabel ?? "anon", index);
  }

  /** The column that stands for this one in `selectable`, and its key there. */
  makeProxy(selectable: FromClause, options: ProxyOptions = {}): readonly [string, ColumnElement] {
    return build("proxy")(this, selectable, options);
  }

  // --- structure ---------------------------------------------------------------------------------------------------------

  /** True when any database takes this expression as a condition as it is. */
  get isImplicitlyBoolean(): boolean {
    return false;
  }

  get isCollectionAggregate(): boolean {
    return false;
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    return build("selfGroup")(this, against);
  }

  /** What is inside parentheses. */
  ungroup(): ColumnElement {
    return this;
  }

  /** The negation of this expression. */
  negate(): ColumnElement {
    return build("negate")(this);
  }

  /** How this expression changes when the operator beside it is negated. */
  negateInBinary(_negated: Operator, _original: Operator): ColumnElement {
    return this;
  }

  /** The name from which a bind parameter compared with this expression is named. */
  get bindName(): string | null {
    return null;
  }

  // --- operators ---------------------------------------------------------------------------------------------------------

  /** Applies an operator; the named methods below all come here. */
  operate<R = unknown>(op: Operator, others: readonly unknown[] = [], options: OperatorOptions = {}): ColumnElement<R> {
    return build("operate")(this as ColumnElement, op, others, options) as ColumnElement<R>;
  }

  /** `other op this`. */
  reverseOperate<R = V>(op: Operator, other: unknown): ColumnElement<R> {
    return build("reverseOperate")(this as ColumnElement, op, other) as ColumnElement<R>;
  }

  eq(other: Operand<V>): ColumnElement<boolean> {
    return this.operate(OPS.eq, [other]);
  }
  ne(other: Operand<V>): ColumnElement<boolean> {
    return this.operate(OPS.ne, [other]);
  }
  lt(other: Operand<V>): ColumnElement<boolean> {
    return this.operate(OPS.lt, [other]);
  }
  le(other: Operand<V>): ColumnElement<boolean> {
    return this.operate(OPS.le, [other]);
  }
  gt(other: Operand<V>): ColumnElement<boolean> {
    return this.operate(OPS.gt, [other]);
  }
  ge(other: Operand<V>): ColumnElement<boolean> {
    return this.operate(OPS.ge, [other]);
  }
  is_(other: Operand<V> | boolean): ColumnElement<boolean> {
    return this.operate(OPS.is_, [other]);
  }
  isNot(other: Operand<V> | boolean): ColumnElement<boolean> {
    return this.operate(OPS.is_not, [other]);
  }
  isDistinctFrom(other: Operand<V> | boolean): ColumnElement<boolean> {
    return this.operate(OPS.is_distinct_from, [other]);
  }
  isNotDistinctFrom(other: Operand<V> | boolean): ColumnElement<boolean> {
    return this.operate(OPS.is_not_distinct_from, [other]);
  }

  add(other: Operand): ColumnElement<V> {
    return this.operate(OPS.add, [other]);
  }
  sub(other: Operand): ColumnElement<V> {
    return this.operate(OPS.sub, [other]);
  }
  mul(other: Operand): ColumnElement<V> {
    return this.operate(OPS.mul, [other]);
  }
  div(other: Operand): ColumnElement<V> {
    return this.operate(OPS.truediv, [other]);
  }
  floordiv(other: Operand): ColumnElement<V> {
    return this.operate(OPS.floordiv, [other]);
  }
  mod(other: Operand): ColumnElement<V> {
    return this.operate(OPS.mod, [other]);
  }
  /** `other + this`, and so on, for a plain value at the left. */
  radd(other: Operand): ColumnElement<V> {
    return this.reverseOperate(OPS.add, other);
  }
  rsub(other: Operand): ColumnElement<V> {
    return this.reverseOperate(OPS.sub, other);
  }
  rmul(other: Operand): ColumnElement<V> {
    return this.reverseOperate(OPS.mul, other);
  }
  rdiv(other: Operand): ColumnElement<V> {
    return this.reverseOperate(OPS.truediv, other);
  }
  rfloordiv(other: Operand): ColumnElement<V> {
    return this.reverseOperate(OPS.floordiv, other);
  }
  rmod(other: Operand): ColumnElement<V> {
    return this.reverseOperate(OPS.mod, other);
  }
  neg(): ColumnElement<V> {
    return this.operate(OPS.neg);
  }
  concat(other: Operand): ColumnElement<V> {
    return this.operate(OPS.concat_op, [other]);
  }
  bitwiseAnd(other: Operand): ColumnElement<V> {
    return this.operate(OPS.bitwise_and_op, [other]);
  }
  bitwiseOr(other: Operand): ColumnElement<V> {
    return this.operate(OPS.bitwise_or_op, [other]);
  }
  bitwiseXor(other: Operand): ColumnElement<V> {
    return this.operate(OPS.bitwise_xor_op, [other]);
  }
  bitwiseNot(): ColumnElement<V> {
    return this.operate(OPS.bitwise_not_op);
  }
  bitwiseLshift(other: Operand): ColumnElement<V> {
    return this.operate(OPS.bitwise_lshift_op, [other]);
  }
  bitwiseRshift(other: Operand): ColumnElement<V> {
    return this.operate(OPS.bitwise_rshift_op, [other]);
  }

  in_(values: Iterable<Operand<V>> | ClauseElement | ClauseSource): ColumnElement<boolean> {
    return this.operate(OPS.in_op, [values]);
  }
  notIn(values: Iterable<Operand<V>> | ClauseElement | ClauseSource): ColumnElement<boolean> {
    return this.operate(OPS.not_in_op, [values]);
  }
  between(low: Operand<V>, high: Operand<V>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.between_op, [low, high], options);
  }

  like(pattern: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.like_op, [pattern], options);
  }
  notLike(pattern: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.not_like_op, [pattern], options);
  }
  ilike(pattern: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.ilike_op, [pattern], options);
  }
  notIlike(pattern: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.not_ilike_op, [pattern], options);
  }
  startswith(other: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.startswith_op, [other], options);
  }
  istartswith(other: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.istartswith_op, [other], options);
  }
  endswith(other: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.endswith_op, [other], options);
  }
  iendswith(other: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.iendswith_op, [other], options);
  }
  contains(other: Operand, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.contains_op, [other], options);
  }
  icontains(other: Operand<string>, options: OperatorOptions = {}): ColumnElement<boolean> {
    return this.operate(OPS.icontains_op, [other], options);
  }
  match(other: Operand<string>): ColumnElement<boolean> {
    return this.operate(OPS.match_op, [other]);
  }
  regexpMatch(pattern: Operand<string>, flags: string | null = null): ColumnElement<boolean> {
    return this.operate(OPS.regexp_match_op, [pattern], { flags });
  }
  regexpReplace(
    pattern: Operand<string>,
    replacement: Operand<string>,
    flags: string | null = null,
  ): ColumnElement<string> {
    return this.operate(OPS.regexp_replace_op, [pattern, replacement], { flags });
  }

  desc(): ColumnElement<V> {
    return this.operate(OPS.desc_op);
  }
  asc(): ColumnElement<V> {
    return this.operate(OPS.asc_op);
  }
  nullsFirst(): ColumnElement<V> {
    return this.operate(OPS.nulls_first_op);
  }
  nullsLast(): ColumnElement<V> {
    return this.operate(OPS.nulls_last_op);
  }
  distinct(): ColumnElement<V> {
    return this.operate(OPS.distinct_op);
  }
  any_(): ColumnElement<boolean> {
    return this.operate(OPS.any_op);
  }
  all_(): ColumnElement<boolean> {
    return this.operate(OPS.all_op);
  }
  collate(collation: string): ColumnElement<V> {
    return build("collate")(this as ColumnElement, collation) as ColumnElement<V>;
  }
  /** An element or a path within a JSON value. */
  item(index: string | number | readonly (string | number)[]): ColumnElement {
    return this.operate(OPS.getitem, [index]);
  }

  /** The JSON element as text, a number and so on, for comparison ("JSON.Comparator.as_string"). */
  asString(): ColumnElement<string> {
    return build("jsonValue")(this as ColumnElement, "as_string", STRINGS) as ColumnElement<string>;
  }
  asInteger(): ColumnElement<number> {
    return build("jsonValue")(this as ColumnElement, "as_integer", INTEGERS) as ColumnElement<number>;
  }
  asFloat(): ColumnElement<number> {
    return build("jsonValue")(this as ColumnElement, "as_float", FLOATS) as ColumnElement<number>;
  }
  asNumeric(precision: number, scale: number, options: { asdecimal?: boolean } = {}): ColumnElement<Decimal> {
    const type = new NumericType({ precision, scale, ...options });
    return build("jsonValue")(this as ColumnElement, "as_numeric", type) as ColumnElement<Decimal>;
  }
  asBoolean(): ColumnElement<boolean> {
    return build("jsonValue")(this as ColumnElement, "as_boolean", BOOLEANS) as ColumnElement<boolean>;
  }
  asJson(): ColumnElement {
    return build("jsonValue")(this as ColumnElement, "as_json", null);
  }

  /** Applies an operator given as text; returns the function that takes the other side ("Operators.op"). */
  op(text: string, options: CustomOperatorOptions = {}): (other: Operand) => ColumnElement {
    const operator = customOperator(text, options);
    return (other) => this.operate(operator, [other]);
  }
  boolOp(text: string, options: CustomOperatorOptions = {}): (other: Operand) => ColumnElement<boolean> {
    const operator = customOperator(text, { ...options, isComparison: true });
    return (other) => this.operate(operator, [other]);
  }

  and(...others: Operand<boolean>[]): ColumnElement<boolean> {
    return build("conjunction")(OPS.and_, [this, ...others]);
  }
  or(...others: Operand<boolean>[]): ColumnElement<boolean> {
    return build("conjunction")(OPS.or_, [this, ...others]);
  }
  not(): ColumnElement<boolean> {
    return this.negate() as ColumnElement<boolean>;
  }

  label(name: string | null = null): ColumnElement<V> {
    return build("label")(this as ColumnElement, name) as ColumnElement<V>;
  }
  cast<T>(type: TypeInput<T>): ColumnElement<T> {
    return build("cast")(this as ColumnElement, type) as ColumnElement<T>;
  }
}

const STRINGS = new UnicodeType();
const INTEGERS = new IntegerType();
const FLOATS = new FloatType();
const BOOLEANS = new BooleanType();

const NO_ANNOTATIONS: Readonly<Record<string, unknown>> = Object.freeze({});

export { isBooleanOperator };

/** Anything that rows are selected from: a table, an alias, a join, a subquery. */
export abstract class FromClause extends ClauseElement {
  get name(): string | null {
    return null;
  }

  get schema(): string | null {
    return null;
  }

  private collected: CollectedColumns | null = null;

  /** True when columns are written with this clause's name before them. */
  get namedWithColumn(): boolean {
    return false;
  }

  /** What messages call this clause. */
  get description(): string {
    return this.name ?? `${this.constructor.name} object`;
  }

  protected override forget(): void {
    this.collected = null;
  }

  /** Fills in the columns that this clause offers. */
  protected populateColumns(_into: CollectedColumns): void {}

  protected get collectedColumns(): CollectedColumns {
    if (!this.collected) {
      const into = new CollectedColumns();
      this.populateColumns(into);
      this.collected = into;
    }
    return this.collected;
  }

  get c(): Columns<ColumnElement> {
    return this.collectedColumns.columns;
  }

  get columnCount(): number {
    return this.collectedColumns.columns.length;
  }

  get columns(): Columns<ColumnElement> {
    return this.c;
  }

  get exportedColumns(): Columns<ColumnElement> {
    return this.c;
  }

  get primaryKey(): Iterable<ColumnElement> {
    return this.collectedColumns.primaryKey;
  }

  get foreignKeys(): ReadonlySet<ForeignKeyLike> {
    return this.collectedColumns.foreignKeys;
  }

  override get fromObjects(): readonly FromClause[] {
    return [this];
  }

  /** The clauses that are not listed beside this one because it contains them. */
  get hideFroms(): readonly FromClause[] {
    return [];
  }

  override get selectIterable(): readonly ClauseElement[] {
    return [...this.c].filter((column) => !column.omitFromStatements);
  }

  /** True when this clause is `from`, a copy of it or made from it. */
  isDerivedFrom(from: FromClause | null): boolean {
    return from !== null && this.clonedSet.has(from);
  }

  /** The column here that stands for a column of another selectable. */
  correspondingColumn(column: ColumnElement, requireEmbedded = false): ColumnElement | undefined {
    return this.exportedColumns.correspondingColumn(column, requireEmbedded);
  }

  /** Puts a stand-in for each column of this clause into the columns of `derived`. */
  proxyColumns(derived: FromClause, into: CollectedColumns): void {
    for (const column of this.c) into.addProxy(column, derived);
  }

  override selfGroup(_against: Operator | null = null): FromClause {
    return this;
  }

  alias(name: string | null = null, options: { flat?: boolean } = {}): FromClause {
    return build("alias")(this, name, options.flat ?? false);
  }

  lateral(name: string | null = null): FromClause {
    return build("lateral")(this, name);
  }

  /** This clause joined with another; without a condition, by the foreign keys between them ("FromClause.join"). */
  join(
    right: FromClause | ClauseSource,
    onclause: ColumnElement | JoinOptions | null = null,
    options: JoinOptions = {},
  ): FromClause {
    if (isJoinOptions(onclause)) return build("join")(this, right, null, onclause);
    return build("join")(this, right, onclause, options);
  }

  outerjoin(
    right: FromClause | ClauseSource,
    onclause: ColumnElement | JoinOptions | null = null,
    options: JoinOptions = {},
  ): FromClause {
    if (isJoinOptions(onclause)) return build("join")(this, right, null, { ...onclause, isouter: true });
    return build("join")(this, right, onclause, { ...options, isouter: true });
  }

  /** `SELECT` of all columns. */
  select(): ClauseElement {
    return build("selectOf")(this);
  }

  /** The copy of this clause that the ORM makes to tell it from itself. */
  anonymousFromClause(name: string | null = null, flat = false): FromClause {
    return this.alias(name, { flat });
  }
}

/** The columns of a selectable while they are gathered. */
export class CollectedColumns {
  readonly columns: Columns<ColumnElement> = ColumnCollection.create<ColumnElement>();
  readonly primaryKey: ColumnElement[] = [];
  readonly foreignKeys = new Set<ForeignKeyLike>();

  addProxy(column: ColumnElement, derived: FromClause, options: ProxyOptions = {}): void {
    const [key, proxy] = column.makeProxy(derived, {
      ...options,
      primaryKey: this.primaryKey,
      foreignKeys: this.foreignKeys,
    });
    this.columns.add(key, proxy);
  }
}

/** A collection of the given entries whose columns are also its properties. */
export function columnCollection<C extends ColumnElement>(entries: Iterable<readonly [string, C]>): Columns<C> {
  return ColumnCollection.create<C>(entries);
}

export function isClauseSource(value: unknown): value is ClauseSource {
  return typeof value === "object" || typeof value === "function"
    ? value !== null && typeof (value as ClauseSource).clauseElement === "function"
    : false;
}

export function isPluginItem(value: unknown): value is PluginItem {
  return typeof value === "object" && value !== null && typeof (value as PluginItem).plugin === "string";
}
