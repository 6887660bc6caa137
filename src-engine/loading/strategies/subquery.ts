import type { AttributeImpl } from "../../instrumentation/attribute.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import type { ColumnElement, FromClause } from "../../sql/element.ts";
import { trace } from "../../trace/recorder.ts";
import { adapterOf, anonymousAlias, type Entity, isAliased } from "../entities.ts";
import { columnsOf } from "../from-clauses.ts";
import {
  DEFAULT_LOAD,
  type LoadContext,
  type LoadOptions,
  needsAllRows,
  type SubqueryOrigin,
} from "../load-context.ts";
import { type LoaderPlace, loadPort } from "../load-port.ts";
import type { RelationshipOn } from "../orm-join.ts";
import { EMPTY_STATEMENT, type JoinStep, type OrmStatement } from "../orm-statement.ts";
import { LoadPath } from "../path.ts";
import { type ColumnReader, type Row, readColumn } from "../populators.ts";
import { implFor } from "./attribute-impl.ts";
import { entityBelongs, requirePopulation } from "./eager-checks.ts";
import { IMMEDIATE } from "./immediate.ts";
import { descend } from "./recursion.ts";
import type { Loaded, RelationshipLoader } from "./strategy-interface.ts";

/**
 * Loads the relationship of all objects of a query with one more SELECT, which joins the query itself as a subquery
 * ("Subquery Eager Loading").
 */
export const SUBQUERY: RelationshipLoader = {
  populate(loaded, place, context, populators) {
    if (context.options.refreshState !== null) {
      IMMEDIATE.populate(loaded, place, context, populators);
      return;
    }
    const { property } = loaded;
    if (!descend(loaded, place.path, context).runs) return;
    requirePopulation(property, place.mapper);
    if (!entityBelongs(property, place)) return;
    const { plan } = context;
    if (context.options.yieldPer !== null) throw needsAllRows();
    if (!plan.enableEagerLoads || plan.statement.forRefresh) return;

    const path = place.path.property(property).natural;
    let collections = context.collections.get(path) as Collections | undefined;
    if (collections === undefined) {
      collections = new Collections(loaded, place, context);
      context.collections.set(path, collections);
    }
    const local = [...property.localColumns];
    const readers = local.map((column) => plan.reader(place.adapter?.column(column) ?? column));
    const attribute = implFor(place.mapper, property);
    const fill = fillWith(loaded, attribute, collections, { local, readers });
    populators.first.push({ attribute, run: fill });
    populators.further.push({
      attribute,
      run: (state, row) => {
        if (!state.has(attribute)) fill(state, row);
      },
    });
    if (context.options.invokeAllEagers) {
      const fetched = collections;
      populators.eager.push({ attribute, run: () => void fetched.load() });
    }
  },
};

interface LocalKey {
  readonly local: readonly ColumnElement[];
  readonly readers: readonly ColumnReader[];
}

function fillWith(
  { property }: Loaded,
  attribute: AttributeImpl,
  collections: Collections,
  { local, readers }: LocalKey,
): (state: InstanceState, row: Row) => void {
  return (state, row) => {
    const list =
      collections.load().get(
        hashOf(
          local,
          readers.map((reader) => readColumn(reader, row)),
        ),
      ) ?? [];
    if (property.uselist) {
      attribute.setCommittedValue(state, list);
      return;
    }
    if (list.length > 1) {
      trace.warn(`Multiple rows returned with uselist=False for eagerly-loaded attribute '${property}' `);
    }
    attribute.setCommittedValue(state, list[0] ?? null);
  };
}

function hashOf(columns: readonly ColumnElement[], values: readonly unknown[]): string {
  return JSON.stringify(
    values.map((value, i) => (value === null ? null : (columns[i]?.type.identityKey(value) ?? String(value)))),
  );
}

/** What the second SELECT brings, fetched when the first row needs it. */
class Collections {
  readonly #loaded: Loaded;
  readonly #place: LoaderPlace;
  readonly #context: LoadContext;
  #found: Map<string, unknown[]> | null = null;

  constructor(loaded: Loaded, place: LoaderPlace, context: LoadContext) {
    this.#loaded = loaded;
    this.#place = place;
    this.#context = context;
  }

  load(): Map<string, unknown[]> {
    if (this.#found !== null) return this.#found;
    const found = new Map<string, unknown[]>();
    this.#found = found;
    const { property } = this.#loaded;
    const { session, parameters, options } = this.#context;
    const cause = trace.active
      ? trace.cause({ kind: "load", why: "eager", object: null, attribute: `${property}` })
      : null;
    trace.within(cause, () => {
      const { statement, origin } = subqueryStatement(this.#loaded, this.#place, this.#context);
      const load: LoadOptions = { ...DEFAULT_LOAD, populateExisting: options.populateExisting, subquery: origin };
      const port = loadPort();
      if (options.autoflush) session.runAutoflush(property);
      const plan = port.plan(session, () => statement);
      const { rows } = port.run(session, plan, parameters, load);
      const local = [...property.localColumns];
      for (const [item, ...key] of rows as readonly (readonly unknown[])[]) {
        const hash = hashOf(local, key);
        const list = found.get(hash);
        if (list === undefined) found.set(hash, [item]);
        else list.push(item);
      }
    });
    return found;
  }
}

/** The second SELECT, and what loads that it leads to have to know. */
function subqueryStatement(
  loaded: Loaded,
  place: LoaderPlace,
  context: LoadContext,
): { statement: OrmStatement; origin: SubqueryOrigin } {
  const { property, element } = loaded;
  const { plan } = context;
  const before = context.options.subquery;
  const own = place.path.property(property);
  const path = before === null ? own : before.path.append(own.elements);
  const given = before === null ? own : before.rewritten.append(own.elements);
  const original = before === null ? plan.statement : before.statement;
  const target = (plan.build.pathEntities.get(own.natural) ?? property.entity) as Entity;

  const leftmost = leftmostOf(property, given, before === null ? place.entity.entity : null);
  const left = leftAlias(original, leftmost);
  const { joins, key } = joinsTo(property, left, path, { target, criteria: element?.extraCriteria ?? [] });
  const statement: OrmStatement = {
    ...EMPTY_STATEMENT,
    legacy: true,
    items: [target, ...key],
    joins,
    options: original.options,
    currentPath: leftmost.path,
    singleCriteria: false,
    outermostOrderBy: property.orderBy ?? [],
  };
  return { statement, origin: { statement: original, path, rewritten: leftmost.path } };
}

interface Leftmost {
  readonly mapper: Mapper;
  readonly property: RelationshipProperty;
  /** The entity of the original query from which the path sets out. */
  readonly entity: Entity;
  readonly path: LoadPath;
}

function leftmostOf(property: RelationshipProperty, given: LoadPath, root: Entity | null): Leftmost {
  const [first, second] = given.elements as readonly [Entity, RelationshipProperty];
  const isOwn = property.parent.isa(first.mapper) && second === property;
  const mapper = isOwn ? property.parent : first.mapper;
  const leftProperty = isOwn ? property : second;
  if (root === null) return { mapper, property: leftProperty, entity: first, path: given };
  const start = LoadPath.root.to(root).property(leftProperty);
  const path = start.append(given.elements.slice(start.length));
  return { mapper, property: leftProperty, entity: path.elements[0] as Entity, path };
}

/** The original query as a subquery of the columns that the relationship starts from, as an alias of the leftmost class. */
function leftAlias(original: OrmStatement, leftmost: Leftmost) {
  const { entity, mapper, property } = leftmost;
  const columns = [...property.localColumns].map((column) =>
    isAliased(entity) ? (adapterOf(entity).column(column) ?? column) : column,
  );
  const froms = original.froms.length > 0 ? original.froms : entitiesOf(original);
  const limited = original.limit !== null || original.offset !== null;
  const orderBy = limited ? original.orderBy : [];
  const distinct = original.distinct || needsDistinct(property, columns);
  const present = new Set(columns);
  const added = distinct ? orderBy.flatMap((each) => columnsOf(each)).filter((column) => !present.has(column)) : [];
  const inner = loadPort().nested({
    ...original,
    items: [...columns, ...added],
    froms,
    orderBy,
    distinct,
    correlate: [],
    labelStyle: "tablename_plus_col",
    enableEagerLoads: false,
    lazyReverse: null,
  });
  return anonymousAlias(mapper, { selectable: inner.subquery(), mapperPath: true });
}

function entitiesOf(statement: OrmStatement): Entity[] {
  const found = new Set<Entity>();
  for (const entity of loadPort().entitiesOf(statement)) found.add(entity);
  return [...found];
}

/** Rows repeat where the columns are not a whole primary key. */
function needsDistinct(property: RelationshipProperty, columns: readonly ColumnElement[]): boolean {
  const { distinctTargetKey } = property;
  if (distinctTargetKey !== null) return distinctTargetKey;
  const tables = new Set(columns.map((column) => column.table).filter((table): table is FromClause => table !== null));
  return [...tables].some((table) => [...table.primaryKey].some((key) => !columns.includes(key)));
}

/** The joins from the subquery along the path to the target, and the columns that tell to whom a row belongs. */
function joinsTo(
  property: RelationshipProperty,
  left: Entity,
  path: LoadPath,
  end: { readonly target: Entity; readonly criteria: readonly ColumnElement[] },
): { joins: JoinStep[]; key: ColumnElement[] } {
  const pairs: { entity: Entity; property: RelationshipProperty }[] = [];
  const { elements } = path;
  for (let i = 0; i + 1 < elements.length; i += 2) {
    const entity = elements[i] as Entity;
    const previous = pairs.at(-1)?.property.mapper;
    const from = previous?.isa(entity.mapper) && !isAliased(entity) ? previous : entity;
    pairs.push({ entity: from, property: elements[i + 1] as RelationshipProperty });
  }
  const last = pairs.length - 1;
  const sides = pairs.map(({ entity }, i) => {
    if (i === 0) return left;
    return isAliased(entity) ? entity : anonymousAlias(entity, { mapperPath: i === last });
  });
  const joins = pairs.map(({ property: along }, i): JoinStep => {
    const target = i === last ? end.target : (sides[i + 1] as Entity);
    const on: RelationshipOn = {
      property: along,
      entity: sides[i] as Entity,
      target,
      extraCriteria: i === last ? end.criteria : [],
    };
    return { target, on, from: null, isouter: false, full: false };
  });
  const parent = sides[last] as Entity;
  const key = [...property.localColumns].map((column) =>
    isAliased(parent) ? (adapterOf(parent).column(column) ?? column) : column,
  );
  return { joins, key };
}
