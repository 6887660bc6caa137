import type { DriverValue } from "../trace/events.ts";

/** What a driver gives back for one statement. */
export interface DriverResult {
  /** Names of the result's columns; empty when the statement returns no rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DriverValue[])[];
  /** Rows inserted, updated or deleted by this statement; -1 for one that only reads. */
  readonly changes: number;
  /** The rowid that the connection's latest INSERT made. */
  readonly lastInsertRowid: number | bigint;
}

/**
 * One open database. Synchronous, as lazy loading needs it. A rejected statement throws an `Error` whose message is the
 * database's own.
 */
export interface Driver {
  execute(sql: string, params?: readonly DriverValue[]): DriverResult;
  /** Reads as `execute` does, unseen by whoever counts and records statements; a preview reads this way. */
  peek?(sql: string, params?: readonly DriverValue[]): DriverResult;
  close(): void;
}

/** Opens a database for an engine's URL. */
export type DriverFactory = (url: string) => Driver;

let factory: DriverFactory | null = null;

/** Tells the engine how its host opens databases; called once, by the page's worker or a command-line tool. */
export function setDriverFactory(open: DriverFactory): void {
  factory = open;
}

export function driverFactory(): DriverFactory | null {
  return factory;
}
