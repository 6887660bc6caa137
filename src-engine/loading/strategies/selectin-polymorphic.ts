import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper, MapperProperty } from "../../mapping/mapper.ts";
import { Tuple } from "../../sql/expressions.ts";
import { BindParameter } from "../../sql/literals.ts";
import { trace } from "../../trace/recorder.ts";
import { adapterOf, type Entity, isAliased } from "../entities.ts";
import { DEFAULT_LOAD, type LoadContext, type PostLoadState } from "../load-context.ts";
import type { LoadElement } from "../load-element.ts";
import { type LoaderPlace, loadPort } from "../load-port.ts";
import { Load } from "../loader-options.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "../orm-statement.ts";
import type { LoadPath } from "../path.ts";
import type { SelectPlan } from "../select-plan.ts";

/** How many keys one statement asks for. */
const CHUNK = 500;

/**
 * Enters a further SELECT for the attributes of a subclass, where its mapping (`polymorphicLoad: "selectin"`) or an option
 * (`selectinPolymorphic()`) wants one ("Eager Loading of Specific or Multiple Subclasses").
 * @param mapper the subclass
 * @param from the class that is queried
 */
export function postLoadSubclass(mapper: Mapper, from: Mapper, place: LoaderPlace, context: LoadContext): void {
  const option = context.plan.loaders.get(place.path.natural);
  const wanted = option?.strategy === "selectin-polymorphic" ? (option.options?.entities as readonly Entity[]) : [];
  const via = loadedVia(mapper, wanted, from);
  if (via === null || via === from) return;
  const { currentPath } = context.plan;
  const path = currentPath.isRoot ? place.path : currentPath.append(place.path.elements);
  for (const entity of isAliased(via) ? [via] : upTo(via, from)) {
    if (context.hasPostLoad(path, entity)) continue;
    context.addPostLoad(path, entity, entity.mapper, (effective, at, states) => {
      const own = wanted.length > 0 ? states : states.filter(({ state }) => onlyFrom(state.mapper, entity.mapper));
      if (own.length > 0) loadSubclass(entity, from, { context: effective, path: at }, own);
    });
  }
}

function upTo(mapper: Mapper, end: Mapper): Mapper[] {
  const found: Mapper[] = [];
  for (const each of mapper.toRoot()) {
    if (each === end) break;
    found.push(each);
  }
  return found;
}

/** The classes from `mapper` up to `target`, as far as those above do not select those below by themselves. */
function* towards(mapper: Mapper, target: Mapper): Generator<Mapper> {
  if (!mapper.isa(target)) return;
  let previous = mapper;
  for (const each of mapper.toRoot()) {
    yield each;
    if (each !== previous && !each.withPolymorphicMappers.includes(previous)) return;
    previous = each;
    if (each === target) return;
  }
}

/** The class or alias whose further SELECT has the subclass's attributes; `null` where there is none. */
function loadedVia(mapper: Mapper, wanted: readonly Entity[], from: Mapper): Entity | null {
  const options = new Map<Mapper, Entity>(wanted.map((each) => [each.mapper, each]));
  for (const target of new Set([...options.keys(), from])) {
    for (const each of towards(mapper, target)) {
      if (each.polymorphicLoad === "selectin" || options.has(each)) return options.get(each) ?? each;
    }
    if (options.size === 0) break;
  }
  return null;
}

/** Whether a class is loaded by the further SELECT of `above`, rather than by one of its own. */
function onlyFrom(mapper: Mapper, above: Mapper): boolean {
  for (const each of towards(mapper, above)) if (each.polymorphicLoad === "selectin") return each === above;
  return false;
}

function loadSubclass(
  entity: Entity,
  from: Mapper,
  place: { readonly context: LoadContext; readonly path: LoadPath },
  states: readonly PostLoadState[],
): void {
  const { context, path } = place;
  const base = from.inherits !== null || isAliased(entity) ? from : entity.mapper.baseMapper;
  const { enable, disable } = optionsFor(entity, base);
  const above = path.parent as LoadPath;
  const at = (option: Load) => (above.isRoot ? option : option.behind(path));
  const statement: OrmStatement = {
    ...EMPTY_STATEMENT,
    items: [entity],
    options: [at(enable), ...context.plan.statement.options, at(disable)],
    currentPath: above,
    where: [keysOf(entity)],
    orderBy: keyColumns(entity),
  };
  const port = loadPort();
  const cause = trace.active
    ? trace.cause({ kind: "load", why: "eager", object: null, attribute: entity.mapper.className })
    : null;
  trace.within(cause, () => {
    let plan: SelectPlan | null = null;
    for (let start = 0; start < states.length; start += CHUNK) {
      const keys = states.slice(start, start + CHUNK).map(({ state }) => keyOf(state));
      if (context.topLevel.options.autoflush) context.session.runAutoflush(entity.mapper.className);
      plan ??= port.plan(context.session, () => statement);
      port.run(
        context.session,
        plan,
        { primary_keys: keys },
        {
          ...DEFAULT_LOAD,
          populateExisting: context.options.populateExisting,
        },
      );
    }
  });
}

function keyOf(state: InstanceState): unknown {
  const identity = state.key?.identity ?? [];
  return identity.length === 1 ? identity[0] : identity;
}

function keyColumns(entity: Entity) {
  const { primaryKey } = entity.mapper;
  return isAliased(entity) ? primaryKey.map((column) => adapterOf(entity).traverse(column)) : [...primaryKey];
}

function keysOf(entity: Entity) {
  const columns = keyColumns(entity);
  const keys = new BindParameter("primary_keys", { expanding: true, required: true });
  const [first] = columns;
  return columns.length === 1 && first !== undefined ? first.in_(keys) : new Tuple(columns).in_(keys);
}

/** Options that load what the subclass adds as its mapping has it, and nothing of what its superclasses loaded. */
function optionsFor(entity: Entity, from: Mapper): { readonly enable: Load; readonly disable: Load } {
  const { mapper } = entity;
  const kept = new Set<MapperProperty>(mapper.primaryKey.map((column) => mapper.propertyByColumn(column)));
  if (mapper.polymorphicOn !== null) kept.add(mapper.propertyByColumn(mapper.polymorphicOn));
  const classes = new Set<Mapper>([mapper]);
  for (let each = mapper.inherits; each !== null && each !== from && each.polymorphicLoad === "selectin"; ) {
    classes.add(each);
    each = each.inherits;
  }
  let enable = Load.for(entity);
  let disable = Load.for(entity);
  for (const property of [...mapper.columnProps, ...mapper.relationships]) {
    if (property.kind === "column" && !property.instrumented) continue;
    if (classes.has(property.parent) || kept.has(property)) {
      enable = enable.generic({ property, entity }, { strategy: ownStrategy(property), yieldsToOther: true });
    } else {
      disable = disable.generic({ property, entity }, { strategy: "nothing", yieldsToOther: false });
    }
  }
  return { enable, disable };
}

function ownStrategy(property: MapperProperty): NonNullable<LoadElement["strategy"]> {
  if (property.kind === "relationship") return property.lazy;
  if (!property.deferred) return "undeferred";
  return property.raiseload ? "deferred-raise" : "deferred";
}
