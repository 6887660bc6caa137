import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { BuildTarget, EntitySetup } from "../build-target.ts";
import type { LoadContext } from "../load-context.ts";
import { elementFor } from "../load-element.ts";
import type { LoaderPlace } from "../load-port.ts";
import type { Populators } from "../populators.ts";
import type { SelectPlan } from "../select-plan.ts";
import type { NoStrategy, RelationshipStrategy } from "../strategy.ts";
import { wrongKind } from "./column.ts";
import { IMMEDIATE } from "./immediate.ts";
import { JOINED } from "./joined.ts";
import { LAZY, RAISE, RAISE_ON_SQL } from "./lazy.ts";
import { NOLOAD } from "./noload.ts";
import { SELECTIN } from "./selectin.ts";
import type { Loaded, RelationshipLoader } from "./strategy-interface.ts";
import { SUBQUERY } from "./subquery.ts";

/** Collections that are never held in memory: reading them is a query of its own. */
const UNHELD: RelationshipLoader = { idle: () => true, populate() {} };

const STRATEGIES: Readonly<Record<RelationshipStrategy | NoStrategy, RelationshipLoader>> = {
  select: LAZY,
  raise: RAISE,
  raise_on_sql: RAISE_ON_SQL,
  noload: NOLOAD,
  immediate: IMMEDIATE,
  joined: JOINED,
  selectin: SELECTIN,
  subquery: SUBQUERY,
  dynamic: UNHELD,
  write_only: UNHELD,
  nothing: UNHELD,
};

/** What the reference calls the strategies of columns. */
const COLUMN_LOADERS: Readonly<Record<string, string>> = {
  undeferred: "column loader",
  deferred: "deferred column loader",
  "deferred-raise": "deferred column loader",
};

/** Adds to a statement what the relationship's strategy needs there. */
export function setupRelationship(property: RelationshipProperty, build: BuildTarget, setup: EntitySetup): void {
  const loaded: Loaded = { property, element: elementFor(build.loaders, setup.path, property) };
  strategyOf(loaded).setup?.(loaded, build, setup);
}

/** Whether the relationship's strategy does nothing when a row is read, unless what an object has is replaced. */
export function isIdle(property: RelationshipProperty, place: LoaderPlace, plan: SelectPlan): boolean {
  const loaded: Loaded = { property, element: elementFor(plan.loaders, place.path, property) };
  return strategyOf(loaded).idle?.(loaded) ?? false;
}

/** Adds what the relationship's strategy does when a row is read. */
export function populateRelationship(
  property: RelationshipProperty,
  place: LoaderPlace,
  context: LoadContext,
  populators: Populators,
): void {
  const loaded: Loaded = { property, element: elementFor(context.plan.loaders, place.path, property) };
  strategyOf(loaded).populate(loaded, place, context, populators);
}

function strategyOf({ property, element }: Loaded): RelationshipLoader {
  const name = element?.strategy ?? property.lazy;
  const refused = element === null ? undefined : COLUMN_LOADERS[name];
  if (refused !== undefined) throw wrongKind(property, refused, "column");
  return STRATEGIES[name as RelationshipStrategy | NoStrategy];
}
