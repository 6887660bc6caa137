import type { Mapper } from "../mapping/mapper.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import type { Bundle } from "./bundle.ts";
import type { Entity } from "./entities.ts";
import { LoadPath } from "./path.ts";

/** One item of what a query selects, while it becomes a statement and while its rows are read. */
export type QueryEntity = MapperEntity | ColumnEntity | BundleEntity;

/** A mapped class or an alias of one. */
export class MapperEntity {
  readonly kind = "mapper";
  readonly entity: Entity;
  readonly mapper: Mapper;
  readonly path: LoadPath;
  readonly selectable: FromClause;
  readonly label: string | null;
  /** The mappers whose attributes are selected together; empty where those are just the mapper's own. */
  readonly withPolymorphicMappers: readonly Mapper[];
  /** What tells the classes of the rows apart. */
  readonly polymorphicOn: ColumnElement | null;

  constructor(entity: Entity, label: string | null) {
    this.entity = entity;
    this.mapper = entity.mapper;
    this.withPolymorphicMappers = entity.withPolymorphicMappers;
    this.polymorphicOn = entity.polymorphicOn;
    this.path = LoadPath.root.to(entity);
    this.selectable = entity.selectable;
    this.label = label;
  }
}

/** A column or another expression. */
export class ColumnEntity {
  readonly kind = "column";
  readonly column: ColumnElement;
  /** The entity that the expression is about; `null` for one that has nothing mapped in it. */
  readonly entity: Entity | null;
  readonly label: string | null;
  /** The expression as the statement selects it; set when the statement is built. */
  fetched: ColumnElement | null = null;

  constructor(column: ColumnElement, entity: Entity | null, label: string | null) {
    this.column = column;
    this.entity = entity;
    this.label = label;
  }
}

/** Several expressions that come as one value. */
export class BundleEntity {
  readonly kind = "bundle";
  readonly bundle: Bundle;
  readonly members: readonly QueryEntity[];
  readonly label: string;

  constructor(bundle: Bundle, members: readonly QueryEntity[]) {
    this.bundle = bundle;
    this.members = members;
    this.label = bundle.name;
  }

  get entity(): Entity | null {
    for (const member of this.members) if (member.entity !== null) return member.entity;
    return null;
  }
}
