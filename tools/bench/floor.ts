import type { Database, SqlValue, Statement } from "sql.js";
import type { Driver, DriverResult } from "../../src-engine/index.ts";
import type { DriverValue } from "../../src-engine/trace/events.ts";

/** One text, with each row of parameters that was sent with it in succession. */
export type Sent = readonly [sql: string, rows: readonly (readonly DriverValue[])[]];

/** Hands everything on to a driver and keeps what was sent, transactions' statements included. */
export class RecordingDriver implements Driver {
  readonly sent: [sql: string, rows: (readonly DriverValue[])[]][] = [];
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  execute(sql: string, params: readonly DriverValue[] = []): DriverResult {
    const last = this.sent.at(-1);
    if (last !== undefined && last[0] === sql) last[1].push([...params]);
    else this.sent.push([sql, [[...params]]]);
    return this.#driver.execute(sql, params);
  }

  close(): void {
    this.#driver.close();
  }
}

/** Executions, those of the transaction apart: what the engine and its floor both do. */
export function countStatements(sent: readonly Sent[]): number {
  const transaction = /^(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/;
  return sent.reduce((count, [sql, rows]) => count + (transaction.test(sql) ? 0 : rows.length), 0);
}

/** Sends the same again on raw sql.js: each text prepared once, each result read to its end. */
export function resend(database: Database, sent: readonly Sent[]): void {
  const prepared = new Map<string, Statement>();
  for (const [sql, rows] of sent) {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    for (const row of rows) {
      if (row.length > 0) statement.bind(row as SqlValue[]);
      const results = [];
      while (statement.step()) results.push(statement.get());
      statement.reset();
    }
  }
}
