import { ArgumentError } from "../errors.ts";
import { ColumnElement } from "../sql/element.ts";
import { addProperty } from "./add-property.ts";
import { type ColumnSpec, RelationshipSpec } from "./attribute-specs.ts";
import { defineDescriptor } from "./class-expressions.ts";
import { mapperOf } from "./class-mapper.ts";
import type { AttributeSpecs } from "./declarative-types.ts";
import { instancePort } from "./instance-port.ts";
import { enterColumn, mapExpression } from "./map-class.ts";
import { type MappedClass, type Mapper, RelationshipProperty } from "./mapper.ts";
import { sortAttributes } from "./sort-attributes.ts";
import { tableFor } from "./table-for.ts";

/**
 * Gives a mapped class further attributes, as where two classes need each other's expressions:
 * `addAttributes(User, { addressCount: columnProperty(select(…).scalarSubquery()) })`.
 * @throws ArgumentError for a value that is no attribute
 */
export function addAttributes(cls: MappedClass, attributes: AttributeSpecs): void {
  const mapper = mapperOf(cls);
  const { columnSpecs, properties, descriptors } = sortAttributes(attributes);
  if (columnSpecs.size > 0) addColumns(mapper, columnSpecs);
  for (const [key, spec] of properties) {
    if (spec instanceof RelationshipSpec) {
      const { target, settings } = spec;
      addProperty(
        mapper,
        new RelationshipProperty({
          key,
          parent: mapper,
          slot: mapper.takeSlot(),
          target,
          settings,
          fromBackref: false,
        }),
      );
      mapper.configured = false;
      mapper.registry.refresh();
    } else {
      const columns = Object.fromEntries(mapper.columnProps.map((property) => [property.key, property.column]));
      addProperty(mapper, mapExpression(mapper, key, spec, spec.columns(columns)));
    }
  }
  for (const [key, spec] of descriptors) {
    const descriptor = spec.make(key, mapper);
    for (const each of mapper.selfAndDescendants) {
      each.descriptors.set(key, descriptor);
      defineDescriptor(each, descriptor);
    }
  }
  for (const each of mapper.selfAndDescendants) if (each.configured) instancePort()?.mapperConfigured(each);
}

function addColumns(mapper: Mapper, columnSpecs: ReadonlyMap<string, ColumnSpec>): void {
  const { columns } = tableFor({
    table: mapper.localTable,
    columnSpecs,
    items: [],
    metadata: mapper.registry.metadata,
    inherits: null,
  });
  for (const [key, declared] of columns) {
    if (!(declared.column instanceof ColumnElement)) throw new ArgumentError(`'${key}' is no column`);
    addProperty(mapper, enterColumn(mapper, key, declared));
  }
}
