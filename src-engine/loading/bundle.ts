import type { ColumnElement } from "../sql/element.ts";

/**
 * Several columns that a query gives as one value, `new Bundle("pk", User.id, User.name)` ("Grouping Selected Attributes with
 * Bundles"). The value is a frozen array.
 */
export class Bundle {
  readonly plugin = "bundle";
  readonly name: string;
  readonly expressions: readonly (ColumnElement | Bundle)[];
  /** Whether a query of this bundle alone gives its values rather than rows of one. */
  readonly singleEntity: boolean;

  constructor(name: string, ...expressions: readonly (ColumnElement | Bundle)[]) {
    this.name = name;
    this.expressions = expressions;
    this.singleEntity = false;
  }
}
