import type { Mapper } from "../mapping/mapper.ts";
import { DerivedFromMappings } from "../mapping/mapping-version.ts";
import type { DependencyProcessor, FlushAction } from "./flush-context.ts";
import { findCycles, sortByLevels } from "./topological.ts";
import { WholeSteps } from "./whole-steps.ts";

/** What puts steps into a plan: a class that has objects in the flush, or a relationship that has something to do. */
type Entrant =
  | { readonly kind: "class"; readonly mapper: Mapper }
  | { readonly kind: "relationship"; readonly processor: DependencyProcessor };

/** A plan in which no steps depend on each other in circles. */
export interface StraightPlan {
  /** In the order of their names. */
  readonly actions: readonly FlushAction[];
  readonly levels: readonly (readonly FlushAction[])[];
}

/** Outlines that are kept; with more, beginning anew costs less than keeping them. */
const MOST = 1000;

/**
 * The classes and relationships of a flush in the order in which they came up. Steps for whole classes and their order follow
 * from these alone, whatever the objects, so that a flush like an earlier one finds its plan made. Outlines form a tree, each
 * knowing those that go on from it.
 */
export class Outline {
  static #count = 0;
  static readonly #empty = new DerivedFromMappings(() => {
    Outline.#count = 0;
    return new Outline(null, null);
  });

  readonly #before: Outline | null;
  readonly #latest: Entrant | null;
  readonly #next = new Map<Mapper | DependencyProcessor, Outline>();
  #plan: StraightPlan | "circular" | null = null;

  private constructor(before: Outline | null, latest: Entrant | null) {
    this.#before = before;
    this.#latest = latest;
    Outline.#count++;
  }

  /** Where every flush begins. */
  static get empty(): Outline {
    const { value } = Outline.#empty;
    if (Outline.#count > MOST) {
      value.#next.clear();
      Outline.#count = 1;
    }
    return value;
  }

  withClass(mapper: Mapper): Outline {
    return this.#next.get(mapper) ?? this.#goOn(mapper, { kind: "class", mapper });
  }

  withRelationship(processor: DependencyProcessor): Outline {
    return this.#next.get(processor) ?? this.#goOn(processor, { kind: "relationship", processor });
  }

  #goOn(key: Mapper | DependencyProcessor, entrant: Entrant): Outline {
    const outline = new Outline(this, entrant);
    this.#next.set(key, outline);
    return outline;
  }

  /** The plan, or `null` where steps depend on each other in circles, so that it depends on the objects. */
  get straightPlan(): StraightPlan | null {
    this.#plan ??= this.#makePlan();
    return this.#plan === "circular" ? null : this.#plan;
  }

  #makePlan(): StraightPlan | "circular" {
    const { actions } = this.steps();
    if (findCycles(actions).size > 0) return "circular";
    const sorted = sortedByName(actions);
    return { actions: sorted, levels: [...sortByLevels(sorted)] };
  }

  /** New steps for a flush of its own. */
  steps(): WholeSteps {
    const steps = this.#before?.steps() ?? new WholeSteps();
    if (this.#latest?.kind === "class")
      steps.order(steps.saveAll(this.#latest.mapper), steps.deleteAll(this.#latest.mapper));
    else this.#latest?.processor.planAll(steps);
    return steps;
  }
}

/** Steps that could run in any order run in the order of their names. */
export function sortedByName(actions: readonly FlushAction[]): FlushAction[] {
  return [...actions].sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0));
}
