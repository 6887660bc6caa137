import type { Compiled } from "../../compiler/compiled.ts";
import { withDefaults } from "../../connection/defaults.ts";
import { FlushError } from "../../errors.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Column, Table } from "../../schema/table.ts";
import { ColumnElement } from "../../sql/element.ts";
import { trace } from "../../trace/recorder.ts";
import type { FlushContext } from "../flush-context.ts";
import { runsOf, sameColumns } from "./grouping.ts";
import type { SavedState } from "./organize.ts";
import { postfetch } from "./postfetch.ts";
import { type ReturnedValues, returnedValues } from "./returned-values.ts";
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
  const rows: InsertRow[] = [];
  for (const save of saves) if (save.mapper.pksByTable.has(table)) rows.push(collect(table, save));
  for (const run of runsOf(rows, goTogether)) emit(tableMapping(mapper, table), run, flush);
}

function goTogether(a: InsertRow, b: InsertRow): boolean {
  return (
    (a.expressions === null) === (b.expressions === null) &&
    a.hasAllKeys === b.hasAllKeys &&
    a.hasAllDefaults === b.hasAllDefaults &&
    sameColumns(a.values, b.values)
  );
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
    const compiled = insertStatement(dialect, table, keys, [], { many: rows.length > 1 });
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
  const compiled = insertStatement(dialect, table, keys, returned, { many: together });
  if (together && compiled.insertManyValues?.batched) {
    insertPages(mapping, compiled, rows, flush);
    return;
  }
  if (together) insertTogether(mapping, compiled, rows, flush);
  else {
    for (const row of rows) {
      const own =
        row.expressions === null
          ? compiled
          : insertStatement(dialect, table, keys, returned, { many: false, values: row.expressions });
      const params = withDefaults(own, row.values);
      const result = flush.connection.execute(own, params, traceOf([row]));
      const values = returnedValues(own, result.rows[0], dialect);
      takeKeys(row, mapping, params, values, result);
      postfetch(row, own, params, values, flush);
    }
  }
}

/** Rows sent together learn of their keys together: where one is refused, none of them has got one. */
function insertTogether(
  mapping: TableMapping,
  compiled: Compiled,
  rows: readonly InsertRow[],
  flush: FlushContext,
): void {
  const { connection } = flush;
  const params: Row[] = [];
  const answers: (ReturnedValues | null)[] = [];
  try {
    for (const row of rows) {
      const own = withDefaults(compiled, row.values);
      trace.part = { number: params.length + 1, total: rows.length, ordered: true, batched: false };
      const result = connection.execute(compiled, own, traceOf([row]));
      params.push(own);
      answers.push(returnedValues(compiled, result.rows[0], connection.dialect));
    }
  } finally {
    trace.part = null;
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as InsertRow;
    const values = answers[i] as ReturnedValues | null;
    takeKeys(row, mapping, params[i] as Row, values, NO_ROWID);
    postfetch(row, compiled, params[i] as Row, values, flush);
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
function insertPages(mapping: TableMapping, compiled: Compiled, rows: readonly InsertRow[], flush: FlushContext): void {
  const { connection } = flush;
  const sentinels = compiled.insertManyValues?.sentinels ?? [];
  const perPage = Math.max(1, Math.min(PAGE_SIZE, Math.floor(MAX_PARAMETERS / Math.max(1, compiled.binds.length))));
  for (let start = 0; start < rows.length; start += perPage) {
    const page = rows.slice(start, start + perPage);
    const params = page.map((row) => withDefaults(compiled, row.values));
    const part = { number: start / perPage + 1, total: Math.ceil(rows.length / perPage), ordered: true, batched: true };
    const result = trace.asPart(part, () => connection.executePage(compiled, params, traceOf(page)));
    if (!compiled.returning) {
      page.forEach((row, i) => {
        postfetch(row, compiled, params[i] as Row, null, flush);
      });
      continue;
    }
    const answers = new Map<string, ReturnedValues>();
    for (const answer of result.rows) {
      const values = returnedValues(compiled, answer, connection.dialect) as ReturnedValues;
      answers.set(
        keyText(sentinels, (column) => values.get(column)),
        values,
      );
    }
    page.forEach((row, i) => {
      const own = params[i] as Row;
      const values = answers.get(keyText(sentinels, (column) => own[column.key]));
      if (values === undefined) {
        throw new FlushError(
          `Multi-row INSERT statement for ${mapping.mapper} did not produce the correct number of INSERTed rows for RETURNING.  Ensure there are no triggers or special driver issues preventing INSERT from functioning properly.`,
        );
      }
      takeKeys(row, mapping, own, values, NO_ROWID);
      postfetch(row, compiled, own, values, flush);
    });
  }
}

function keyText(columns: readonly Column[], value: (column: Column) => unknown): string {
  return JSON.stringify(columns.map((column) => column.type.identityKey(value(column) as never)));
}

/** Where the database tells the key that it has made; asked only where it is needed. */
interface GeneratedKey {
  readonly lastInsertRowid: number | bigint;
}

const NO_ROWID: GeneratedKey = { lastInsertRowid: 0 };

/** Gives a new object the key that its row got. */
function takeKeys(
  row: InsertRow,
  mapping: TableMapping,
  params: Row,
  returned: ReturnedValues | null,
  generated: GeneratedKey,
): void {
  for (const column of mapping.primaryKey) {
    const { slot } = row.mapping.mapper.propertyByColumn(column);
    if (!row.expressions?.has(column) && (row.state.values[slot] ?? null) !== null) continue;
    let value = returned?.get(column) ?? params[column.key] ?? null;
    if (value === null && column === mapping.table.autoincrementColumn) value = generated.lastInsertRowid;
    row.state.values[slot] = value;
  }
  if (trace.recording) trace.touch(row.state);
}

function traceOf(rows: readonly InsertRow[]) {
  if (!trace.active) return undefined;
  return traceRows(
    rows.map((row) => row.state),
    insertCauses,
  );
}
