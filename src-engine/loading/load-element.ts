import { ArgumentError, InvalidRequestError } from "../errors.ts";
import type { AliasedEntity } from "../mapping/aliased.ts";
import type { Mapper, MapperProperty } from "../mapping/mapper.ts";
import type { ColumnElement } from "../sql/element.ts";
import { type Entity, isAliased, isEntity, polymorphicAlias, usesMapperPath } from "./entities.ts";
import { LoadPath, type PathElement } from "./path.ts";
import type { Strategy, StrategyOptions } from "./strategy.ts";

/** A criterion that an option adds wherever a class occurs. */
export interface EntityCriterion {
  readonly propagateToLoaders: boolean;
  concerns(entity: Entity): boolean;
  criterionFor(entity: Entity): ColumnElement;
}

/** What options are applied to: a query on its way to becoming a statement. */
export interface OptionTarget {
  readonly enableEagerLoads: boolean;
  /** Where in an earlier query this query continues; the root for a query of its own. */
  readonly currentPath: LoadPath;
  readonly forRefresh: boolean;
  /** The mapped entities that the query selects. */
  readonly leadEntities: readonly Entity[];
  /** The option that applies at a natural path. */
  readonly loaders: Map<LoadPath, LoadElement>;
  /** Criteria for classes wherever they occur in the query. */
  readonly criteria: Map<Mapper, EntityCriterion[]>;
  /** The entity that `of_type()` put in the place of a relationship's target. */
  readonly pathEntities: Map<LoadPath, Entity>;
}

/** One word of a loader option: at this path, use this strategy. */
export interface LoadElement {
  readonly kind: "attribute" | "token" | "class";
  readonly path: LoadPath;
  readonly strategy: Strategy | null;
  readonly options: StrategyOptions | null;
  /** Whether objects keep the option for their later loads. */
  readonly propagate: boolean;
  /** Whether the other option wins where two meet; `null` where it depends. */
  readonly yieldsToOther: boolean | null;
  readonly extraCriteria: readonly ColumnElement[];
  readonly ofType: { readonly entity: Entity; readonly path: LoadPath } | null;
}

/** The same word one level down a self-referential relationship. */
export function oneTurnFurther(element: LoadElement): LoadElement {
  const turn = element.path.elements;
  return { ...element, path: LoadPath.of([...turn, ...turn.slice(-2)]) };
}

/** The attribute path that an element's options are kept under. */
function attributePath(element: LoadElement): LoadPath {
  return element.kind === "attribute" && isEntity(element.path.element)
    ? (element.path.parent as LoadPath)
    : element.path;
}

/** Enters an element into a query, where it belongs to it. */
export function applyElement(
  element: LoadElement,
  target: OptionTarget,
  lead: { readonly entity: Entity | null; readonly mustMatch: boolean; readonly path: LoadPath },
): void {
  if (target.forRefresh && !element.propagate) return;
  if (element.ofType !== null) enterPathEntity(element, target);
  if (element.strategy === null && element.options === null) return;
  if (element.kind === "attribute" && lead.mustMatch && lead.entity === null) {
    throw noMatch(lead.path, target.leadEntities);
  }
  let path: LoadPath | null = attributePath(element);
  if (element.kind === "token" && lead.entity !== null) {
    path = LoadPath.of([lead.entity, ...path.elements.slice(1)]);
  }
  if (!target.currentPath.isRoot) path = continuedFrom(element, path, target.currentPath);
  if (path === null) return;
  const keys = element.kind === "token" ? tokenPaths(path) : [path.natural];
  for (const key of keys) {
    const existing = target.loaders.get(key);
    target.loaders.set(key, existing === undefined ? element : reconcile(element, existing));
  }
}

/** A wildcard below an entity holds for its superclasses' attributes too; below an alias, for those of its subclasses. */
function tokenPaths(path: LoadPath): LoadPath[] {
  const token = path.element;
  const owner = path.parent as LoadPath;
  if (owner.isRoot || typeof token !== "string") return [path.natural];
  const { entity } = owner;
  const above = owner.parent as LoadPath;
  const also = isAliased(entity) ? entity.subclasses.values() : entity.toRoot();
  return [...new Set([path.natural, ...[...also].map((each) => above.to(each).token(token).natural)])];
}

function enterPathEntity(element: LoadElement, target: OptionTarget): void {
  if (element.ofType === null) return;
  let path: LoadPath | null = element.ofType.path;
  if (!target.currentPath.isRoot) path = continuedFrom(element, path, target.currentPath);
  if (path === null) return;
  const key = path.natural;
  const entity = polymorphicTarget(element.ofType.entity);
  const existing = target.pathEntities.get(key);
  target.pathEntities.set(key, existing === undefined || !isAliased(existing) ? entity : merged(existing, entity));
}

const targets = new WeakMap<Mapper, AliasedEntity>();

/** A class named by `ofType()` stands for its hierarchy, joined with that class. */
function polymorphicTarget(entity: Entity): AliasedEntity {
  if (isAliased(entity)) return entity;
  let target = targets.get(entity);
  if (target === undefined) {
    target = polymorphicAlias(entity.baseMapper, [entity], { innerjoin: false, flat: false });
    targets.set(entity, target);
  }
  return target;
}

/** What two options name for one place, in one: the subclasses of both. */
function merged(existing: AliasedEntity, entity: AliasedEntity): AliasedEntity {
  const before = new Set(existing.withPolymorphicMappers);
  const now = entity.withPolymorphicMappers;
  if (before.size === now.length && now.every((each) => before.has(each))) return entity;
  const options = { innerjoin: !entity.representsOuterJoin, flat: true, mapperPath: usesMapperPath(entity) };
  return polymorphicAlias(entity.mapper, [...before, ...now], options);
}

/** What is left of an option's path behind the point where this query continues; `null` where it leads elsewhere. */
function continuedFrom(element: LoadElement, path: LoadPath, current: LoadPath): LoadPath | null {
  const natural = path.natural.elements;
  const rest = chop(natural, current);
  if (rest === null || rest.length === 0) return null;
  const lead = element.path.elements[path.length - rest.length] as PathElement;
  return LoadPath.of([lead, ...rest.slice(1)]);
}

export function chop(elements: readonly PathElement[], current: LoadPath): readonly PathElement[] | null {
  const passed = current.natural.elements;
  const common = Math.min(elements.length, passed.length);
  for (let i = 0; i < common; i++) {
    const given = elements[i] as PathElement;
    const there = passed[i] as PathElement;
    if (typeof given === "string") {
      if (i === 0) return elements;
      if (given !== "relationship:*") return null;
    }
    if (given === there) continue;
    if (isEntity(given) && !isAliased(given) && isEntity(there) && !isAliased(there) && given.isa(there)) {
      continue;
    }
    return null;
  }
  return elements.slice(common);
}

function noMatch(path: LoadPath, leads: readonly Entity[]): ArgumentError {
  const entity = String(path.elements[0]);
  if (leads.length === 0) {
    return new ArgumentError(
      `Query has only expression-based entities; attribute loader options for ${entity} can't be applied here.`,
    );
  }
  const roots = leads.map(String).join(", ");
  return new ArgumentError(
    `Mapped class ${entity} does not apply to any of the root entities in this query, e.g. ${roots}. Please specify the full path from one of the root entities to the target attribute. `,
  );
}

function sameOptions(a: LoadElement, b: LoadElement): boolean {
  if (a.options?.eagerFrom !== b.options?.eagerFrom) return false;
  return a.strategy === b.strategy && JSON.stringify(plain(a.options)) === JSON.stringify(plain(b.options));
}

function plain(options: StrategyOptions | null): unknown {
  if (options === null) return null;
  const { eagerFrom, entities, ...rest } = options;
  return { ...rest, eagerFrom: eagerFrom === undefined ? 0 : 1, entities: entities?.length };
}

/** Decides between two options for one path. */
function reconcile(replacement: LoadElement, existing: LoadElement): LoadElement {
  if (replacement.yieldsToOther === true) return existing;
  if (replacement.yieldsToOther === false) return replacement;
  if (existing.yieldsToOther === true) return replacement;
  if (existing.yieldsToOther === false) return existing;
  if (existing === replacement || sameOptions(existing, replacement)) return replacement;
  if (replacement.strategy === null) return joined(existing, replacement);
  if (existing.strategy === null) return joined(replacement, existing);
  if (replacement.kind === "token") return replacement;
  throw new InvalidRequestError(`Loader strategies for ${pathText(replacement.path)} conflict`);
}

function joined(kept: LoadElement, added: LoadElement): LoadElement {
  const groups = [...(kept.options?.undeferGroups ?? []), ...(added.options?.undeferGroups ?? [])];
  return {
    ...kept,
    options: { ...kept.options, ...added.options, ...(groups.length > 0 ? { undeferGroups: groups } : {}) },
    extraCriteria: [...kept.extraCriteria, ...added.extraCriteria],
  };
}

/** A path as error texts print it. */
export function pathText(path: LoadPath): string {
  return `ORM Path[${path.elements.map(String).join(" -> ")}]`;
}

/** The option that applies to an attribute: its own, its entity's wildcard, or the query's. */
export function elementFor(
  loaders: ReadonlyMap<LoadPath, LoadElement>,
  path: LoadPath,
  property: MapperProperty,
): LoadElement | null {
  if (loaders.size === 0) return null;
  const kind = property.kind === "relationship" ? "relationship" : "column";
  const own = path.property(property);
  return (
    loaders.get(own.natural) ??
    loaders.get((own.parent as LoadPath).natural.token(`${kind}:*`)) ??
    loaders.get(LoadPath.root.token(`${kind}:default`)) ??
    null
  );
}
