import { ArgumentError, BuiltinError } from "../errors.ts";
import type { Entity } from "./aliased.ts";
import { mapperOrNull } from "./class-mapper.ts";
import { ColumnAttribute } from "./column-attribute.ts";
import type { Descriptor } from "./descriptor.ts";
import type { Mapper, MapperProperty } from "./mapper.ts";
import { RelationshipAttribute } from "./relationship-attribute.ts";

export type Attribute = ColumnAttribute | RelationshipAttribute;

const expressions = new WeakMap<Entity, Map<string, Attribute>>();

/** The expression of an entity's attribute: what `User.name` is. Always the same object for one property. */
export function attributeOf(entity: Entity, property: MapperProperty): Attribute {
  let known = expressions.get(entity);
  if (known === undefined) {
    known = new Map();
    expressions.set(entity, known);
  }
  let attribute = known.get(property.key);
  if (attribute === undefined || (attribute instanceof ColumnAttribute && attribute.property !== property)) {
    attribute =
      property.kind === "column"
        ? new ColumnAttribute(entity, property)
        : new RelationshipAttribute(entity, property.key);
    known.set(property.key, attribute);
  }
  return attribute;
}

/** Gives a class the expression of an attribute as its own property, over what JavaScript or a superclass has there. */
export function defineExpression(mapper: Mapper, property: MapperProperty): void {
  if (property.kind === "column" && !property.instrumented) return;
  const cls = mapper.class_;
  const { key } = property;
  if (key === "prototype") {
    throw new ArgumentError(
      `Attribute name 'prototype' can't be mapped on class ${mapper.className}: every class has that itself.`,
    );
  }
  Object.defineProperty(cls, key, {
    configurable: true,
    enumerable: true,
    get(this: unknown): Attribute | undefined {
      if (this === cls || typeof this !== "function") return attributeOf(mapper, property);
      // Asked of a subclass that has no expression of its own yet.
      const own = mapperOrNull(this) ?? mapper;
      return attributeOf(own, own.props.get(key) ?? property);
    },
  });
}

/** Gives a class what a descriptor stands for: an expression on the class, a value on its instances. */
export function defineDescriptor(mapper: Mapper, descriptor: Descriptor): void {
  Object.defineProperty(mapper.class_, descriptor.key, {
    configurable: true,
    enumerable: true,
    get(this: unknown): unknown {
      return descriptor.expression(typeof this === "function" ? this : mapper.class_);
    },
  });
  Object.defineProperty(mapper.class_.prototype, descriptor.key, {
    configurable: true,
    enumerable: true,
    get(this: object): unknown {
      return descriptor.get(this);
    },
    set(this: object, value: unknown) {
      descriptor.set(this, value === undefined ? null : value);
    },
  });
}

/** Refuses, on instances of a class with a table apart, the attributes of its superclass that it does not map itself. */
export function refuseInherited(mapper: Mapper): void {
  if (!mapper.concrete || mapper.inherits === null) return;
  const refuse = (key: string) => {
    throw new BuiltinError(
      "AttributeError",
      `Concrete ${mapper} does not implement attribute '${key}' at the instance level.  Add this property explicitly to ${mapper}.`,
    );
  };
  for (const key of mapper.inherits.props.keys()) {
    if (mapper.props.has(key)) continue;
    Object.defineProperty(mapper.class_.prototype, key, {
      configurable: true,
      enumerable: false,
      get: () => refuse(key),
      set: () => refuse(key),
    });
  }
}
