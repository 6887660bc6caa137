/** What TypeScript knows of the rows that a query or a SELECT gives. */
import type { AliasedClass } from "../mapping/declarative-types.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";

/** The value that a row has for one item: an instance of a class, a column's value. */
type ItemValue<E> =
  E extends ColumnElement<infer V> ? V : E extends AliasedClass<infer M> ? InstanceOf<M> : InstanceOf<E>;

type InstanceOf<E> = E extends abstract new (...args: never[]) => infer I ? I : unknown;

/** The values of a row of these items, in order; of a table among them only the database knows how many. */
export type RowValues<A extends readonly unknown[]> =
  Extract<A[number], FromClause> extends never ? { readonly [K in keyof A]: ItemValue<A[K]> } : readonly unknown[];
