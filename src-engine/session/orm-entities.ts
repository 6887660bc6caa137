import { ArgumentError, BuiltinError, InvalidRequestError } from "../errors.ts";
import { Bundle } from "../loading/bundle.ts";
import { entityOfColumn } from "../loading/column-annotations.ts";
import { CompositeBundle } from "../loading/composite-bundle.ts";
import { isEntity } from "../loading/entities.ts";
import type { RelationshipOn } from "../loading/orm-join.ts";
import type { JoinStep, SelectItem } from "../loading/orm-statement.ts";
import { aliasedClassOf } from "../mapping/alias-class.ts";
import { aliasedEntityOf, type Entity } from "../mapping/aliased.ts";
import { attributeOf } from "../mapping/class-expressions.ts";
import { mapperOrNull } from "../mapping/class-mapper.ts";
import { ColumnAttribute } from "../mapping/column-attribute.ts";
import { CompositeAttribute } from "../mapping/composite.ts";
import { Mapper, type MapperProperty } from "../mapping/mapper.ts";
import { RelationshipAttribute } from "../mapping/relationship-attribute.ts";
import { toCondition, toSelectItem } from "../sql/coercions.ts";
import { ClauseElement, ColumnElement, FromClause, type PluginItem } from "../sql/element.ts";
import { toFrom } from "../sql/from-clause.ts";
import { isPlainObject, typeName } from "../types/repr.ts";

/** A mapped class or an alias of one, as a statement of `sql/` holds it. */
export class EntityItem implements PluginItem {
  readonly plugin = "orm-entity";
  readonly entity: Entity;

  constructor(entity: Entity) {
    this.entity = entity;
  }
}

/** The entity that a value names; `null` for anything else. */
export function entityOrNull(value: unknown): Entity | null {
  if (value instanceof EntityItem) return value.entity;
  if (isEntity(value)) return value;
  const aliased = aliasedEntityOf(value);
  if (aliased !== null) return aliased;
  return typeof value === "function" ? mapperOrNull(value) : null;
}

/** The value as statements of `sql/` take it: entities wrapped, all else as it is. */
export function ormItem(value: unknown): unknown {
  const entity = entityOrNull(value);
  return entity === null ? value : new EntityItem(entity);
}

/** What an argument of `query()` or `select()` selects. */
export function selectItem(value: unknown): SelectItem {
  const entity = entityOrNull(value);
  if (entity !== null) {
    entity.mapper.registry.configure();
    return entity;
  }
  if (value instanceof Bundle) return value;
  if (value instanceof CompositeAttribute) return new CompositeBundle(value);
  return toSelectItem(value) as SelectItem;
}

/** A FROM item: an entity or a selectable. */
export function fromItem(value: unknown): Entity | FromClause {
  return entityOrNull(value) ?? toFrom(value);
}

export function relationshipOn(attribute: RelationshipAttribute): RelationshipOn {
  const { entity, property, target, extraCriteria } = attribute;
  return { property, entity, target, extraCriteria };
}

export interface JoinArguments {
  readonly target: unknown;
  readonly onclause: unknown;
  readonly from?: unknown;
  readonly isouter?: boolean;
  readonly full?: boolean;
}

/**
 * One `join()` as its arguments have it.
 * @throws InvalidRequestError for a relationship as target together with an ON clause
 */
export function joinStep(given: JoinArguments): JoinStep {
  // `join(User.addresses, { isouter: true })`: options in the place of the ON clause.
  const args: JoinArguments = isPlainObject(given.onclause) ? { ...given, ...given.onclause, onclause: null } : given;
  const base = {
    from: args.from === undefined || args.from === null ? null : fromItem(args.from),
    isouter: args.isouter ?? false,
    full: args.full ?? false,
  };
  const onclause = args.onclause ?? null;
  if (args.target instanceof RelationshipAttribute) {
    if (onclause !== null) {
      throw new InvalidRequestError(
        "No 'on clause' argument may be passed when joining to a relationship path as a target",
      );
    }
    return { ...base, target: args.target.target, on: relationshipOn(args.target) };
  }
  const target = entityOrNull(args.target);
  if (target === null && typeof args.target === "string") {
    throw new ArgumentError(
      `Join target, typically a FROM expression, or ORM relationship attribute expected, got '${args.target}'.`,
    );
  }
  const on =
    onclause instanceof RelationshipAttribute
      ? relationshipOn(onclause)
      : onclause === null
        ? null
        : toCondition(onclause);
  return { ...base, target: target ?? toFrom(args.target), on };
}

/** What `filter_by()` names attributes of. */
export type Namespace = Entity | FromClause | ColumnElement | Bundle;

/**
 * The criterion that `filterBy({ key: value })` stands for.
 * @throws InvalidRequestError where there is no such attribute
 */
/** The criteria of `filterBy()`; refuses what is no object of values by name. */
export function criteriaByName(values: Readonly<Record<string, unknown>>): [string, unknown][] {
  if (typeof values === "object" && values !== null) return Object.entries(values);
  throw new BuiltinError(
    "TypeError",
    `filter_by() takes values by name, as in { name: "ed" }, not ${typeName(values)}`,
  );
}

/** The target of a relationship that was joined last; errors name it otherwise than a class. */
export interface JoinedNamespace {
  readonly target: Entity;
}

export function namedCriterion(given: Namespace | JoinedNamespace, key: string, value: unknown): ColumnElement {
  const isTarget = "target" in given && !(given instanceof ClauseElement);
  const namespace = isTarget ? given.target : (given as Namespace);
  const entity = isEntity(namespace)
    ? namespace
    : namespace instanceof ClauseElement && !(namespace instanceof FromClause)
      ? entityOfColumn(namespace)
      : null;
  if (entity !== null) {
    const property = entity.mapper.props.get(key);
    if (property !== undefined) return equals(entity, property, value);
    const descriptor = entity.mapper.descriptors.get(key);
    if (descriptor !== undefined) {
      const owner = entity instanceof Mapper ? entity.class_ : aliasedClassOf(entity);
      return (descriptor.expression(owner) as { eq(value: unknown): ColumnElement }).eq(value);
    }
  }
  const from = namespace instanceof ColumnElement && entity === null ? namespace.table : namespace;
  if (from instanceof FromClause) {
    const column = from.c.get(key);
    if (column !== undefined) return column.eq(value);
  }
  throw new InvalidRequestError(
    `Entity namespace for "${isTarget ? namespace : namespaceText(from as Namespace, entity)}" has no property "${key}"`,
  );
}

function equals(entity: Entity, property: MapperProperty, value: unknown): ColumnElement {
  const attribute = attributeOf(entity, property);
  return attribute instanceof ColumnAttribute ? attribute.eq(value) : attribute.eq(value as never);
}

function namespaceText(namespace: Namespace, entity: Entity | null): string {
  if (entity instanceof Mapper) return entity.localTable.name;
  return String(entity ?? namespace);
}
