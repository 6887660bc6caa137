import type { Mapper, MapperProperty } from "../mapping/mapper.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import type { OptionTarget } from "./load-element.ts";
import type { OrmStatement } from "./orm-statement.ts";
import type { LoadPath } from "./path.ts";
import type { MapperEntity, QueryEntity } from "./query-entity.ts";
import type { RowAdapter } from "./row-adapter.ts";

/** What the statement has for a column attribute, or why it has nothing. */
export type ColumnSetup = ColumnElement | "expired" | "defer" | "raise" | "nothing";

/** One entity whose columns and eager loads are to enter a statement. */
export interface EntitySetup {
  readonly mapper: Mapper;
  /** The entity of the query from which this one is reached. */
  readonly lead: MapperEntity;
  readonly path: LoadPath;
  readonly adapter: RowAdapter | null;
  /** Where its columns go. */
  readonly collection: ColumnElement[];
  readonly onlyLoad: ReadonlySet<string> | null;
  /** The mappers whose attributes are selected; those that the mapper itself is loaded with, where left out. */
  readonly polymorphicMappers?: readonly Mapper[];
  /** What tells the classes of the rows apart, where that is not an attribute of the mapper. */
  readonly discriminator?: ColumnElement | null;
  /** The mapper whose relationship leads here; `null` for an entity of the query itself. */
  readonly parentMapper: Mapper | null;
  /** True behind an outer join, where inner joins have to be nested. */
  readonly chainedFromOuterjoin: boolean;
}

/** A statement under construction, as loading strategies see it. */
export interface BuildTarget extends OptionTarget {
  readonly statement: OrmStatement;
  readonly entities: readonly QueryEntity[];
  readonly renderForSubquery: boolean;
  readonly columnSetups: Map<LoadPath, Map<MapperProperty, ColumnSetup>>;
  /** The alias of each joined eager load. */
  readonly eagerAdapters: Map<LoadPath, RowAdapter>;
  /** What `contains_eager()` reads rows through; `null` where the entity's own columns are meant. */
  readonly userAdapters: Map<LoadPath, RowAdapter | null>;
  readonly primaryColumns: ColumnElement[];
  secondaryColumns: ColumnElement[];
  readonly fromClauses: readonly FromClause[];
  readonly eagerJoinWork: (() => void)[];
  readonly eagerJoins: Map<MapperEntity | number, FromClause>;
  eagerOrderBy: ClauseElement[];
  /** True once a joined eager load of a collection is there: rows then repeat their lead entity. */
  multiRowEager: boolean;
  eagerAddingJoins: boolean;
  readonly nestsSelectable: boolean;
  readonly compoundAdapter: RowAdapter | null;
  readonly baseAdapter: RowAdapter | null;
  readonly primaryEntity: MapperEntity | null;

  appendColumn(column: ColumnElement, collection: ColumnElement[]): void;
  adapterFor(entity: MapperEntity): RowAdapter | null;
  setupEntity(setup: EntitySetup): void;
}
