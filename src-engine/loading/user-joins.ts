import { InvalidRequestError } from "../errors.ts";
import type { Mapper } from "../mapping/mapper.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { Join } from "../sql/from-clause.ts";
import { SelectBase } from "../sql/select-base.ts";
import { trace } from "../trace/recorder.ts";
import { entityOfFrom } from "./column-annotations.ts";
import { adapterOf, anonymousAlias, type Entity, isAliased, isEntity } from "./entities.ts";
import { overlaps, positionsContaining, positionsToJoinFrom } from "./from-clauses.ts";
import type { OptionTarget } from "./load-element.ts";
import { criteriaFor } from "./loader-criteria.ts";
import { clauseFor, isRelationshipOn, ormJoin, type RelationshipOn } from "./orm-join.ts";
import type { JoinStep } from "./orm-statement.ts";
import type { QueryEntity } from "./query-entity.ts";
import type { RowAdapter } from "./row-adapter.ts";

/** A statement whose `join()` steps are carried out. */
export interface JoinTarget {
  readonly statement: { readonly joins: readonly JoinStep[] };
  readonly entities: readonly QueryEntity[];
  fromClauses: FromClause[];
  readonly joinEntities: Set<Entity>;
  readonly criteria: OptionTarget["criteria"];
  adaptClause(clause: ColumnElement): ColumnElement;
  /** What the query says of a mapper is about something that stands for it. */
  adaptMapper(mapper: Mapper, adapter: RowAdapter): void;
}

type Side = Entity | FromClause;

/** Carries out the `join()` steps of a statement, in order ("Query Joins"). */
export function buildUserJoins(build: JoinTarget): void {
  const joined: { left: Side; right: Side; key: string }[] = [];
  for (const step of build.statement.joins) {
    const { on } = step;
    if (isRelationshipOn(on)) {
      const left = on.entity ?? on.property.parent;
      const right = step.target ?? on.target ?? (on.property.entity as Entity);
      const key = on.property.key;
      if (joined.some((each) => each.left === left && each.right === right && each.key === key)) continue;
      checkExplicitLeft(step, left, on);
      join(build, { step, left, right, on });
      joined.push({ left, right, key });
    } else {
      join(build, { step, left: step.from, right: step.target as Side, on });
    }
  }
}

function checkExplicitLeft(step: JoinStep, left: Entity, on: RelationshipOn): void {
  if (step.from === null || step.from === left) return;
  if (!isEntity(step.from) && entityOfFrom(step.from) === left) return;
  throw new InvalidRequestError(
    `explicit from clause ${step.from} does not match left side of relationship attribute ${on.property}`,
  );
}

interface Joining {
  readonly step: JoinStep;
  readonly left: Side | null;
  readonly right: Side;
  readonly on: RelationshipOn | ColumnElement | null;
}

interface LeftPlace {
  readonly left: Side;
  /** Position of the FROM clause that the join takes in. */
  readonly position: number | null;
}

function join(build: JoinTarget, joining: Joining): void {
  const { step, on } = joining;
  const place =
    joining.left === null
      ? implicitLeft(build, joining)
      : { left: joining.left, position: explicitPosition(build, joining.left) };
  if (place.left === joining.right) {
    throw new InvalidRequestError(
      `Can't construct a join from ${place.left} to ${joining.right}, they are the same entity`,
    );
  }
  const right = checkedRight(build, place, joining);
  const condition = on === null || isRelationshipOn(on) ? on : build.adaptClause(on);
  const from = place.position === null ? place.left : (build.fromClauses[place.position] as FromClause);
  const extraCriteria = isEntity(right) ? criteriaFor(build.criteria, right) : [];
  const added = ormJoin(from, right, condition, { isouter: step.isouter, full: step.full, extraCriteria });
  if (place.position === null) build.fromClauses = [...build.fromClauses, added];
  else build.fromClauses = build.fromClauses.map((each, i) => (i === place.position ? added : each));
}

/** Finds what a target is joined to where nothing says so: a FROM clause, or an entity that the query selects. */
function implicitLeft(build: JoinTarget, { right, on }: Joining): LeftPlace {
  const condition = isRelationshipOn(on) ? null : on;
  const target = clauseFor(right);
  if (build.fromClauses.length > 0) {
    const positions = positionsToJoinFrom(build.fromClauses, target, condition);
    const position = onlyOne(positions, right);
    return { left: build.fromClauses[position] as FromClause, position };
  }
  const potential = new Map<FromClause, Side>();
  for (const each of build.entities) {
    const side = sideOf(each);
    if (side === null || side === right) continue;
    potential.set(clauseFor(side), side);
  }
  if (build.entities.length === 0) {
    throw new InvalidRequestError(
      "No entities to join from; please use select_from() to establish the left entity/selectable of this join",
    );
  }
  const clauses = [...potential.keys()];
  const position = onlyOne(positionsToJoinFrom(clauses, target, condition), right);
  return { left: potential.get(clauses[position] as FromClause) as Side, position: null };
}

function sideOf(entity: QueryEntity): Side | null {
  if (entity.entity !== null) return entity.entity;
  return entity.kind === "column" ? (entity.column.fromObjects[0] ?? null) : null;
}

function onlyOne(positions: readonly number[], right: Side): number {
  const [position] = positions;
  if (positions.length > 1) {
    throw new InvalidRequestError(
      "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.",
    );
  }
  if (position === undefined) {
    throw new InvalidRequestError(
      `Don't know how to join to ${sideText(right)}. Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.`,
    );
  }
  return position;
}

/** A side as Python's `repr` shows it. */
function sideText(side: Side): string {
  if (!isEntity(side)) return String(side);
  if (isAliased(side)) return `<AliasedClass at 0x0; ${side.mapper.className}>`;
  return `<Mapper at 0x0; ${side.className}>`;
}

/** Which of the FROM clauses an explicit left side is in; `null` for none. */
function explicitPosition(build: JoinTarget, left: Side): number | null {
  const positions = positionsContaining(build.fromClauses, clauseFor(left));
  if (positions.length > 1) {
    throw new InvalidRequestError(
      "Can't identify which entity in which to assign the left side of this join.   Please use a more specific ON clause.",
    );
  }
  return positions[0] ?? null;
}

function checkedRight(build: JoinTarget, { left }: LeftPlace, { right, on }: Joining): Side {
  const property = isRelationshipOn(on) ? on.property : null;
  const leftClause = clauseFor(left);
  const rightClause = clauseFor(right);
  if (isEntity(right)) {
    const { mapper } = right;
    const overlap =
      (mapper.withPolymorphic !== null || mapper.persistSelectable instanceof Join) &&
      (build.fromClauses.length > 0 ? build.fromClauses : [leftClause]).some(
        (from) => overlaps(leftClause, from) && overlaps(from, rightClause),
      );
    if (overlap && leftClause === rightClause) {
      throw new InvalidRequestError(`Can't join table/selectable '${leftClause}' to itself`);
    }
    if (property !== null && !right.mapper.commonParent(property.mapper)) {
      throw new InvalidRequestError(
        `Join target ${right} does not correspond to the right side of join condition ${property}`,
      );
    }
    build.joinEntities.add(right);
    return overlap && !isAliased(right) ? aliasedByItself(build, right) : right;
  }
  if (property === null) return right;
  if (!rightClause.isDerivedFrom(property.mapper.persistSelectable)) {
    throw new InvalidRequestError(
      `Selectable '${rightClause.description}' is not derived from '${property.mapper.persistSelectable.description}'`,
    );
  }
  const selectable = rightClause instanceof SelectBase ? (rightClause as SelectBase).subquery() : rightClause;
  return anonymousAlias(property.mapper, { selectable });
}

/** A class of a hierarchy whose tables are in the query already gets an alias, and so does what the query says of it. */
function aliasedByItself(build: JoinTarget, right: Mapper): Entity {
  trace.warn(
    `An alias is being generated automatically against joined entity ${right} due to overlapping tables.  This is a legacy pattern ` +
      "which may be deprecated in a later release.  Use the aliased(<entity>, flat=True) construct explicitly, see the linked " +
      "example.",
    { code: "xaj2" },
  );
  const alias = anonymousAlias(right);
  build.adaptMapper(right, adapterOf(alias));
  return alias;
}
