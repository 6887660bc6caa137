import type { AliasedEntity } from "../mapping/aliased.ts";
import { ClauseAdapter, type Equivalents, NO_EQUIVALENTS } from "../mapping/clause-adapter.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import { Label } from "../sql/expressions.ts";

export interface RowAdapterOptions {
  readonly equivalents?: Equivalents;
  /** The aliased entity whose columns these are. */
  readonly entity?: AliasedEntity | null;
  /** Where given, only what comes from these is translated. */
  readonly only?: readonly FromClause[];
  /** A column that the selectable does not have is then no column at all, rather than itself. */
  readonly required?: boolean;
}

/**
 * Translates an entity's columns to those of the selectable that stands for it. The same column is always answered by the
 * same object, so that what was selected is found again in the result.
 */
export class RowAdapter {
  readonly selectable: FromClause;
  readonly entity: AliasedEntity | null;
  readonly #required: boolean;
  readonly #clauses: ClauseAdapter;
  readonly #outer: RowAdapter | null;
  readonly #columns = new Map<ColumnElement, ColumnElement | null>();

  constructor(selectable: FromClause, options: RowAdapterOptions = {}, outer: RowAdapter | null = null) {
    this.selectable = selectable;
    this.entity = options.entity ?? null;
    this.#required = options.required ?? false;
    this.#clauses = new ClauseAdapter(selectable, {
      equivalents: options.equivalents ?? NO_EQUIVALENTS,
      anonymizeLabels: (options.entity ?? null) !== null,
      byName: options.entity?.adaptOnNames ?? false,
      ...(options.only === undefined ? {} : { only: options.only }),
    });
    this.#outer = outer;
    this.#options = options;
  }

  readonly #options: RowAdapterOptions;

  /** The column that stands for `column`; `null` where there is none and one is required. */
  column(column: ColumnElement): ColumnElement | null {
    const key = column.unannotated;
    let found = this.#columns.get(key);
    if (found === undefined) {
      found = this.#locate(key);
      this.#columns.set(key, found);
    }
    return found;
  }

  /** As `column`, but `null` for a column that the selectable does not have at all. */
  columnPresent(column: ColumnElement): ColumnElement | null {
    const found = this.column(column);
    return found === column.unannotated && this.selectable.correspondingColumn(column, true) === undefined
      ? null
      : found;
  }

  #locate(column: ColumnElement): ColumnElement | null {
    let found = this.#clauses.traverse(column);
    if (this.#outer !== null) found = this.#outer.column(found) ?? found;
    if (!this.#required || found !== column) return found;
    // An expression that is of no table at all stands beside the selectable's columns.
    return column instanceof Label ? column.element.label(null) : null;
  }

  /** An expression with every column translated. */
  traverse<T extends ClauseElement>(clause: T): T {
    const inner = this.#clauses.traverse(clause);
    return this.#outer === null ? inner : this.#outer.traverse(inner);
  }

  /** This adapter with another behind it, for a statement that wraps the one whose columns these are. */
  wrap(outer: RowAdapter): RowAdapter {
    return new RowAdapter(this.selectable, this.#options, outer);
  }
}
