import { ArgumentError } from "../errors.ts";
import { ColumnSpec, RelationshipSpec } from "./attribute-specs.ts";
import { DescriptorSpec } from "./descriptor.ts";
import { ColumnPropertySpec } from "./expression-specs.ts";

/** What is mapped besides the table's columns, in the order in which it is declared. */
export type PropertySpec = RelationshipSpec | ColumnPropertySpec;

/** The attributes of a class, by what they are. */
export interface SortedAttributes {
  readonly columnSpecs: ReadonlyMap<string, ColumnSpec>;
  readonly properties: ReadonlyMap<string, PropertySpec>;
  readonly descriptors: ReadonlyMap<string, DescriptorSpec>;
}

/** @throws ArgumentError for a value that is no attribute */
export function sortAttributes(attributes: Readonly<Record<string, unknown>>): SortedAttributes {
  const columnSpecs = new Map<string, ColumnSpec>();
  const properties = new Map<string, PropertySpec>();
  const descriptors = new Map<string, DescriptorSpec>();
  for (const [key, spec] of Object.entries(attributes)) {
    if (spec instanceof ColumnSpec) columnSpecs.set(key, spec);
    else if (spec instanceof RelationshipSpec || spec instanceof ColumnPropertySpec) properties.set(key, spec);
    else if (spec instanceof DescriptorSpec) descriptors.set(key, spec);
    else throw new ArgumentError(`Attribute '${key}' is neither a column() nor a relationship(): ${String(spec)}`);
  }
  return { columnSpecs, properties, descriptors };
}
