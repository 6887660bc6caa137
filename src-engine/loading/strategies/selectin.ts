import type { AttributeImpl } from "../../instrumentation/attribute.ts";
import { PASSIVE_NO_FETCH, PASSIVE_NO_RESULT } from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import { equivalentColumns } from "../../mapping/equivalents.ts";
import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { ColumnElement } from "../../sql/element.ts";
import { Tuple } from "../../sql/expressions.ts";
import { BindParameter } from "../../sql/literals.ts";
import { trace } from "../../trace/recorder.ts";
import { Bundle } from "../bundle.ts";
import { adapterOf, anonymousAlias, type Entity, isAliased } from "../entities.ts";
import { DEFAULT_LOAD, type LoadContext, type LoadOptions, type PostLoadState } from "../load-context.ts";
import { loadPort } from "../load-port.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "../orm-statement.ts";
import type { LoadPath } from "../path.ts";
import type { SelectPlan } from "../select-plan.ts";
import { implFor } from "./attribute-impl.ts";
import { entityBelongs, requirePopulation } from "./eager-checks.ts";
import { IMMEDIATE } from "./immediate.ts";
import { columnValue } from "./lazy-load.ts";
import { descend, withoutTurns } from "./recursion.ts";
import { reverseLooksUpByKey } from "./reverse-lookup.ts";
import type { Loaded, RelationshipLoader } from "./strategy-interface.ts";

/** How many keys one statement asks for. */
const CHUNK = 500;

/** The three forms of the statement, from cheapest on. */
type Form =
  /** The children's table alone, by their foreign key. */
  | { readonly kind: "foreign-key"; readonly columns: readonly ColumnElement[] }
  /** The children's table alone, by their own key, which the parents hold. */
  | { readonly kind: "child-key"; readonly columns: readonly ColumnElement[]; readonly local: readonly ColumnElement[] }
  /** The parents' table joined to the children's. */
  | { readonly kind: "join" };

function formOf(property: RelationshipProperty): Form {
  const toOne = property.direction === "many-to-one";
  const omits = property.omitJoin ?? (toOne ? property.useGet : reverseLooksUpByKey(property));
  if (!omits) return { kind: "join" };
  if (toOne) {
    const { equatedColumns } = property.join.lazyClause();
    const columns = property.mapper.primaryKey;
    return { kind: "child-key", columns, local: columns.map((column) => equatedColumns.get(column) ?? column) };
  }
  const remote = new Map(property.localRemotePairs);
  const equivalents = equivalentColumns(property.parent);
  for (const [local, far] of property.localRemotePairs) {
    for (const equal of equivalents.get(local) ?? []) remote.set(equal, far);
  }
  const columns = property.parent.primaryKey.map((column) => remote.get(column)).filter((found) => found !== undefined);
  return { kind: "foreign-key", columns };
}

/** Loads the relationship of all objects of a query with one more SELECT for every 500 of them ("Select IN loading"). */
export const SELECTIN: RelationshipLoader = {
  populate(loaded, place, context, populators) {
    if (context.options.refreshState !== null) {
      IMMEDIATE.populate(loaded, place, context, populators);
      return;
    }
    const { property } = loaded;
    const descent = descend(loaded, place.path, context);
    if (!descent.runs || !context.plan.enableEagerLoads) return;
    requirePopulation(property, place.mapper);
    if (!entityBelongs(property, place)) return;
    const own = place.path.property(property);
    const entity = context.plan.build.pathEntities.get(own.natural) ?? (property.entity as Entity);
    context.addPostLoad(descent.path, property, property.parent, (effective, path, states, onlyLoad) => {
      if (onlyLoad !== null && !onlyLoad.has(property.key)) return;
      const target = descent.depth === null ? path.property(property) : withoutTurns(path.property(property), loaded);
      load({ loaded, context: effective, entity, path: target, options: descent.options }, states);
    });
  },
};

interface SelectIn {
  readonly loaded: Loaded;
  readonly context: LoadContext;
  readonly entity: Entity;
  /** The path that the loaded objects' own options are found under. */
  readonly path: LoadPath;
  readonly options: Partial<LoadOptions>;
}

function load(work: SelectIn, states: readonly PostLoadState[]): void {
  const { property } = work.loaded;
  const cause = trace.active
    ? trace.cause({ kind: "load", why: "eager", object: null, attribute: `${property}` })
    : null;
  trace.within(cause, () => {
    const form = formOf(property);
    if (form.kind !== "child-key") {
      byParents(work, form, states);
      return;
    }
    const children = childKeys(property, form.local, states);
    if (children === null) byParents(work, { kind: "join" }, states);
    else byChildren(work, form, children);
  });
}

interface ChildKeys {
  readonly wanted: Map<string | number, { readonly key: readonly unknown[]; readonly parents: PostLoadState[] }>;
  readonly without: PostLoadState[];
}

/** The keys that the parents hold, or `null` where one of them has to be loaded to be known. */
function childKeys(
  property: RelationshipProperty,
  local: readonly ColumnElement[],
  states: readonly PostLoadState[],
): ChildKeys | null {
  const wanted: ChildKeys["wanted"] = new Map();
  const without: PostLoadState[] = [];
  for (const each of states) {
    const key = local.map((column) => columnValue(each.state, column, PASSIVE_NO_FETCH));
    if (key.includes(PASSIVE_NO_RESULT)) return null;
    if (key.includes(null)) {
      without.push(each);
      continue;
    }
    const hash = hashOf(property.mapper.primaryKey, key);
    const known = wanted.get(hash);
    if (known === undefined) wanted.set(hash, { key, parents: [each] });
    else known.parents.push(each);
  }
  return { wanted, without };
}

function hashOf(columns: readonly ColumnElement[], values: readonly unknown[]): string | number {
  if (values.length === 1) return hashValue(columns[0], values[0]);
  return JSON.stringify(values.map((value, i) => hashValue(columns[i], value)));
}

/** The hash of a key as it is read from a row: one value, or a list of several. */
function hashOfRead(columns: readonly ColumnElement[], key: unknown): string | number {
  return columns.length === 1 ? hashValue(columns[0], key) : hashOf(columns, key as readonly unknown[]);
}

function hashValue(column: ColumnElement | undefined, value: unknown): string | number {
  if (value === null) return "null";
  return column === undefined ? String(value) : column.type.identityKey(value);
}

function byChildren(work: SelectIn, form: Form & { readonly kind: "child-key" }, { wanted, without }: ChildKeys): void {
  const { property } = work.loaded;
  const keys = [...wanted.values()].sort((a, b) => compareKeys(a.key, b.key));
  const fetch = fetcher(work, form);
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK);
    const found = new Map<string | number, unknown>();
    const keysSent = chunk.map((each) => each.key);
    fetch(keysSent, (key, child) => found.set(hashOfRead(property.mapper.primaryKey, key), child));
    for (const { key, parents } of chunk) {
      const child = found.get(hashOf(property.mapper.primaryKey, key)) ?? null;
      for (const parent of parents) give(property, parent, property.uselist ? [child] : child);
    }
  }
  for (const parent of without) give(property, parent, null);
}

/** Keys in the order in which Python sorts them. */
function compareKeys(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length; i++) {
    const left = a[i] as number | string;
    const right = b[i] as number | string;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}

function byParents(work: SelectIn, form: Form, states: readonly PostLoadState[]): void {
  const { property } = work.loaded;
  const key = property.parent.primaryKey;
  const fetch = fetcher(work, form);
  for (let start = 0; start < states.length; start += CHUNK) {
    const chunk = states.slice(start, start + CHUNK);
    const identities = chunk.map(({ state }) => identityOf(state));
    const children = new Map<string | number, unknown[]>();
    fetch(identities, (identity, child) => {
      const hash = hashOfRead(key, identity);
      const list = children.get(hash);
      if (list === undefined) children.set(hash, [child]);
      else list.push(child);
    });
    for (const each of chunk) {
      const list = children.get(hashOf(key, identityOf(each.state))) ?? [];
      if (property.uselist) {
        give(property, each, list);
        continue;
      }
      const skipped = !each.overwrite && each.state.has(implFor(each.state.mapper, property));
      if (!skipped && list.length > 1) {
        trace.warn(`Multiple rows returned with uselist=False for eagerly-loaded attribute '${property}' `);
      }
      give(property, each, list[0] ?? null);
    }
  }
}

function identityOf(state: InstanceState): readonly unknown[] {
  return state.key === null ? [] : state.key.identity;
}

function give(property: RelationshipProperty, { state, overwrite }: PostLoadState, value: unknown): void {
  const attribute: AttributeImpl = implFor(state.mapper, property);
  if (!overwrite && state.has(attribute)) return;
  attribute.setCommittedValue(state, value);
}

/** Takes the key and the object of each row. */
type TakeChild = (key: unknown, child: unknown) => void;
type Fetch = (keys: readonly (readonly unknown[])[], take: TakeChild) => void;

/** Runs the statement for some keys. */
function fetcher(work: SelectIn, form: Form): Fetch {
  const { context } = work;
  const port = loadPort();
  const { options: own } = context.plan.statement;
  const plain = own.length === 0 && !isAliased(work.entity) && work.loaded.element === null;
  const keep = plain ? { owner: work.path, key: `selectin ${form.kind}` } : undefined;
  let plan: SelectPlan | null = null;
  return (keys, take) => {
    plan ??= port.plan(context.session, () => statementFor(work, form), keep);
    const values = { primary_keys: keys.map((key) => (key.length === 1 ? key[0] : key)) };
    if (context.topLevel.options.autoflush) context.session.runAutoflush(work.loaded.property);
    const options = { ...DEFAULT_LOAD, populateExisting: context.options.populateExisting, ...work.options };
    if (form.kind !== "join" && !plan.build.multiRowEager) {
      port.runKeyed(context.session, plan, { values, options }, take);
      return;
    }
    // Joined rows may repeat a child.
    const { rows } = port.run(context.session, plan, values, options);
    for (const [key, child] of rows as readonly (readonly [readonly unknown[], unknown])[]) {
      take(key.length === 1 ? key[0] : key, child);
    }
  };
}

function statementFor(work: SelectIn, form: Form): OrmStatement {
  const { loaded, context, entity } = work;
  const { property, element } = loaded;
  const criteria = element?.extraCriteria ?? [];
  const base: OrmStatement = {
    ...EMPTY_STATEMENT,
    options: context.plan.statement.options,
    currentPath: work.path,
  };
  if (form.kind === "join") {
    const parent = anonymousAlias(property.parent);
    const key = property.parent.primaryKey.map((column) => adapterOf(parent).column(column) ?? column);
    return {
      ...base,
      items: [new Bundle("pk", ...key), entity],
      froms: [parent],
      joins: [
        {
          target: entity,
          on: { property, entity: parent, target: entity, extraCriteria: criteria },
          from: null,
          isouter: false,
          full: false,
        },
      ],
      where: [inKeys(key)],
      outermostOrderBy: property.orderBy ?? [],
    };
  }
  const adapt = isAliased(entity)
    ? <T extends ColumnElement>(column: T) => adapterOf(entity).traverse(column)
    : <T extends ColumnElement>(column: T) => column;
  const key = form.columns.map(adapt);
  return {
    ...base,
    items: [new Bundle("pk", ...key), entity],
    froms: [entity],
    where: [inKeys(key), ...criteria.map(adapt)],
    orderBy: (property.orderBy ?? []).map(adapt),
  };
}

function inKeys(columns: readonly ColumnElement[]): ColumnElement {
  const [first] = columns;
  const keys = new BindParameter("primary_keys", { expanding: true, required: true });
  return columns.length === 1 && first !== undefined ? first.in_(keys) : new Tuple(columns).in_(keys);
}
