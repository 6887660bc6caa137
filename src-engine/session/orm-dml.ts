import { InvalidRequestError } from "../errors.ts";
import type { Entity } from "../loading/entities.ts";
import { ColumnAttribute } from "../mapping/column-attribute.ts";
import { CompositeAttribute, compositeValues } from "../mapping/composite.ts";
import { ASSIGNED } from "../mapping/hybrid.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { Delete, type DmlKey, Insert, Update, type ValueEntry } from "../sql/dml.ts";
import { ColumnElement } from "../sql/element.ts";
import { isPlainObject } from "../types/repr.ts";
import { criteriaByName, entityOrNull, type Namespace, namedCriterion } from "./orm-entities.ts";
import { withPlainSelects } from "./orm-select.ts";
import { returnedColumns } from "./returned-rows.ts";

/** A statement that is about an entity rather than a table. */
interface WithSubject {
  readonly subject?: Entity;
}

/** The mapped class that a statement writes to; `null` for one of a table. */
export function subjectOf(statement: Insert | Update | Delete): Mapper | null {
  return (statement as WithSubject).subject?.mapper ?? null;
}

/** A statement whose RETURNING may name mapped classes. */
interface WithReturned {
  readonly returnedItems?: readonly unknown[];
}

/** What `returning()` of a mapped class's statement named, as it was named. */
export function returnedItemsOf(statement: Insert | Update | Delete): readonly unknown[] {
  return (statement as WithReturned).returnedItems ?? [];
}

/** The columns that stand for what `returning()` names; options stay what they are. */
function columnsFor(given: readonly unknown[]): unknown[] {
  return given.flatMap((item): readonly unknown[] => {
    return entityOrNull(item) === null ? [item] : returnedColumns([item]);
  });
}

function noteReturned<S extends Insert | Update | Delete>(statement: S, before: S, given: readonly unknown[]): S {
  const items = given.filter((item) => !isPlainObject(item));
  return Object.assign(statement, { returnedItems: [...returnedItemsOf(before), ...items] });
}

/** An INSERT of a mapped class. */
class OrmInsert extends Insert {
  protected override blank(): this {
    return new OrmInsert(this.table) as this;
  }

  override returning(...given: unknown[]): this {
    return noteReturned(super.returning(...columnsFor(given)), this, given);
  }
}

/** The criteria that values by attribute name stand for, in a statement about a mapped class or a table. */
function criteriaOf(statement: Update | Delete, values: Readonly<Record<string, unknown>>): ColumnElement[] {
  const namespace = (statement as WithSubject).subject ?? (statement.table as Namespace);
  return criteriaByName(values).map(([key, value]) => namedCriterion(namespace, key, value));
}

/** A DELETE of a mapped class. */
class OrmDelete extends Delete {
  protected override blank(): this {
    return new OrmDelete(this.table) as this;
  }

  /** Criteria by attribute name. */
  filterBy(values: Readonly<Record<string, unknown>>): Delete {
    return this.where(...criteriaOf(this, values));
  }

  override returning(...given: unknown[]): this {
    return noteReturned(super.returning(...columnsFor(given)), this, given);
  }
}

/** An UPDATE whose values may be given for attributes that stand for others. */
class OrmUpdate extends Update {
  // Every changed copy has to be of this class again.
  protected override blank(): this {
    return new OrmUpdate(this.table) as this;
  }

  /** Criteria by attribute name. */
  filterBy(values: Readonly<Record<string, unknown>>): Update {
    return this.where(...criteriaOf(this, values));
  }

  override returning(...given: unknown[]): this {
    return noteReturned(super.returning(...columnsFor(given)), this, given);
  }

  override values(values: Readonly<Record<string, unknown>> | ReadonlyMap<DmlKey, unknown>): Update {
    const mapper = subjectOf(this);
    const entries = values instanceof Map ? [...values] : Object.entries(values);
    if (mapper === null || !entries.some(([key]) => standsForOthers(mapper, key))) return super.values(values);
    return super.values(new Map(entries.flatMap(([key, value]) => assigned(mapper, key, value))));
  }
}

function standsForOthers(mapper: Mapper, key: unknown): boolean {
  if (typeof key === "string") return mapper.descriptors.has(key);
  return key instanceof CompositeAttribute || (key instanceof ColumnElement && ASSIGNED in key.annotations);
}

/** What setting an attribute that stands for others sets: a hybrid's pairs, a composite's columns. */
function assigned(mapper: Mapper, key: unknown, value: unknown): [DmlKey, unknown][] {
  const descriptor = typeof key === "string" ? mapper.descriptors.get(key) : undefined;
  const named = descriptor === undefined ? key : descriptor.expression(mapper.class_);
  if (named instanceof CompositeAttribute) {
    const values = value === null ? [] : compositeValues(value as object);
    return named.columns.map((column, i) => [column, values[i] ?? null]);
  }
  const pairs = named instanceof ColumnElement ? named.annotations[ASSIGNED] : null;
  const found = typeof pairs === "function" ? (pairs(value) as [DmlKey, unknown][] | null) : null;
  return found ?? [[named as DmlKey, value]];
}

/** `update(User)` or `update(table)` ("ORM UPDATE and DELETE with Custom WHERE Criteria"). */
export function update(target: unknown): Update {
  return withSubject(target, (table) => new OrmUpdate(table));
}

/** `delete_(User)` or `delete_(table)`; `delete` is a word of the language. */
export function delete_(target: unknown): Delete {
  return withSubject(target, (table) => new OrmDelete(table));
}

/** `insert(User)` or `insert(table)` ("ORM Bulk INSERT Statements"). */
export function insert(target: unknown): Insert {
  return withSubject(target, (table) => new OrmInsert(table));
}

function withSubject<S extends Insert | Update | Delete>(target: unknown, make: (table: unknown) => S): S {
  const entity = entityOrNull(target);
  if (entity === null) return make(target);
  entity.mapper.registry.configure();
  const statement = make(entity.mapper === entity ? entity.mapper.localTable : entity.selectable);
  // Changed copies of a statement carry its own fields on.
  Object.assign(statement, { subject: entity });
  return statement;
}

/** What a key of `values()` is refused with where objects would have to follow and it is no attribute's. */
export function keyNotFound(key: string): InvalidRequestError {
  return new InvalidRequestError(`Attribute name not found, can't be synchronized back to objects: '${key}'`);
}

/** The column that a key of `values()` names on a mapped class: by attribute, by attribute name or by column. */
export function columnOfKey(mapper: Mapper, key: unknown): ColumnElement {
  if (key instanceof ColumnAttribute) return key.property.column;
  if (key instanceof ColumnElement) return key.unannotated;
  const column = attributeColumn(mapper, String(key)) ?? mapper.localTable.c.get(String(key));
  if (column !== undefined) return column;
  throw keyNotFound(String(key));
}

/** The values of an UPDATE by column; a name that is no attribute's stays what it is, and is the table's own affair. */
export function resolvedValues(mapper: Mapper, statement: Update): ValueEntry[] {
  return (statement.valueEntries ?? []).map(([key, value]) => {
    const resolved = typeof key === "string" ? (attributeColumn(mapper, key) ?? key) : columnOfKey(mapper, key);
    return [resolved, withPlainSelects(value)];
  });
}

function attributeColumn(mapper: Mapper, key: string): ColumnElement | null {
  const property = mapper.props.get(key);
  return property?.kind === "column" ? property.column : null;
}
