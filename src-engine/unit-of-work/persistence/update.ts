import { withDefaults } from "../../connection/defaults.ts";
import { FlushError, StaleDataError } from "../../errors.ts";
import type { ScalarAttribute } from "../../instrumentation/attribute.ts";
import { implOf } from "../../instrumentation/class-manager.ts";
import { NO_VALUE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Column, Table } from "../../schema/table.ts";
import { ColumnElement } from "../../sql/element.ts";
import { trace } from "../../trace/recorder.ts";
import type { FlushContext } from "../flush-context.ts";
import { cascadedKeys, populate } from "../sync.ts";
import { runsOf, sameColumns } from "./grouping.ts";
import type { SavedState } from "./organize.ts";
import { postfetch } from "./postfetch.ts";
import { returnedValues } from "./returned-values.ts";
import { type Row, rowKey, updateStatement } from "./statements.ts";
import { type TableMapping, tableMapping } from "./table-mapping.ts";
import { traceRows, updateCauses } from "./trace-rows.ts";

/** One row to be updated. */
interface UpdateRow {
  readonly state: InstanceState;
  readonly mapping: TableMapping;
  /** New values by column key, and those that find the row. */
  readonly values: Row;
  readonly expressions: ReadonlyMap<Column, ColumnElement> | null;
  readonly hasAllDefaults: boolean;
  readonly hasAllKeys: boolean;
}

/** Updates the row of `table` of each object whose columns there have changed. */
export function updateRows(table: Table, mapper: Mapper, saves: readonly SavedState[], flush: FlushContext): void {
  const rows: UpdateRow[] = [];
  for (const save of saves) {
    if (!save.mapper.pksByTable.has(table)) continue;
    const row = collect(table, save, flush);
    if (row !== null) rows.push(row);
  }
  for (const run of runsOf(rows, goTogether)) emit(tableMapping(mapper, table), run, flush);
}

function goTogether(a: UpdateRow, b: UpdateRow): boolean {
  return (
    (a.expressions === null) === (b.expressions === null) &&
    a.hasAllDefaults === b.hasAllDefaults &&
    a.hasAllKeys === b.hasAllKeys &&
    sameColumns(a.values, b.values)
  );
}

function collect(table: Table, save: SavedState, flush: FlushContext): UpdateRow | null {
  const { state, mapper, version } = save;
  const mapping = tableMapping(mapper, table);
  const values: Row = {};
  const expressions = changedColumns(state, mapping, values);
  const { versionColumn } = mapping;
  const hasAllDefaults =
    mapper.baseMapper.eagerDefaults !== true || mapping.serverOnupdates.every((column) => column.key in values);

  if (version !== undefined && versionColumn !== null) {
    const unchanged = Object.keys(values).length === 0 && expressions === null;
    if (unchanged && !changedElsewhere(state, mapper)) return null;
    values[rowKey(versionColumn)] = version;
    if (mapper.versionIdGenerator !== false) {
      if (!(versionColumn.key in values)) values[versionColumn.key] = mapper.versionIdGenerator(version);
    } else if (unchanged) values[versionColumn.key] = version;
  } else if (Object.keys(values).length === 0 && expressions === null) {
    return null;
  }

  const key = findRow(state, mapping, values, expressions, flush);
  const written = Object.keys(values).length > 0 || expressions !== null;
  if (!written) {
    if (key.cascaded) {
      // The database has changed the row's key by itself; whatever follows that key follows it now.
      for (const { mapper: equated, pairs } of mapping.equatedPairs) {
        const self = { state, mapper: equated };
        populate(self, self, pairs, flush, mapper.passiveUpdates);
      }
    }
    return null;
  }
  Object.assign(values, key.values);
  return { state, mapping, values, expressions, hasAllDefaults, hasAllKeys: key.complete };
}

/** Puts the changed columns into `values`, and gives back those whose new value is an SQL expression. */
function changedColumns(state: InstanceState, mapping: TableMapping, values: Row): Map<Column, ColumnElement> | null {
  let expressions: Map<Column, ColumnElement> | null = null;
  if (state.committed === null) return null;
  for (const { column, property, slot } of mapping.columns) {
    const committed = state.committed[slot];
    if (committed === undefined) continue;
    const value = state.values[slot];
    if (value instanceof ColumnElement) {
      expressions ??= new Map();
      expressions.set(column, value);
      continue;
    }
    const current = value === undefined ? null : value;
    const attribute = implOf(state, property) as ScalarAttribute;
    if (committed === NO_VALUE || !attribute.isEqual(current, committed)) values[column.key] = current;
  }
  return expressions;
}

/** Whether anything of the object has changed in another of its tables, so that its version counts up. */
function changedElsewhere(state: InstanceState, mapper: Mapper): boolean {
  return mapper.columnProps.some(
    (property) => implOf(state, property).getHistory(state, PASSIVE_NO_INITIALIZE).added.length > 0,
  );
}

interface RowKey {
  readonly values: Row;
  /** True where the database is expected to have changed the key already. */
  readonly cascaded: boolean;
  /** False where the new key is an SQL expression and must be read back. */
  readonly complete: boolean;
}

/** The key under which the row is now, which is the old one where the key itself changes. */
function findRow(
  state: InstanceState,
  mapping: TableMapping,
  values: Row,
  expressions: ReadonlyMap<Column, ColumnElement> | null,
  flush: FlushContext,
): RowKey {
  const found: Row = {};
  let cascaded = false;
  let complete = true;
  for (const column of mapping.primaryKey) {
    const property = mapping.mapper.propertyByColumn(column);
    const history = implOf(state, property).getHistory(state, PASSIVE_OFF);
    let value: unknown;
    if (history.added.length === 0) value = history.unchanged[0];
    else if (history.deleted.length === 0 || cascadedKeys(flush, column).has(state)) {
      cascaded = true;
      value = history.added[0];
      delete values[column.key];
    } else {
      value = history.deleted[0];
      if (expressions?.has(column)) complete = false;
    }
    if (value === null || value === undefined) {
      throw new FlushError(
        `Can't update table ${mapping.table.name} using NULL for primary key value on column ${column}`,
      );
    }
    found[rowKey(column)] = value;
  }
  return { values: found, cascaded, complete };
}

function emit(mapping: TableMapping, rows: readonly UpdateRow[], flush: FlushContext): void {
  const first = rows[0] as UpdateRow;
  const { table } = mapping;
  const keys = Object.keys(first.values);
  const { connection } = flush;
  const returned = returnedColumns(mapping, first);
  const versioned = mapping.versionColumn !== null;
  let matched = 0;

  if (first.expressions !== null || returned.length > 0 || versioned) {
    for (const row of rows) {
      const compiled = updateStatement(connection.dialect, mapping, keys, returned, row.expressions);
      const params = withDefaults(compiled, row.values);
      const result = connection.execute(compiled, params, traceOf([row]));
      matched += result.columns.length > 0 ? result.rows.length : result.changes;
      postfetch(row, compiled, params, returnedValues(compiled, result.rows[0], connection.dialect), flush);
    }
  } else {
    const compiled = updateStatement(connection.dialect, mapping, keys, []);
    const params = rows.map((row) => withDefaults(compiled, row.values));
    matched = connection.executeMany(compiled, params, traceOf(rows)).rowCount;
    rows.forEach((row, i) => {
      postfetch(row, compiled, params[i] as Row, null, flush);
    });
  }
  if (matched !== rows.length) {
    throw new StaleDataError(
      `UPDATE statement on table '${table.description}' expected to update ${rows.length} row(s); ${matched} were matched.`,
    );
  }
}

function returnedColumns(mapping: TableMapping, first: UpdateRow): Column[] {
  const wanted: Column[] = [];
  if (!first.hasAllKeys) wanted.push(...mapping.primaryKey);
  if (!first.hasAllDefaults && mapping.table.implicitReturning) wanted.push(...mapping.serverOnupdates);
  return wanted;
}

function traceOf(rows: readonly UpdateRow[]) {
  if (!trace.active) return undefined;
  return traceRows(
    rows.map((row) => row.state),
    updateCauses,
  );
}
