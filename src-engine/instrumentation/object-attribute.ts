import { BuiltinError } from "../errors.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import { type AttributeOptions, type AttributeToken, changed, ScalarAttribute, type SetOptions } from "./attribute.ts";
import { foreseeLeaving } from "./foresight.ts";
import { EMPTY_LIST, HISTORY_BLANK, type History } from "./history.ts";
import { stateText } from "./naming.ts";
import {
  CALLABLES_OK,
  DEFERRED_HISTORY_LOAD,
  INIT_OK,
  isRelated,
  LOAD_AGAINST_COMMITTED,
  NO_AUTOFLUSH,
  NO_RAISE,
  NO_VALUE,
  PASSIVE_NO_FETCH,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_NO_RESULT,
  PASSIVE_ONLY_PERSISTENT,
} from "./passive.ts";
import { type InstanceState, instanceState, stateOf } from "./state.ts";

const ACTIVE = PASSIVE_ONLY_PERSISTENT | NO_AUTOFLUSH | LOAD_AGAINST_COMMITTED;
const INACTIVE = (PASSIVE_NO_FETCH ^ INIT_OK) | LOAD_AGAINST_COMMITTED | NO_RAISE;

/** An attribute that holds one related object: many-to-one and one-to-one. */
export class ObjectAttribute extends ScalarAttribute {
  override readonly usesObjects: boolean = true;

  constructor(options: AttributeOptions) {
    super(options, (a, b) => a === b, false);
  }

  override set(
    state: InstanceState,
    value: unknown,
    initiator: AttributeToken | null = null,
    options: SetOptions = {},
  ): void {
    const old = this.get(state, this.activeHistory ? ACTIVE : INACTIVE);
    const { checkOld } = options;
    if (checkOld !== undefined && checkOld !== null && old !== PASSIVE_NO_RESULT && checkOld !== old) {
      if (options.pop) return;
      throw new BuiltinError(
        "ValueError",
        `Object ${stateText(instanceState(checkOld as object))} not associated with ${stateText(state)} on attribute '${this.key}'`,
      );
    }
    const tell =
      initiator === null && old !== null && old !== NO_VALUE && old !== value ? this.#foresee(state, old, value) : null;
    state.values[this.slot] = this.#replace(state, value, old, initiator ?? this.replaceToken);
    tell?.(state.changeCauses?.at(-1) ?? null);
  }

  #foresee(state: InstanceState, old: unknown, value: unknown): ReturnType<typeof foreseeLeaving> {
    const replacement = isRelated(value) ? value : null;
    const property = this.property as RelationshipProperty;
    return foreseeLeaving({ owner: state, property, member: isRelated(old) ? stateOf(old) : null, replacement });
  }

  #replace(state: InstanceState, value: unknown, previous: unknown, initiator: AttributeToken): unknown {
    if (this.trackParent && previous !== value && isRelated(previous)) {
      this.setHasParent(instanceState(previous), state, false);
    }
    let next = value;
    for (const listener of this.listeners.set) next = listener(state, next, previous, initiator);
    state.modifiedEvent(this, previous);
    if (this.trackParent && isRelated(next)) this.setHasParent(instanceState(next), state, true);
    return next;
  }

  override delete(state: InstanceState): void {
    const old = this.get(state, this.activeHistory ? ACTIVE : INACTIVE);
    if (this.trackParent && isRelated(old)) this.setHasParent(instanceState(old), state, false);
    for (const listener of this.listeners.remove) listener(state, old, this.removeToken);
    state.modifiedEvent(this, old);
    const existing = state.values[this.slot];
    state.values[this.slot] = undefined;
    if (existing === undefined && old !== PASSIVE_NO_RESULT && state.key === null) {
      throw new BuiltinError("AttributeError", `${this} object does not have a value`);
    }
  }

  override getHistory(state: InstanceState, passive: number): History {
    let current = state.values[this.slot];
    let asked = passive;
    if (current === undefined) {
      asked = passive & ~INIT_OK;
      current = this.get(state, asked);
      if (current === PASSIVE_NO_RESULT) return HISTORY_BLANK;
    }
    if (this.deferredHistory && state.committedValue(this) === PASSIVE_NO_RESULT) {
      const original = this.fireLoader(
        state,
        asked | PASSIVE_ONLY_PERSISTENT | NO_AUTOFLUSH | LOAD_AGAINST_COMMITTED | NO_RAISE | DEFERRED_HISTORY_LOAD,
      );
      return objectHistory(current, original);
    }
    return objectHistory(current, state.committedValue(this));
  }

  override allPending(state: InstanceState, passive: number = PASSIVE_NO_INITIALIZE): (InstanceState | null)[] {
    let current = state.values[this.slot];
    if (current === undefined) {
      if ((passive & CALLABLES_OK) === 0) return [];
      current = this.get(state, passive);
    }
    const found: (InstanceState | null)[] = [isRelated(current) ? instanceState(current) : null];
    const original = state.committedValue(this);
    if (isRelated(original) && original !== current) found.push(instanceState(original));
    return found;
  }
}

function objectHistory(current: unknown, original: unknown): History {
  if (original === undefined) {
    return current === NO_VALUE ? HISTORY_BLANK : { added: EMPTY_LIST, unchanged: [current], deleted: EMPTY_LIST };
  }
  if (current === original && current !== NO_VALUE) {
    return { added: EMPTY_LIST, unchanged: [current], deleted: EMPTY_LIST };
  }
  // A missing previous object and null are both left out: the unit of work has no use for either.
  return changed(current, original, original === null || original === NO_VALUE || original === PASSIVE_NO_RESULT);
}
