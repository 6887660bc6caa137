import type { InstanceState } from "./state.ts";

/** What instances ask of the session that they belong to; the session itself is several rooms above. */
export interface SessionPort {
  /** True while a flush runs in which changing relationships no longer has an effect on it. */
  readonly warnOnEvents: boolean;
  /** Warns that `what` was used during such a flush. */
  flushWarning(what: string): void;
  /** Makes sure that a transaction has begun, so that a rollback knows what to restore. */
  autobegin(): void;
  /** Whether the object is pending or persistent here. */
  containsState(state: InstanceState): boolean;
  isNew(state: InstanceState): boolean;
  /** Adds an object that a relationship's `save-update` cascade has reached. */
  saveOrUpdate(state: InstanceState): void;
  /** Removes an object and what its `expunge` cascades reach. */
  expungeState(state: InstanceState): void;
}
