import type { Mapper } from "../mapping/mapper.ts";
import type { AttributeImpl } from "./attribute.ts";
import { managerOf } from "./class-manager.ts";
import type { InstanceState } from "./state.ts";

/**
 * Whether an object has lost a parent that a `delete-orphan` cascade says it must have ("ORM: delete-orphan cascade").
 * An object from the database is taken to have its parents until one lets go of it.
 */
export function isOrphan(mapper: Mapper, state: InstanceState): boolean {
  let orphanPossible = false;
  for (const each of mapper.toRoot()) {
    for (const property of each.deleteOrphans) {
      orphanPossible = true;
      const attribute = managerOf(property.parent).byKey.get(property.key) as AttributeImpl;
      const held = attribute.hasParent(state, state.key !== null);
      if (each.legacyIsOrphan && held) return false;
      if (!each.legacyIsOrphan && !held) return true;
    }
  }
  return mapper.legacyIsOrphan && orphanPossible;
}
