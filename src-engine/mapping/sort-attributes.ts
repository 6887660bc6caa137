import { ArgumentError } from "../errors.ts";
import { ColumnSpec, RelationshipSpec } from "./attribute-specs.ts";

/** The attributes of a class, by what they are. */
export function sortAttributes(attributes: Readonly<Record<string, unknown>>): {
  readonly columnSpecs: ReadonlyMap<string, ColumnSpec>;
  readonly relationships: ReadonlyMap<string, RelationshipSpec>;
} {
  const columnSpecs = new Map<string, ColumnSpec>();
  const relationships = new Map<string, RelationshipSpec>();
  for (const [key, spec] of Object.entries(attributes)) {
    if (spec instanceof ColumnSpec) columnSpecs.set(key, spec);
    else if (spec instanceof RelationshipSpec) relationships.set(key, spec);
    else throw new ArgumentError(`Attribute '${key}' is neither a column() nor a relationship(): ${String(spec)}`);
  }
  return { columnSpecs, relationships };
}
