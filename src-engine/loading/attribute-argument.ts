import { ArgumentError } from "../errors.ts";
import { entityOf } from "../mapping/aliased.ts";
import { ColumnAttribute } from "../mapping/column-attribute.ts";
import type { MapperProperty } from "../mapping/mapper.ts";
import { RelationshipAttribute } from "../mapping/relationship-attribute.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { Entity } from "./entities.ts";

/** `User.addresses`, `User.name`: an attribute as loader options take it. */
export type AttributeArgument = ColumnAttribute | RelationshipAttribute | PropertyArgument;

/** A relationship by its property, as loading itself names it. */
export interface PropertyArgument {
  readonly property: MapperProperty;
  readonly entity: Entity;
}

export interface ReadAttribute {
  readonly entity: Entity;
  readonly property: MapperProperty;
  readonly ofType: Entity | null;
  readonly extraCriteria: readonly ColumnElement[];
}

/**
 * What an attribute argument names.
 * @throws ArgumentError for anything that is no mapped attribute
 */
export function readAttribute(argument: unknown): ReadAttribute {
  if (argument instanceof RelationshipAttribute) {
    const { entity, property, target, extraCriteria } = argument;
    return { entity, property, ofType: target, extraCriteria };
  }
  if (argument instanceof ColumnAttribute) {
    return { entity: argument.entity, property: argument.property, ofType: null, extraCriteria: [] };
  }
  if (isPropertyArgument(argument)) {
    return { entity: argument.entity, property: argument.property, ofType: null, extraCriteria: [] };
  }
  if (typeof argument === "string") throw namedByText();
  throw new ArgumentError("expected ORM mapped attribute for loader strategy argument");
}

/** What an option refuses a name with. */
export function namedByText(): ArgumentError {
  return new ArgumentError(
    "Strings are not accepted for attribute names in loader options; please use class-bound attributes directly.",
  );
}

function isPropertyArgument(value: unknown): value is PropertyArgument {
  return typeof value === "object" && value !== null && "property" in value && "entity" in value;
}

export function isAttribute(value: unknown): value is AttributeArgument {
  return value instanceof ColumnAttribute || value instanceof RelationshipAttribute || isPropertyArgument(value);
}

export function entityFrom(value: unknown): Entity {
  return entityOf(value);
}
