import type { ExplainRequest, PlanStep } from "../protocol/messages.ts";
import { MAX_PLAN_STEPS, MAX_PLAN_TEXT } from "../protocol/messages.ts";
import type { Driver } from "./databases.ts";

const PAGE_BYTES = 4_096;

/**
 * Asks SQLite how it would execute a statement, in a database made for the question and gone after it.
 * @returns the plan; or the database's message where it does not take the statement. Never throws.
 */
export function explain(
  open: () => Driver,
  { schema, sql, params, databaseBytes }: ExplainRequest,
): { readonly plan: readonly PlanStep[]; readonly error: string | null } {
  let driver: Driver | null = null;
  try {
    driver = open();
    driver.execute(`PRAGMA max_page_count = ${Math.ceil(databaseBytes / PAGE_BYTES)}`);
    for (const step of schema) attempt(driver, step.sql, step.params);
    const { rows } = driver.execute(`EXPLAIN QUERY PLAN ${sql}`, params);
    return { plan: rows.slice(0, MAX_PLAN_STEPS).map(planStep), error: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { plan: [], error: message.slice(0, MAX_PLAN_TEXT) };
  } finally {
    driver?.close();
  }
}

/** What failed in the run fails again; and a run with two databases may have made a table twice. */
function attempt(driver: Driver, sql: string, params: ExplainRequest["params"]): void {
  try {
    driver.execute(sql, params);
  } catch {}
}

function planStep([id, parent, , detail]: readonly unknown[]): PlanStep {
  return { id: Number(id), parent: Number(parent), detail: String(detail).slice(0, MAX_PLAN_TEXT) };
}
