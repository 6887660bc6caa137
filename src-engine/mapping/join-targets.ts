import { and_ } from "../sql/builders.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { anonymousFrom } from "./anonymous-from.ts";
import { ClauseAdapter, type Equivalents, SHOULD_NOT_ADAPT } from "./clause-adapter.ts";
import { hasFlag } from "./join-flags.ts";

export interface JoinTargetsOptions {
  /** Stands for the parent; `null` where the parent's own tables do. */
  readonly source: FromClause | null;
  /** Stands for the target. */
  readonly dest: FromClause;
  /** Whether the conditions have to be adapted to `source`, `dest` and an alias of the secondary table. */
  readonly aliased: boolean;
  /** Restricts the target to a class of a single-table hierarchy. */
  readonly singleCriterion?: ColumnElement | null;
  /** What the user added with `and_()`. */
  readonly extraCriteria?: readonly ColumnElement[];
}

export interface JoinTargets {
  readonly primaryjoin: ColumnElement;
  readonly secondaryjoin: ColumnElement | null;
  /** The secondary table, aliased where that was asked for. */
  readonly secondary: FromClause | null;
  /** Adapts further expressions of the target to `dest`; `null` where nothing is aliased. */
  readonly targetAdapter: ClauseAdapter | null;
  readonly dest: FromClause;
}

const localOrFixed = (column: ColumnElement) =>
  hasFlag(column, "local") || column.annotations[SHOULD_NOT_ADAPT] === true;
const remoteOrFixed = (column: ColumnElement) =>
  hasFlag(column, "remote") || column.annotations[SHOULD_NOT_ADAPT] === true;

/** The join conditions between two selectables that stand for the sides of a relationship ("Joins to Aliased Targets"). */
export function joinTargets(
  join: {
    readonly primaryjoin: ColumnElement;
    readonly secondaryjoin: ColumnElement | null;
    readonly secondary: FromClause | null;
    readonly input: { readonly parentEquivalents: Equivalents; readonly childEquivalents: Equivalents };
  },
  options: JoinTargetsOptions,
): JoinTargets {
  const { source, dest } = options;
  let { primaryjoin, secondaryjoin, secondary } = join;
  const further = [options.singleCriterion ?? null, ...(options.extraCriteria ?? [])].filter((each) => each !== null);
  if (further.length > 0) {
    if (secondaryjoin !== null) secondaryjoin = and_(secondaryjoin, ...further);
    else primaryjoin = and_(primaryjoin, ...further);
  }
  if (!options.aliased) return { primaryjoin, secondaryjoin, secondary, targetAdapter: null, dest };

  const { parentEquivalents, childEquivalents } = join.input;
  const fromSource = source === null ? null : { source, equivalents: parentEquivalents };
  if (secondary !== null && secondaryjoin !== null) {
    secondary = anonymousFrom(secondary, null, true);
    const toSecondary = new ClauseAdapter(secondary, { excludes: localOrFixed });
    const toTarget = new ClauseAdapter(dest, { equivalents: childEquivalents, next: toSecondary });
    const toBoth =
      fromSource === null
        ? toSecondary
        : new ClauseAdapter(secondary, {
            excludes: localOrFixed,
            next: new ClauseAdapter(fromSource.source, { equivalents: fromSource.equivalents }),
          });
    return {
      primaryjoin: toBoth.traverse(primaryjoin),
      secondaryjoin: toTarget.traverse(secondaryjoin),
      secondary,
      targetAdapter: toTarget,
      dest,
    };
  }
  const adapter = new ClauseAdapter(dest, {
    excludes: localOrFixed,
    equivalents: childEquivalents,
    next:
      fromSource === null
        ? null
        : new ClauseAdapter(fromSource.source, { excludes: remoteOrFixed, equivalents: fromSource.equivalents }),
  });
  return {
    primaryjoin: adapter.traverse(primaryjoin),
    secondaryjoin,
    secondary,
    targetAdapter: adapter.withoutExclusions(),
    dest,
  };
}
