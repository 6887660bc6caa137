import { withDefaults } from "../connection/defaults.ts";
import type { Result } from "../connection/result.ts";
import { InvalidRequestError, StaleDataError } from "../errors.ts";
import { identityKey } from "../instrumentation/identity-key.ts";
import type { StateAttribute } from "../instrumentation/state.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { Update } from "../sql/dml.ts";
import { BindParameter } from "../sql/literals.ts";
import { runsBy } from "../unit-of-work/persistence/grouping.ts";
import { rowKey } from "../unit-of-work/persistence/statements.ts";
import { hierarchyTables, type TableMapping, tableMapping } from "../unit-of-work/persistence/table-mapping.ts";
import { bindNames, rowCountResult, withoutComposites } from "./bulk-values.ts";
import type { SynchronizeSession } from "./execute-options.ts";
import { columnOfKey } from "./orm-dml.ts";
import { withPlainSelects } from "./orm-select.ts";
import type { QuerySession } from "./query-session.ts";

type Values = Record<string, unknown>;

/**
 * `session.execute(update(User), [{ id: 1, name: "x" }, …])`: each row by primary key, in each table of the class ("ORM Bulk
 * UPDATE by Primary Key").
 * @throws InvalidRequestError for rows without a key, and for what cannot be kept in step
 * @throws StaleDataError where a row is not there
 */
export function updateMany(
  session: QuerySession,
  mapper: Mapper,
  statement: Update,
  given: readonly ParameterValues[],
  synchronize: SynchronizeSession,
): Result {
  if (synchronize === "fetch") {
    throw new InvalidRequestError(
      "The 'fetch' synchronization strategy is not available for 'bulk' ORM updates (i.e. multiple parameter sets)",
    );
  }
  session.connection();
  refuseUnsupported(statement, synchronize);
  const rows = given.map((row) => withoutComposites(mapper, row));
  for (const [table] of hierarchyTables(mapper.baseMapper)) {
    if (mapper.pksByTable.has(table)) updateTable(session, tableMapping(mapper, table), statement, rows);
  }
  if (synchronize === "auto" || synchronize === "evaluate") {
    for (const row of rows) giveValues(session, mapper, row);
  }
  return rowCountResult(-1);
}

function refuseUnsupported(statement: Update, synchronize: SynchronizeSession): void {
  if (statement.isOrdered) {
    throw new InvalidRequestError(
      "bulk ORM UPDATE does not support ordered_values() for custom UPDATE statements with bulk parameter sets.  Use a non-bulk UPDATE statement or use values().",
    );
  }
  if (statement.returningItems.length > 0) {
    throw new InvalidRequestError("Bulk ORM UPDATE does not support returning(); use a non-bulk UPDATE statement.");
  }
  if (statement.whereCriteria.length > 0 && (synchronize === "auto" || synchronize === "evaluate")) {
    throw new InvalidRequestError(
      "bulk synchronize of persistent objects not supported when using bulk update with additional WHERE criteria right now.  add synchronize_session=None execution option to bypass synchronize of persistent objects.",
    );
  }
}

function updateTable(session: QuerySession, mapping: TableMapping, statement: Update, rows: readonly Values[]): void {
  const extra = bindNames(statement).filter((name) => name in (rows[0] ?? {}));
  const found = rows.flatMap((row) => {
    const values = valuesFor(mapping, statement, row);
    return values === null ? [] : [{ ...values, ...Object.fromEntries(extra.map((name) => [name, row[name]])) }];
  });
  const { mapper, table, primaryKey, versionColumn } = mapping;
  const finding = versionColumn === null ? primaryKey : [...primaryKey, versionColumn];
  const criteria = finding.map((column) => column.eq(new BindParameter(rowKey(column), { type: column.type })));
  const entries = statement.valueEntries
    ?.map(([key, value]) => [columnOfKey(mapper, key), value] as const)
    .filter(([column]) => column.table === table);
  let plain: Update = new Update(table).where(...statement.whereCriteria.map(withPlainSelects), ...criteria);
  if (entries !== undefined && entries.length > 0) plain = plain.values(new Map(entries));
  for (const run of runsBy(found, (values) => Object.keys(values).sort().join(" "))) {
    const keys = Object.keys(run[0] as Values).filter((key) => table.c.has(key));
    const compiled = session.dialect.compile(plain, { columnKeys: keys });
    const params = run.map((values) => withDefaults(compiled, values));
    const connection = session.connection();
    const each = versionColumn !== null;
    const matched = each
      ? params.reduce((sum, values) => sum + connection.execute(compiled, values).changes, 0)
      : connection.executeMany(compiled, params).rowCount;
    if (statement.whereCriteria.length === 0 && matched !== run.length) {
      throw new StaleDataError(
        `UPDATE statement on table '${table.description}' expected to update ${run.length} row(s); ${matched} were matched.`,
      );
    }
  }
}

/** The parameters of one row's UPDATE; `null` where it has nothing for the table. */
function valuesFor(mapping: TableMapping, statement: Update, row: Values): Values | null {
  const { mapper, columns, primaryKey, versionColumn } = mapping;
  const keys = new Set(primaryKey.map((column) => mapper.propertyByColumn(column).key));
  const values: Values = {};
  for (const { column, property } of columns) {
    if (property.key in row && !keys.has(property.key)) values[column.key] = row[property.key];
  }
  const found: Values = {};
  if (versionColumn !== null) {
    const version = row[mapper.propertyByColumn(versionColumn).key];
    found[rowKey(versionColumn)] = version;
    if (mapper.versionIdGenerator !== false) values[versionColumn.key] = mapper.versionIdGenerator(version);
  } else if (Object.keys(values).length === 0 && statement.valueEntries === null) return null;
  for (const column of primaryKey) found[rowKey(column)] = row[mapper.propertyByColumn(column).key] ?? null;
  const missing = primaryKey.filter((column) => found[rowKey(column)] === null);
  if (missing.length > 0) {
    throw new InvalidRequestError(
      `No primary key value supplied for column(s) ${missing.join(", ")}; per-row ORM Bulk UPDATE by Primary Key requires that records contain primary key values`,
      { code: "bupq" },
    );
  }
  return { ...values, ...found };
}

/** Gives the session's object of a row the row's values. */
function giveValues(session: QuerySession, mapper: Mapper, row: Values): void {
  const keys = mapper.primaryKey.map((column) => mapper.propertyByColumn(column).key);
  const identity = identityKey(
    mapper,
    keys.map((key) => row[key]),
  );
  const state = session.identityMap.get(identity);
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
