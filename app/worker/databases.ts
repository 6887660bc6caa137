import type { DriverValue, TraceEvent, TraceEventBody } from "../../src-engine/trace/events.ts";
import type { TableRows } from "../protocol/messages.ts";
import { MAX_TABLE_ROWS } from "../protocol/messages.ts";
import { cell, quoted } from "./cells.ts";
import type { Meter } from "./meter.ts";
import { RowRecorder } from "./row-recorder.ts";
import type { RowListener } from "./sqljs-driver.ts";

/** A connection to a database, as the engine's driver port has it. */
export interface Driver {
  execute(sql: string, params?: readonly DriverValue[]): DriverResult;
  /** Reads without being counted or recorded. */
  peek?(sql: string, params?: readonly DriverValue[]): DriverResult;
  close(): void;
}

/** A driver whose rows can be watched. */
export interface WatchableDriver extends Driver {
  /** Has every row told that is touched; false where that cannot be had. */
  watchRows?(listener: RowListener): boolean;
}

interface DriverResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DriverValue[])[];
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/** What the databases of a run hold at its end. */
export interface Contents {
  readonly tables: readonly TableRows[];
  readonly uncommitted: boolean;
  /** Whether foreign keys are enforced. */
  readonly foreignKeys: boolean;
}

const PAGE_BYTES = 4_096;
const MAX_TABLES = 200;
/** Statements by which a program could get room that it was not given. */
const MAKES_ROOM = /\b(?:attach|max_page_count|page_size)\b/i;
const FULL = /database or disk is full/i;
const NO_MEMORY = /^out of memory$|memory access out of bounds|Cannot enlarge memory/i;

/** The databases that a run opens: each statement is metered, each database limited, and what they hold is read at the end. */
export class Databases {
  readonly #open: (url: string) => WatchableDriver;
  readonly #meter: Meter;
  readonly #before: (sql: string) => void;
  readonly #drivers: WatchableDriver[] = [];
  #closed: Contents[] = [];
  /** Takes what is recorded; `null` while nothing is. */
  #tell: ((body: TraceEventBody) => void) | null = null;
  /** The first database that is open is recorded, and only that one: events name tables, not databases. */
  #recorded: { readonly driver: WatchableDriver; readonly recorder: RowRecorder } | null = null;

  /** @param before told each statement before it is executed */
  constructor(open: (url: string) => WatchableDriver, meter: Meter, before: (sql: string) => void) {
    this.#open = open;
    this.#meter = meter;
    this.#before = before;
  }

  /** Begins to record rows. To be called before a database is opened. */
  record(tell: (body: TraceEventBody) => void): void {
    this.#tell = tell;
  }

  /** Records no more. */
  stopRecording(): void {
    this.#tell = null;
    this.#recorded = null;
  }

  /** Takes an event of the engine's that has been told: what a statement did to rows is told right after it. */
  told(event: TraceEvent): void {
    const recorder = this.#recorded?.recorder;
    if (event.type === "statement") recorder?.settle();
    else if (event.type === "transaction") recorder?.transaction(event.action, event.name);
  }

  /** Opens the database of a URL, in memory. */
  open(url = "sqlite://"): Driver {
    const driver = this.#open(url);
    this.#drivers.push(driver);
    this.#limit(driver);
    this.#watchFirst();
    return {
      execute: (sql, params) => this.#execute(driver, sql, params),
      peek: (sql, params) => driver.execute(sql, params),
      close: () => this.#close(driver),
    };
  }

  /** Reads every table of every database. Never throws: a database that cannot be read holds nothing. */
  contents(): Contents {
    const all = [...this.#closed, ...this.#drivers.map(contentsOf)];
    return {
      tables: all.flatMap((contents) => contents.tables).slice(0, MAX_TABLES),
      uncommitted: all.some((contents) => contents.uncommitted),
      foreignKeys: all.some((contents) => contents.foreignKeys),
    };
  }

  #watchFirst(): void {
    const [driver] = this.#drivers;
    const tell = this.#tell;
    if (tell === null || driver === undefined) return;
    if (this.#recorded?.driver === driver) {
      // A transaction of another database may end while this one's is open: the trace does not say whose it is.
      this.#recorded.recorder.doubt();
      return;
    }
    const recorder = new RowRecorder(driver, tell);
    const watched = driver.watchRows?.((operation, table, rowid) => recorder.touch({ operation, table, rowid }));
    this.#recorded = watched ? { driver, recorder } : null;
  }

  #execute(driver: WatchableDriver, sql: string, params: readonly DriverValue[] = []): DriverResult {
    this.#meter.statement();
    this.#before(sql);
    const recorder = this.#recorded?.driver === driver ? this.#recorded.recorder : null;
    try {
      return recorder === null ? driver.execute(sql, params) : this.#executeRecorded(driver, recorder, { sql, params });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (FULL.test(message)) this.#meter.reach("database");
      if (NO_MEMORY.test(message)) this.#meter.reach("memory");
      throw error;
    } finally {
      if (MAKES_ROOM.test(sql)) this.#limit(driver);
    }
  }

  /** Executes a statement and has it found out what it did. */
  #executeRecorded(
    driver: Driver,
    recorder: RowRecorder,
    { sql, params }: { readonly sql: string; readonly params: readonly DriverValue[] },
  ): DriverResult {
    const awaited = recorder.await(sql);
    let result: DriverResult;
    try {
      result = driver.execute(awaited.sql ?? sql, params);
    } catch (error) {
      this.#guarded(() => recorder.failed(awaited, error instanceof Error ? error.message : String(error)));
      throw error;
    }
    if (awaited.sql === null) {
      this.#guarded(() => recorder.executed(awaited, result.changes, null));
      return result;
    }
    // The last column was added, to be told which rows the statement matched by itself.
    const asked = result.columns.length - 1;
    const matched = result.rows.map((row) => row[asked] ?? null);
    this.#guarded(() => recorder.executed(awaited, result.changes, matched));
    return {
      columns: result.columns.slice(0, asked),
      rows: asked === 0 ? [] : result.rows.map((row) => row.slice(0, asked)),
      changes: result.changes,
      get lastInsertRowid() {
        return result.lastInsertRowid;
      },
    };
  }

  /** What goes wrong with recording is no concern of the program's. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch {
      this.stopRecording();
    }
  }

  #limit(driver: Driver): void {
    const pages = Math.ceil(this.#meter.limits.databaseBytes / PAGE_BYTES);
    for (const [, name] of driver.execute("PRAGMA database_list").rows) {
      driver.execute(`PRAGMA ${quoted(String(name))}.max_page_count = ${pages}`);
    }
  }

  #close(driver: Driver): void {
    const position = this.#drivers.indexOf(driver);
    if (position < 0) return;
    this.#closed = [...this.#closed, contentsOf(driver)];
    this.#drivers.splice(position, 1);
    if (this.#recorded?.driver === driver) this.#recorded.recorder.close();
    driver.close();
    if (this.#recorded?.driver === driver) {
      this.#recorded = null;
      this.#watchFirst();
    }
  }
}

/** What one database holds; nothing where it cannot be read. */
export function contentsOf(driver: Driver): Contents {
  try {
    const [[enforced] = []] = driver.execute("PRAGMA foreign_keys").rows;
    return { tables: tablesOf(driver), uncommitted: inTransaction(driver), foreignKeys: enforced === 1 };
  } catch {
    return { tables: [], uncommitted: false, foreignKeys: false };
  }
}

function tablesOf(driver: Driver): TableRows[] {
  const names = driver.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
  );
  return names.rows.slice(0, MAX_TABLES).map(([name]) => tableRows(driver, String(name)));
}

function tableRows(driver: Driver, name: string): TableRows {
  const { columns, rows } = driver.execute(`SELECT * FROM ${quoted(name)} LIMIT ${MAX_TABLE_ROWS}`);
  const [counted] = driver.execute(`SELECT count(*) FROM ${quoted(name)}`).rows;
  return { name, columns, rows: rows.map((row) => row.map(cell)), total: Number(counted?.[0] ?? rows.length) };
}

/** SQLite begins no transaction within one. */
function inTransaction(driver: Driver): boolean {
  try {
    driver.execute("BEGIN");
  } catch {
    return true;
  }
  driver.execute("ROLLBACK");
  return false;
}
