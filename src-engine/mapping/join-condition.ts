import type { ColumnElement } from "../sql/element.ts";

/** The criterion of a lazy load, with a bind parameter for each value that the known side gives. */
export interface LazyClause {
  readonly criterion: ColumnElement;
  /** Key of the bind parameter → the column of the known side whose value it takes. */
  readonly bindToColumn: ReadonlyMap<string, ColumnElement>;
  /** Column of the loaded side → the column of the known side that equals it. */
  readonly equatedColumns: ReadonlyMap<ColumnElement, ColumnElement>;
}

/** How the tables of a relationship are joined, and what follows from it. */
export abstract class JoinCondition {
  abstract lazyClause(options?: { reverse?: boolean }): LazyClause;
}
