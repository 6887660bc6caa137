import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { BuildTarget, EntitySetup } from "../build-target.ts";
import type { LoadContext } from "../load-context.ts";
import type { LoadElement } from "../load-element.ts";
import type { LoaderPlace } from "../load-port.ts";
import type { Populators } from "../populators.ts";

/** A relationship as one query loads it: the property, and the option that applies to it. */
export interface Loaded {
  readonly property: RelationshipProperty;
  readonly element: LoadElement | null;
}

/** One way of loading relationships. */
export interface RelationshipLoader {
  /** Adds what the strategy needs to the statement. */
  setup?(loaded: Loaded, build: BuildTarget, setup: EntitySetup): void;
  /** Whether it does nothing when a row is read, unless what an object has is replaced. */
  idle?(loaded: Loaded): boolean;
  /** Adds what the strategy does when a row is read. */
  populate(loaded: Loaded, place: LoaderPlace, context: LoadContext, populators: Populators): void;
}
