/**
 * The engine's driver over sql.js: SQLite compiled to WebAssembly, in memory. The one implementation, for the worker in the
 * page and for the command-line tools alike; whoever uses it has loaded sql.js already and hands over an open database.
 */
import type { Database, Statement } from "sql.js";
import type { Driver, DriverResult } from "../../src-engine/index.ts";
import type { DriverValue } from "../../src-engine/trace/events.ts";

/** What a statement's text tells once, kept beside its prepared form. */
interface Prepared {
  readonly statement: Statement;
  readonly columns: readonly string[];
  readonly writes: boolean;
  readonly changesSchema: boolean;
}

/** The functions of sql.js's WebAssembly module that lie beneath its own update hook. */
interface HookModule {
  addFunction(
    listener: (_: number, operation: number, database: number, table: number, rowid: bigint) => void,
    signature: string,
  ): number;
  removeFunction(pointer: number): void;
  UTF8ToString(pointer: number): string;
  _sqlite3_update_hook(database: number, listener: number, argument: number): number;
}

/** Takes each row that SQLite touches, also by foreign keys and triggers, while the statement runs. */
export type RowListener = (operation: "insert" | "update" | "delete", table: string, rowid: number | bigint) => void;

/** SQLite's codes. */
const OPERATIONS: Readonly<Record<number, Parameters<RowListener>[0]>> = { 18: "insert", 23: "update", 9: "delete" };

/** More than any scenario has distinct statements; the oldest goes when one more comes. */
const KEPT_STATEMENTS = 256;

const CHANGES_SCHEMA = /^\s*(?:create|alter|drop|attach|detach)\b/i;
const WRITES = /^\s*(?:with\b[\s\S]*?\)\s*)?(?:insert|update|delete|replace)\b/i;

export class SqlJsDriver implements Driver {
  readonly #database: Database;
  readonly #prepared = new Map<string, Prepared>();
  #rowid: Statement | null = null;
  readonly #module: HookModule | null;
  #unwatch: (() => void) | null = null;

  /** @param module sql.js itself, where rows are to be watched */
  constructor(database: Database, module: object | null = null) {
    this.#database = database;
    this.#module = module as HookModule | null;
  }

  /**
   * Has every row of the main database told that SQLite touches. sql.js's own hook cannot be used: it throws in the middle of
   * SQLite's work at a rowid that no number holds.
   * @returns false without the module, or where it does not show what is needed
   */
  watchRows(listener: RowListener): boolean {
    const module = this.#module;
    const handle = (this.#database as unknown as { readonly db?: unknown }).db;
    if (typeof handle !== "number" || typeof module?._sqlite3_update_hook !== "function") return false;
    const pointer = module.addFunction((_, operation, database, table, rowid) => {
      const kind = OPERATIONS[operation];
      if (kind === undefined || module.UTF8ToString(database) !== "main") return;
      const number = Number(rowid);
      listener(kind, module.UTF8ToString(table), Number.isSafeInteger(number) ? number : rowid);
    }, "viiiij");
    module._sqlite3_update_hook(handle, pointer, 0);
    this.#unwatch = () => {
      module._sqlite3_update_hook(handle, 0, 0);
      module.removeFunction(pointer);
    };
    return true;
  }

  execute(sql: string, params: readonly DriverValue[] = []): DriverResult {
    for (let i = 0; i < params.length; i++) if (isLong(params[i] as DriverValue)) return this.#executeOnce(sql, params);
    return this.#run(this.#prepare(sql), params);
  }

  /** The database as a file of SQLite's. What is not committed is lost, and settings of the connection are. */
  file(): Uint8Array {
    this.#forgetStatements();
    this.#rowid?.free();
    this.#rowid = null;
    return this.#database.export();
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#forgetStatements();
    this.#rowid?.free();
    this.#rowid = null;
    this.#database.close();
  }

  /** sql.js binds integers beyond 32 bits as REAL and bigint as TEXT, so those are written into the text instead. */
  #executeOnce(sql: string, params: readonly DriverValue[]): DriverResult {
    const inlined = inlineLongIntegers(sql, params);
    const prepared = this.#compile(inlined.sql);
    try {
      return this.#run(prepared, inlined.params);
    } finally {
      prepared.statement.free();
    }
  }

  #run({ statement, columns, writes }: Prepared, params: readonly DriverValue[]): DriverResult {
    // What is left is a number of 32 bits, a real, text, bytes or null, each of which sql.js binds faithfully.
    if (params.length > 0) statement.bind(params as (string | number | null | Uint8Array)[]);
    const rows: DriverValue[][] = [];
    try {
      while (statement.step()) rows.push(readRow(statement));
    } finally {
      statement.reset();
    }
    return new SqlJsResult(this, columns, rows, writes ? this.#database.getRowsModified() : -1);
  }

  /** The rowid of the latest INSERT, asked only when somebody needs it. */
  lastInsertRowid(): number {
    this.#rowid ??= this.#database.prepare("SELECT last_insert_rowid()");
    this.#rowid.step();
    const rowid = Number(this.#rowid.get()[0]);
    this.#rowid.reset();
    return rowid;
  }

  #prepare(sql: string): Prepared {
    const kept = this.#prepared.get(sql);
    if (kept !== undefined && !kept.changesSchema) return kept;
    if (CHANGES_SCHEMA.test(sql)) this.#forgetStatements();
    const prepared = this.#compile(sql);
    if (this.#prepared.size >= KEPT_STATEMENTS) {
      const [oldest] = this.#prepared;
      if (oldest !== undefined) {
        oldest[1].statement.free();
        this.#prepared.delete(oldest[0]);
      }
    }
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #compile(sql: string): Prepared {
    const statement = this.#database.prepare(sql);
    return {
      statement,
      columns: statement.getColumnNames(),
      writes: WRITES.test(sql),
      changesSchema: CHANGES_SCHEMA.test(sql),
    };
  }

  /** Prepared forms know their columns, which a change of the schema may change. */
  #forgetStatements(): void {
    for (const { statement } of this.#prepared.values()) statement.free();
    this.#prepared.clear();
  }
}

/** A class, because an object made with a getter of its own costs as much as a short statement. */
class SqlJsResult implements DriverResult {
  /** Keeps V8 from forgetting the shape of results, and what it has learned of it, while there is none. */
  static readonly sample = new SqlJsResult({} as SqlJsDriver, [], [], 0);

  readonly #driver: SqlJsDriver;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DriverValue[])[];
  readonly changes: number;

  constructor(driver: SqlJsDriver, columns: readonly string[], rows: DriverValue[][], changes: number) {
    this.#driver = driver;
    this.columns = columns;
    this.rows = rows;
    this.changes = changes;
  }

  get lastInsertRowid(): number {
    return this.#driver.lastInsertRowid();
  }
}

/** What sql.js can do and its declarations leave out. */
interface ExactReading {
  get(params: null, config: { readonly useBigInt: true }): DriverValue[];
}

/** Integers that 32 bits cannot hold. */
function isLong(value: DriverValue): value is number | bigint {
  return (
    typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value) && value !== (value | 0))
  );
}

/** One row; integers that a number cannot hold are read again, exactly, as bigint. */
function readRow(statement: Statement): DriverValue[] {
  const row = statement.get();
  for (let i = 0; i < row.length; i++) {
    const value = row[i];
    if (typeof value === "number" && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)) {
      return readExactly(statement);
    }
  }
  return row;
}

function readExactly(statement: Statement): DriverValue[] {
  const exact = (statement as unknown as ExactReading).get(null, { useBigInt: true });
  return exact.map((value) => (typeof value === "bigint" && isSafe(value) ? Number(value) : value));
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** Quoted text, quoted names and comments, in which a question mark is no placeholder; or a placeholder. */
const QUOTED_OR_PLACEHOLDER = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g;

/** Writes integers beyond 32 bits into the text, and leaves the other parameters to be bound. */
export function inlineLongIntegers(
  sql: string,
  params: readonly DriverValue[],
): { sql: string; params: DriverValue[] } {
  const bound: DriverValue[] = [];
  let position = 0;
  const text = sql.replace(QUOTED_OR_PLACEHOLDER, (token) => {
    if (token !== "?") return token;
    const value = params[position++];
    if (value === undefined || !isLong(value)) {
      bound.push(value ?? null);
      return token;
    }
    return value < 0 ? `(${value})` : String(value);
  });
  return { sql: text, params: bound };
}
