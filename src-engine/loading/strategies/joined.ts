import { BuiltinError, InvalidRequestError } from "../../errors.ts";
import type { CollectionAdapter } from "../../instrumentation/collection-adapter.ts";
import type { CollectionAttribute } from "../../instrumentation/collection-attribute.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import { anonymousFrom } from "../../mapping/anonymous-from.ts";
import { equivalentColumns } from "../../mapping/equivalents.ts";
import type { Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import type { ColumnElement, FromClause } from "../../sql/element.ts";
import { FromGrouping, Join } from "../../sql/from-clause.ts";
import { trace } from "../../trace/recorder.ts";
import type { BuildTarget, EntitySetup } from "../build-target.ts";
import { anonymousAlias, type Entity, isAliased, isEntity } from "../entities.ts";
import { columnsOf, positionsContaining } from "../from-clauses.ts";
import type { LoadContext } from "../load-context.ts";
import { type LoaderPlace, loadPort, type RowLoader } from "../load-port.ts";
import { eagerCriteriaFor } from "../loader-criteria.ts";
import { OrmJoin, ormJoin, type RelationshipOn, spliceIntoCenter } from "../orm-join.ts";
import type { LoadPath } from "../path.ts";
import type { Populators } from "../populators.ts";
import type { MapperEntity } from "../query-entity.ts";
import { RowAdapter } from "../row-adapter.ts";
import { beginCollection, implFor } from "./attribute-impl.ts";
import { requirePopulation } from "./eager-checks.ts";
import { LAZY } from "./lazy.ts";
import type { Loaded, RelationshipLoader } from "./strategy-interface.ts";

/** Loads a relationship by a join in the statement of its parents ("Joined Eager Loading", "contains_eager"). */
export const JOINED: RelationshipLoader = {
  setup(loaded, build, setup) {
    if (!build.enableEagerLoads) return;
    const { property } = loaded;
    if (property.uselist) build.multiRowEager = true;
    const path = setup.path.property(property);
    const target = (build.pathEntities.get(path.natural) ?? property.entity) as Entity;
    const user = userAdapter(loaded, build);
    if (user !== undefined) {
      setupFromUserRows(loaded, build, setup, user);
      return;
    }
    if (!build.loaders.has(path.natural)) {
      if (property.joinDepth) {
        if (path.length / 2 > property.joinDepth) return;
      } else if (path.containsMapper(property.mapper)) return;
    }
    setupJoin(loaded, build, setup, target);
  },

  populate(loaded, place, context, populators) {
    if (!context.plan.enableEagerLoads) return;
    const { property } = loaded;
    requirePopulation(property, place.mapper);
    const path = place.path.property(property);
    const adapter = rowAdapter(loaded, context, path);
    if (adapter === undefined || !hasKey(property.mapper, adapter, context)) {
      LAZY.populate(loaded, place, context, populators);
      return;
    }
    const load = loadPort().instanceLoader(
      { entity: place.entity, mapper: property.mapper, path: path.to(property.entity as Entity), adapter },
      context,
    );
    if (property.uselist) gatherCollection(property, place, context, load, populators);
    else takeScalar(property, place, context, load, populators);
  },
};

// --- the statement -------------------------------------------------------------------------------------------------------

/** What `contains_eager()` reads rows through; `undefined` where the option is none. */
function userAdapter({ property, element }: Loaded, build: BuildTarget): RowAdapter | null | undefined {
  if (element?.options?.eagerFrom === undefined) return undefined;
  const path = pathOfElement(element.path).natural;
  const known = build.userAdapters.get(path);
  if (known !== undefined) return known;
  const from = element.options.eagerFrom;
  let adapter: RowAdapter | null = null;
  if (from !== null) {
    const selectable = isEntity(from) ? from.selectable : (from as FromClause);
    adapter = new RowAdapter(selectable, { equivalents: equivalentColumns(property.mapper) });
  } else {
    const entity = build.pathEntities.get(path);
    if (entity !== undefined && isAliased(entity)) {
      adapter = new RowAdapter(entity.selectable, { entity, equivalents: equivalentColumns(property.mapper) });
    }
  }
  build.userAdapters.set(path, adapter);
  return adapter;
}

/** The path of the attribute that an option's path ends in. */
function pathOfElement(path: LoadPath): LoadPath {
  return isEntity(path.element) ? (path.parent as LoadPath) : path;
}

/** The query's own joins have the rows: their columns are selected, and no join is added. */
function setupFromUserRows(
  { property, element }: Loaded,
  build: BuildTarget,
  setup: EntitySetup,
  user: RowAdapter | null,
): void {
  const around = build.adapterFor(setup.lead);
  let clauses = user;
  if (around !== null) {
    clauses = user === null ? around : user.wrap(around);
    if (element !== null) build.userAdapters.set(pathOfElement(element.path).natural, clauses);
  }
  build.setupEntity({
    mapper: property.mapper,
    lead: setup.lead,
    path: setup.path.property(property).to(property.entity as Entity),
    adapter: clauses,
    collection: build.primaryColumns,
    onlyLoad: null,
    ...polymorphicMappers(build, setup.path.property(property)),
    parentMapper: property.mapper,
    chainedFromOuterjoin: setup.chainedFromOuterjoin,
  });
}

/** The subclasses that `ofType()` adds to a relationship's target. */
function polymorphicMappers(build: BuildTarget, path: LoadPath): { polymorphicMappers?: readonly Mapper[] } {
  const entity = build.pathEntities.get(path.natural);
  return entity === undefined ? {} : { polymorphicMappers: entity.withPolymorphicMappers };
}

interface EagerJoin {
  readonly loaded: Loaded;
  readonly setup: EntitySetup;
  readonly path: LoadPath;
  readonly alias: Entity;
  readonly innerjoin: boolean | "nested" | "unnested";
  readonly chainedFromOuterjoin: boolean;
}

function setupJoin(loaded: Loaded, build: BuildTarget, setup: EntitySetup, target: Entity): void {
  const { property, element } = loaded;
  const path = setup.path.property(property);
  const alias =
    target !== property.mapper && isAliased(target) && target !== property.entity
      ? target
      : anonymousAlias(property.mapper, {
          mapperPath: true,
          ...(isAliased(property.entity as Entity)
            ? { selectable: anonymousFrom(property.entity.selectable, null, true) }
            : {}),
        });
  const adapter = new RowAdapter(alias.selectable, {
    entity: alias,
    equivalents: equivalentColumns(property.mapper),
    required: true,
  });
  const innerjoin = element?.options?.innerjoin ?? property.innerjoin;
  const chainedFromOuterjoin = setup.chainedFromOuterjoin || !innerjoin;
  const join: EagerJoin = { loaded, setup, path, alias, innerjoin, chainedFromOuterjoin };
  build.eagerJoinWork.push(() => addJoin(build, join));
  build.eagerAdapters.set(path.natural, adapter);
  build.eagerAddingJoins = true;
  build.setupEntity({
    mapper: property.mapper,
    lead: setup.lead,
    path: path.to(property.entity as Entity),
    adapter,
    collection: build.secondaryColumns,
    onlyLoad: null,
    ...polymorphicMappers(build, path),
    parentMapper: property.mapper,
    chainedFromOuterjoin,
  });
}

/** Adds the join itself, once the FROM clauses that the query names stand. */
function addJoin(build: BuildTarget, join: EagerJoin): void {
  const { loaded, setup, path, alias, innerjoin, chainedFromOuterjoin } = join;
  const { property, element } = loaded;
  const { lead, adapter } = setup;
  const parent = setup.parentMapper ?? lead.mapper;
  const { key, from } = joinPlace(build, lead);
  const existing = build.eagerJoins.get(key) ?? from;
  const on = onclauseOf(property, parent, adapter);
  const extraCriteria = [...(element?.extraCriteria ?? []), ...eagerCriteriaFor(build.criteria, property.mapper)];
  const outside =
    !chainedFromOuterjoin ||
    !innerjoin ||
    innerjoin === "unnested" ||
    (isAliased(lead.entity) && lead.entity.representsOuterJoin);
  const added = outside
    ? ormJoin(existing, alias, on, {
        isouter: !innerjoin || (chainedFromOuterjoin && existing instanceof Join),
        leftMapper: property.parent,
        rightPath: path.to(property.mapper),
        extraCriteria,
      })
    : spliceNested({ path, alias, on, extraCriteria, mapper: property.mapper }, existing, false, null);
  if (added === null)
    throw new BuiltinError("AssertionError", "assertion failed attempting to produce joined eager loads");
  build.eagerJoins.set(key, added);
  added.stopOn = lead.selectable;

  if (setup.parentMapper === null) selectJoinColumns(property, parent, adapter, build);
  if (property.orderBy !== null) {
    const target = added.targetAdapter;
    for (const each of property.orderBy) build.eagerOrderBy.push(target === null ? each : target.traverse(each));
  }
}

/** Which FROM clause the join is added to, and under what that is noted. */
function joinPlace(build: BuildTarget, lead: MapperEntity): { key: MapperEntity | number; from: FromClause } {
  const nests = build.multiRowEager && build.nestsSelectable;
  if (!build.eagerJoins.has(lead) && !nests && build.fromClauses.length > 0) {
    const positions = positionsContaining(build.fromClauses, lead.selectable);
    if (positions.length > 1) {
      throw new InvalidRequestError(
        "Can't identify which query entity in which to joined eager load from.   Please use an exact match when specifying the join path.",
      );
    }
    const [position] = positions;
    if (position !== undefined) return { key: position, from: build.fromClauses[position] as FromClause };
  }
  return { key: lead, from: lead.selectable };
}

function onclauseOf(property: RelationshipProperty, parent: Mapper, adapter: RowAdapter | null): RelationshipOn {
  const base = { property, target: null, extraCriteria: [] };
  if (adapter === null) return { ...base, entity: null };
  const owner = parent.isa(property.parent) ? parent : property.parent;
  if (adapter.entity === null) {
    return { ...base, entity: anonymousAlias(property.parent, { selectable: adapter.selectable, mapperPath: true }) };
  }
  const entity = adapter.entity.entityFor(owner);
  return { ...base, entity: entity.mapper.props.has(property.key) ? entity : null };
}

/** The columns that the join compares have to be there for the statement that may wrap this one. */
function selectJoinColumns(
  property: RelationshipProperty,
  parent: Mapper,
  adapter: RowAdapter | null,
  build: BuildTarget,
): void {
  for (const column of columnsOf(property.primaryjoin)) {
    if (!parent.persistSelectable.c.containsColumn(column)) continue;
    const adapted = adapter === null ? column : (adapter.column(column) ?? column);
    build.appendColumn(adapted, build.primaryColumns);
  }
}

interface NestedJoin {
  readonly path: LoadPath;
  readonly alias: Entity;
  readonly on: RelationshipOn;
  readonly extraCriteria: readonly ColumnElement[];
  readonly mapper: Mapper;
}

/** Puts an inner join behind the outer join that it hangs on: `a LEFT OUTER JOIN (b JOIN c)`. */
function spliceNested(
  nested: NestedJoin,
  clause: FromClause,
  inside: Mapper | null | false,
  existingPath: LoadPath | null,
): OrmJoin | null {
  const wanted = nested.path.elements.at(-2) as Entity;
  if (clause instanceof FromGrouping) return spliceNested(nested, clause.element, inside, null);
  if (clause instanceof OrmJoin) {
    const { rightPath } = clause;
    const right = spliceNested(nested, clause.right, rightPath === null ? null : rightPath.entity.mapper, null);
    if (right !== null) {
      const whole =
        !clause.isouter && !right.isouter
          ? spliceIntoCenter(clause, right)
          : new OrmJoin(clause.left, right, clause.onclause, {
              isouter: clause.isouter,
              leftMapper: clause.leftMapper,
              entity: clause.entity,
            });
      whole.targetAdapter = right.targetAdapter;
      return whole;
    }
    const left = spliceNested(nested, clause.left, clause.leftMapper, rightPath);
    if (left === null) return null;
    const whole = new OrmJoin(left, clause.right, clause.onclause, {
      isouter: clause.isouter,
      rightPath,
      entity: clause.entity,
    });
    whole.targetAdapter = left.targetAdapter;
    return whole;
  }
  if (inside === null || inside === false || !wanted.mapper.isa(inside)) return null;
  if (existingPath !== null && existingPath.length > 2) {
    const before = existingPath.elements.slice(0, -2);
    const own = nested.path.elements.slice(0, -1);
    if (before.length !== own.length || before.some((element, i) => element !== own[i])) return null;
  }
  return ormJoin(clause, nested.alias, nested.on, {
    isouter: false,
    leftMapper: inside,
    rightPath: nested.path.to(nested.mapper),
    extraCriteria: nested.extraCriteria,
  });
}

// --- the rows ------------------------------------------------------------------------------------------------------------

/** What the relationship's columns are read through; `undefined` where the statement does not have them. */
function rowAdapter({ element }: Loaded, context: LoadContext, path: LoadPath): RowAdapter | null | undefined {
  const { build, compoundAdapter } = context.plan;
  if (element?.options?.eagerFrom !== undefined) {
    const user = build.userAdapters.get(pathOfElement(element.path).natural) ?? null;
    if (compoundAdapter === null) return user;
    return user === null ? compoundAdapter : user.wrap(compoundAdapter);
  }
  return build.eagerAdapters.get(path.natural);
}

function hasKey(mapper: Mapper, adapter: RowAdapter | null, context: LoadContext): boolean {
  return mapper.primaryKey.every((column) => {
    const adapted = adapter === null ? column : adapter.column(column);
    return adapted !== null && context.plan.readerOrNull(adapted) !== null;
  });
}

/** Collects the objects of one parent over its rows, each once. */
class Gathered {
  readonly #adapter: CollectionAdapter;
  readonly #seen: Set<unknown>;

  constructor(adapter: CollectionAdapter) {
    this.#adapter = adapter;
    this.#seen = new Set(adapter.members());
  }

  push(item: unknown): void {
    if (this.#seen.has(item)) return;
    this.#seen.add(item);
    this.#adapter.append(item, false);
  }
}

function gatherCollection(
  property: RelationshipProperty,
  place: LoaderPlace,
  context: LoadContext,
  load: RowLoader,
  populators: Populators,
): void {
  const attribute = implFor(place.mapper, property) as CollectionAttribute;
  let gathered = context.gathered.get(property) as Map<InstanceState, Gathered> | undefined;
  if (gathered === undefined) {
    gathered = new Map();
    context.gathered.set(property, gathered);
  }
  const lists = gathered;
  const begin = (state: InstanceState): Gathered => {
    const list = new Gathered(beginCollection(attribute, state));
    lists.set(state, list);
    return list;
  };
  populators.first.push({
    attribute,
    run: (state, row) => {
      const list = begin(state);
      const item = load(row);
      if (item !== null) list.push(item);
    },
  });
  populators.further.push({
    attribute,
    run: (state, row) => {
      const list = lists.get(state) ?? begin(state);
      const item = load(row);
      if (item !== null) list.push(item);
    },
  });
  if (context.options.invokeAllEagers) populators.eager.push({ attribute, run: (_state, row) => void load(row) });
}

function takeScalar(
  property: RelationshipProperty,
  place: LoaderPlace,
  context: LoadContext,
  load: RowLoader,
  populators: Populators,
): void {
  const attribute = implFor(place.mapper, property);
  populators.first.push({
    attribute,
    run: (state, row) => {
      state.values[attribute.slot] = load(row);
    },
  });
  populators.further.push({
    attribute,
    run: (state, row) => {
      const item = load(row);
      const present = state.values[attribute.slot];
      if (present === undefined) state.values[attribute.slot] = item;
      else if (present !== item) {
        trace.warn(`Multiple rows returned with uselist=False for eagerly-loaded attribute '${property}' `);
      }
    },
  });
  if (context.options.invokeAllEagers) populators.eager.push({ attribute, run: (_state, row) => void load(row) });
}
