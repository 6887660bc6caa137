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
}
