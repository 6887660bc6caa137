import type { InstanceState } from "../../instrumentation/state.ts";
import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { RelationshipStrategy } from "../strategy.ts";
import { implFor } from "./attribute-impl.ts";
import { IMMEDIATE } from "./immediate.ts";
import { loadLazily } from "./lazy-load.ts";
import type { Loaded, RelationshipLoader } from "./strategy-interface.ts";

/** Which of the lazy strategies an attribute's class has; eager ones load lazily what they have not loaded. */
function classStrategy(property: RelationshipProperty): RelationshipStrategy {
  switch (property.lazy) {
    case "raise":
    case "raise_on_sql":
    case "noload":
    case "dynamic":
    case "write_only":
      return property.lazy;
    default:
      return "select";
  }
}

const RAISES: Readonly<Partial<Record<RelationshipStrategy, "always" | "on-sql">>> = {
  raise: "always",
  raise_on_sql: "on-sql",
};

export function raisesOf(strategy: RelationshipStrategy): "always" | "on-sql" | null {
  return RAISES[strategy] ?? null;
}

function lazyLoader(strategy: "select" | "raise" | "raise_on_sql"): RelationshipLoader {
  return {
    idle: ({ property, element }) => strategy === classStrategy(property) && (element?.extraCriteria.length ?? 0) === 0,
    populate({ property, element }: Loaded, place, context, populators) {
      const { userRefresh } = context.options;
      if (userRefresh && context.plan.statement.onlyLoad?.has(property.key)) {
        IMMEDIATE.populate({ property, element }, place, context, populators);
        return;
      }
      const attribute = implFor(place.mapper, property);
      const extraCriteria = element?.extraCriteria ?? [];
      if (strategy !== classStrategy(property) || extraCriteria.length > 0) {
        const raises = raisesOf(strategy);
        const load = (state: InstanceState, passive: number) =>
          loadLazily(property, state, passive, { raises, extraCriteria });
        populators.first.push({
          attribute,
          run: (state) => {
            if (attribute.collection) {
              const old = state.values[attribute.slot];
              if (old !== undefined) attribute.invalidate(old);
              state.values[attribute.slot] = undefined;
            }
            state.callables ??= new Map();
            state.callables.set(attribute, load);
          },
        });
      } else if (context.options.populateExisting || place.mapper.alwaysRefresh) {
        populators.first.push({ attribute, run: (state) => state.reset(attribute) });
      }
    },
  };
}

export const LAZY: RelationshipLoader = lazyLoader("select");
export const RAISE: RelationshipLoader = lazyLoader("raise");
export const RAISE_ON_SQL: RelationshipLoader = lazyLoader("raise_on_sql");
