/**
 * The warning about relationships that write the same column without knowing of each other (error code qzyx,
 * "relationship X will copy column Q to column P, which conflicts with relationship(s): 'Y'").
 */

import type { ColumnElement } from "../sql/element.ts";
import type { Mapper, RelationshipProperty } from "./mapper.ts";
import { warn } from "./warnings.ts";

/** Written column → the relationships that write it, with the column each takes the value from. */
const targets = new WeakMap<ColumnElement, Map<RelationshipProperty, ColumnElement>>();
const disposed = new WeakSet<Mapper>();

/** Leaves the relationships of disposed mappers out of later warnings. */
export function forgetSyncTargets(mappers: readonly Mapper[]): void {
  for (const mapper of mappers) disposed.add(mapper);
}

/** Warns where `property` writes a column that an unrelated relationship writes, too. */
export function warnOfOverlaps(property: RelationshipProperty): void {
  if (property.viewonly) return;
  for (const [source, destination] of [...property.synchronizePairs, ...property.secondarySynchronizePairs]) {
    let writers = targets.get(destination);
    if (writers === undefined) {
      writers = new Map();
      targets.set(destination, writers);
    } else {
      const others = [...writers].filter(([other]) => conflicts(property, other));
      if (others.length > 0) warn(warningText(property, [source, destination], others), { code: "qzyx" });
    }
    writers.set(property, source);
  }
}

function conflicts(property: RelationshipProperty, other: RelationshipProperty): boolean {
  return (
    !disposed.has(other.mapper) &&
    !property.reverse.has(other) &&
    !property.overlaps.has(other.key) &&
    !other.overlaps.has(property.key) &&
    !property.overlaps.has("__*") &&
    !other.overlaps.has("__*") &&
    !property.parent.isSibling(other.parent) &&
    !property.mapper.isSibling(other.mapper) &&
    !property.parent.isSibling(other.mapper) &&
    !property.mapper.isSibling(other.parent) &&
    (property.key !== other.key || !property.parent.commonParent(other.parent))
  );
}

function warningText(
  property: RelationshipProperty,
  [source, destination]: readonly [ColumnElement, ColumnElement],
  others: readonly (readonly [RelationshipProperty, ColumnElement])[],
): string {
  const copies = others.map(([other, from]) => `'${other}' (copies ${from} to ${destination})`).sort();
  const keys = others.map(([other]) => other.key).sort();
  return (
    `relationship '${property}' will copy column ${source} to column ${destination}, which conflicts with relationship(s): ` +
    `${copies.join(", ")}. If this is not the intention, consider if these relationships should be linked with back_populates, ` +
    "or if viewonly=True should be applied to one or more if they are read-only. For the less common case that foreign key " +
    "constraints are partially overlapping, the orm.foreign() annotation can be used to isolate the columns that should be " +
    `written towards.   To silence this warning, add the parameter 'overlaps="${keys.join(",")}"' to the '${property}' relationship.`
  );
}
