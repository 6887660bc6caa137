import { InvalidRequestError } from "../errors.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { keepShape } from "../shapes.ts";
import { type IdentityKey, identityKeyText } from "./identity-key.ts";
import { stateText } from "./naming.ts";
import type { InstanceState } from "./state.ts";

/** With fewer places than this, holes cost nothing. */
const MANY_PLACES = 64;

/**
 * The persistent objects of one session by identity ("ORM: Session Basics, Is the Session a cache?"). It holds its objects
 * strongly. `modified` is the set of those with changes; states enter and leave it by themselves.
 */
export class IdentityMap {
  readonly modified = new Set<InstanceState>();
  readonly #byMapper = new Map<Mapper, Map<string | number, InstanceState>>();
  /** All states in the order in which they entered, with holes where one has left; each knows its place. */
  #order: (InstanceState | null)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: IdentityKey): InstanceState | undefined {
    return this.#byMapper.get(key.mapper)?.get(key.hash);
  }

  /** Every state of a hierarchy by the hash of its key: what loaders look rows up in. */
  statesOf(base: Mapper): Map<string | number, InstanceState> {
    let states = this.#byMapper.get(base);
    if (states === undefined) {
      states = new Map();
      this.#byMapper.set(base, states);
    }
    return states;
  }

  /** Every object, in the order in which they entered. */
  *values(): Generator<object> {
    for (const state of this.allStates()) yield state.object;
  }

  containsState(state: InstanceState): boolean {
    return state.changedIn === this.modified;
  }

  allStates(): InstanceState[] {
    if (this.#size === this.#order.length) return this.#order.slice() as InstanceState[];
    return this.#order.filter((state) => state !== null);
  }

  /**
   * Enters a state.
   * @returns false where it is there already
   * @throws InvalidRequestError where another object has its identity
   */
  add(state: InstanceState): boolean {
    const key = keyOf(state);
    const existing = this.get(key);
    if (existing === state) return false;
    if (existing !== undefined) {
      throw new InvalidRequestError(
        `Can't attach instance ${stateText(state)}; another instance with key ${identityKeyText(key)} is already present in this session.`,
      );
    }
    this.addAbsent(state);
    return true;
  }

  /** Enters a state whose identity is known to be absent. */
  addAbsent(state: InstanceState): void {
    const key = keyOf(state);
    this.statesOf(key.mapper).set(key.hash, state);
    state.mapPlace = this.#order.length;
    this.#order.push(state);
    this.#size++;
    state.changedIn = this.modified;
    if (state.modified) this.modified.add(state);
  }

  /** Enters a state in the place of whichever has its identity, and returns that one. */
  replace(state: InstanceState): InstanceState | null {
    const existing = this.get(keyOf(state));
    if (existing === state) return null;
    if (existing !== undefined) this.#removed(existing);
    this.addAbsent(state);
    return existing ?? null;
  }

  discard(state: InstanceState): void {
    if (state.key === null || this.get(state.key) !== state) return;
    this.#byMapper.get(state.key.mapper)?.delete(state.key.hash);
    this.#removed(state);
  }

  /** Lets go of everything. */
  clear(): void {
    for (const state of this.#order) if (state !== null) state.changedIn = null;
    for (const states of this.#byMapper.values()) states.clear();
    this.modified.clear();
    this.#order = [];
    this.#size = 0;
  }

  #removed(state: InstanceState): void {
    this.#order[state.mapPlace] = null;
    this.#size--;
    if (this.#order.length > MANY_PLACES && this.#size < this.#order.length / 2) this.#closeUp();
    state.changedIn = null;
    this.modified.delete(state);
  }

  #closeUp(): void {
    this.#order = this.allStates();
    this.#order.forEach((state, place) => {
      if (state !== null) state.mapPlace = place;
    });
  }
}

function keyOf(state: InstanceState): IdentityKey {
  return state.key as IdentityKey;
}

keepShape(new IdentityMap());
