import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";

/** An object to be written, and what decides between INSERT and UPDATE. */
export interface SavedState {
  readonly state: InstanceState;
  readonly mapper: Mapper;
  /** Whether there is a row already: its own, or one that it takes over. */
  readonly hasRow: boolean;
  /** The version that the row is expected to have; `undefined` where rows are not versioned. */
  readonly version: unknown;
}
