import { BuiltinError } from "../errors.ts";
import { repr } from "../types/repr.ts";
import {
  ADAPTER,
  type CollectionAdapter,
  ENTER,
  type Initiator,
  LEAVE,
  type MappedCollection,
  MEMBERS,
} from "./collection-adapter.ts";
import type { CollectionKind } from "./collection-attribute.ts";
import { objectText } from "./naming.ts";
import { stateOf } from "./state.ts";

/**
 * The set that a relationship with `collectionClass: Set` holds. It has JavaScript's methods and Python's; those that
 * change it fire the events of membership.
 */
export class InstrumentedSet<T = unknown> extends Set<T> implements MappedCollection {
  #adapter: CollectionAdapter | null = null;

  override add(item: T): this {
    this.#add(item, null);
    return this;
  }

  /** Removes a member if it is there. */
  discard(item: T): void {
    this.delete(item);
  }

  override delete(item: T): boolean {
    if (this.has(item)) this.#adapter?.fireRemove(item, null);
    return super.delete(item);
  }

  /**
   * Removes a member.
   * @throws KeyError where it is not there
   */
  remove(item: T): void {
    if (!this.delete(item)) throw new BuiltinError("KeyError", memberText(item));
  }

  /**
   * Removes and returns some member.
   * @throws KeyError where there is none
   */
  pop(): T {
    this.#adapter?.firePreRemove();
    const [item] = this;
    if (this.size === 0) throw new BuiltinError("KeyError", "'pop from an empty set'");
    super.delete(item as T);
    this.#adapter?.fireRemove(item, null);
    return item as T;
  }

  override clear(): void {
    for (const item of [...this]) this.remove(item);
  }

  update(items: Iterable<T>): void {
    for (const item of [...items]) this.add(item);
  }

  differenceUpdate(items: Iterable<T>): void {
    for (const item of [...items]) this.discard(item);
  }

  intersectionUpdate(items: Iterable<T>): void {
    const wanted = new Set(items);
    for (const item of [...this]) if (!wanted.has(item)) this.remove(item);
  }

  symmetricDifferenceUpdate(items: Iterable<T>): void {
    const others = new Set(items);
    const common = [...this].filter((item) => others.has(item));
    const entering = [...others].filter((item) => !this.has(item));
    for (const item of common) this.remove(item);
    for (const item of entering) this.add(item);
  }

  get [ADAPTER](): CollectionAdapter | null {
    return this.#adapter;
  }
  set [ADAPTER](adapter: CollectionAdapter | null) {
    this.#adapter = adapter;
  }

  [ENTER](item: unknown, initiator: Initiator): void {
    this.#add(item as T, initiator);
  }

  [LEAVE](item: unknown, initiator: Initiator): void {
    if (!this.has(item as T)) throw new BuiltinError("KeyError", memberText(item));
    this.#adapter?.fireRemove(item, initiator);
    super.delete(item as T);
  }

  [MEMBERS](): unknown[] {
    return [...this];
  }

  #add(item: T, initiator: Initiator): void {
    const adapter = this.#adapter;
    if (adapter === null) super.add(item);
    else if (this.has(item)) adapter.fireAppendPresent(item, initiator);
    else super.add(adapter.fireAppend(item, initiator) as T);
  }
}

/** A member as Python's KeyError shows it. */
function memberText(item: unknown): string {
  const state = stateOf(item);
  return state === null ? repr(item) : objectText(state);
}

export const SET: CollectionKind = {
  name: "set",
  create: () => new InstrumentedSet(),
  read: (value) => (value instanceof Set ? [...value] : null),
};
