import type { CollectionAttribute } from "../../instrumentation/collection-attribute.ts";
import { beginCollection, implFor } from "./attribute-impl.ts";
import type { RelationshipLoader } from "./strategy-interface.ts";

/** Leaves the attribute empty ("noload"). */
export const NOLOAD: RelationshipLoader = {
  populate({ property }, place, _context, populators) {
    const attribute = implFor(place.mapper, property);
    // What is never held in memory cannot be left empty there.
    if (attribute.dynamic) return;
    populators.first.push({
      attribute,
      run: (state) => {
        if (property.uselist) beginCollection(attribute as CollectionAttribute, state);
        else state.values[attribute.slot] = null;
      },
    });
  },
};
