/** Copies key values along the column pairs of relationships and of joined inheritance during a flush. */
import { BuiltinError, UnmappedColumnError } from "../errors.ts";
import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import { stateText } from "../instrumentation/naming.ts";
import { NO_VALUE, PASSIVE_NO_RESULT, PASSIVE_OFF, PASSIVE_RETURN_NO_VALUE } from "../instrumentation/passive.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { ColumnPair, ColumnProperty, Mapper } from "../mapping/mapper.ts";
import type { Column } from "../schema/table.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { FlushContext } from "./flush-context.ts";

/** Where values are copied from or to: an object, as an object of that mapper. */
export interface SyncEnd {
  readonly state: InstanceState;
  readonly mapper: Mapper;
}

/** Sets each pair's destination to the source's value. */
export function populate(
  source: SyncEnd,
  destination: SyncEnd,
  pairs: readonly ColumnPair[],
  flush: FlushContext,
  flagCascadedKeys: boolean,
): void {
  for (const [from, to] of pairs) {
    const sourceProperty = sourcePropertyOf(source.mapper, from, to);
    const value = implOf(source.state, sourceProperty).get(source.state, PASSIVE_OFF);
    const property = destinationPropertyOf(destination.mapper, to);
    implOf(destination.state, property).set(destination.state, value, null);
    // The database changes this key by itself: the UPDATE must look for the row under the new one.
    if (flagCascadedKeys && isPrimaryKey(from) && isPrimaryKey(to) && references(to, from)) {
      cascadedKeys(flush, to).add(destination.state);
    }
  }
}

/** The objects whose key in `column` the database's ON UPDATE has already changed. */
export function cascadedKeys(flush: FlushContext, column: ColumnElement): Set<InstanceState> {
  return flush.memo(column, "cascaded keys", () => new Set());
}

/**
 * Sets each pair's destination to null.
 * @throws AssertionError where the destination is part of the primary key
 */
export function clear(destination: SyncEnd, pairs: readonly ColumnPair[]): void {
  const { state, mapper } = destination;
  for (const [from, to] of pairs) {
    const property = destinationPropertyOf(mapper, to);
    const attribute = implOf(state, property);
    if (isPrimaryKey(to) && !isNone(attribute.get(state, PASSIVE_RETURN_NO_VALUE))) {
      throw new BuiltinError(
        "AssertionError",
        `Dependency rule on column '${from}' tried to blank-out primary key column '${to}' on instance '${stateText(state)}'`,
      );
    }
    attribute.set(state, null, null);
  }
}

/** Puts each pair's source value into a row under the destination's key. */
export function populateRow(source: SyncEnd, row: Record<string, unknown>, pairs: readonly ColumnPair[]): void {
  for (const [from, to] of pairs) row[keyOf(to)] = sourceAttribute(source, from, to).get(source.state, PASSIVE_OFF);
}

/** As {@link populateRow}, with the committed value beside the present one under the prefixed key. */
export function populateRowChange(
  source: SyncEnd,
  row: Record<string, unknown>,
  oldPrefix: string,
  pairs: readonly ColumnPair[],
): void {
  for (const [from, to] of pairs) {
    const attribute = sourceAttribute(source, from, to);
    row[oldPrefix + keyOf(to)] = attribute.committedOf(source.state);
    row[keyOf(to)] = attribute.get(source.state, PASSIVE_OFF);
  }
}

/** Whether the source's value of any pair has changed from a known one. */
export function sourceModified(flush: FlushContext, source: SyncEnd, pairs: readonly ColumnPair[]): boolean {
  for (const [from, to] of pairs) {
    if (flush.hasSwitched(source.state, sourcePropertyOf(source.mapper, from, to))) return true;
  }
  return false;
}

function sourceAttribute(source: SyncEnd, from: ColumnElement, to: ColumnElement): AttributeImpl {
  return implOf(source.state, sourcePropertyOf(source.mapper, from, to));
}

function sourcePropertyOf(mapper: Mapper, from: ColumnElement, to: ColumnElement): ColumnProperty {
  const property = mapper.columnToProperty.get(from);
  if (property !== undefined) return property;
  throw new UnmappedColumnError(
    `Can't execute sync rule for source column '${from}'; mapper '${mapper}' does not map this column.  Try using an explicit \`foreign_keys\` collection which does not include destination column '${to}' (or use a viewonly=True relation).`,
  );
}

function destinationPropertyOf(mapper: Mapper, to: ColumnElement): ColumnProperty {
  const property = mapper.columnToProperty.get(to);
  if (property !== undefined) return property;
  throw new UnmappedColumnError(
    `Can't execute sync rule for destination column '${to}'; mapper '${mapper}' does not map this column.  Try using an explicit \`foreign_keys\` collection which does not include this column (or use a viewonly=True relation).`,
  );
}

function isNone(value: unknown): boolean {
  return value === null || value === NO_VALUE || value === PASSIVE_NO_RESULT;
}

// Pairs are typed by what expressions share; those that are synchronized are columns of tables.
function isPrimaryKey(column: ColumnElement): boolean {
  return (column as Column).primaryKey === true;
}

function references(column: ColumnElement, other: ColumnElement): boolean {
  return [...(column as Column).foreignKeys].some((key) => key.column === other);
}

function keyOf(column: ColumnElement): string {
  return (column as Column).key;
}
