/**
 * Completes a relationship once all classes are mapped: its target, its join, its direction, its other side
 * ("Relationship Configuration").
 */
import { ArgumentError, LoaderStrategyException } from "../errors.ts";
import { Table } from "../schema/table.ts";
import type { ColumnElement } from "../sql/element.ts";
import { AliasedEntity, aliasedEntityOf } from "./aliased.ts";
import { generateBackref, linkReverse } from "./backref.ts";
import type { CascadeOptions } from "./cascade-options.ts";
import { mapperOf, mapperOrNull } from "./class-mapper.ts";
import { equivalentColumns } from "./equivalents.ts";
import { JoinCondition } from "./join-condition.ts";
import { Mapper, type RelationshipProperty } from "./mapper.ts";
import { resolveName } from "./name-resolution.ts";
import { warnOfOverlaps } from "./overlaps.ts";
import { type RelationshipArguments, resolveArguments } from "./relationship-arguments.ts";
import { looksUpByKey } from "./use-get.ts";

const LAZY: ReadonlySet<string> = new Set([
  "select",
  "joined",
  "selectin",
  "subquery",
  "immediate",
  "raise",
  "raise_on_sql",
  "noload",
  "dynamic",
  "write_only",
]);

/**
 * Completes a relationship, once.
 * @throws ArgumentError, InvalidRequestError, NoForeignKeysError, AmbiguousForeignKeysError for a configuration that can't work
 */
export function setUpRelationship(property: RelationshipProperty): void {
  property.configureStarted = true;
  const given = resolveArguments(property);
  setUpEntity(property);
  setUpJoin(property, given);
  checkCascade(property, property.cascade);
  property.uselist = property.settings.options.uselist ?? property.direction !== "many-to-one";
  checkSynchronized(property);
  generateBackref(property, given.foreignKeys, setUpRelationship);
  if (property.backPopulates !== null) linkReverse(property, property.backPopulates, setUpEntity);
  warnOfOverlaps(property);
  if (!LAZY.has(property.lazy)) {
    throw new LoaderStrategyException(`Can't find strategy (('lazy', '${property.lazy}'),) for ${property}`);
  }
  property.useGet = looksUpByKey(property);
  if (property.useGet) property.join.equateEquivalents();
  property.configured = true;
}

/** Finds the target. It may be asked for by the other side before this side's turn. */
export function setUpEntity(property: RelationshipProperty): void {
  if (property.mapper !== undefined) return;
  const entity = resolveTarget(property);
  property.mapper = entity instanceof AliasedEntity ? entity.mapper : entity;
  property.entity = entity;
}

function resolveTarget(property: RelationshipProperty): Mapper | AliasedEntity {
  let target: unknown = property.target;
  if (typeof target === "string") target = resolveName(property, target);
  else if (typeof target === "function" && mapperOrNull(target) === null && isPlainFunction(target)) target = target();
  if (target instanceof Mapper) return target;
  if (typeof target === "function") return mapperOf(target);
  const aliased = aliasedEntityOf(target);
  if (aliased !== null) return aliased;
  throw new ArgumentError(
    `relationship '${property.key}' expects a class or a mapper argument (received: ${typeText(target)})`,
  );
}

/** A function that gives the class later, as against a class that is not mapped. */
function isPlainFunction(target: unknown): target is () => unknown {
  return typeof target === "function" && !/^class\b/.test(Function.prototype.toString.call(target));
}

function typeText(value: unknown): string {
  if (value instanceof Table) return "<class 'sqlalchemy.sql.schema.Table'>";
  if (value === null || value === undefined) return "<class 'NoneType'>";
  if (typeof value === "number") return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  if (typeof value === "boolean") return "<class 'bool'>";
  if (Array.isArray(value)) return "<class 'list'>";
  return `<class '${typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value}'>`;
}

function setUpJoin(property: RelationshipProperty, given: RelationshipArguments): void {
  const { parent, mapper } = property;
  const { secondary } = given;
  property.selfReferential = mapper.commonParent(parent);
  const isMapped = (column: ColumnElement) =>
    (secondary?.c.containsColumn(column) ?? false) ||
    parent.persistSelectable.c.containsColumn(column) ||
    mapper.persistSelectable.c.containsColumn(column);
  const join = new JoinCondition({
    label: `${property}`,
    parent: parent.persistSelectable,
    child: mapper.persistSelectable,
    parentLocal: parent.localTable,
    childLocal: mapper.localTable,
    primaryjoin: given.primaryjoin,
    secondaryjoin: given.secondaryjoin,
    secondary,
    foreignKeys: given.foreignKeys,
    remoteSide: given.remoteSide,
    supportSync: !property.viewonly,
    canBeSynced: (...columns) => columns.every(isMapped),
    parentEquivalents: equivalentColumns(parent),
    childEquivalents: equivalentColumns(mapper),
  });
  property.orderBy = given.orderBy;
  property.join = join;
  property.primaryjoin = join.primaryjoin;
  property.secondaryjoin = join.secondaryjoin;
  property.secondary = secondary;
  property.direction = join.direction;
  property.localRemotePairs = join.localRemotePairs;
  property.synchronizePairs = join.synchronizePairs;
  property.secondarySynchronizePairs = join.secondarySynchronizePairs;
  property.localColumns = join.localColumns;
  property.remoteColumns = join.remoteColumns;
}

/**
 * Checks a cascade setting against the direction.
 * @throws ArgumentError (code bbf0) for delete-orphan on a side that many objects share
 */
function checkCascade(property: RelationshipProperty, cascade: CascadeOptions): void {
  const { direction, parent, mapper } = property;
  if (cascade.deleteOrphan && !property.singleParent && direction !== "one-to-many") {
    throw new ArgumentError(
      `For ${direction} relationship ${property}, delete-orphan cascade is normally configured only on the "one" side of a ` +
        'one-to-many relationship, and not on the "many" side of a many-to-one or many-to-many relationship.  To force this ' +
        `relationship to allow a particular "${mapper.className}" object to be referenced by only a single "${parent.className}" ` +
        `object at a time via the ${property} relationship, which would allow delete-orphan cascade to take place in this ` +
        "direction, set the single_parent=True flag.",
      { code: "bbf0" },
    );
  }
  if (property.passiveDeletes === "all" && (cascade.delete || cascade.deleteOrphan)) {
    throw new ArgumentError(
      `On ${property}, can't set passive_deletes='all' in conjunction with 'delete' or 'delete-orphan' cascade`,
    );
  }
  if (cascade.deleteOrphan) mapper.deleteOrphans.push(property);
}

function checkSynchronized(property: RelationshipProperty): void {
  if (property.viewonly || property.synchronizePairs.length > 0) return;
  throw new ArgumentError(
    `Can't build a DependencyProcessor for relationship ${property}. No target attributes to populate between parent and child ` +
      "are present",
  );
}
