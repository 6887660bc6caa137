import { InvalidRequestError } from "../../errors.ts";
import { implOf } from "../../instrumentation/class-manager.ts";
import { type IdentityKey, identityKey, identityKeyText } from "../../instrumentation/identity-key.ts";
import { stateText } from "../../instrumentation/naming.ts";
import { NO_VALUE, PASSIVE_RETURN_NO_VALUE } from "../../instrumentation/passive.ts";
import { checkPolymorphicIdentity } from "../../instrumentation/polymorphic-identity.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Column } from "../../schema/table.ts";
import { trace } from "../../trace/recorder.ts";
import type { FlushContext } from "../flush-context.ts";
import { tellMapper } from "./finish.ts";
import type { SavedState } from "./saved-state.ts";

export type { SavedState } from "./saved-state.ts";

/** Objects in the order in which they are written: pending ones as they came, then the others by primary key. */
export function sortStates(states: Iterable<InstanceState>): InstanceState[] {
  const pending: InstanceState[] = [];
  const persistent: InstanceState[] = [];
  for (const state of states) (state.key === null ? pending : persistent).push(state);
  if (pending.length > 1) pending.sort((a, b) => a.insertOrder - b.insertOrder);
  if (persistent.length > 1) persistent.sort((a, b) => compareKeys(a.key as IdentityKey, b.key as IdentityKey));
  return persistent.length === 0 ? pending : pending.length === 0 ? persistent : [...pending, ...persistent];
}

function compareKeys(a: IdentityKey, b: IdentityKey): number {
  for (let i = 0; i < a.identity.length; i++) {
    const order = compareValues(a.identity[i], b.identity[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || b === null || typeof a !== typeof b) {
    if (!(isNumeric(a) && isNumeric(b))) {
      throw new InvalidRequestError(
        "Could not sort objects by primary key; primary key values must be sortable in Python (was: values of different types)",
      );
    }
  }
  if (
    typeof a === "object" &&
    a !== null &&
    "toString" in a &&
    typeof (a as { valueOf(): unknown }).valueOf() === "object"
  ) {
    return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  }
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function isNumeric(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

/** The identity that an object's present primary key values give it. */
export function identityKeyFromState(mapper: Mapper, state: InstanceState): IdentityKey {
  const values: unknown[] = [];
  for (const column of mapper.primaryKey) {
    const value = implOf(state, mapper.propertyByColumn(column)).get(state, PASSIVE_RETURN_NO_VALUE);
    values.push(typeof value === "symbol" ? NO_VALUE : value);
  }
  return identityKey(mapper, values);
}

/** The value that a column's attribute had at the last flush. */
export function committedColumnValue(state: InstanceState, mapper: Mapper, column: Column): unknown {
  return implOf(state, mapper.propertyByColumn(column)).committedOf(state, PASSIVE_RETURN_NO_VALUE);
}

/**
 * Tells INSERTs from UPDATEs. A new object whose key belongs to one that this flush deletes takes over its row ("row
 * switch"); where that one stays, the INSERT will fail, and a warning says why.
 */
export function organizeSaves(states: Iterable<InstanceState>, flush: FlushContext): SavedState[] {
  return sortStates(states).map((state) => {
    const { mapper } = state;
    tellMapper(state.key === null ? "before_insert" : "before_update", state, flush);
    checkPolymorphicIdentity(state);
    let takenOver: InstanceState | null = null;
    if (state.key === null) takenOver = rowSwitch(mapper, state, flush);
    const hasRow = state.key !== null || takenOver !== null;
    const versionColumn = mapper.versionIdCol as Column | null;
    const version =
      hasRow && versionColumn !== null ? committedColumnValue(takenOver ?? state, mapper, versionColumn) : undefined;
    return { state, mapper, hasRow, version };
  });
}

function rowSwitch(mapper: Mapper, state: InstanceState, flush: FlushContext): InstanceState | null {
  const key = identityKeyFromState(mapper, state);
  const existing = flush.session.identityMap.get(key);
  if (existing === undefined || flush.wasAlreadyDeleted(existing)) return null;
  if (flush.isDeleted(existing)) {
    flush.removeActions(existing);
    return existing;
  }
  trace.warn(
    `New instance ${stateText(state)} with identity key ${identityKeyText(key)} conflicts with persistent instance ${stateText(existing)}`,
  );
  return null;
}
