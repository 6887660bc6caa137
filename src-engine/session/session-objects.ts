import { FlushError, InvalidRequestError } from "../errors.ts";
import { type IdentityKey, identityKeyText } from "../instrumentation/identity-key.ts";
import { IdentityMap } from "../instrumentation/identity-map.ts";
import { stateText } from "../instrumentation/naming.ts";
import type { InstanceState, SessionPort } from "../instrumentation/state.ts";
import { keepShape } from "../shapes.ts";
import type { CauseId, Transition } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { identityKeyFromState } from "../unit-of-work/persistence/organize.ts";
import type { SessionTransaction } from "./session-transaction.ts";

/** What the objects of a session need of the session itself. */
export interface ObjectsHost extends SessionPort {
  readonly transaction: SessionTransaction | null;
  /** A name for the session in error texts. */
  readonly hashKey: string;
  tellTransition(transition: Transition, state: InstanceState): void;
  tell(event: "before_attach" | "after_attach", object: object): void;
}

/** The objects of one session and every way in and out of it ("ORM: State Management, Quickie Intro to Object States"). */
export class SessionObjects {
  readonly #host: ObjectsHost;
  identityMap = new IdentityMap();
  /** Pending objects, in the order in which they were added. */
  pending = new Set<InstanceState>();
  /** Persistent objects that the next flush deletes. */
  doomed = new Set<InstanceState>();

  constructor(host: ObjectsHost) {
    this.#host = host;
  }

  get isClean(): boolean {
    return this.identityMap.modified.size === 0 && this.doomed.size === 0 && this.pending.size === 0;
  }

  contains(state: InstanceState): boolean {
    return state.pendingIn === this.pending || this.identityMap.containsState(state);
  }

  isPending(state: InstanceState): boolean {
    return state.pendingIn === this.pending;
  }

  /** Takes an object out of the pending ones, if it is among them. */
  #dropPending(state: InstanceState): boolean {
    if (!this.isPending(state)) return false;
    state.pendingIn = null;
    return this.pending.delete(state);
  }

  /** Transient becomes pending, detached becomes persistent. */
  saveOrUpdate(state: InstanceState, cause: CauseId | null): void {
    state.attachCause ??= cause;
    if (state.key === null) this.save(state);
    else this.update(state);
  }

  save(state: InstanceState): void {
    if (state.key !== null) {
      throw new InvalidRequestError(
        `Object '${stateText(state)}' already has an identity - it can't be registered as pending`,
      );
    }
    const attach = this.#beforeAttach(state);
    if (!this.isPending(state)) {
      this.pending.add(state);
      state.pendingIn = this.pending;
      state.insertOrder = this.pending.size;
    }
    if (attach) this.#afterAttach(state);
  }

  update(state: InstanceState): void {
    if (state.key === null) throw new InvalidRequestError(`Instance '${stateText(state)}' is not persisted`);
    if (state.isDeleted) {
      throw new InvalidRequestError(
        `Instance '${stateText(state)}' has been deleted.  Use the make_transient() function to send this object back to the transient state.`,
      );
    }
    const attach = this.#beforeAttach(state);
    this.doomed.delete(state);
    state.deleteCause = null;
    if (trace.recording) trace.touch(state);
    this.identityMap.add(state);
    if (attach) this.#afterAttach(state);
  }

  /** Undoes a deletion that is rolled back. */
  restoreDeleted(state: InstanceState): void {
    if (state.key === null) throw new InvalidRequestError(`Instance '${stateText(state)}' is not persisted`);
    if (state.isDeleted) {
      if (state.session === null) return;
      state.isDeleted = false;
    }
    const attach = this.#beforeAttach(state);
    this.doomed.delete(state);
    state.deleteCause = null;
    this.identityMap.replace(state);
    if (attach) this.#afterAttach(state);
    else this.#host.tellTransition("deleted_to_persistent", state);
  }

  /**
   * Marks an object for deletion.
   * @returns false where it is marked already
   */
  doom(state: InstanceState, cause: CauseId | null, beforeMarking: () => void): boolean {
    const attach = this.#beforeAttach(state);
    if (this.doomed.has(state)) return false;
    this.identityMap.add(state);
    if (attach) this.#afterAttach(state);
    beforeMarking();
    this.doomed.add(state);
    state.deleteCause = cause;
    if (trace.recording) trace.touch(state);
    return true;
  }

  /** Takes objects out, whatever state they are in. */
  expunge(states: Iterable<InstanceState>, toTransient = false): void {
    const all = [...states];
    for (const state of all) {
      if (this.#dropPending(state)) continue;
      if (this.identityMap.containsState(state)) {
        this.identityMap.discard(state);
        this.doomed.delete(state);
      } else this.#host.transaction?.snapshot.deleted.delete(state);
    }
    this.detach(all, toTransient);
  }

  expungeAll(): void {
    const all = [...this.identityMap.allStates(), ...this.pending];
    this.identityMap.clear();
    this.identityMap = new IdentityMap();
    this.pending = new Set();
    this.doomed = new Set();
    this.detach(all);
  }

  /** Cuts objects off from the session that are in none of its collections any more. */
  detach(states: Iterable<InstanceState>, toTransient = false): void {
    for (const state of states) {
      const pending = state.key === null;
      const { isDeleted } = state;
      state.session = null;
      state.attachCause = null;
      state.deleteCause = null;
      if (toTransient && !pending) state.key = null;
      if (!pending && !isDeleted) {
        this.#host.tellTransition(toTransient ? "persistent_to_transient" : "persistent_to_detached", state);
      } else if (isDeleted) this.#host.tellTransition("deleted_to_detached", state);
      else this.#host.tellTransition("pending_to_transient", state);
    }
  }

  /** Takes note of objects that a flush has written: pending ones become persistent. */
  registerPersistent(states: readonly InstanceState[]): void {
    for (const state of states) this.#takeIdentity(state);
    for (const state of states) state.commitAll();
    this.#host.transaction?.noteSaved(states);
    const fresh = states.filter((state) => this.isPending(state));
    for (const state of fresh) {
      this.#host.tellTransition("pending_to_persistent", state);
      state.attachCause = null;
    }
    for (const state of fresh) this.#dropPending(state);
  }

  #takeIdentity(state: InstanceState): void {
    const { mapper } = state;
    const key = identityKeyFromState(mapper, state);
    let missing = 0;
    for (const value of key.identity) if (value === null || typeof value === "symbol") missing++;
    if ((missing > 0 && !mapper.allowPartialPks) || missing === key.identity.length) {
      throw new FlushError(
        `Instance ${stateText(state)} has a NULL identity key.  If this is an auto-generated value, check that the database table allows generation of new primary key values, and that the mapped Column object is configured to expect these generated values.  Ensure also that this flush() is not occurring at an inappropriate time, such as within a load() event.`,
      );
    }
    if (state.key === null) state.key = key;
    else if (!sameKey(state.key, key)) {
      this.identityMap.discard(state);
      this.#host.transaction?.noteKeySwitch(state, state.key);
      state.key = key;
    }
    const old = this.identityMap.replace(state);
    if (old !== null && sameKey(identityKeyFromState(old.mapper, old), key)) {
      trace.warn(
        `Identity map already had an identity for ${identityKeyText(key)}, replacing it with newly flushed object.   Are there load operations occurring inside of an event handler within the flush?`,
      );
    }
    state.orphanedOutsideOfSession = false;
  }

  /** Takes note of objects whose rows are gone: persistent becomes deleted. */
  removeNewlyDeleted(states: Iterable<InstanceState>): void {
    for (const state of states) {
      this.#host.transaction?.snapshot.deleted.add(state);
      this.identityMap.discard(state);
      this.doomed.delete(state);
      state.isDeleted = true;
      this.#host.tellTransition("persistent_to_deleted", state);
    }
  }

  /** Expires a persistent object; a pending one, which has nothing to be loaded from, leaves the session. */
  expire(state: InstanceState): void {
    if (state.key !== null) state.expire();
    else if (this.#dropPending(state)) this.detach([state]);
  }

  #beforeAttach(state: InstanceState): boolean {
    this.#host.autobegin();
    if (state.session === this.#host) return false;
    if (state.session !== null) {
      const other = (state.session as ObjectsHost).hashKey;
      throw new InvalidRequestError(
        `Object '${stateText(state)}' is already attached to session '${other}' (this is '${this.#host.hashKey}')`,
      );
    }
    this.#host.tell("before_attach", state.object);
    return true;
  }

  #afterAttach(state: InstanceState): void {
    state.session = this.#host;
    this.#host.tell("after_attach", state.object);
    this.#host.tellTransition(state.key === null ? "transient_to_pending" : "detached_to_persistent", state);
  }
}

keepShape(new SessionObjects({} as ObjectsHost));

export function sameKey(a: IdentityKey, b: IdentityKey): boolean {
  return a.mapper === b.mapper && a.hash === b.hash;
}
