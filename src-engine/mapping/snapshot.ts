import type { Column } from "../schema/column.ts";
import type { Table } from "../schema/table.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { ClassSnapshot, ModelSnapshot, RelationshipSnapshot, TableSnapshot } from "../trace/events.ts";
import type { Mapper, MapperRegistry, RelationshipProperty } from "./mapper.ts";

/** Says a column's type as SQL does. */
export type TypeText = (type: Column["type"]) => string;

/** The mapped classes and tables of a registry as a graph draws them. Configures the mappers where that has not happened. */
export function modelSnapshot(registry: MapperRegistry, typeText: TypeText): ModelSnapshot {
  registry.ensureConfigured();
  return {
    classes: registry.mappers.map(classSnapshot),
    tables: [...registry.metadata.tables.values()].map((table) => tableSnapshot(table, typeText)),
  };
}

function classSnapshot(mapper: Mapper): ClassSnapshot {
  return {
    name: mapper.className,
    table: mapper.localTable.name,
    inherits: mapper.inherits?.className ?? null,
    line: mapper.line,
    attributes: mapper.columnProps.map((property) => ({ name: property.key, column: columnPath(property.column) })),
    relationships: mapper.relationships.filter((each) => each.parent === mapper).map(relationshipSnapshot),
  };
}

function relationshipSnapshot(property: RelationshipProperty): RelationshipSnapshot {
  const [reverse] = property.reverse;
  return {
    name: property.key,
    target: property.mapper.className,
    direction: property.direction,
    uselist: property.uselist,
    cascade: property.cascade.list,
    secondary: property.secondary?.name ?? null,
    reverse: reverse?.key ?? null,
    fromBackref: property.fromBackref,
    passiveDeletes: property.passiveDeletes,
    passiveUpdates: property.passiveUpdates,
    viewonly: property.viewonly,
    singleParent: property.singleParent,
    postUpdate: property.postUpdate,
    lazy: property.lazy,
    pairs: property.localRemotePairs.map(([local, remote]) => [columnPath(local), columnPath(remote)] as const),
  };
}

function tableSnapshot(table: Table, typeText: TypeText): TableSnapshot {
  return {
    name: table.name,
    columns: [...table.c].map((column) => ({
      name: column.name,
      type: typeText(column.type),
      primaryKey: column.primaryKey,
      nullable: column.nullable,
      unique: column.unique ?? false,
      foreignKeys: foreignKeys(column),
    })),
  };
}

function foreignKeys(column: Column): TableSnapshot["columns"][number]["foreignKeys"] {
  return [...column.foreignKeys].map((key) => ({
    target: key.targetFullname,
    onDelete: key.options.onDelete ?? null,
    onUpdate: key.options.onUpdate ?? null,
  }));
}

function columnPath(column: ColumnElement): string {
  return column.table === null ? `${column}` : `${column.table.name}.${column.name}`;
}
