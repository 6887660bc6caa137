import type { Compiled, ResultColumn } from "../compiler/compiled.ts";
import { withDefaults } from "../connection/defaults.ts";
import { sendSets } from "../connection/execute.ts";
import type { ExecuteParameters } from "../connection/parameters.ts";
import type { Result } from "../connection/result.ts";
import { FlushError, InvalidRequestError } from "../errors.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import type { ColumnPair, Mapper } from "../mapping/mapper.ts";
import type { Column } from "../schema/table.ts";
import { type DmlKey, type Insert, keyText } from "../sql/dml.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { DriverValue } from "../trace/events.ts";
import { runsBy } from "../unit-of-work/persistence/grouping.ts";
import { hierarchyTables, type TableMapping, tableMapping } from "../unit-of-work/persistence/table-mapping.ts";
import { bindNames, rowCountResult, withoutComposites } from "./bulk-values.ts";
import { columnOfKey, returnedItemsOf } from "./orm-dml.ts";
import type { QuerySession } from "./query-session.ts";
import { returnedColumns, returnedResult } from "./returned-rows.ts";

export interface BulkInsertOptions {
  /** Writes null where a row has it, instead of leaving the column out. */
  readonly renderNulls: boolean;
  readonly populateExisting: boolean;
}

type Values = Record<string, unknown>;

/** A row of one table, and the row of attributes that it was made of. */
interface TableRow {
  readonly attributes: Values;
  readonly values: Values;
}

/** What came back from one table, in the order of the rows that were sent. */
interface Returned {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly DriverValue[])[];
}

/**
 * `session.execute(insert(User), [{…}, {…}])`: rows that become no objects, in each table of the class ("ORM Bulk INSERT
 * Statements"). Rows that follow one another and have the same columns go together.
 * @throws InvalidRequestError for an upsert of a class with several tables
 */
export function insertMany(
  session: QuerySession,
  mapper: Mapper,
  statement: Insert,
  given: readonly ParameterValues[],
  options: BulkInsertOptions,
): Result {
  const tables = hierarchyTables(mapper.baseMapper).filter(([table]) => mapper.pksByTable.has(table));
  session.connection();
  if (statement.onConflict !== null && tables.length > 1) {
    throw new InvalidRequestError(
      `bulk INSERT with a 'post values' clause (typically upsert) not supported for multi-table mapper ${mapper}`,
    );
  }
  const rows = given.map((row) => withoutComposites(mapper, row));
  const work = new BulkInsert(session, statement, { ...options, several: tables.length > 1 });
  const returned = tables.map(([table]) => work.table(tableMapping(mapper, table), rows));
  const items = returnedItemsOf(statement);
  if (items.length === 0) return rowCountResult(work.rowCount);
  return returnedResult(session, {
    items,
    columns: returned.flatMap((each) => each.columns),
    rows: rows.map((_, i) => returned.flatMap((each) => each.rows[i] ?? [])),
    populateExisting: options.populateExisting,
  });
}

class BulkInsert {
  rowCount = 0;
  readonly #session: QuerySession;
  readonly #statement: Insert;
  readonly #options: BulkInsertOptions & { readonly several: boolean };
  readonly #wanted: readonly ColumnElement[];

  constructor(session: QuerySession, statement: Insert, options: BulkInsertOptions & { readonly several: boolean }) {
    this.#session = session;
    this.#statement = statement;
    this.#options = options;
    this.#wanted = returnedColumns(returnedItemsOf(statement));
  }

  /** Inserts the rows of one table. Keys that it makes are entered into `rows`, for the tables that follow. */
  table(mapping: TableMapping, rows: readonly Values[]): Returned {
    const statement = this.#statementFor(mapping);
    const extra = bindNames(statement).filter((name) => name in (rows[0] ?? {}));
    const collected = rows.map((attributes): TableRow => {
      const values = this.#valuesFor(mapping, attributes);
      for (const name of extra) values[name] = attributes[name];
      return { attributes, values };
    });
    const columns: ResultColumn[] = [];
    const returned: (readonly DriverValue[])[] = [];
    const complete = (row: TableRow) => mapping.primaryKey.every((column) => column.key in row.values);
    const runs = runsBy(collected, (row) => `${Object.keys(row.values).sort().join(" ")}|${complete(row)}`);
    for (const run of runs) {
      const done = this.#send(mapping, statement, run);
      if (columns.length === 0) columns.push(...done.columns);
      for (const row of done.rows) returned.push(row);
    }
    return { columns, rows: returned };
  }

  /** The user's INSERT as one of this table, with the values that it has for it. */
  #statementFor(mapping: TableMapping): Insert {
    const { mapper, table } = mapping;
    const entries = this.#statement.valueEntries?.map(([key, value]) => [columnOfKey(mapper, key), value] as const);
    return this.#statement.into(table, entries?.filter(([column]) => column.table === table) ?? null);
  }

  #valuesFor({ mapper, columns, versionColumn }: TableMapping, attributes: Values): Values {
    const values: Values = {};
    for (const { column, property, writesNull } of columns) {
      const value = attributes[property.key];
      if (value === undefined || (value === null && !writesNull && !this.#options.renderNulls)) continue;
      values[column.key] = value;
    }
    if (versionColumn !== null && mapper.versionIdGenerator !== false) {
      values[versionColumn.key] = mapper.versionIdGenerator(null);
    }
    const discriminator = columns.find(({ property }) => property.key === mapper.polymorphicAttribute)?.column;
    if (discriminator !== undefined && !(discriminator.key in values)) {
      values[discriminator.key] = mapper.polymorphicIdentity;
    }
    return values;
  }

  #send(mapping: TableMapping, statement: Insert, rows: readonly TableRow[]): Returned {
    const { several } = this.#options;
    const connection = this.#session.connection();
    const { dialect } = this.#session;
    const keys = Object.keys(rows[0]?.values ?? {});
    const known = mapping.primaryKey.every((column) => keys.includes(column.key));
    const asked = this.#statement.returningItems.length > 0;
    const columnKeys = keys.length === 0 ? {} : { columnKeys: keys };
    const sorted = several || this.#statement.sortByParameterOrder;
    const returns = asked || (several && !known && rows.length > 1);
    const plain = returns
      ? statement.returnDefaults(mapping.primaryKey, {
          supplemental: asked ? this.#columnsIn(mapping) : [],
          sortByParameterOrder: sorted,
        })
      : statement;
    if (!returns && several && !known) {
      const [row] = rows as readonly [TableRow];
      const compiled = dialect.compile(plain, columnKeys);
      const result = connection.execute(compiled, withDefaults(compiled, row.values));
      this.#takeKeys(mapping, row, () => result.lastInsertRowid);
      this.rowCount += result.changes;
      return { columns: [], rows: [] };
    }
    const many = rows.length > 1;
    const compiled = dialect.compile(plain, { ...columnKeys, forExecutemany: many });
    const sent = rows.map((row) => withDefaults(compiled, row.values));
    const result = many ? sendSets(connection, compiled, sent) : connection.execute(compiled, sent[0]);
    this.rowCount += result.changes;
    const answers = sorted ? inOrder(compiled, result.rows, sent) : result.rows;
    if (several) {
      rows.forEach((row, i) => {
        this.#takeKeys(mapping, row, (column) => valueIn(compiled, answers[i], column) ?? sent[i]?.[column.key]);
      });
    }
    return { columns: compiled.resultColumns, rows: answers };
  }

  /** What the statement returns that this table has. */
  #columnsIn({ mapper, table, primaryKey }: TableMapping): readonly ColumnElement[] {
    const found = this.#wanted.flatMap((column) => {
      if (column.table === table) return [column];
      const own = mapper.columnToProperty.has(column) ? table.c.correspondingColumn(column) : undefined;
      return own === undefined ? [] : [own];
    });
    // The rows of the tables are put side by side: each has to have something.
    return found.length > 0 ? found : primaryKey;
  }

  /** Gives a row of attributes the key that it got, and the tables that are joined to this one theirs. */
  #takeKeys(mapping: TableMapping, { attributes }: TableRow, made: (column: Column) => unknown): void {
    const { mapper } = mapping;
    for (const column of mapping.primaryKey) {
      const { key } = mapper.propertyByColumn(column);
      attributes[key] ??= made(column) ?? null;
    }
    for (const { mapper: equated, pairs } of mapping.equatedPairs) copyKeys(equated, pairs, attributes);
  }
}

function copyKeys(mapper: Mapper, pairs: readonly ColumnPair[], attributes: Values): void {
  for (const [source, target] of pairs) {
    const [from, to] = [mapper.columnToProperty.get(source), mapper.columnToProperty.get(target)];
    if (from !== undefined && to !== undefined && from !== to) attributes[to.key] = attributes[from.key];
  }
}

function valueIn(compiled: Compiled, row: readonly DriverValue[] | undefined, column: Column): unknown {
  const index = compiled.resultColumns.findIndex((each) => each.keys.includes(column));
  return index < 0 ? undefined : row?.[index];
}

/** The rows that came back for several sent together, in the order of those that were sent. */
function inOrder(
  compiled: Compiled,
  rows: readonly (readonly DriverValue[])[],
  sent: readonly ParameterValues[],
): readonly (readonly DriverValue[])[] {
  const sentinels = compiled.insertManyValues?.batched ? (compiled.insertManyValues.sentinels ?? []) : [];
  if (sentinels.length === 0 || rows.length < 2) return rows;
  const text = (value: (column: Column) => unknown) =>
    JSON.stringify(sentinels.map((column) => column.type.identityKey(value(column) as never)));
  const found = new Map(rows.map((row) => [text((column) => valueIn(compiled, row, column)), row]));
  return sent.map((values) => {
    const row = found.get(text((column) => values[column.key]));
    if (row === undefined)
      throw new FlushError("Multi-row INSERT statement did not return a row for each row inserted.");
    return row;
  });
}

/**
 * `session.execute(insert(User).values(…))`: one statement like any other, with attributes in place of columns.
 */
export function insertOnce(
  session: QuerySession,
  mapper: Mapper,
  statement: Insert,
  options: Pick<BulkInsertOptions, "populateExisting"> & { readonly parameters: ExecuteParameters },
): Result {
  const column = (key: DmlKey): DmlKey => {
    const found = mapper.props.get(keyText(key));
    return typeof key === "string" && found?.kind === "column" ? found.column : key;
  };
  const plain = statement.withKeys(column);
  const items = returnedItemsOf(statement);
  const connection = session.connection();
  if (items.length === 0) return connection.execute(plain, options.parameters);
  const compiled = session.dialect.compile(plain);
  const result = connection.execute(compiled, withDefaults(compiled, {}));
  return returnedResult(session, {
    items,
    columns: compiled.resultColumns,
    rows: result.rows,
    populateExisting: options.populateExisting,
  });
}
