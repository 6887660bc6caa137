import { ArgumentError } from "../errors.ts";

/** How the session's objects are kept in step with a bulk UPDATE or DELETE. */
export type SynchronizeSession = "auto" | "evaluate" | "fetch" | false | null;

const STRATEGIES: readonly unknown[] = ["auto", "evaluate", "fetch", false];

/** @throws ArgumentError for anything that is no strategy */
export function checkSynchronize(value: unknown): SynchronizeSession {
  if (value === null || STRATEGIES.includes(value)) return value as SynchronizeSession;
  throw new ArgumentError("Valid strategies for session synchronization are 'auto', 'evaluate', 'fetch', False");
}

/** Options of one execution ("ORM Execution Options"). */
export interface ExecuteOptions {
  readonly populateExisting?: boolean;
  readonly autoflush?: boolean;
  readonly yieldPer?: number;
  readonly synchronizeSession?: SynchronizeSession;
  /** How an INSERT of a mapped class takes its rows ("ORM Bulk INSERT Statements"). */
  readonly dmlStrategy?: "auto" | "bulk" | "orm" | "raw";
  /** Writes null where a row of a bulk INSERT has it, so that all rows have the same columns. */
  readonly renderNulls?: boolean;
}
