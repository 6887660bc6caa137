import type { ColumnElement } from "../sql/element.ts";
import { AliasedEntity, entityOf } from "./aliased.ts";
import type { RelationshipAttribute } from "./relationship-attribute.ts";
import { compareWithInstance } from "./relationship-comparison.ts";

/**
 * The criterion for the objects that are at the other end of an instance's relationship ("with_parent").
 * @param from an alias of the target, where the statement selects from that
 * @throws ArgumentError where the value is no mapped instance
 */
export function withParent(
  instance: object,
  attribute: RelationshipAttribute,
  from: unknown = null,
): ColumnElement<boolean> {
  const entity = from === null ? attribute.target : entityOf(from);
  return compareWithInstance(attribute.property, instance, {
    instanceIsParent: true,
    adapter: entity instanceof AliasedEntity ? entity.adapter : null,
  });
}
