import type { ColumnElement, FromClause } from "../sql/element.ts";
import type { Equivalents } from "./clause-adapter.ts";

/** What a join condition is made from. */
export interface JoinConditionInput {
  /** `User.addresses`, for error texts. */
  readonly label: string;
  /** All tables of the parent's and the target's class, inherited ones included. */
  readonly parent: FromClause;
  readonly child: FromClause;
  /** The classes' own tables. */
  readonly parentLocal: FromClause;
  readonly childLocal: FromClause;
  readonly primaryjoin: ColumnElement | null;
  readonly secondaryjoin: ColumnElement | null;
  readonly secondary: FromClause | null;
  /** The columns that the user named as foreign; empty where the foreign keys of the tables decide. */
  readonly foreignKeys: ReadonlySet<ColumnElement>;
  readonly remoteSide: ReadonlySet<ColumnElement>;
  /** Whether values are copied along the join, as they are unless the relationship is `viewonly`. */
  readonly supportSync: boolean;
  readonly canBeSynced: (...columns: readonly ColumnElement[]) => boolean;
  /** Column → columns that always equal it, from the joins of inheritance. */
  readonly parentEquivalents: Equivalents;
  readonly childEquivalents: Equivalents;
}

export interface Joins {
  readonly primaryjoin: ColumnElement;
  readonly secondaryjoin: ColumnElement | null;
}
