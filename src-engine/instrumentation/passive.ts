/**
 * How far the reading of an attribute may go, as bits, and what a reading can answer besides a value.
 * The names are the reference's (`PassiveFlag`, `LoaderCallableStatus`).
 */

/** Loader callables may be fired when a value is not present. */
export const CALLABLES_OK = 1;
/** Loader callables may emit SQL, at least for column values. */
export const SQL_OK = 2;
/** Callables may use SQL to load related objects too. */
export const RELATED_OBJECT_OK = 4;
/** An attribute without a value may be given a blank one (null or an empty collection). */
export const INIT_OK = 8;
/** Callables may be fired for a parent that is not persistent. */
export const NON_PERSISTENT_OK = 16;
/** Loads use committed values as keys. */
export const LOAD_AGAINST_COMMITTED = 32;
export const NO_AUTOFLUSH = 64;
/** Loads pass over `lazy="raise"` and its like. */
export const NO_RAISE = 128;
/** The previous value of an attribute is being loaded for its history. */
export const DEFERRED_HISTORY_LOAD = 256;
export const INCLUDE_PENDING_MUTATIONS = 512;

export const NO_CHANGE = 0;
export const PASSIVE_OFF = RELATED_OBJECT_OK | NON_PERSISTENT_OK | INIT_OK | CALLABLES_OK | SQL_OK;
export const PASSIVE_RETURN_NO_VALUE = PASSIVE_OFF ^ INIT_OK;
export const PASSIVE_NO_INITIALIZE = PASSIVE_RETURN_NO_VALUE ^ CALLABLES_OK;
export const PASSIVE_NO_FETCH = PASSIVE_OFF ^ SQL_OK;
export const PASSIVE_NO_FETCH_RELATED = PASSIVE_OFF ^ RELATED_OBJECT_OK;
export const PASSIVE_ONLY_PERSISTENT = PASSIVE_OFF ^ NON_PERSISTENT_OK;
export const PASSIVE_MERGE = PASSIVE_OFF | NO_RAISE;

/** There is no value, and none was ever set or loaded. */
export const NO_VALUE = Symbol("NO_VALUE");
/** The value could not be had within the limits of the passive flags. */
export const PASSIVE_NO_RESULT = Symbol("PASSIVE_NO_RESULT");
/** The loader has put the value in place by itself. */
export const ATTR_WAS_SET = Symbol("ATTR_WAS_SET");
/** No loader is responsible; the attribute is blank. */
export const ATTR_EMPTY = Symbol("ATTR_EMPTY");
/** An object with that identity is present but of another class. */
export const PASSIVE_CLASS_MISMATCH = Symbol("PASSIVE_CLASS_MISMATCH");

/**
 * True for a real related object: not null, not one of the answers above. What cannot be one, such as text, is taken for
 * one all the same, so that asking for its state says what is wrong with it.
 */
export function isRelated(value: unknown): value is object {
  return value !== null && value !== undefined && typeof value !== "symbol";
}
