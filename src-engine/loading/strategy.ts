import type { LazyOption } from "../mapping/mapper.ts";

/**
 * How an attribute is loaded. A relationship's strategies are the values of `lazy`; a column's are below
 * ("Relationship Loading Techniques", "Column Loading Options").
 */
export type RelationshipStrategy = Exclude<LazyOption, "dynamic" | "write_only"> | "dynamic" | "write_only";
export type ColumnStrategy = "undeferred" | "deferred" | "deferred-raise" | "expression";
export type ClassStrategy = "selectin-polymorphic";
/** What is loaded elsewhere already: nothing is selected, and rows leave it alone. */
export type NoStrategy = "nothing";
export type Strategy = RelationshipStrategy | ColumnStrategy | ClassStrategy | NoStrategy;

/** What an option says besides the strategy. */
export interface StrategyOptions {
  /** `joinedload(…, innerjoin)`. */
  readonly innerjoin?: boolean | "nested" | "unnested";
  /** `contains_eager()`: the rows hold the objects; `null` where they come from the entity's own table. */
  readonly eagerFrom?: unknown;
  readonly recursionDepth?: number | null;
  readonly undeferGroups?: readonly string[];
  readonly entities?: readonly unknown[];
}
