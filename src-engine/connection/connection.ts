import { Compiled, type Expanded } from "../compiler/compiled.ts";
import type { Dialect } from "../compiler/dialect.ts";
import { InvalidRequestError, ResourceClosedError } from "../errors.ts";
import type { DdlBind, DdlConnection } from "../schema/create-drop.ts";
import { keepShape } from "../shapes.ts";
import type { ClauseElement, ClauseSource } from "../sql/element.ts";
import { now } from "../trace/clock.ts";
import type { DriverValue, StatementKind, StatementRow, TransactionAction } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import type { CursorResult } from "./cursor-result.ts";
import { DdlExecution } from "./ddl-execution.ts";
import { withDefaults } from "./defaults.ts";
import type { Driver, DriverResult } from "./driver.ts";
import { databaseError } from "./driver-errors.ts";
import { executeDriverSql, executeStatement } from "./execute.ts";
import type { ExecuteParameters } from "./parameters.ts";
import type { ScalarResult } from "./result.ts";
import { sourceOf } from "./sources.ts";
import { NestedTransaction, RootTransaction, type Transaction, type TransactionHost } from "./transaction.ts";

/** What the trace is told of a statement besides its text and parameters. */
export interface StatementNotes {
  readonly kind: StatementKind;
  readonly table: string | null;
  /** For each row of parameters: the object that it stands for, and why. */
  readonly rows?: readonly StatementRow[];
  /** Reference to the compiled form's source; 0 for literal text. */
  readonly source?: number;
}

/** What several executions of one statement amount to. */
export interface ManyResult {
  /** Rows matched by all executions together. */
  readonly rowCount: number;
}

const PLAIN: StatementNotes = { kind: "other", table: null };
const NO_VALUES: Readonly<Record<string, unknown>> = {};
const NO_ROW: StatementRow = { object: null, causes: [] };

/**
 * A connection to the engine's database ("Core: Working with Engines and Connections"). Its transaction begins by itself
 * with the first statement.
 */
export class Connection implements TransactionHost, DdlBind {
  readonly dialect: Dialect;
  root: RootTransaction | null = null;
  nested: NestedTransaction | null = null;
  readonly #driver: Driver;
  #savepoints = 0;
  #closed = false;

  constructor(driver: Driver, dialect: Dialect) {
    this.#driver = driver;
    this.dialect = dialect;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get inTransaction(): boolean {
    return this.root?.isActive ?? false;
  }

  /**
   * Begins a transaction.
   * @throws InvalidRequestError where one has begun already
   */
  begin(): RootTransaction {
    if (this.root !== null) {
      throw new InvalidRequestError(
        "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.",
      );
    }
    return new RootTransaction(this);
  }

  /** Sets a savepoint, in a transaction that begins with it where none is there. */
  beginNested(): Transaction {
    this.#autobegin();
    return new NestedTransaction(this, `sa_savepoint_${++this.#savepoints}`);
  }

  commit(): void {
    this.root?.commit();
  }

  rollback(): void {
    this.root?.rollback();
  }

  close(): void {
    this.root?.close();
    this.#closed = true;
  }

  /**
   * Executes a statement ("Connection.execute").
   * @param parameters values of bind parameters by name; a list of such executes the statement for each
   * @throws ObjectNotExecutableError for anything that is no statement
   */
  execute(statement: ClauseElement | ClauseSource, parameters?: ExecuteParameters): CursorResult;
  /** Executes a compiled statement once; `values` replace what its parameters were built with. */
  execute(compiled: Compiled, values?: Readonly<Record<string, unknown>>, rows?: readonly StatementRow[]): DriverResult;
  execute(
    statement: Compiled | ClauseElement | ClauseSource,
    parameters?: ExecuteParameters,
    rows?: readonly StatementRow[],
  ): DriverResult | CursorResult {
    if (statement instanceof Compiled) {
      return this.executeCompiled(statement, (parameters ?? {}) as Readonly<Record<string, unknown>>, rows);
    }
    this.#checkOpen();
    return executeStatement(this, statement, parameters);
  }

  /** Executes a statement and gives the first value of its first row, `null` where there is none. */
  scalar<T = unknown>(statement: ClauseElement | ClauseSource, parameters?: ExecuteParameters): T | null {
    return this.execute(statement, parameters).scalar<T>();
  }

  /** Executes a statement and gives the first value of each row. */
  scalars<T = unknown>(statement: ClauseElement | ClauseSource, parameters?: ExecuteParameters): ScalarResult<T> {
    return this.execute(statement, parameters).scalars<T>();
  }

  /** Executes SQL text with the driver's own placeholders ("Connection.exec_driver_sql"). */
  execDriverSql(
    sql: string,
    parameters: readonly DriverValue[] | readonly (readonly DriverValue[])[] = [],
  ): CursorResult {
    return executeDriverSql(this, sql, parameters);
  }

  executeCompiled(
    compiled: Compiled,
    values?: Readonly<Record<string, unknown>>,
    rows?: readonly StatementRow[],
  ): DriverResult {
    let expanded: Expanded;
    try {
      expanded = compiled.expand(withDefaults(compiled, values ?? NO_VALUES));
    } catch (error) {
      throw this.#unsent(error);
    }
    return this.#send(expanded.sql, expanded.parameters, compiled, rows);
  }

  /** Executes a compiled statement for several rows of values, as one statement to whoever watches. */
  executeMany(
    compiled: Compiled,
    values: readonly Readonly<Record<string, unknown>>[],
    rows?: readonly StatementRow[],
  ): ManyResult {
    let params: readonly (readonly DriverValue[])[];
    try {
      const sent = compiled.prefetch.length === 0 ? values : values.map((row) => withDefaults(compiled, row));
      params = compiled.parametersOfRows(sent);
    } catch (error) {
      throw this.#unsent(error);
    }
    return this.#sendMany(compiled.sql, params, compiled, rows);
  }

  /** Executes SQL text for several rows of parameters, as one statement to whoever watches. */
  executeTextMany(sql: string, params: readonly (readonly DriverValue[])[], notes: StatementNotes = PLAIN): ManyResult {
    return this.#sendMany(sql, params, notes);
  }

  #sendMany(
    sql: string,
    params: readonly (readonly DriverValue[])[],
    from: Compiled | StatementNotes,
    rows?: readonly StatementRow[],
  ): ManyResult {
    this.#autobegin();
    const started = trace.active ? now() : 0;
    let rowCount = 0;
    let error: Error | null = null;
    try {
      for (let i = 0; i < params.length; i++) rowCount += this.#driver.execute(sql, params[i]).changes;
    } catch (thrown) {
      error = thrown as Error;
    }
    if (trace.active) this.#tell(sql, params, params.length > 1, notesOf(from, rows), rowCount, started, error);
    if (error !== null) throw databaseError(error, sql, params, params.length > 1);
    return { rowCount };
  }

  /** Executes an INSERT of several rows as one statement with many VALUES. */
  executePage(
    compiled: Compiled,
    values: readonly Readonly<Record<string, unknown>>[],
    rows?: readonly StatementRow[],
  ): DriverResult {
    const { sql, parameters } = compiled.expandRows(values);
    return this.#send(sql, parameters, compiled, rows);
  }

  /** Executes SQL text with the driver's own placeholders (`Connection.exec_driver_sql`). */
  executeText(sql: string, params: readonly DriverValue[] = [], notes: StatementNotes = PLAIN): DriverResult {
    return this.#send(sql, params, notes);
  }

  /** @param from what the trace is told of the statement is taken from there, once somebody watches */
  #send(
    sql: string,
    params: readonly DriverValue[],
    from: Compiled | StatementNotes,
    rows?: readonly StatementRow[],
  ): DriverResult {
    this.#autobegin();
    const started = trace.active ? now() : 0;
    let result: DriverResult;
    try {
      result = this.#driver.execute(sql, params);
    } catch (thrown) {
      const error = thrown as Error;
      if (trace.active) this.#tell(sql, [params], false, notesOf(from, rows), -1, started, error);
      throw databaseError(error, sql, [params], false);
    }
    if (trace.active) {
      const count = result.columns.length > 0 ? result.rows.length : result.changes;
      this.#tell(sql, [params], false, notesOf(from, rows), count, started, null);
    }
    return result;
  }

  /** Creates or drops tables in the connection's transaction. */
  runDdl(work: (connection: DdlConnection) => void): void {
    work(new DdlExecution(this));
  }

  control(action: TransactionAction, savepoint: string | null): void {
    const sql = savepoint === null ? action : `${action} ${savepoint}`;
    // The trace hears of it first: what the statement then leads to comes after it.
    if (trace.active) {
      trace.speaker = this.#driver;
      trace.emit({ type: "transaction", action, name: savepoint, cause: trace.current });
    }
    try {
      this.#driver.execute(sql);
    } catch (thrown) {
      throw databaseError(thrown as Error, sql, [[]], false);
    }
  }

  /** Values that can't be converted end what may have begun, though nothing was sent. */
  #unsent(error: unknown): unknown {
    if (this.root === null && trace.active) {
      trace.speaker = this.#driver;
      trace.emit({ type: "transaction", action: "ROLLBACK", name: null, cause: trace.current });
    }
    return error;
  }

  #checkOpen(): void {
    if (this.#closed) throw new ResourceClosedError("This Connection is closed");
  }

  #autobegin(): void {
    this.#checkOpen();
    if (this.root === null) new RootTransaction(this);
  }

  #tell(
    sql: string,
    params: readonly (readonly DriverValue[])[],
    many: boolean,
    notes: StatementNotes,
    rowCount: number,
    started: number,
    error: Error | null,
  ): void {
    trace.speaker = this.#driver;
    trace.emit({
      type: "statement",
      sql,
      kind: notes.kind,
      table: notes.table,
      params,
      many,
      rows: notes.rows ?? params.map(() => NO_ROW),
      cause: trace.current,
      flush: trace.flush,
      rowCount,
      durationMs: now() - started,
      error: error?.message ?? null,
      source: notes.source ?? 0,
    });
  }
}

keepShape(new Connection({} as Driver, {} as Dialect));

function notesOf(from: Compiled | StatementNotes, rows: readonly StatementRow[] | undefined): StatementNotes {
  return from instanceof Compiled ? { kind: from.kind, table: from.table, source: sourceOf(from), rows } : from;
}
