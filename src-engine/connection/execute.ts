import type { Compiled, ResultColumn } from "../compiler/compiled.ts";
import type { CompileOptions, Dialect } from "../compiler/dialect.ts";
import { ObjectNotExecutableError } from "../errors.ts";
import { type Column, Table } from "../schema/table.ts";
import { clauseOf } from "../sql/coercions.ts";
import { DmlStatement } from "../sql/dml.ts";
import type { ClauseElement } from "../sql/element.ts";
import { FunctionElement } from "../sql/functions.ts";
import { TextClause } from "../sql/literals.ts";
import { Select } from "../sql/select.ts";
import { SelectBase } from "../sql/select-base.ts";
import type { DriverValue } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { repr } from "../types/repr.ts";
import type { ResultProcessor, TypeEngine } from "../types/type-engine.ts";
import { warn } from "../types/warnings.ts";
import { CursorResult, type Executed } from "./cursor-result.ts";
import { withDefaults } from "./defaults.ts";
import type { DriverResult } from "./driver.ts";
import { type ParameterSet, parameterSets } from "./parameters.ts";
import { type RowColumn, rowFactory } from "./row.ts";
import type { UniqueKey } from "./row-key.ts";

/** The part of a connection that executing a statement goes over. */
export interface ExecutionHost {
  readonly dialect: Dialect;
  executeCompiled(compiled: Compiled, values: ParameterSet): DriverResult;
  executeMany(compiled: Compiled, values: readonly ParameterSet[]): { readonly rowCount: number };
  executePage(compiled: Compiled, values: readonly ParameterSet[]): DriverResult;
  executeText(sql: string, params: readonly DriverValue[]): DriverResult;
  executeTextMany(sql: string, params: readonly (readonly DriverValue[])[]): { readonly rowCount: number };
}

/** What turns a statement of the ORM into one of tables; filled in by the session's room. */
let prepare: <T extends ClauseElement>(statement: T) => T = (statement) => statement;

export function provideStatementPreparation(preparation: typeof prepare): void {
  prepare = preparation;
}

const DDL_KINDS: ReadonlySet<string> = new Set([
  "create_table",
  "drop_table",
  "create_index",
  "drop_index",
  "add_constraint",
  "drop_constraint",
  "ddl",
]);

/**
 * The statement that something executable stands for; a function is selected.
 * @throws ObjectNotExecutableError for anything else
 */
export function executableOf(value: unknown): ClauseElement {
  const clause = clauseOf(value);
  if (clause instanceof SelectBase || clause instanceof DmlStatement || clause instanceof TextClause) return clause;
  if (clause instanceof FunctionElement) return new Select([clause]);
  if (clause !== null && DDL_KINDS.has(clause.kind)) return clause;
  throw new ObjectNotExecutableError(`Not an executable object: ${clause === null ? repr(value) : clause.repr()}`);
}

/** Executes any statement with the parameters given ("Connection.execute"). */
export function executeStatement(host: ExecutionHost, executable: unknown, parameters: unknown): CursorResult {
  const statement = executableOf(executable);
  const sets = parameterSets(parameters);
  const compiled = compileFor(host, prepare(statement), sets);
  const dml = statement instanceof DmlStatement ? statement : null;
  if (sets.length > 1) return executeSets(host, compiled, dml, sets);
  const sent = withDefaults(compiled, sets[0] ?? {});
  const result = host.executeCompiled(compiled, sent);
  const rowCount =
    result.columns.length > 0 && dml !== null ? Math.max(result.rows.length, result.changes) : result.changes;
  return resultOf(host, { compiled, dml, sent: [sent], many: false, result: withCount(result, rowCount) });
}

function compileFor(host: ExecutionHost, statement: ClauseElement, sets: readonly ParameterSet[]): Compiled {
  const [first] = sets;
  const keys = first === undefined ? [] : Object.keys(first);
  const options: CompileOptions = {
    columnKeys: keys.sort(),
    ...(sets.length > 1 ? { forExecutemany: true } : {}),
  };
  return compileLinted(host.dialect, statement, options);
}

/** Statements that have been warned of: the reference's engine keeps what it compiled, and says it once. */
const warned = new Set<string>();

/** A new engine has not warned of anything. */
export function forgetWarnings(): void {
  warned.clear();
}

/** Compiles a statement and warns of FROM elements that nothing joins ("Cartesian product"). */
export function compileLinted(dialect: Dialect, statement: ClauseElement, options: CompileOptions = {}): Compiled {
  const found: string[] = [];
  const compiled = dialect.compile(statement, { ...options, onCartesian: (message) => found.push(message) });
  if (found.length === 0) return compiled;
  if (!warned.has(compiled.sql)) {
    warned.add(compiled.sql);
    for (const message of found) warn(message);
  }
  return compiled;
}

function executeSets(
  host: ExecutionHost,
  compiled: Compiled,
  dml: DmlStatement | null,
  sets: readonly ParameterSet[],
): CursorResult {
  const sent = sets.map((set) => withDefaults(compiled, set));
  return resultOf(host, { compiled, dml, sent, many: true, result: sendSets(host, compiled, sent) });
}

/** Sends several sets of parameters; an INSERT with RETURNING goes in pages of many VALUES where its rows may. */
export function sendSets(host: ExecutionHost, compiled: Compiled, sent: readonly ParameterSet[]): DriverResult {
  if (!compiled.insertManyValues || !compiled.returning) return rowless(host.executeMany(compiled, sent).rowCount);
  const { batched, ordered } = compiled.insertManyValues;
  const pages = batched ? pagesOf(compiled, sent) : sent.map((row) => [row]);
  const results = pages.map((page, i) =>
    trace.asPart({ number: i + 1, total: pages.length, ordered, batched }, () =>
      batched ? host.executePage(compiled, page) : host.executeCompiled(compiled, page[0] ?? {}),
    ),
  );
  const rows = results.flatMap((result) => result.rows);
  const last = results.at(-1) ?? rowless(0);
  return { columns: last.columns, rows, changes: rows.length, lastInsertRowid: last.lastInsertRowid };
}

/** The same result with another count of rows; written out, as what a driver gives may be more than a record. */
function withCount(result: DriverResult, changes: number): DriverResult {
  const { columns, rows } = result;
  return {
    ...{ columns, rows, changes },
    get lastInsertRowid() {
      return result.lastInsertRowid;
    },
  };
}

const rowless = (changes: number): DriverResult => ({ columns: [], rows: [], changes, lastInsertRowid: 0 });

/** The most parameters that one statement may have, and the most rows that are sent in one. */
const MAX_PARAMETERS = 32766;
const PAGE_SIZE = 1000;

function pagesOf(compiled: Compiled, rows: readonly ParameterSet[]): readonly (readonly ParameterSet[])[] {
  const size = Math.max(1, Math.min(PAGE_SIZE, Math.floor(MAX_PARAMETERS / Math.max(1, compiled.binds.length))));
  const pages: (readonly ParameterSet[])[] = [];
  for (let start = 0; start < rows.length; start += size) pages.push(rows.slice(start, start + size));
  return pages;
}

/** Executes text of the driver's own, for one row of parameters or, given a list of rows, for each. */
export function executeDriverSql(
  host: ExecutionHost,
  sql: string,
  parameters: readonly DriverValue[] | readonly (readonly DriverValue[])[],
): CursorResult {
  const many = Array.isArray(parameters[0]);
  const rows = (many ? parameters : [parameters]) as readonly (readonly DriverValue[])[];
  const result =
    rows.length > 1 ? rowless(host.executeTextMany(sql, rows).rowCount) : host.executeText(sql, rows[0] ?? []);
  const names = result.columns.map(withoutTable);
  return new CursorResult(
    {
      names,
      fetch: () => result.rows,
      uniqueKeys: names.map(() => uniqueKeyOf(undefined)),
      requiresUnique: false,
      rowCount: result.changes,
      returnsRows: names.length > 0,
    },
    rowFactory(names),
    {
      compiled: null,
      sent: [],
      many: rows.length > 1,
      lastRowid: result.lastInsertRowid,
      primaryKey: [],
      autoincrement: null,
      returned: null,
      explicitReturning: false,
    },
  );
}

interface Done {
  readonly compiled: Compiled;
  readonly dml: DmlStatement | null;
  readonly sent: readonly ParameterSet[];
  readonly many: boolean;
  readonly result: DriverResult;
}

function resultOf(host: ExecutionHost, done: Done): CursorResult {
  const { compiled, dml, result } = done;
  const explicit = (dml?.returningItems.length ?? 0) > 0;
  const columns = columnsOf(compiled, result, host.dialect);
  const implicit = dml !== null && !explicit && result.columns.length > 0;
  const returned = implicit ? result.rows.map((row) => byColumn(columns, row)) : null;
  const executed = executedOf(done, explicit, returned);
  const returnsRows = result.columns.length > 0 && !implicit;
  const shown = returnsRows ? columns : [];
  return new CursorResult(
    {
      names: shown.map((column) => column.name),
      fetch: () => result.rows.map((row) => shown.map(({ at, convert }) => read(row[at] ?? null, convert))),
      uniqueKeys: shown.map(({ uniqueKey }) => uniqueKey),
      requiresUnique: false,
      rowCount: result.changes,
      returnsRows,
    },
    rowFactory(
      shown.map((column) => column.name),
      shown,
      shown.map(({ type }) => type),
    ),
    executed,
  );
}

const read = (value: DriverValue, convert: ResultProcessor | null): unknown =>
  convert === null ? value : convert(value);

function byColumn(columns: readonly ReadColumn[], row: readonly DriverValue[]): ReadonlyMap<Column, unknown> {
  return new Map(columns.map(({ keys, at, convert }) => [keys[0] as Column, read(row[at] ?? null, convert)]));
}

function executedOf(done: Done, explicitReturning: boolean, returned: Executed["returned"]): Executed {
  const { compiled, dml, sent, many, result } = done;
  const table = dml?.table instanceof Table ? dml.table : null;
  return {
    compiled,
    sent,
    many,
    lastRowid: many ? null : result.lastInsertRowid,
    primaryKey: [...(table?.primaryKey ?? [])] as Column[],
    autoincrement: table?.autoincrementColumn ?? null,
    returned,
    explicitReturning,
  };
}

/** A column of a result, and where its value stands. */
interface ReadColumn extends RowColumn {
  readonly name: string;
  readonly at: number;
  readonly type: TypeEngine | null;
  readonly convert: ResultProcessor | null;
  readonly uniqueKey: (value: unknown) => UniqueKey;
}

/** The columns of a result: as compiled, in order or by name; those of text are only what the driver calls them. */
function columnsOf(compiled: Compiled, result: DriverResult, dialect: Dialect): readonly ReadColumn[] {
  const names = result.columns.map(withoutTable);
  const known = compiled.resultColumns;
  const inOrder = compiled.orderedColumns && known.length === names.length;
  return names.map((name, at): ReadColumn => {
    const column = inOrder ? known[at] : known.find((each) => each.name === name);
    return {
      name: inOrder && column ? column.name : name,
      at,
      type: column?.type ?? null,
      keys: column?.keys ?? [],
      names: column?.names ?? [],
      convert: column?.type.resultProcessor(dialect) ?? null,
      uniqueKey: uniqueKeyOf(column),
    };
  });
}

/** SQLite may call a column of a UNION "table.column". */
const withoutTable = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

function uniqueKeyOf(column: ResultColumn | undefined): (value: unknown) => UniqueKey {
  if (column === undefined || column.type.isNull) return (value) => `${typeof value}:${String(value)}`;
  return (value) => (value === null ? "null" : column.type.identityKey(value));
}
