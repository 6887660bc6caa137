import { InvalidRequestError } from "../errors.ts";
import { trace } from "../trace/recorder.ts";
import type { AttributeToken } from "./attribute.ts";
import type { InstanceState } from "./state.ts";

/** What an adapter needs of the collection attribute that it reports to. */
export interface CollectionEvents {
  readonly slot: number;
  fireAppend(state: InstanceState, value: unknown, initiator: AttributeToken | null): unknown;
  fireAppendPresent(state: InstanceState, value: unknown, initiator: AttributeToken | null): unknown;
  firePreRemove(state: InstanceState): void;
  fireRemove(state: InstanceState, value: unknown, initiator: AttributeToken | null): void;
  settleEmpty(state: InstanceState): void;
}

/** Who started a change of a collection: an attribute's token, `null` for the user, `false` for "tell nobody". */
export type Initiator = AttributeToken | null | false;

// The names of the members by which the ORM reaches into a collection; symbols, so that user classes cannot collide.
export const ADAPTER = Symbol("flushlight.adapter");
export const ENTER = Symbol("flushlight.enter");
export const LEAVE = Symbol("flushlight.leave");
export const MEMBERS = Symbol("flushlight.members");

/** What the ORM needs of every collection, whatever its kind. */
export interface MappedCollection {
  [ADAPTER]: CollectionAdapter | null;
  /** Adds a member on the ORM's behalf. */
  [ENTER](item: unknown, initiator: Initiator): void;
  /** Removes a member on the ORM's behalf. */
  [LEAVE](item: unknown, initiator: Initiator): void;
  [MEMBERS](): unknown[];
}

/** Stands between a collection and the attribute that holds it, and fires the events of membership. */
export class CollectionAdapter {
  readonly attribute: CollectionEvents;
  readonly owner: InstanceState;
  readonly data: MappedCollection;
  /** True once the attribute holds another collection or none. */
  invalidated = false;
  /** True for the blank collection that reading gave and that the object does not have yet. */
  empty = false;

  constructor(attribute: CollectionEvents, owner: InstanceState, data: MappedCollection) {
    this.attribute = attribute;
    this.owner = owner;
    this.data = data;
    data[ADAPTER] = this;
  }

  members(): unknown[] {
    return this.data[MEMBERS]();
  }

  append(item: unknown, initiator: Initiator): void {
    if (initiator === false) this.#refuseEmpty();
    this.data[ENTER](item, initiator);
  }

  remove(item: unknown, initiator: Initiator): void {
    if (initiator === false) this.#refuseEmpty();
    this.data[LEAVE](item, initiator);
  }

  clear(initiator: Initiator): void {
    this.#refuseEmpty();
    for (const item of this.members()) this.data[LEAVE](item, initiator);
  }

  fireAppend(item: unknown, initiator: Initiator): unknown {
    if (initiator === false) return item;
    this.#ready();
    return this.attribute.fireAppend(this.owner, item, initiator);
  }

  fireAppendPresent(item: unknown, initiator: Initiator): unknown {
    if (initiator === false) return item;
    this.#ready();
    return this.attribute.fireAppendPresent(this.owner, item, initiator);
  }

  fireRemove(item: unknown, initiator: Initiator): void {
    if (initiator === false) return;
    this.#ready();
    this.attribute.fireRemove(this.owner, item, initiator);
  }

  /** Before a removal whose member is known only afterwards. */
  firePreRemove(): void {
    this.#warnInvalidated();
    this.attribute.firePreRemove(this.owner);
  }

  #ready(): void {
    this.#warnInvalidated();
    if (this.empty) {
      this.empty = false;
      this.attribute.settleEmpty(this.owner);
    }
  }

  #warnInvalidated(): void {
    if (this.invalidated) trace.warn("This collection has been invalidated.");
  }

  #refuseEmpty(): void {
    if (!this.empty) return;
    throw new InvalidRequestError(
      "This is a special 'empty' collection which cannot accommodate internal mutation operations",
    );
  }
}

/**
 * Fills a new collection with `values`, firing events only for what enters or leaves compared with the old one.
 */
export function bulkReplace(
  values: readonly unknown[],
  previous: CollectionAdapter | null,
  next: CollectionAdapter,
  initiator: AttributeToken,
): void {
  const before = new Set(previous?.members() ?? []);
  const wanted = new Set(values);
  for (const member of values) next.data[ENTER](member, before.has(member) ? false : initiator);
  if (previous === null) return;
  const staying: unknown[] = [];
  const leaving: unknown[] = [];
  for (const member of before) (wanted.has(member) ? staying : leaving).push(member);
  for (const member of staying) previous.fireAppendPresent(member, initiator);
  for (const member of leaving) previous.fireRemove(member, initiator);
}
