import { InvalidRequestError } from "../../errors.ts";
import type { Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import { isEntity } from "../entities.ts";
import type { LoaderPlace } from "../load-port.ts";
import { implFor } from "./attribute-impl.ts";

/** Refuses attributes that never hold their objects in memory. */
export function requirePopulation(property: RelationshipProperty, mapper: Mapper): void {
  if (!implFor(mapper, property).dynamic) return;
  throw new InvalidRequestError(`'${property}' does not support object population - eager loading cannot be applied.`);
}

/** Whether the objects at a place are of the class that has the relationship. */
export function entityBelongs(property: RelationshipProperty, place: LoaderPlace): boolean {
  const end = place.path.length === 1 ? place.entity.entity : place.path.element;
  if (!isEntity(end)) return false;
  if (end.withPolymorphicMappers.includes(property.parent) || end.mapper.isa(property.parent)) return true;
  return place.path.length > 1 && property.parent.isa(end.mapper);
}
