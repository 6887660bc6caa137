import type { Compiled } from "../../compiler/compiled.ts";
import { withDefaults } from "../../connection/defaults.ts";
import { FlushError } from "../../errors.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Column } from "../../schema/table.ts";
import type { Table } from "../../schema/table.ts";
import { insert } from "../../sql/builders.ts";
import { ColumnElement } from "../../sql/element.ts";
import type { DriverValue } from "../../trace/events.ts";
import type { FlushContext } from "../flush-context.ts";
import { runsBy } from "./grouping.ts";
import type { SavedState } from "./organize.ts";
import { postfetch } from "./postfetch.ts";
import { insertStatement, type Row } from "./statements.ts";
import { type TableMapping, tableMapping } from "./table-mapping.ts";
import { insertCauses, traceRows } from "./trace-rows.ts";

/** One row to be inserted. */
interface InsertRow {
  readonly state: InstanceState;
  readonly mapping: TableMapping;
  readonly values: Row;
  /** Values that are SQL expressions. */
  readonly expressions: ReadonlyMap<Column, ColumnElement> | null;
  readonly hasAllKeys: boolean;
  readonly hasAllDefaults: boolean;
}

/** The most parameters that one statement may have, and the most rows that are sent in one. */
const MAX_PARAMETERS = 32766;
const PAGE_SIZE = 1000;

/** Inserts a row of `table` for each object that has one there. */
export function insertRows(table: Table, mapper: Mapper, saves: readonly SavedState[], flush: FlushContext): void {
  const rows = saves.filter((save) => save.mapper.pksByTable.has(table)).map((save) => collect(table, save));
  const runs = runsBy(rows, (row) =>
    [Object.keys(row.values).sort().join(" "), row.expressions !== null, row.hasAllKeys, row.hasAllDefaults].join("|"),
  );
  for (const run of runs) emit(tableMapping(mapper, table), run, flush);
}

function collect(table: Table, save: SavedState): InsertRow {
  const { state, mapper } = save;
  const mapping = tableMapping(mapper, table);
  const values: Row = {};
  let expressions: Map<Column, ColumnElement> | null = null;
  for (const { column, slot, writesNull, nullWhenMissing } of mapping.columns) {
    const value = state.values[slot];
    if (value === undefined || (value === null && !writesNull)) {
      if (nullWhenMissing) values[column.key] = null;
    } else if (value instanceof ColumnElement) {
      expressions ??= new Map();
      expressions.set(column, value);
    } else {
      values[column.key] = value;
    }
  }
  const has = (column: Column) => column.key in values;
  const { versionColumn } = mapping;
  const hasAllKeys = mapping.primaryKey.every(has);
  const hasAllDefaults = !mapping.prefersEagerDefaults || mapping.serverDefaults.every(has);
  if (versionColumn !== null && mapper.versionIdGenerator !== false) {
    values[versionColumn.key] = mapper.versionIdGenerator(null);
  }
  return { state, mapping, values, expressions, hasAllKeys, hasAllDefaults };
}

function emit(mapping: TableMapping, rows: readonly InsertRow[], flush: FlushContext): void {
  const first = rows[0] as InsertRow;
  const { table } = mapping;
  const keys = Object.keys(first.values);
  const eager = !first.hasAllDefaults && mapping.prefersEagerDefaults && table.implicitReturning;
  const { dialect } = flush.connection;

  if (!eager && first.hasAllKeys && first.expressions === null) {
    const compiled = insertStatement(dialect, table, keys, []);
    const params = rows.map((row) => withDefaults(compiled, row.values));
    flush.connection.executeMany(compiled, params, traceOf(rows));
    rows.forEach((row, i) => {
      postfetch(row, compiled, params[i] as Row, null, flush);
    });
    return;
  }

  // Several rows at once come back by RETURNING; a single one's key is the last rowid.
  const together = rows.length > 1 && table.implicitReturning && first.expressions === null;
  const returned = returnedColumns(mapping, eager, together);
  if (together && table.autoincrementColumn === null) {
    insertPages(mapping, rows, keys, returned, flush);
    return;
  }
  for (const row of rows) {
    const compiled = insertStatement(dialect, table, keys, returned, row.expressions);
    const params = withDefaults(compiled, row.values);
    const result = flush.connection.execute(compiled, params, traceOf([row]));
    const values = returnedValues(compiled, result.rows[0]);
    takeKeys(row, mapping, params, values, () => result.lastInsertRowid);
    postfetch(row, compiled, params, values, flush);
  }
}

/** What is asked back: defaults that the database evaluates, and keys where `lastrowid` can't tell them apart. */
function returnedColumns(mapping: TableMapping, eager: boolean, together: boolean): readonly Column[] {
  const wanted: Column[] = [];
  if (eager) wanted.push(...mapping.serverDefaults);
  if (mapping.versionColumn !== null) wanted.push(mapping.versionColumn);
  else if (together) wanted.push(...mapping.primaryKey);
  return wanted;
}

/**
 * Inserts rows that bring their keys and await other values: many rows in one statement, the answers matched by key
 * ("Insert Many Values Behavior for INSERT statements").
 */
function insertPages(
  mapping: TableMapping,
  rows: readonly InsertRow[],
  keys: readonly string[],
  returned: readonly Column[],
  flush: FlushContext,
): void {
  const { table, primaryKey } = mapping;
  const { dialect } = flush.connection;
  const columns = [...new Set([...returned, ...primaryKey])];
  const single = insertStatement(dialect, table, keys, returned);
  const perPage = Math.max(1, Math.min(PAGE_SIZE, Math.floor(MAX_PARAMETERS / Math.max(1, single.binds.length))));
  for (let start = 0; start < rows.length; start += perPage) {
    const page = rows.slice(start, start + perPage);
    const params = page.map((row) => withDefaults(single, row.values));
    const compiled = dialect.compile(
      insert(table)
        .values(params)
        .returning(...columns),
    );
    const result = flush.connection.execute(compiled, undefined, traceOf(page));
    const answers = new Map<string, Map<Column, unknown>>();
    for (const answer of result.rows) {
      const values = returnedValues(compiled, answer) as Map<Column, unknown>;
      answers.set(
        keyText(primaryKey, (column) => values.get(column)),
        values,
      );
    }
    page.forEach((row, i) => {
      const own = params[i] as Row;
      const values = answers.get(keyText(primaryKey, (column) => own[column.key]));
      if (values === undefined) {
        throw new FlushError(
          `Multi-row INSERT statement for ${mapping.mapper} did not produce the correct number of INSERTed rows for RETURNING.  Ensure there are no triggers or special driver issues preventing INSERT from functioning properly.`,
        );
      }
      postfetch(row, single, own, values, flush);
    });
  }
}

function keyText(columns: readonly Column[], value: (column: Column) => unknown): string {
  return JSON.stringify(columns.map((column) => column.type.identityKey(value(column) as never)));
}

/** The converted values of the columns that came back, or `null` where none were asked for. */
function returnedValues(compiled: Compiled, row: readonly DriverValue[] | undefined): Map<Column, unknown> | null {
  if (row === undefined || compiled.returning.length === 0) return null;
  const values = new Map<Column, unknown>();
  compiled.returning.forEach((column, i) => {
    const convert = compiled.resultColumns[i]?.processor ?? null;
    const value = row[i];
    values.set(column as Column, convert === null ? value : convert(value));
  });
  return values;
}

/** Gives a new object the key that its row got. */
function takeKeys(
  row: InsertRow,
  mapping: TableMapping,
  params: Row,
  returned: ReadonlyMap<Column, unknown> | null,
  lastRowid: () => number | bigint,
): void {
  for (const column of mapping.primaryKey) {
    const property = row.mapping.mapper.propertyByColumn(column);
    if (!row.expressions?.has(column) && (row.state.values[property.slot] ?? null) !== null) continue;
    row.state.values[property.slot] =
      returned?.get(column) ??
      params[column.key] ??
      (column === mapping.table.autoincrementColumn ? lastRowid() : null);
  }
}

function traceOf(rows: readonly InsertRow[]) {
  return traceRows(
    rows.map((row) => row.state),
    insertCauses,
  );
}
