import type { Compiled } from "../compiler/compiled.ts";
import { withDefaults } from "../connection/defaults.ts";
import { sendSets } from "../connection/execute.ts";
import { Result } from "../connection/result.ts";
import { rowFactory } from "../connection/row.ts";
import { ArgumentError } from "../errors.ts";
import { identityKey } from "../instrumentation/identity-key.ts";
import type { StateAttribute } from "../instrumentation/state.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { Insert, Update } from "../sql/dml.ts";
import { BindParameter } from "../sql/literals.ts";
import type { DriverValue } from "../trace/events.ts";
import { columnOfKey, returnedItemsOf } from "./orm-dml.ts";
import type { QuerySession } from "./query-session.ts";
import { returnedResult } from "./returned-rows.ts";

/** Column key → value, for rows that are given by attribute name. */
function byColumn(mapper: Mapper, row: ParameterValues): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) values[columnOfKey(mapper, key).key ?? key] = value;
  return values;
}

function rowCountResult(rowCount: number): Result {
  return new Result(
    { names: [], fetch: () => [], uniqueKeys: [], requiresUnique: false, rowCount, returnsRows: false },
    rowFactory([]),
  );
}

/** `session.execute(insert(User), [{…}, {…}])`: rows that become no objects ("ORM Bulk INSERT Statements"). */
export function insertObjects(
  session: QuerySession,
  mapper: Mapper,
  statement: Insert,
  parameters: ParameterValues | readonly ParameterValues[],
): Result {
  const plain = withColumns(mapper, statement);
  const items = returnedItemsOf(statement);
  const rows = (Array.isArray(parameters) ? parameters : [parameters]).map((row) => byColumn(mapper, row));
  // What has no list of rows is a statement like any other.
  if (!Array.isArray(parameters) && items.length === 0) return session.connection().execute(plain, rows[0] ?? {});
  const returned: (readonly DriverValue[])[] = [];
  let first: Compiled | null = null;
  let rowCount = 0;
  // Rows with the same columns go together, in their order.
  for (let start = 0; start < rows.length; ) {
    const columnKeys = Object.keys(rows[start] as Record<string, unknown>);
    let end = start + 1;
    while (end < rows.length && sameKeys(columnKeys, rows[end] as Record<string, unknown>)) end++;
    const group = rows.slice(start, end);
    const many = group.length > 1;
    const compiled = session.dialect.compile(
      plain,
      columnKeys.length === 0 ? {} : { columnKeys, forExecutemany: many },
    );
    const values = group.map((row) => withDefaults(compiled, row));
    const connection = session.connection();
    const result = many ? sendSets(connection, compiled, values) : connection.execute(compiled, values[0]);
    returned.push(...result.rows);
    rowCount += result.changes;
    first ??= compiled;
    start = end;
  }
  if (items.length === 0 || first === null) return rowCountResult(rowCount);
  return returnedResult(session, { items, compiled: first, rows: returned, populateExisting: false });
}

function sameKeys(keys: readonly string[], row: Record<string, unknown>): boolean {
  const others = Object.keys(row);
  return keys.length === others.length && keys.every((key) => Object.hasOwn(row, key));
}

function withColumns(mapper: Mapper, statement: Insert): Insert {
  if (statement.valueEntries === null) return statement;
  const values = statement.valueEntries.map(([key, value]) => [columnOfKey(mapper, key), value] as const);
  return new Insert(statement.table).values(new Map(values)).returning(...statement.returningItems);
}

/** `session.execute(update(User), [{ id: 1, name: "x" }, …])`: each row by primary key ("ORM Bulk UPDATE by Primary Key"). */
export function updateObjects(
  session: QuerySession,
  mapper: Mapper,
  statement: Update,
  rows: readonly ParameterValues[],
): Result {
  const keys = mapper.primaryKey.map((column) => mapper.propertyByColumn(column).key);
  let rowCount = 0;
  for (const row of rows) {
    const missing = keys.filter((key) => !Object.hasOwn(row, key));
    if (missing.length > 0) {
      throw new ArgumentError(
        `No primary key value supplied for column(s) ${missing.map((key) => `${mapper.localTable.name}.${key}`).join(", ")}; per-row ORM Bulk UPDATE by Primary Key requires that records contain primary key values`,
      );
    }
    const values = new Map(
      Object.entries(row)
        .filter(([key]) => !keys.includes(key))
        .map(([key, value]) => [columnOfKey(mapper, key), value] as const),
    );
    if (values.size === 0) continue;
    const criteria = mapper.primaryKey.map((column, i) =>
      column.eq(
        new BindParameter(`${mapper.localTable.name}_${column.key}`, {
          type: column.type,
          value: row[keys[i] as string],
        }),
      ),
    );
    const plain = new Update(statement.table).values(values).where(...criteria, ...statement.whereCriteria);
    const compiled = session.dialect.compile(plain);
    rowCount += session.connection().execute(compiled, withDefaults(compiled, {})).changes;
    synchronize(session, mapper, row, keys);
  }
  return rowCountResult(rowCount);
}

/** Gives the session's object of a row the row's values. */
function synchronize(session: QuerySession, mapper: Mapper, row: ParameterValues, keys: readonly string[]): void {
  const state = session.identityMap.get(
    identityKey(
      mapper,
      keys.map((key) => row[key]),
    ),
  );
  if (state === undefined) return;
  const evaluated: StateAttribute[] = [];
  const stale: StateAttribute[] = [];
  for (const [key, value] of Object.entries(row)) {
    const attribute = state.manager.byKey.get(key);
    if (attribute === undefined || keys.includes(key)) continue;
    if (state.committedValue(attribute) !== undefined) {
      if (state.has(attribute)) stale.push(attribute);
      continue;
    }
    evaluated.push(attribute);
    if (state.has(attribute)) state.values[attribute.slot] = value;
  }
  state.commit(evaluated);
  if (stale.length > 0) state.expireAttributes(stale);
}
