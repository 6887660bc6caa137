/** Mapping a class to a table without the declarative API ("Imperative Mapping"). */
import { ArgumentError } from "../errors.ts";
import type { Table } from "../schema/table.ts";
import { ColumnElement } from "../sql/element.ts";
import { trace } from "../trace/recorder.ts";
import { RelationshipSpec } from "./attribute-specs.ts";
import { defineDescriptor, defineExpression } from "./class-expressions.ts";
import { mapperOrNull } from "./class-mapper.ts";
import { nextDeclaration } from "./declarations.ts";
import { DescriptorSpec } from "./descriptor.ts";
import { ColumnPropertySpec } from "./expression-specs.ts";
import { type DeclaredColumn, mapClass } from "./map-class.ts";
import type { MappedClass, Mapper, MapperRegistry } from "./mapper.ts";
import type { MapperOptions } from "./mapper-options.ts";
import type { PropertySpec } from "./sort-attributes.ts";

export interface ImperativeOptions extends MapperOptions {
  /** Attributes whose name is not their column's, and relationships. The table's other columns are mapped by their keys. */
  readonly properties?: Readonly<Record<string, ColumnElement | PropertySpec | DescriptorSpec>>;
  /** The mapped class that this one inherits from, where that is not simply its superclass. */
  readonly inherits?: MappedClass | null;
  readonly className?: string;
}

/**
 * Maps a class to a table.
 * @throws ArgumentError where the class is mapped already or an attribute is neither a column nor a relationship
 */
export function mapImperatively(
  registry: MapperRegistry,
  cls: MappedClass,
  table: Table | null,
  options: ImperativeOptions = {},
): Mapper {
  const className = options.className ?? cls.name;
  if (mapperOrNull(cls)?.class_ === cls) {
    throw new ArgumentError(`Class '<class '${registry.module}.${className}'>' already has a primary mapper defined. `);
  }
  const columns = new Map<string, DeclaredColumn>();
  const properties = new Map<string, PropertySpec>();
  const descriptors = new Map<string, DescriptorSpec>();
  for (const [key, given] of Object.entries(options.properties ?? {})) {
    if (given instanceof RelationshipSpec || given instanceof ColumnPropertySpec) properties.set(key, given);
    else if (given instanceof DescriptorSpec) descriptors.set(key, given);
    else if (given instanceof ColumnElement) columns.set(key, { column: given.unannotated });
    else throw new ArgumentError(`Property '${key}' is neither a column nor a relationship()`);
  }
  registry.enterClass(className, cls);
  const mapper = mapClass({
    class_: cls,
    className,
    registry,
    order: nextDeclaration(),
    table,
    inherits: mapperOrNull(options.inherits ?? Object.getPrototypeOf(cls)),
    columns,
    properties,
    descriptors,
    options,
    line: trace.line(),
  });
  for (const property of mapper.props.values()) defineExpression(mapper, property);
  for (const descriptor of mapper.descriptors.values()) defineDescriptor(mapper, descriptor);
  return mapper;
}
