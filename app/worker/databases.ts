import type { DriverValue } from "../../src-engine/trace/events.ts";
import type { TableRows } from "../protocol/messages.ts";
import { MAX_CELL_CHARS, MAX_TABLE_ROWS } from "../protocol/messages.ts";
import type { Meter } from "./meter.ts";

/** A connection to a database, as the engine's driver port has it. */
export interface Driver {
  execute(sql: string, params?: readonly DriverValue[]): DriverResult;
  close(): void;
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
}

const PAGE_BYTES = 4_096;
const MAX_TABLES = 200;
/** Statements by which a program could get room that it was not given. */
const MAKES_ROOM = /\b(?:attach|max_page_count|page_size)\b/i;
const FULL = /database or disk is full/i;
const NO_MEMORY = /^out of memory$|memory access out of bounds|Cannot enlarge memory/i;

/** The databases that a run opens: each statement is metered, each database limited, and what they hold is read at the end. */
export class Databases {
  readonly #open: () => Driver;
  readonly #meter: Meter;
  readonly #before: (sql: string) => void;
  readonly #drivers: Driver[] = [];
  #closed: Contents[] = [];

  /** @param before told each statement before it is executed */
  constructor(open: () => Driver, meter: Meter, before: (sql: string) => void) {
    this.#open = open;
    this.#meter = meter;
    this.#before = before;
  }

  /** Opens a database in memory. */
  open(): Driver {
    const driver = this.#open();
    this.#drivers.push(driver);
    this.#limit(driver);
    return {
      execute: (sql, params) => this.#execute(driver, sql, params),
      close: () => this.#close(driver),
    };
  }

  /** Reads every table of every database. Never throws: a database that cannot be read holds nothing. */
  contents(): Contents {
    const all = [...this.#closed, ...this.#drivers.map(contentsOf)];
    return {
      tables: all.flatMap((contents) => contents.tables).slice(0, MAX_TABLES),
      uncommitted: all.some((contents) => contents.uncommitted),
    };
  }

  #execute(driver: Driver, sql: string, params: readonly DriverValue[] = []): DriverResult {
    this.#meter.statement();
    this.#before(sql);
    try {
      return driver.execute(sql, params);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (FULL.test(message)) this.#meter.reach("database");
      if (NO_MEMORY.test(message)) this.#meter.reach("memory");
      throw error;
    } finally {
      if (MAKES_ROOM.test(sql)) this.#limit(driver);
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
    driver.close();
  }
}

function contentsOf(driver: Driver): Contents {
  try {
    return { tables: tablesOf(driver), uncommitted: inTransaction(driver) };
  } catch {
    return { tables: [], uncommitted: false };
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

function cell(value: DriverValue): DriverValue {
  if (typeof value === "string" && value.length > MAX_CELL_CHARS) return `${value.slice(0, MAX_CELL_CHARS)}…`;
  if (value instanceof Uint8Array) return value.subarray(0, MAX_CELL_CHARS);
  return value;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
