/** What all SELECT-like statements share, and the expressions that hold one ("SELECT and Related Constructs"). */
import { ArgumentError, BuiltinError, InvalidRequestError } from "../errors.ts";
import { BOOLEAN_TYPE } from "../types/boolean.ts";
import { isPlainObject, repr } from "../types/repr.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { clauseOf, provideSelectCoercions, toGroupItem, toOrderItem } from "./coercions.ts";
import {
  ClauseElement,
  type CollectedColumns,
  ColumnElement,
  type Columns,
  columnCollection,
  type FromClause,
  type MapChild,
} from "./element.ts";
import { Grouping, Label, UnaryExpression } from "./expressions.ts";
import { CTE, type CteOptions, Lateral, Subquery } from "./from-clause.ts";
import { keyNaming, type LabelStyle, type NamedColumnItem, nameColumns } from "./labels.ts";
import { BindParameter, TextClause } from "./literals.ts";
import { isPrecedent, OPS, type Operator } from "./operators.ts";

export interface IndependentCte {
  readonly cte: CTE;
  readonly nestHere: boolean;
}

/** A statement that returns rows and can stand in another. */
export abstract class SelectBase extends ClauseElement {
  readonly independentCtes: readonly IndependentCte[] = [];
  readonly executionOptionValues: Readonly<Record<string, unknown>> = {};

  abstract readonly labelStyle: LabelStyle;
  /** The columns in order, tables taken apart. */
  abstract get allSelectedColumns(): readonly ClauseElement[];
  abstract get scalarType(): TypeEngine;
  abstract setLabelStyle(style: LabelStyle): this;
  /** Puts stand-ins for the columns into those of a derived selectable. */
  abstract proxyColumns(
    derived: FromClause,
    into: CollectedColumns,
    compound?: readonly (readonly ColumnElement[])[] | null,
  ): void;

  abstract override selfGroup(against?: Operator | SelectBase | null): ClauseElement;

  /** This statement with labels that tell equal names apart. */
  withDistinctNames(): this {
    return this;
  }

  get selectedColumns(): Columns<ColumnElement> {
    const keyOf = keyNaming(this.labelStyle);
    const entries: [string, ColumnElement][] = [];
    for (const column of this.allSelectedColumns) {
      if (column instanceof ColumnElement) entries.push([keyOf(column) ?? "_no_label", column]);
    }
    return columnCollection(entries);
  }

  get exportedColumns(): Columns<ColumnElement> {
    return this.selectedColumns;
  }

  columnsPlusNames(anonForDupes: boolean): readonly NamedColumnItem[] {
    return nameColumns(this.allSelectedColumns, this.labelStyle, anonForDupes);
  }

  isDerivedFrom(_from: FromClause | null): boolean {
    return false;
  }

  /** This statement as it stands inside an expression: without labels. */
  plainLabels(): this {
    return this.labelStyle === "none" ? this : this.setLabelStyle("none");
  }

  subquery(name: string | null = null): Subquery {
    return new Subquery(this.withDistinctNames(), name);
  }

  alias(name: string | null = null): Subquery {
    return this.subquery(name);
  }

  lateral(name: string | null = null): Lateral {
    return new Lateral(this.withDistinctNames(), name);
  }

  cte(name: string | null = null, options: CteOptions = {}): CTE {
    return new CTE(this, name, options);
  }

  scalarSubquery<V = unknown>(): ScalarSelect<V> {
    return new ScalarSelect<V>(this.plainLabels());
  }

  label(name: string | null = null): ColumnElement {
    return new Label(name, this.scalarSubquery());
  }

  exists(): Exists {
    return new Exists(this.scalarSubquery());
  }

  /** Adds CTEs that nothing in the statement refers to. */
  addCte(...ctes: CTE[]): this {
    return this.changed({
      independentCtes: [...this.independentCtes, ...ctes.map((cte) => ({ cte, nestHere: false }))],
    });
  }

  /** Returns the statement with options for its execution. */
  executionOptions(options: Readonly<Record<string, unknown>>): this {
    return this.changed({ executionOptionValues: { ...this.executionOptionValues, ...options } });
  }

  /** Gives bind parameters of the statement other values. */
  params(values: Readonly<Record<string, unknown>>): this {
    return replaceBinds(this, values);
  }

  /** A new statement, not a copy standing for this one. */
  protected changed(changes: object): this {
    return this.fork(changes);
  }
}

/** Replaces the values of parameters by key throughout a statement. */
export function replaceBinds<T extends ClauseElement>(statement: T, values: Readonly<Record<string, unknown>>): T {
  const seen = new Map<ClauseElement, ClauseElement>();
  const map: MapChild = <C extends ClauseElement>(child: C): C => {
    const known = seen.get(child);
    if (known) return known as C;
    const next =
      child instanceof BindParameter && Object.hasOwn(values, child.originalKey)
        ? child.withValue(values[child.originalKey], { keepKey: true, required: false })
        : child.mapChildren(map);
    seen.set(child, next);
    return next as C;
  };
  return statement.mapChildren(map);
}

/** A statement in parentheses, inside a compound one. */
export class SelectGrouping extends SelectBase {
  readonly kind = "select_grouping" as const;
  readonly element: SelectBase;

  constructor(element: SelectBase) {
    super();
    this.element = element;
  }

  get labelStyle(): LabelStyle {
    return this.element.labelStyle;
  }

  get allSelectedColumns(): readonly ClauseElement[] {
    return this.element.allSelectedColumns;
  }

  get scalarType(): TypeEngine {
    return this.element.scalarType;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects;
  }

  setLabelStyle(style: LabelStyle): this {
    const element = this.element.setLabelStyle(style);
    return element === this.element ? this : (new SelectGrouping(element) as this);
  }

  override withDistinctNames(): this {
    const element = this.element.withDistinctNames();
    return element === this.element ? this : (new SelectGrouping(element) as this);
  }

  proxyColumns(
    derived: FromClause,
    into: CollectedColumns,
    compound?: readonly (readonly ColumnElement[])[] | null,
  ): void {
    this.element.proxyColumns(derived, into, compound);
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(): ClauseElement {
    return this;
  }
}

/** A SELECT as a value: one row, one column. */
export class ScalarSelect<V = unknown> extends ColumnElement<V> {
  readonly kind = "scalar_select" as const;
  type: TypeEngine<V>;
  readonly element: SelectBase;

  constructor(element: SelectBase) {
    super();
    this.element = element;
    this.type = element.scalarType as TypeEngine<V>;
  }

  // A subquery brings its own FROM.
  override get fromObjects(): readonly FromClause[] {
    return [];
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(): this {
    return this;
  }

  where(...criteria: unknown[]): ScalarSelect<V> {
    return this.rebuilt((select) => select.where(...criteria));
  }

  correlate(...froms: unknown[]): ScalarSelect<V> {
    return this.rebuilt((select) => select.correlate(...froms));
  }

  correlateExcept(...froms: unknown[]): ScalarSelect<V> {
    return this.rebuilt((select) => select.correlateExcept(...froms));
  }

  private rebuilt(change: (select: PlainSelect) => SelectBase): ScalarSelect<V> {
    return this.fork({ element: change(this.element as unknown as PlainSelect) });
  }
}

/** The methods of Select that expressions around one pass on. */
interface PlainSelect extends SelectBase {
  where(...criteria: unknown[]): SelectBase;
  selectFrom(...froms: unknown[]): SelectBase;
  correlate(...froms: unknown[]): SelectBase;
  correlateExcept(...froms: unknown[]): SelectBase;
}

/** `EXISTS (SELECT …)`. */
export class Exists extends ColumnElement<boolean> {
  readonly kind = "exists" as const;
  type: TypeEngine<boolean> = BOOLEAN_TYPE;
  readonly element: ColumnElement;

  constructor(element: ColumnElement) {
    super();
    this.element = element;
  }

  override get fromObjects(): readonly FromClause[] {
    return [];
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    return isPrecedent(OPS.exists, against) ? new Grouping(this) : this;
  }

  override negate(): ColumnElement {
    return new UnaryExpression(this.selfGroup(OPS.inv), { operator: OPS.inv, type: BOOLEAN_TYPE });
  }

  where(...criteria: unknown[]): Exists {
    return this.rebuilt((select) => select.where(...criteria));
  }

  selectFrom(...froms: unknown[]): Exists {
    return this.rebuilt((select) => select.selectFrom(...froms));
  }

  correlate(...froms: unknown[]): Exists {
    return this.rebuilt((select) => select.correlate(...froms));
  }

  correlateExcept(...froms: unknown[]): Exists {
    return this.rebuilt((select) => select.correlateExcept(...froms));
  }

  private rebuilt(change: (select: PlainSelect) => SelectBase): Exists {
    const scalar = this.element;
    if (!(scalar instanceof ScalarSelect) || scalar.element.kind !== "select") {
      throw new InvalidRequestError("Can only apply this operation to a plain SELECT construct");
    }
    return this.fork({ element: change(scalar.element as PlainSelect).scalarSubquery() });
  }
}

/** Takes whole numbers, expressions or null for LIMIT and OFFSET. */
export function limitClause(value: unknown): ColumnElement | null {
  if (value === null || value === undefined) return null;
  if (value instanceof ColumnElement) return value;
  if (typeof value === "string" && !/^[+-]?\d+$/.test(value.trim())) {
    throw new BuiltinError("ValueError", `invalid literal for int() with base 10: ${repr(value)}`);
  }
  const taken = ["number", "string", "bigint", "boolean"].includes(typeof value);
  const number = taken ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) {
    throw new ArgumentError(`LIMIT / OFFSET expression expected, got ${repr(value)}.`);
  }
  return new OffsetLimitParameter(Math.trunc(number));
}

/** A number given to LIMIT or OFFSET; slicing may compute with it. */
export class OffsetLimitParameter extends BindParameter<number> {
  constructor(value: number) {
    super(null, { value, unique: true });
  }

  get limitValue(): number {
    return this.value as number;
  }
}

export interface FetchClause {
  readonly count: ColumnElement;
  readonly withTies: boolean;
  readonly percent: boolean;
}

export interface ForUpdate {
  readonly of: readonly ClauseElement[];
  readonly nowait: boolean;
  readonly read: boolean;
  readonly skipLocked: boolean;
  readonly keyShare: boolean;
}

/** FOR UPDATE as it was asked for, everything else left out. */
export function forUpdateOf(options: ForUpdateOptions): ForUpdate {
  const { of = [] } = options;
  const items = (Array.isArray(of) ? of : [of]).map((item) => clauseOf(item)).filter((item) => item !== null);
  return { nowait: false, read: false, skipLocked: false, keyShare: false, ...options, of: items };
}

/** What `withForUpdate()` takes; `of` names tables or columns, one or several. */
export interface ForUpdateOptions extends Partial<Omit<ForUpdate, "of">> {
  readonly of?: unknown;
}

/** A statement with ORDER BY, GROUP BY, LIMIT: plain and compound SELECTs. */
export abstract class GenerativeSelect extends SelectBase {
  readonly labelStyle: LabelStyle = "disambiguate_only";
  readonly orderByItems: readonly ClauseElement[] = [];
  readonly groupByItems: readonly ClauseElement[] = [];
  readonly limitExpression: ColumnElement | null = null;
  readonly offsetExpression: ColumnElement | null = null;
  readonly fetchClause: FetchClause | null = null;
  readonly forUpdate: ForUpdate | null = null;

  get hasRowLimit(): boolean {
    return this.limitExpression !== null || this.offsetExpression !== null || this.fetchClause !== null;
  }

  /** Adds to ORDER BY; `orderBy(null)` removes what is there. */
  orderBy(...items: unknown[]): this {
    if (items.length === 1 && items[0] === null) return this.changed({ orderByItems: [] });
    return this.changed({ orderByItems: [...this.orderByItems, ...items.map(toOrderItem)] });
  }

  /** Adds to GROUP BY; `groupBy(null)` removes what is there. */
  groupBy(...items: unknown[]): this {
    if (items.length === 1 && items[0] === null) return this.changed({ groupByItems: [] });
    return this.changed({ groupByItems: [...this.groupByItems, ...items.map(toGroupItem)] });
  }

  limit(limit: number | ColumnElement | null): this {
    return this.changed({ limitExpression: limitClause(limit), fetchClause: null });
  }

  offset(offset: number | ColumnElement | null): this {
    return this.changed({ offsetExpression: limitClause(offset) });
  }

  fetch(count: number | ColumnElement | null, options: { withTies?: boolean; percent?: boolean } = {}): this {
    const expression = limitClause(count);
    return this.changed({
      limitExpression: null,
      fetchClause: expression && {
        count: expression,
        withTies: options.withTies ?? false,
        percent: options.percent ?? false,
      },
    });
  }

  /** Rows `start` to `stop` of what the statement returns now. */
  slice(start: number | null, stop: number | null): this {
    let limit = this.limitExpression;
    let offset = this.offsetExpression;
    if (start !== null) {
      const before = offset instanceof OffsetLimitParameter ? offset.limitValue : offset;
      if (before === null || typeof before === "number") {
        const sum = (before ?? 0) + start;
        offset = sum === 0 ? null : limitClause(sum);
      } else {
        offset = start === 0 ? before : before.add(start);
      }
      if (stop !== null) limit = limitClause(stop - start);
    } else if (stop !== null) {
      limit = limitClause(stop);
    }
    return this.changed({ limitExpression: limit, offsetExpression: offset, fetchClause: null });
  }

  withForUpdate(options: ForUpdateOptions = {}): this {
    return this.changed({ forUpdate: forUpdateOf(options) });
  }
}

provideSelectCoercions({
  scalarSubquery: (value) => {
    if (value instanceof SelectBase) return value.scalarSubquery();
    if (value instanceof Subquery && value.element instanceof SelectBase) return value.element.scalarSubquery();
    return null;
  },
});

/** Texts before or after a statement's own; an object at the end may keep them to one database. */
export function affixes(given: readonly unknown[]): readonly ClauseElement[] {
  const last = given.at(-1);
  const options = isPlainObject(last) ? (last as { readonly dialect?: string }) : null;
  const texts = options === null ? given : given.slice(0, -1);
  return texts.map((each) => {
    const clause = clauseOf(each) ?? new TextClause(String(each));
    return options?.dialect !== undefined && clause instanceof TextClause ? clause.onlyFor(options.dialect) : clause;
  });
}
