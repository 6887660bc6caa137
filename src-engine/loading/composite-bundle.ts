import type { CompositeAttribute } from "../mapping/composite.ts";
import { Bundle } from "./bundle.ts";

/** A composite attribute as a query selects it: the values of its columns, made into one object. */
export class CompositeBundle extends Bundle {
  readonly #attribute: CompositeAttribute;

  constructor(attribute: CompositeAttribute) {
    super(attribute.key, ...attribute.columns);
    this.#attribute = attribute;
  }

  override createValue(values: readonly unknown[]): unknown {
    return new this.#attribute.composite.class_(...values);
  }
}
