import { InvalidRequestError } from "../errors.ts";
import type { AttributeOptions } from "../instrumentation/attribute.ts";
import { DynamicAttribute, type DynamicKind } from "../instrumentation/dynamic-attribute.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import { AppenderQuery } from "./appender-query.ts";
import { WriteOnlyCollection } from "./write-only-collection.ts";

const DYNAMIC: DynamicKind = {
  present: (attribute, state) => new AppenderQuery(attribute, state),
  load: (attribute, state) => new AppenderQuery(attribute, state).autoflush(false).all(),
};

const WRITE_ONLY: DynamicKind = {
  present: (attribute, state) => new WriteOnlyCollection(attribute, state),
  load: null,
};

/**
 * The attribute of a relationship with `lazy="dynamic"` or `lazy="write_only"`; `null` for any other.
 * @throws InvalidRequestError where the relationship is not to many
 */
export function collectionNotHeld(property: RelationshipProperty, options: AttributeOptions): DynamicAttribute | null {
  if (property.lazy !== "dynamic" && property.lazy !== "write_only") return null;
  if (!property.uselist || property.direction === "many-to-one") {
    throw new InvalidRequestError(
      `On relationship ${property}, 'dynamic' loaders cannot be used with many-to-one/one-to-one relationships and/or uselist=False.`,
    );
  }
  return new DynamicAttribute(options, property.lazy === "dynamic" ? DYNAMIC : WRITE_ONLY);
}
