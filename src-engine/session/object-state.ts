import { InvalidRequestError, UnmappedInstanceError } from "../errors.ts";
import { type InstanceState, stateOf } from "../instrumentation/state.ts";
import { trace } from "../trace/recorder.ts";
import { typeName } from "../types/repr.ts";
import { identityKeyFromState } from "../unit-of-work/persistence/organize.ts";

/** The text for something that is no mapped instance. */
export function unmappedText(value: unknown): string {
  const name =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) !== Object.prototype
      ? `__main__.${value.constructor?.name ?? "object"}`
      : `builtins.${typeName(value)}`;
  return `Class '${name}' is not mapped`;
}

/**
 * The state of an object given by the user.
 * @throws UnmappedInstanceError where it is no instance of a mapped class
 */
export function requireState(value: unknown): InstanceState {
  const state = stateOf(value);
  if (state === null) throw new UnmappedInstanceError(unmappedText(value));
  return state;
}

/** Whether a value is an instance of a mapped class. */
export function isInstance(value: unknown): value is object {
  return stateOf(value) !== null;
}

/** What makes a persistent or detached object as if newly constructed ("make_transient()"). */
export function makeTransient(object: object): void {
  const state = requireState(object);
  const session = state.session as { expungeStates?(states: Iterable<InstanceState>): void } | null;
  session?.expungeStates?.([state]);
  state.clearExpired();
  state.callables = null;
  state.key = null;
  state.isDeleted = false;
  if (trace.recording) trace.touch(state);
}

/** Makes a transient object as if it had been loaded and its session closed ("make_transient_to_detached()"). */
export function makeTransientToDetached(object: object): void {
  const state = requireState(object);
  if (state.session !== null || state.key !== null) throw new InvalidRequestError("Given object must be transient");
  state.key = identityKeyFromState(state.mapper, state);
  state.isDeleted = false;
  state.commitAll();
  state.expireAttributes(state.unloaded());
}
