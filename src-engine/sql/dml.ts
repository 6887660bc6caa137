/** INSERT, UPDATE and DELETE ("Insert, Updates, Deletes"). Statements are immutable: methods return new ones. */
import { ArgumentError, BuiltinError, InvalidRequestError } from "../errors.ts";
import { isPlainObject } from "../types/repr.ts";
import { clauseOf, expected, toCondition, toExpression, toSelectItem } from "./coercions.ts";
import {
  ClauseElement,
  type CollectedColumns,
  ColumnElement,
  type Columns,
  columnCollection,
  FromClause,
  type MapChild,
  mapList,
} from "./element.ts";
import { Alias, CTE, type CteOptions, Join } from "./from-clause.ts";
import { keyNaming, type NamedColumnItem, nameColumns } from "./labels.ts";
import { BindParameter } from "./literals.ts";
import { whereClause } from "./operations.ts";
import { affixes, type IndependentCte, SelectBase } from "./select-base.ts";

/** A column of the table, or any text that names one. */
export type DmlKey = string | ColumnElement;
export type ValueEntry = readonly [DmlKey, ColumnElement];

/** Values as `values()` takes them: by name, by column, or in the order of the table's columns. */
export type ValuesInput = Readonly<Record<string, unknown>> | ReadonlyMap<DmlKey, unknown> | readonly unknown[];

export type RawRow = readonly (readonly [DmlKey, unknown])[];

const isRow = (value: unknown): boolean => value instanceof Map || Array.isArray(value) || isRecord(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !(value instanceof ClauseElement);

export function dmlKey(key: unknown): DmlKey {
  if (typeof key === "string") return key;
  const clause = clauseOf(key);
  if (clause instanceof ColumnElement) return clause.unannotated;
  throw new ArgumentError("SET/VALUES column expression or string key expected");
}

/** The key under which a value of a statement is found. */
export function keyText(key: DmlKey): string {
  return typeof key === "string" ? key : (key.key ?? "");
}

/** A value in VALUES or SET: an expression, or a parameter that takes the column's type when compiled. */
export function crudValue(value: unknown): ColumnElement {
  const clause = clauseOf(value);
  if (clause) return toExpression(clause);
  return new BindParameter(null, { value: value ?? null, unique: true, crud: true });
}

function rawRow(table: FromClause, values: ValuesInput): RawRow {
  if (values instanceof Map)
    return [...(values as ReadonlyMap<DmlKey, unknown>)].map(([key, value]) => [dmlKey(key), value] as const);
  if (Array.isArray(values)) {
    const columns = [...table.c];
    return values.slice(0, columns.length).map((value, index) => [columns[index]?.key ?? "", value] as const);
  }
  return Object.entries(values as Readonly<Record<string, unknown>>);
}

export interface ReturnDefaultsOptions {
  readonly supplemental?: readonly ColumnElement[];
  readonly sortByParameterOrder?: boolean;
}

/** What INSERT, UPDATE and DELETE share: a table, RETURNING, CTEs. */
export abstract class DmlStatement extends ClauseElement {
  readonly table: FromClause;
  readonly returningItems: readonly ClauseElement[] = [];
  /** Asks for values that the database makes, as the ORM does ("return_defaults"); null where it does not. */
  readonly returnDefaultsColumns: readonly ColumnElement[] | "all" | null = null;
  readonly supplementalReturning: readonly ColumnElement[] = [];
  readonly sortByParameterOrder: boolean = false;
  readonly independentCtes: readonly IndependentCte[] = [];
  readonly prefixes: readonly ClauseElement[] = [];
  readonly executionOptionValues: Readonly<Record<string, unknown>> = {};

  constructor(table: unknown) {
    super();
    const clause = clauseOf(table);
    if (!(clause instanceof FromClause)) {
      throw expected("subject table for an INSERT, UPDATE or DELETE", table);
    }
    this.table = clause;
  }

  protected changed(changes: object): this {
    return this.fork(changes);
  }

  /**
   * Rows of these columns are returned by the statement. `{ sortByParameterOrder: true }` after them asks for the rows of
   * several sets of parameters in their order.
   */
  returning(...given: unknown[]): this {
    const last = given.at(-1);
    const options: { sortByParameterOrder?: boolean } = isPlainObject(last) ? last : {};
    const items = isPlainObject(last) ? given.slice(0, -1) : given;
    if (this.returnDefaultsColumns !== null) {
      throw new InvalidRequestError("return_defaults() is already configured on this statement");
    }
    return this.changed({
      returningItems: [...this.returningItems, ...items.map(toSelectItem)],
      sortByParameterOrder: options.sortByParameterOrder ?? this.sortByParameterOrder,
    });
  }

  /** Asks for values that the database makes for these columns (for all, when none is named), where it can be done in one statement. */
  returnDefaults(...given: (ColumnElement | readonly ColumnElement[] | ReturnDefaultsOptions)[]): this {
    const last = given.at(-1);
    const options: ReturnDefaultsOptions = isPlainObject(last) ? last : {};
    const columns = given.slice(0, isPlainObject(last) ? -1 : given.length).flat() as readonly ColumnElement[];
    if (this.returningItems.length > 0) {
      throw new InvalidRequestError("RETURNING is already configured on this statement");
    }
    const before = this.returnDefaultsColumns;
    const merged = columns.length === 0 || before === "all" ? "all" : [...new Set([...(before ?? []), ...columns])];
    return this.changed({
      returnDefaultsColumns: merged,
      supplementalReturning: [...this.supplementalReturning, ...(options.supplemental ?? [])],
      sortByParameterOrder: options.sortByParameterOrder ?? this.sortByParameterOrder,
    });
  }

  get allSelectedColumns(): readonly ClauseElement[] {
    return this.returningItems.flatMap((item) => item.selectIterable);
  }

  columnsPlusNames(anonForDupes: boolean, columns = this.allSelectedColumns): readonly NamedColumnItem[] {
    return nameColumns(columns, "disambiguate_only", anonForDupes);
  }

  get exportedColumns(): Columns<ColumnElement> {
    const keyOf = keyNaming("disambiguate_only");
    const entries: [string, ColumnElement][] = [];
    for (const column of this.allSelectedColumns) {
      if (column instanceof ColumnElement) entries.push([keyOf(column) ?? "_no_label", column]);
    }
    return columnCollection(entries);
  }

  proxyColumns(derived: FromClause, into: CollectedColumns): void {
    for (const { requiredLabel, proxyKey, column } of this.columnsPlusNames(false)) {
      if (column instanceof ColumnElement) into.addProxy(column, derived, { name: requiredLabel, key: proxyKey });
    }
  }

  cte(name: string | null = null, options: CteOptions = {}): CTE {
    return new CTE(this, name, options);
  }

  addCte(...ctes: CTE[]): this {
    return this.changed({
      independentCtes: [...this.independentCtes, ...ctes.map((cte) => ({ cte, nestHere: false }))],
    });
  }

  /** Text after the first word of the statement (`INSERT OR IGNORE INTO …`). */
  prefixWith(...prefixes: unknown[]): this {
    return this.changed({ prefixes: [...this.prefixes, ...affixes(prefixes)] });
  }

  executionOptions(options: Readonly<Record<string, unknown>>): this {
    return this.changed({ executionOptionValues: { ...this.executionOptionValues, ...options } });
  }
}

/** INSERT and UPDATE: statements with values. */
export abstract class ValuesStatement extends DmlStatement {
  readonly valueEntries: readonly ValueEntry[] | null = null;
  readonly isInline: boolean = false;

  /** Evaluates defaults inside the statement instead of before it. */
  inline(): this {
    return this.changed({ isInline: true });
  }

  protected mergeValues(rows: readonly (readonly [DmlKey, unknown])[]): readonly ValueEntry[] {
    const merged = new Map<DmlKey, ColumnElement>(this.valueEntries ?? []);
    for (const [key, value] of rows) merged.set(dmlKey(key), crudValue(value));
    return [...merged];
  }
}

/** One ON CONFLICT clause. */
export class OnConflict extends ClauseElement {
  readonly kind = "on_conflict" as const;
  readonly action: "nothing" | "update" | "duplicate key";
  /** The constraint, by name, whose violation is meant. */
  readonly constraint: string | null;
  readonly indexElements: readonly (string | ClauseElement)[] | null;
  readonly indexWhere: ClauseElement | null;
  readonly set: readonly (readonly [DmlKey, unknown])[];
  readonly where: ColumnElement | null;

  constructor(action: OnConflict["action"], options: OnConflictOptions = {}) {
    super();
    this.action = action;
    const { constraint = null } = options;
    this.constraint = typeof constraint === "string" ? constraint : (constraint?.name ?? null);
    this.indexElements =
      options.indexElements?.map((element) =>
        typeof element === "string" ? element : (clauseOf(element) ?? String(element)),
      ) ?? null;
    this.indexWhere = this.indexElements && options.indexWhere ? toCondition(options.indexWhere) : null;
    this.set = action === "nothing" ? [] : conflictSet(options.set);
    this.where = options.where === undefined || options.where === null ? null : toCondition(options.where);
  }
}

export interface OnConflictOptions {
  /** A constraint or its name, on PostgreSQL. */
  readonly constraint?: string | { readonly name: string | null } | null;
  readonly indexElements?: readonly unknown[] | null;
  readonly indexWhere?: unknown;
  readonly set?: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown> | Columns<ColumnElement> | null;
  readonly where?: unknown;
}

function conflictSet(set: OnConflictOptions["set"]): readonly (readonly [DmlKey, unknown])[] {
  const asCollection = set as Columns<ColumnElement> | null | undefined;
  if (set instanceof Map) return nonEmpty([...set].map(([key, value]) => [dmlKey(key), value] as const));
  if (asCollection && typeof asCollection.items === "function") return asCollection.items();
  if (isRecord(set)) return nonEmpty(Object.entries(set));
  throw new BuiltinError(
    "ValueError",
    "set parameter must be a non-empty dictionary or a ColumnCollection such as the `.c.` collection of a Table object",
  );
}

function nonEmpty<T>(entries: readonly T[]): readonly T[] {
  if (entries.length === 0) throw new BuiltinError("ValueError", "set parameter dictionary must not be empty");
  return entries;
}

export class Insert extends ValuesStatement {
  readonly kind = "insert" as const;

  protected override blank(): this {
    return new Insert(this.table) as this;
  }

  readonly multiValues: readonly (readonly RawRow[])[] = [];
  readonly selectNames: readonly string[] | null = null;
  readonly select: SelectBase | null = null;
  readonly includeSelectDefaults: boolean = false;
  readonly onConflict: OnConflict | null = null;
  private excludedAlias: FromClause | null = null;
  private insertedAlias: FromClause | null = null;

  /** Sets the values of one row, or, given a list of rows, those of several. */
  values(values: ValuesInput | readonly ValuesInput[]): Insert {
    if (this.select) {
      throw new InvalidRequestError("This construct already inserts from a SELECT");
    }
    if (Array.isArray(values) && values.length > 0 && values.every(isRow)) {
      if (this.valueEntries) this.refuseMix();
      const rows = (values as readonly ValuesInput[]).map((row) => rawRow(this.table, row));
      return this.changed({ multiValues: [...this.multiValues, rows] });
    }
    if (this.multiValues.length > 0) this.refuseMix();
    if (Array.isArray(values) && values.length === 0) return this;
    return this.changed({ valueEntries: this.mergeValues(rawRow(this.table, values as ValuesInput)) });
  }

  private refuseMix(): never {
    throw new InvalidRequestError(
      "Can't mix single and multiple VALUES formats in one INSERT statement; one style appends to a list while the other replaces values, so the intent is ambiguous.",
    );
  }

  /** Inserts what a SELECT returns. */
  fromSelect(names: readonly unknown[], select: unknown, options: { includeDefaults?: boolean } = {}): Insert {
    if (this.valueEntries) throw new InvalidRequestError("This construct already inserts value expressions");
    const clause = clauseOf(select);
    if (!(clause instanceof SelectBase)) throw expected("SELECT statement or equivalent textual object", select);
    return this.changed({
      selectNames: names.map((name) => keyText(dmlKey(name))),
      isInline: true,
      includeSelectDefaults: options.includeDefaults ?? true,
      select: clause,
    });
  }

  /** The row that an ON CONFLICT refers to as `excluded`. */
  get excluded(): Columns<ColumnElement> {
    this.excludedAlias ??= new Alias(this.table, "excluded");
    return this.excludedAlias.c;
  }

  onConflictDoNothing(options: OnConflictOptions = {}): Insert {
    return this.withConflict(new OnConflict("nothing", options));
  }

  onConflictDoUpdate(options: OnConflictOptions): Insert {
    return this.withConflict(new OnConflict("update", options));
  }

  /** The row that ON DUPLICATE KEY UPDATE refers to, on MySQL. */
  get inserted(): Columns<ColumnElement> {
    this.insertedAlias ??= new Alias(this.table, "inserted");
    return this.insertedAlias.c;
  }

  /** Updates the row that is there instead, on MySQL ("INSERT…ON DUPLICATE KEY UPDATE"). */
  onDuplicateKeyUpdate(set: OnConflictOptions["set"] | readonly (readonly [string, unknown])[]): Insert {
    const values = Array.isArray(set) ? Object.fromEntries(set as readonly (readonly [string, unknown])[]) : set;
    return this.withConflict(new OnConflict("duplicate key", { set: values as OnConflictOptions["set"] }));
  }

  /** The same INSERT into another table, of these values and without RETURNING: what the ORM sends to each table of a class. */
  into(table: FromClause, valueEntries: readonly ValueEntry[] | null): Insert {
    return this.changed({ table, valueEntries, returningItems: [] });
  }

  /** The same INSERT with its values under other keys. */
  withKeys(keyOf: (key: DmlKey) => DmlKey): Insert {
    return this.changed({
      valueEntries: this.valueEntries?.map(([key, value]) => [keyOf(key), value]) ?? null,
      multiValues: this.multiValues.map((rows) => rows.map((row) => row.map(([key, value]) => [keyOf(key), value]))),
    });
  }

  private withConflict(onConflict: OnConflict): Insert {
    if (this.onConflict) {
      throw new InvalidRequestError("This Insert construct already has an ON CONFLICT clause established");
    }
    return this.changed({ onConflict });
  }

  override mapChildren(map: MapChild): this {
    const valueEntries = mapEntries(this.valueEntries, map);
    const returningItems = mapList(this.returningItems, map);
    const select = this.select && map(this.select);
    const same = valueEntries === this.valueEntries && returningItems === this.returningItems && select === this.select;
    return same ? this : this.with({ valueEntries, returningItems, select });
  }
}

function mapEntries(entries: readonly ValueEntry[] | null, map: MapChild): readonly ValueEntry[] | null {
  if (!entries) return null;
  const mapped = entries.map(([key, value]): ValueEntry => [key, map(value)]);
  return mapped.every(([, value], index) => value === entries[index]?.[1]) ? entries : mapped;
}

export class Update extends ValuesStatement {
  readonly kind = "update" as const;

  protected override blank(): this {
    return new Update(this.table) as this;
  }

  readonly whereCriteria: readonly ColumnElement[] = [];
  readonly isOrdered: boolean = false;

  values(values: Readonly<Record<string, unknown>> | ReadonlyMap<DmlKey, unknown>): Update {
    if (this.isOrdered) {
      throw new InvalidRequestError("This statement already has ordered values present");
    }
    if (Array.isArray(values) && values.some(isRow)) {
      throw new InvalidRequestError("UPDATE construct does not support multiple parameter sets.");
    }
    return this.changed({ valueEntries: this.mergeValues(rawRow(this.table, values)) });
  }

  /** Sets values in the given order, which SET keeps. */
  orderedValues(...pairs: readonly (readonly [DmlKey, unknown])[]): Update {
    if (this.valueEntries) {
      throw new ArgumentError(
        this.isOrdered
          ? "This statement already has ordered values present"
          : "This statement already has values present",
      );
    }
    return this.changed({ valueEntries: this.mergeValues(pairs), isOrdered: true });
  }

  where(...criteria: unknown[]): Update {
    return this.changed({ whereCriteria: [...this.whereCriteria, ...criteria.map((item) => toCondition(item))] });
  }

  get whereclause(): ColumnElement<boolean> | null {
    return whereClause(this.whereCriteria);
  }

  override mapChildren(map: MapChild): this {
    const valueEntries = mapEntries(this.valueEntries, map);
    const returningItems = mapList(this.returningItems, map);
    const whereCriteria = mapList(this.whereCriteria, map);
    const same =
      valueEntries === this.valueEntries &&
      returningItems === this.returningItems &&
      whereCriteria === this.whereCriteria;
    return same ? this : this.with({ valueEntries, returningItems, whereCriteria });
  }
}

export class Delete extends DmlStatement {
  readonly kind = "delete" as const;

  protected override blank(): this {
    return new Delete(this.table) as this;
  }

  readonly whereCriteria: readonly ColumnElement[] = [];

  where(...criteria: unknown[]): Delete {
    return this.changed({ whereCriteria: [...this.whereCriteria, ...criteria.map((item) => toCondition(item))] });
  }

  get whereclause(): ColumnElement<boolean> | null {
    return whereClause(this.whereCriteria);
  }

  override mapChildren(map: MapChild): this {
    const returningItems = mapList(this.returningItems, map);
    const whereCriteria = mapList(this.whereCriteria, map);
    const same = returningItems === this.returningItems && whereCriteria === this.whereCriteria;
    return same ? this : this.with({ returningItems, whereCriteria });
  }
}

/** The FROM clauses that the criteria and values of an UPDATE or DELETE name besides its table. */
export function extraFroms(
  statement: Update | Delete,
  values: readonly ColumnElement[] = [],
): { readonly primary: FromClause; readonly extra: readonly FromClause[] } {
  const tables = leftmostTables(statement.table);
  const primary = tables[0] ?? statement.table;
  const seen = new Set<ClauseElement>([primary]);
  const extra: FromClause[] = [];
  for (const item of [...statement.whereCriteria, ...values]) {
    for (const from of item.fromObjects) {
      if (![...from.clonedSet].some((clone) => seen.has(clone))) extra.push(from);
      for (const clone of from.clonedSet) seen.add(clone);
    }
  }
  return { primary, extra: [...extra, ...tables.slice(1)] };
}

function leftmostTables(from: FromClause): readonly FromClause[] {
  return from instanceof Join ? [...leftmostTables(from.left), ...leftmostTables(from.right)] : [from];
}
