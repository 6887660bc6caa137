import type { ClauseAdapter } from "../mapping/clause-adapter.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { relationshipJoins } from "../mapping/relationship-joins.ts";
import { singleTableCriterion } from "../mapping/single-table.ts";
import { and_ } from "../sql/builders.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { Join } from "../sql/from-clause.ts";
import { adapterOf, type Entity, isAliased, isEntity } from "./entities.ts";
import { isPresent } from "./from-clauses.ts";
import { LoadPath } from "./path.ts";

/** A relationship as an ON clause: which one, from which entity, with what criteria of the user's. */
export interface RelationshipOn {
  readonly property: RelationshipProperty;
  /** The entity at the left; `null` for the class that declares the relationship. */
  readonly entity: Entity | null;
  /** What `ofType()` narrowed the target to. */
  readonly target: Entity | null;
  readonly extraCriteria: readonly ColumnElement[];
}

export interface OrmJoinOptions {
  readonly isouter?: boolean;
  readonly full?: boolean;
  readonly extraCriteria?: readonly ColumnElement[];
  /** What joined eager loading has to know when it puts another join into this one. */
  readonly leftMapper?: Mapper | null;
  readonly rightPath?: LoadPath | null;
}

/** A join between entities, along a relationship or on a condition. */
export class OrmJoin extends Join {
  readonly leftMapper: Mapper | null;
  readonly rightPath: LoadPath | null;
  /** The entity at the left, by which `filter_by` and further joins find it. */
  readonly entity: Entity | null;
  /** Adapts expressions of the relationship's target to the side that is joined. */
  targetAdapter: ClauseAdapter | null = null;
  /** The FROM clause at which joined eager loading began. */
  stopOn: FromClause | null = null;

  constructor(
    left: FromClause,
    right: FromClause,
    onclause: ColumnElement | null,
    options: OrmJoinOptions & { readonly entity?: Entity | null } = {},
  ) {
    super(left, right, onclause, { isouter: options.isouter ?? false, full: options.full ?? false });
    this.leftMapper = options.leftMapper ?? null;
    this.rightPath = options.rightPath ?? null;
    this.entity = options.entity ?? null;
  }
}

/** What a side of a join is in SQL. */
export function clauseFor(side: Entity | FromClause): FromClause {
  return isEntity(side) ? side.selectable : side;
}

/** Joins two sides ("Using Relationships to Join"). A many-to-many relationship brings its secondary table. */
export function ormJoin(
  left: Entity | FromClause,
  right: Entity | FromClause,
  on: RelationshipOn | ColumnElement | null,
  options: OrmJoinOptions = {},
): OrmJoin {
  const leftClause = clauseFor(left);
  const rightClause = clauseFor(right);
  const entity = isEntity(left) ? left : left instanceof OrmJoin ? left.entity : null;
  const base = { ...options, entity };
  if (!isRelationshipOn(on)) {
    let condition = on;
    const extra = [...(options.extraCriteria ?? []), ...criterionOf(right)];
    if (extra.length > 0) {
      condition ??= new Join(leftClause, rightClause, null).onclause;
      condition = and_(condition, ...extra);
    }
    return new OrmJoin(leftClause, rightClause, condition, base);
  }
  const from = (on.entity ?? on.property.parent).selectable;
  const { primaryjoin, secondaryjoin, secondary, targetAdapter } = relationshipJoins(on.property, {
    source: isPresent(from, leftClause) ? from : leftClause,
    dest: rightClause,
    sourcePolymorphic: true,
    ofType: isEntity(right) ? right : null,
    aliasSecondary: true,
    extraCriteria: [...(options.extraCriteria ?? []), ...on.extraCriteria],
  });
  let join: OrmJoin;
  if (secondaryjoin === null || secondary === null) {
    join = new OrmJoin(leftClause, rightClause, primaryjoin, base);
  } else if (options.isouter) {
    // The association row and the target are there together or not at all.
    join = new OrmJoin(leftClause, new Join(secondary, rightClause, secondaryjoin), primaryjoin, base);
  } else {
    join = new OrmJoin(new Join(leftClause, secondary, primaryjoin), rightClause, secondaryjoin, base);
  }
  join.targetAdapter = targetAdapter;
  return join;
}

function criterionOf(right: Entity | FromClause): ColumnElement[] {
  if (!isEntity(right)) return [];
  const criterion = singleTableCriterion(right.mapper);
  if (criterion === null) return [];
  return [isAliased(right) ? adapterOf(right).traverse(criterion) : criterion];
}

export function isRelationshipOn(on: RelationshipOn | ColumnElement | null): on is RelationshipOn {
  return on !== null && "property" in on && "extraCriteria" in on;
}

/** `join(a, b)` and `join(b, c)` as `join(join(a, b), c)`. */
export function spliceIntoCenter(outer: OrmJoin, inner: OrmJoin): OrmJoin {
  const left = new OrmJoin(outer.left, inner.left, outer.onclause, {
    isouter: outer.isouter,
    leftMapper: outer.leftMapper,
    rightPath: inner.leftMapper === null ? null : LoadPath.root.to(inner.leftMapper),
    entity: outer.entity,
  });
  return new OrmJoin(left, inner.right, inner.onclause, {
    isouter: inner.isouter,
    rightPath: inner.rightPath,
    entity: outer.entity,
  });
}
