import { InvalidRequestError, MultipleResultsFound, NoResultFound, ResourceClosedError } from "../errors.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { type Row, type RowFactory, type RowIndex, rowMapping } from "./row.ts";
import { rowKey, type UniqueKey } from "./row-key.ts";

/** What a statement brought, before it is asked for in some shape. */
export interface ResultSource {
  readonly names: readonly (string | null)[];
  /** Fetches the rows; each a list of values. Called once, when the first row is asked for. */
  fetch(): readonly (readonly unknown[])[];
  /** What makes two values of a column the same, by position. */
  readonly uniqueKeys: readonly ((value: unknown) => UniqueKey)[];
  /** Refuses to give rows that joined collections repeat, until `unique()` is asked for. */
  readonly requiresUnique: boolean;
  /** Rows matched by INSERT, UPDATE, DELETE; -1 for a SELECT. */
  readonly rowCount: number;
  readonly returnsRows: boolean;
  /** How many items are given at a time where that is not said. */
  readonly yieldPer?: number | null;
}

const NO_ROWS = "This result object does not return rows. It has been closed automatically.";
const REQUIRES_UNIQUE =
  "The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections";

/** Gives items one after the other, each once where that is asked for. */
abstract class FilteredResult<T> implements Iterable<T> {
  protected readonly cursor: Cursor;
  protected uniqueOn: ((item: T) => unknown) | null = null;
  #filtered: boolean | null = null;
  readonly #seen = new Set<unknown>();

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  protected abstract shape(values: readonly unknown[]): T;
  protected abstract key(item: T): unknown;

  /** Gives equal items once ("Result.unique"). `strategy` says what makes them equal. */
  unique(strategy: ((item: T) => unknown) | null = null): this {
    this.#filtered = true;
    this.uniqueOn = strategy;
    return this;
  }

  protected inheritUnique(from: { readonly isUnique: boolean | null }): this {
    this.#filtered = from.isUnique;
    return this;
  }

  get isUnique(): boolean | null {
    return this.#filtered;
  }

  #hash(item: T): unknown {
    if (this.#filtered !== true && this.cursor.source.requiresUnique) throw new InvalidRequestError(REQUIRES_UNIQUE);
    return this.uniqueOn === null ? this.key(item) : this.uniqueOn(item);
  }

  get #filters(): boolean {
    return this.#filtered === true || this.cursor.source.requiresUnique;
  }

  protected nextItem(): { readonly item: T } | null {
    for (;;) {
      const values = this.cursor.next();
      if (values === null) return null;
      const item = this.shape(values);
      if (!this.#filters) return { item };
      const hash = this.#hash(item);
      if (this.#seen.has(hash)) continue;
      this.#seen.add(hash);
      return { item };
    }
  }

  /** Every remaining item. */
  all(): T[] {
    const items: T[] = [];
    for (let next = this.nextItem(); next !== null; next = this.nextItem()) items.push(next.item);
    return items;
  }

  fetchall(): T[] {
    return this.all();
  }

  /** Fetches so many items at a time, which is how many `partitions()` gives ("Fetching Large Result Sets with Yield Per"). */
  yieldPer(count: number): this {
    this.cursor.yieldPer = count;
    return this;
  }

  /** The next `size` items; without a size, as many as `yieldPer()` says, else all that remain. */
  fetchmany(size: number | null = this.cursor.yieldPer): T[] {
    const items: T[] = [];
    while (size === null || items.length < size) {
      const next = this.nextItem();
      if (next === null) break;
      items.push(next.item);
    }
    return items;
  }

  /** Lists of `size` items each. */
  *partitions(size: number | null = this.cursor.yieldPer): Generator<T[]> {
    for (;;) {
      const items = this.fetchmany(size);
      if (items.length === 0) return;
      yield items;
    }
  }

  *[Symbol.iterator](): Generator<T> {
    for (let next = this.nextItem(); next !== null; next = this.nextItem()) yield next.item;
  }

  /** The first item, or `null` where there is none; the rest is discarded. */
  first(): T | null {
    const values = this.cursor.next();
    const item = values === null ? null : this.shape(values);
    this.close();
    return item;
  }

  /**
   * The only item.
   * @throws NoResultFound, MultipleResultsFound where there is none or more than one
   */
  one(): T {
    return this.#only(true) as T;
  }

  /**
   * The only item, or `null` where there is none.
   * @throws MultipleResultsFound where there is more than one
   */
  oneOrNone(): T | null {
    return this.#only(false);
  }

  #only(required: boolean): T | null {
    const values = this.cursor.next();
    if (values === null) {
      this.close();
      if (required) throw new NoResultFound("No row was found when one was required");
      return null;
    }
    const item = this.shape(values);
    const hash = this.#filters ? this.#hash(item) : null;
    for (let other = this.cursor.next(); other !== null; other = this.cursor.next()) {
      if (this.#filters && this.#hash(this.shape(other)) === hash) continue;
      this.close();
      throw new MultipleResultsFound(
        required
          ? "Multiple rows were found when exactly one was required"
          : "Multiple rows were found when one or none was required",
      );
    }
    this.close();
    return item;
  }

  close(): void {
    this.cursor.close();
  }

  get closed(): boolean {
    return this.cursor.closed;
  }
}

/** The rows of a statement, fetched when first needed. */
class Cursor {
  readonly source: ResultSource;
  #rows: readonly (readonly unknown[])[] | null = null;
  #at = 0;
  closed = false;
  yieldPer: number | null;

  constructor(source: ResultSource) {
    this.source = source;
    this.yieldPer = source.yieldPer ?? null;
  }

  next(): readonly unknown[] | null {
    if (this.closed) throw new ResourceClosedError("This result object is closed.");
    if (!this.source.returnsRows) {
      throw new ResourceClosedError(NO_ROWS);
    }
    this.#rows ??= this.source.fetch();
    return this.#rows[this.#at++] ?? null;
  }

  close(): void {
    this.closed = true;
  }
}

/** Picks the values of some columns; null picks them all. */
const pick = (values: readonly unknown[], positions: readonly number[] | null): readonly unknown[] =>
  positions === null ? values : positions.map((at) => values[at]);

/** The type of a row's first value. */
type FirstOf<R> = R extends readonly [infer F, ...unknown[]] ? F : unknown;

/** What `session.execute()` gives ("Result"). */
export class Result<R extends readonly unknown[] = Row> extends FilteredResult<R> {
  #factory: RowFactory;
  #positions: readonly number[] | null = null;

  constructor(source: ResultSource, factory: RowFactory) {
    super(new Cursor(source));
    this.#factory = factory;
  }

  protected override shape(values: readonly unknown[]): R {
    return this.#factory.make(pick(values, this.#positions)) as readonly unknown[] as R;
  }

  protected override key(row: R): unknown {
    const uniqueKeys = pick(this.cursor.source.uniqueKeys, this.#positions) as ResultSource["uniqueKeys"];
    if (row.length === 1) return uniqueKeys[0]?.(row[0]);
    return rowKey(row, uniqueKeys);
  }

  /** The types of the values, by position; `null` for what is no column. */
  get types(): readonly (TypeEngine | null)[] {
    return this.#factory.types;
  }

  /** The names of the columns. */
  keys(): readonly string[] {
    this.#checkRows();
    return this.#factory.names.map((name) => name ?? "");
  }

  #checkRows(): void {
    if (!this.cursor.source.returnsRows) throw new ResourceClosedError(NO_ROWS);
  }

  /** Rows matched by an INSERT, UPDATE or DELETE. */
  get rowcount(): number {
    return this.cursor.source.rowCount;
  }

  get returnsRows(): boolean {
    return this.cursor.source.returnsRows;
  }

  /**
   * Keeps only these columns, in this order ("Result.columns").
   * @throws NoSuchColumnError for one that is not there
   */
  columns(...columns: RowIndex[]): Result {
    this.#checkRows();
    const positions = columns.map((column) => this.#factory.position(column));
    this.#positions = positions.map((at) => this.#positions?.[at] ?? at);
    this.#factory = this.#factory.narrowed(positions);
    return this as unknown as Result;
  }

  /** The values of one column, the first unless another is named. */
  scalars<T = FirstOf<R>>(index: RowIndex = 0): ScalarResult<T> {
    const position = this.returnsRows ? this.#factory.position(index) : 0;
    const type = this.#factory.types[position] ?? null;
    return new ScalarResult<T>(this.cursor, this.#positions?.[position] ?? position, this, type);
  }

  /** The first column of the first row; `null` where there is no row. */
  scalar<T = FirstOf<R>>(): T | null {
    const row = this.first();
    return row === null ? null : (row[0] as T);
  }

  scalarOne<T = FirstOf<R>>(): T {
    return this.one()[0] as T;
  }

  scalarOneOrNone<T = FirstOf<R>>(): T | null {
    const row = this.oneOrNone();
    return row === null ? null : (row[0] as T);
  }

  /** The rows as objects by name. */
  mappings(): MappingResult {
    return new MappingResult(this.cursor, this.#factory, this, this.#positions);
  }

  /** The same result; rows are tuples already. */
  tuples(): this {
    return this;
  }

  fetchone(): R | null {
    return this.nextItem()?.item ?? null;
  }

  /** Fetches the remaining rows and keeps them: each call of what it returns gives a result of them anew ("Result.freeze"). */
  freeze(): () => Result<R> {
    const rows = this.all();
    const { source } = this.cursor;
    const factory = this.#factory;
    const uniqueKeys = pick(source.uniqueKeys, this.#positions) as ResultSource["uniqueKeys"];
    return () =>
      new Result<R>({ ...source, names: factory.names, uniqueKeys, fetch: () => rows, yieldPer: null }, factory);
  }
}

/** The values of one column ("ScalarResult"). */
export class ScalarResult<T> extends FilteredResult<T> {
  readonly #position: number;
  /** The type of the values; `null` where they are no column's. */
  readonly type: TypeEngine | null;

  constructor(
    cursor: Cursor,
    position: number,
    from: { readonly isUnique: boolean | null },
    type: TypeEngine | null = null,
  ) {
    super(cursor);
    this.#position = position;
    this.type = type;
    this.inheritUnique(from);
  }

  protected override shape(values: readonly unknown[]): T {
    return values[this.#position] as T;
  }

  protected override key(item: T): unknown {
    return this.cursor.source.uniqueKeys[this.#position]?.(item);
  }
}

/** Rows as objects by name ("MappingResult"). */
export class MappingResult extends FilteredResult<Readonly<Record<string, unknown>>> {
  #factory: RowFactory;
  #positions: readonly number[] | null;

  constructor(
    cursor: Cursor,
    factory: RowFactory,
    from: { readonly isUnique: boolean | null },
    positions: readonly number[] | null,
  ) {
    super(cursor);
    this.#factory = factory;
    this.#positions = positions;
    this.inheritUnique(from);
  }

  protected override shape(values: readonly unknown[]): Readonly<Record<string, unknown>> {
    return rowMapping(this.#factory.make(pick(values, this.#positions)));
  }

  protected override key(item: Readonly<Record<string, unknown>>): unknown {
    const { uniqueKeys } = this.cursor.source;
    return rowKey(Object.values(item), pick(uniqueKeys, this.#positions) as typeof uniqueKeys);
  }

  keys(): readonly string[] {
    return this.#factory.names.map((name) => name ?? "");
  }

  /** Keeps only these columns, in this order. */
  columns(...columns: RowIndex[]): this {
    const positions = columns.map((column) => this.#factory.position(column));
    this.#positions = positions.map((at) => this.#positions?.[at] ?? at);
    this.#factory = this.#factory.narrowed(positions);
    return this;
  }

  fetchone(): Readonly<Record<string, unknown>> | null {
    return this.nextItem()?.item ?? null;
  }
}
