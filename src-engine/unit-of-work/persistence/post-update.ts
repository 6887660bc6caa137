import { withDefaults } from "../../connection/defaults.ts";
import { StaleDataError } from "../../errors.ts";
import { implOf } from "../../instrumentation/class-manager.ts";
import { PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Table } from "../../schema/table.ts";
import type { ColumnElement } from "../../sql/element.ts";
import type { CauseId } from "../../trace/events.ts";
import { trace } from "../../trace/recorder.ts";
import { type FlushContext, takeConnection } from "../flush-context.ts";
import { runsOf, sameColumns } from "./grouping.ts";
import { committedColumnValue, sortStates } from "./organize.ts";
import { type Row, rowKey, updateStatement } from "./statements.ts";
import { hierarchyTables, type TableMapping, tableMapping } from "./table-mapping.ts";
import { traceRows, updateCauses } from "./trace-rows.ts";

interface PostUpdateRow {
  readonly state: InstanceState;
  readonly mapping: TableMapping;
  readonly values: Row;
}

/** Writes the columns that `post_update` relationships have put off ("Rows that point to themselves"). */
export function postUpdateObjects(
  base: Mapper,
  states: readonly InstanceState[],
  flush: FlushContext,
  columns: ReadonlySet<ColumnElement>,
): void {
  takeConnection(flush);
  const sorted = sortStates(states);
  for (const [table, mapper] of hierarchyTables(base)) {
    const rows: PostUpdateRow[] = [];
    for (const state of sorted) {
      if (!state.mapper.pksByTable.has(table)) continue;
      const row = collect(table, state, columns);
      if (row !== null) rows.push(row);
    }
    for (const run of runsOf(rows, (a, b) => sameColumns(a.values, b.values))) {
      emit(tableMapping(mapper, table), run, flush);
    }
  }
}

function collect(table: Table, state: InstanceState, columns: ReadonlySet<ColumnElement>): PostUpdateRow | null {
  const { mapper } = state;
  const mapping = tableMapping(mapper, table);
  const values: Row = {};
  let changed = false;
  for (const { column, property } of mapping.columns) {
    const attribute = implOf(state, property);
    if (mapping.primaryKey.includes(column)) {
      values[rowKey(column)] = attribute.get(state, PASSIVE_OFF);
    } else if (columns.has(column) || column.onupdate !== null) {
      const history = attribute.getHistory(state, PASSIVE_NO_INITIALIZE);
      if (history.added.length === 0) continue;
      values[column.key] = history.added[0];
      changed = true;
    }
  }
  if (!changed) return null;
  const { versionColumn } = mapping;
  if (versionColumn !== null) {
    const version = committedColumnValue(state, mapper, versionColumn);
    values[rowKey(versionColumn)] = version;
    if (state.key !== null && !(versionColumn.key in values) && mapper.versionIdGenerator !== false) {
      values[versionColumn.key] = mapper.versionIdGenerator(version);
    }
  }
  return { state, mapping, values };
}

function emit(mapping: TableMapping, rows: readonly PostUpdateRow[], flush: FlushContext): void {
  const keys = Object.keys((rows[0] as PostUpdateRow).values);
  const compiled = updateStatement(flush.connection.dialect, mapping, keys, []);
  const params = rows.map((row) => withDefaults(compiled, row.values));
  const { rowCount } = flush.connection.executeMany(
    compiled,
    params,
    traceRows(
      rows.map((row) => row.state),
      (state) => writtenCauses(state, mapping, keys),
    ),
  );
  rows.forEach((row, i) => {
    afterwards(row, compiled, params[i] as Row, flush);
  });
  if (rowCount !== rows.length) {
    throw new StaleDataError(
      `UPDATE statement on table '${mapping.table.description}' expected to update ${rows.length} row(s); ${rowCount} were matched.`,
    );
  }
}

/** Why these columns are written; what else changed the object has been written before. */
function writtenCauses(
  state: InstanceState,
  mapping: TableMapping,
  keys: readonly string[],
): readonly (CauseId | null)[] {
  const causes = mapping.columns.flatMap(({ column, property }) =>
    keys.includes(column.key) ? (state.changedBy?.get(property.key) ?? []) : [],
  );
  return causes.length > 0 ? causes : updateCauses(state);
}

/** As after any UPDATE, except that an object about to be deleted needs no values but its version. */
function afterwards(
  row: PostUpdateRow,
  compiled: ReturnType<typeof updateStatement>,
  params: Row,
  flush: FlushContext,
): void {
  const { state, mapping } = row;
  const { mapper, versionColumn } = mapping;
  const deleted = flush.isDeleted(state);
  if (deleted && versionColumn === null) return;
  if (trace.recording) trace.touch(state);
  const prefetched = [...(deleted ? [] : compiled.prefetch), ...(versionColumn === null ? [] : [versionColumn])];
  for (const column of prefetched) {
    const property = mapper.columnToProperty.get(column);
    if (property !== undefined && column.key in params) state.values[property.slot] = params[column.key];
  }
  if (deleted) return;
  const unknown = compiled.postfetch.flatMap((column) => {
    const property = mapper.columnToProperty.get(column);
    return property === undefined ? [] : [implOf(state, property)];
  });
  if (unknown.length > 0) state.expireAttributes(unknown);
}
