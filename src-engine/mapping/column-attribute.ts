import { AnnotatedColumn } from "../sql/annotation.ts";
import type { ColumnElement } from "../sql/element.ts";
import { AliasedEntity, type Entity } from "./aliased.ts";
import type { ColumnProperty } from "./mapper.ts";

/** `User.name`: the column behind an attribute, that knows of whom it is. */
export class ColumnAttribute<V = unknown> extends AnnotatedColumn<V> {
  readonly attributeKey: string;
  readonly property: ColumnProperty;
  readonly entity: Entity;

  constructor(entity: Entity, property: ColumnProperty) {
    const column = property.column;
    const own = entity instanceof AliasedEntity ? entity.column(column) : column;
    super(own as ColumnElement<V>, {
      parententity: entity,
      parentmapper: entity.mapper,
      proxyKey: property.key,
    });
    this.attributeKey = property.key;
    this.property = property;
    this.entity = entity;
  }

  /** `User.name`. */
  override toString(): string {
    return `${this.entity.mapper.className}.${this.attributeKey}`;
  }
}
