import {
  ATTR_WAS_SET,
  NO_RAISE,
  PASSIVE_NO_FETCH_RELATED,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
} from "../../instrumentation/passive.ts";
import { implFor } from "./attribute-impl.ts";
import { loadLazily } from "./lazy-load.ts";
import { descend, oneLevelDown, withoutTurns } from "./recursion.ts";
import type { RelationshipLoader } from "./strategy-interface.ts";

/** Loads the relationship of each object by itself, right after the query's rows ("immediateload"). */
export const IMMEDIATE: RelationshipLoader = {
  populate(loaded, place, context) {
    if (!context.plan.enableEagerLoads) return;
    const { property } = loaded;
    const descent = descend(loaded, place.path, context);
    // Where it would turn in a circle it still takes what the identity map has.
    const passive = (descent.runs ? PASSIVE_OFF : PASSIVE_NO_FETCH_RELATED) | NO_RAISE;
    context.addPostLoad(descent.path, property, property.parent, (_context, path, states) => {
      const continued = descent.depth ? oneLevelDown(loaded) : null;
      const extras = {
        path: descent.depth ? withoutTurns(path, loaded) : path,
        extraOptions: continued === null ? [] : [continued],
        options: descent.options,
      };
      for (const { state, overwrite } of states) {
        const attribute = implFor(state.mapper, property);
        if (!overwrite && state.has(attribute)) continue;
        const value = loadLazily(property, state, passive, extras);
        if (value !== ATTR_WAS_SET && value !== PASSIVE_NO_RESULT) attribute.setCommittedValue(state, value);
      }
    });
  },
};
