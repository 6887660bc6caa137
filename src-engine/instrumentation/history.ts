/**
 * The changes of one attribute since the last flush ("ORM: AttributeState.history").
 * A scalar has at most one value in each list.
 */
export interface History<T = unknown> {
  readonly added: readonly T[];
  readonly unchanged: readonly T[];
  readonly deleted: readonly T[];
}

/** The one list that every side of a history without members shares. */
export const EMPTY_LIST: readonly never[] = Object.freeze([]);

/** The history of an attribute of which nothing is known. */
export const HISTORY_BLANK: History<never> = Object.freeze({
  added: EMPTY_LIST,
  unchanged: EMPTY_LIST,
  deleted: EMPTY_LIST,
});

export function isEmpty(history: History): boolean {
  return history.added.length === 0 && history.deleted.length === 0 && history.unchanged.length === 0;
}

export function hasChanges(history: History): boolean {
  return history.added.length > 0 || history.deleted.length > 0;
}

/** Added, unchanged and deleted values in one list. */
export function sum<T>(history: History<T>): T[] {
  return [...history.added, ...history.unchanged, ...history.deleted];
}

export function nonDeleted<T>(history: History<T>): T[] {
  return [...history.added, ...history.unchanged];
}

export function nonAdded<T>(history: History<T>): T[] {
  return [...history.unchanged, ...history.deleted];
}
