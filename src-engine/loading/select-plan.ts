import { Compiled, type ResultColumn } from "../compiler/compiled.ts";
import type { Dialect } from "../compiler/dialect.ts";
import { InvalidRequestError, NoSuchColumnError } from "../errors.ts";
import type { Mapper } from "../mapping/mapper.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { BuildTarget } from "./build-target.ts";
import type { LoadElement } from "./load-element.ts";
import type { LoaderOption } from "./loader-options.ts";
import type { OrmStatement } from "./orm-statement.ts";
import type { LoadPath } from "./path.ts";
import type { ColumnReader } from "./populators.ts";
import type { QueryEntity } from "./query-entity.ts";
import type { RowAdapter } from "./row-adapter.ts";

/**
 * A compiled ORM SELECT and all that is needed to read its rows. It depends on the statement only, not on a session or on
 * parameters, and can be executed again and again.
 */
export class SelectPlan {
  readonly #compiled: Compiled | null;
  readonly #resultColumns: readonly ResultColumn[];
  readonly statement: OrmStatement;
  readonly build: BuildTarget;
  /** What instance loaders have found out about the statement, by path and mapper. */
  readonly prepared = new Map<LoadPath, Map<Mapper, unknown>>();
  readonly propagated: readonly LoaderOption[];
  readonly #dialect: Dialect;
  #names: readonly string[] | null = null;
  readonly #positions = new Map<ColumnElement, ColumnReader>();

  /** @param source what is executed, or only the columns of rows that are there already */
  constructor(build: BuildTarget, source: Compiled | readonly ResultColumn[], dialect: Dialect) {
    this.build = build;
    this.#dialect = dialect;
    this.statement = build.statement;
    this.#compiled = source instanceof Compiled ? source : null;
    this.#resultColumns = source instanceof Compiled ? source.resultColumns : source;
    this.propagated = build.statement.options.filter((option) => option.propagateToLoaders);
    this.#resultColumns.forEach((column, index) => {
      const reader: ColumnReader = { index, process: column.type.resultProcessor(dialect) };
      for (const key of column.keys) if (!this.#positions.has(key)) this.#positions.set(key, reader);
    });
  }

  get compiled(): Compiled {
    if (this.#compiled === null) throw new InvalidRequestError("This plan only reads rows that were fetched before");
    return this.#compiled;
  }

  get entities(): readonly QueryEntity[] {
    return this.build.entities;
  }

  get currentPath(): LoadPath {
    return this.statement.currentPath;
  }

  get enableEagerLoads(): boolean {
    return this.build.enableEagerLoads;
  }

  get loaders(): ReadonlyMap<LoadPath, LoadElement> {
    return this.build.loaders;
  }

  get compoundAdapter(): RowAdapter | null {
    return this.build.compoundAdapter;
  }

  /** Where a selected column is in the rows. */
  reader(column: ColumnElement): ColumnReader {
    const found = this.readerOrNull(column);
    if (found === null) throw new NoSuchColumnError(`Could not locate column in row for column '${column}'`);
    return found;
  }

  readerOrNull(column: ColumnElement): ColumnReader | null {
    const found = this.#positions.get(column) ?? this.#positions.get(column.unannotated);
    if (found !== undefined) return found;
    return this.#names === null ? null : this.#byName(column, this.#names);
  }

  /** The names of the columns that the rows of a text have turned out to have. */
  set resultNames(names: readonly string[]) {
    if (this.#resultColumns.length === 0) this.#names = names;
  }

  #byName(column: ColumnElement, names: readonly string[]): ColumnReader | null {
    const index = [column.name, column.key, column.tqLabel]
      .map((name) => names.indexOf(name ?? ""))
      .find((i) => i >= 0);
    return index === undefined ? null : { index, process: column.type.resultProcessor(this.#dialect) };
  }
}
