import type { Mapper } from "../mapping/mapper.ts";
import { isHeldThrough } from "./attribute.ts";
import type { InstanceState } from "./state.ts";

/**
 * Whether an object has lost a parent that a `delete-orphan` cascade says it must have ("ORM: delete-orphan cascade").
 * An object from the database is taken to have its parents until one lets go of it.
 */
export function isOrphan(mapper: Mapper, state: InstanceState): boolean {
  let orphanPossible = false;
  for (let each: Mapper | null = mapper; each !== null; each = each.inherits) {
    for (const property of each.deleteOrphans) {
      orphanPossible = true;
      const held = isHeldThrough(property, state, state.key !== null);
      if (each.legacyIsOrphan && held) return false;
      if (!each.legacyIsOrphan && !held) return true;
    }
  }
  return mapper.legacyIsOrphan && orphanPossible;
}
