import type { DriverValue } from "../trace/events.ts";
import type { Driver, DriverResult } from "./driver.ts";

/**
 * A database whose connections may have transactions open side by side, as they may with Python's driver: there, all of them
 * are one connection, so the first BEGIN begins for all, and the first COMMIT or ROLLBACK ends for all.
 */
export class SharedTransactions implements Driver {
  readonly #driver: Driver;
  #open = false;
  /** Off where each BEGIN is to reach the database, as with the driver's own transactions switched off. */
  shared = true;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  execute(sql: string, params?: readonly DriverValue[]): DriverResult {
    const opens = sql === "BEGIN";
    const ends = sql === "COMMIT" || sql === "ROLLBACK";
    if (this.shared && ((opens && this.#open) || (ends && !this.#open))) return NOTHING;
    const result = this.#driver.execute(sql, params);
    if (opens) this.#open = true;
    if (ends) this.#open = false;
    return result;
  }

  peek(sql: string, params?: readonly DriverValue[]): DriverResult {
    return this.#driver.peek?.(sql, params) ?? this.#driver.execute(sql, params);
  }

  close(): void {
    this.#driver.close();
  }
}

const NOTHING: DriverResult = { columns: [], rows: [], changes: 0, lastInsertRowid: 0 };
