import { type RowFactory, rowFactory } from "../connection/row.ts";
import type { ColumnElement } from "../sql/element.ts";

/**
 * Several columns that a query gives as one value, `new Bundle("pk", User.id, User.name)` ("Grouping Selected Attributes with
 * Bundles"). The value is a row of its own.
 */
export class Bundle {
  readonly plugin = "bundle";
  readonly name: string;
  readonly expressions: readonly (ColumnElement | Bundle)[];
  /** Whether a query of this bundle alone gives its values rather than rows of one. */
  readonly singleEntity: boolean;
  #rows: RowFactory | null = null;

  constructor(name: string, ...given: readonly (ColumnElement | Bundle | { readonly singleEntity: boolean })[]) {
    const last = given.at(-1);
    const options = last !== undefined && Object.getPrototypeOf(last) === Object.prototype ? last : null;
    this.name = name;
    this.expressions = (options === null ? given : given.slice(0, -1)) as readonly (ColumnElement | Bundle)[];
    this.singleEntity = (options as { readonly singleEntity?: boolean } | null)?.singleEntity ?? false;
  }

  /** The bundle's members by name: `bundle.c.name`. */
  get c(): Readonly<Record<string, ColumnElement | Bundle>> {
    return Object.fromEntries(
      this.expressions.map((each) => [each instanceof Bundle ? each.name : (each.proxyKey ?? each.key ?? ""), each]),
    );
  }

  /** The value of one row; a subclass may make something else of it ("create_row_processor"). */
  createValue(values: readonly unknown[], names: readonly string[]): unknown {
    if (this.#rows?.names.join() !== names.join()) this.#rows = rowFactory(names);
    return (this.#rows as RowFactory).make(values);
  }
}
