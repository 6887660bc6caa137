import { FlushError, StaleDataError } from "../../errors.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Table } from "../../schema/table.ts";
import { trace } from "../../trace/recorder.ts";
import { type FlushContext, takeConnection } from "../flush-context.ts";
import { tellMapper } from "./finish.ts";
import { committedColumnValue, sortStates } from "./organize.ts";
import { deleteStatement, type Row, rowKey } from "./statements.ts";
import { hierarchyTables, tableMapping } from "./table-mapping.ts";
import { deleteCauses, traceRows } from "./trace-rows.ts";

/** Deletes the rows of objects of one hierarchy, referring tables first. */
export function deleteObjects(base: Mapper, states: readonly InstanceState[], flush: FlushContext): void {
  takeConnection(flush);
  const sorted = sortStates(states);
  for (const state of sorted) tellMapper("before_delete", state, flush);
  for (const [table, mapper] of [...hierarchyTables(base)].reverse()) {
    // The database's own ON DELETE takes the rows of inheriting tables along.
    if (mapper.inherits !== null && mapper.passiveDeletes) continue;
    const concerned = sorted.filter((state) => state.mapper.pksByTable.has(table));
    if (concerned.length > 0) deleteRows(table, mapper, concerned, flush);
  }
  for (const state of sorted) tellMapper("after_delete", state, flush);
}

function deleteRows(table: Table, mapper: Mapper, states: readonly InstanceState[], flush: FlushContext): void {
  const mapping = tableMapping(mapper, table);
  const rows = states.map((state) => rowOf(table, state));
  const compiled = deleteStatement(flush.connection.dialect, mapping);
  const { rowCount } = flush.connection.executeMany(compiled, rows, traceRows(states, deleteCauses));
  if (!mapper.baseMapper.confirmDeletedRows || rowCount === rows.length) return;
  const text = `DELETE statement on table '${table.description}' expected to delete ${rows.length} row(s); ${rowCount} were matched.  Please set confirm_deleted_rows=False within the mapper configuration to prevent this warning.`;
  if (mapping.versionColumn !== null) throw new StaleDataError(text);
  trace.warn(text);
}

function rowOf(table: Table, state: InstanceState): Row {
  const mapping = tableMapping(state.mapper, table);
  const row: Row = {};
  for (const column of mapping.primaryKey) {
    const value = committedColumnValue(state, state.mapper, column);
    if (value === null || typeof value === "symbol") {
      throw new FlushError(
        `Can't delete from table ${table.name} using NULL for primary key value on column ${column}`,
      );
    }
    row[rowKey(column)] = value;
  }
  const { versionColumn } = mapping;
  if (versionColumn !== null) row[rowKey(versionColumn)] = committedColumnValue(state, state.mapper, versionColumn);
  return row;
}
