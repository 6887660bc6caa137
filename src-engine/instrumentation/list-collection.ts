import { BuiltinError } from "../errors.ts";
import { keepShape } from "../shapes.ts";
import {
  ADAPTER,
  CollectionAdapter,
  type CollectionEvents,
  ENTER,
  type Initiator,
  LEAVE,
  type MappedCollection,
  MEMBERS,
} from "./collection-adapter.ts";
import type { CollectionKind } from "./collection-attribute.ts";
import type { InstanceState } from "./state.ts";

/**
 * The list that a relationship holds ("ORM: Customizing Collection Access"). An array whose mutating methods, Python's and
 * JavaScript's, fire the events of membership. What an array cannot intercept has a method: `setItem(0, x)` for
 * `list[0] = x`, `delItem(0)` for `del list[0]`, `setSlice` and `delSlice` for slices. The copying methods (`filter`,
 * `map`, `slice` …) give plain arrays.
 */
export class InstrumentedList<T = unknown> extends Array<T> implements MappedCollection {
  #adapter: CollectionAdapter | null = null;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Adds a member at the end. */
  append(item: T): void {
    this[this.length] = this.#enter(item, null);
  }

  override push(...items: T[]): number {
    for (const item of items) this.append(item);
    return this.length;
  }

  extend(items: Iterable<T>): void {
    for (const item of [...items]) this.append(item);
  }

  /**
   * Removes the first occurrence of a member.
   * @throws ValueError where it is not in the list
   */
  remove(item: T): void {
    this.#leave(item, null);
    const at = this.indexOf(item);
    if (at < 0) throw new BuiltinError("ValueError", "list.remove(x): x not in list");
    super.splice(at, 1);
  }

  /**
   * Removes and returns the member at `index`, the last one by default; negative indexes count from the end.
   * @throws IndexError where there is none
   */
  override pop(index?: number): T {
    this.#adapter?.firePreRemove();
    if (this.length === 0) throw new BuiltinError("IndexError", "pop from empty list");
    const at = this.#index(index ?? -1, "pop index out of range");
    const item = super.splice(at, 1)[0] as T;
    this.#leave(item, null);
    return item;
  }

  override shift(): T | undefined {
    return this.length === 0 ? undefined : this.pop(0);
  }

  override unshift(...items: T[]): number {
    items.forEach((item, i) => {
      this.insert(i, item);
    });
    return this.length;
  }

  insert(index: number, item: T): void {
    const entered = this.#enter(item, null);
    const at = index < 0 ? Math.max(0, this.length + index) : Math.min(index, this.length);
    super.splice(at, 0, entered);
  }

  clear(): void {
    for (const item of this) this.#leave(item, null);
    this.length = 0;
  }

  /** `list[index] = item`. */
  setItem(index: number, item: T): void {
    const at = this.#index(index, "list index out of range");
    const existing = this[at];
    if (existing !== undefined && existing !== null) this.#leave(existing, null);
    this[at] = this.#enter(item, null);
  }

  /** `del list[index]`. */
  delItem(index: number): void {
    const at = this.#index(index, "list index out of range");
    this.#leave(this[at] as T, null);
    super.splice(at, 1);
  }

  /** `list[start:stop] = items`. */
  setSlice(start: number | null, stop: number | null, items: Iterable<T>): void {
    const [from, to] = this.#bounds(start, stop);
    const given = [...items];
    for (let i = from; i < to; i++) this.delItem(from);
    given.forEach((item, i) => {
      this.insert(from + i, item);
    });
  }

  /** `del list[start:stop]`. */
  delSlice(start: number | null, stop: number | null): void {
    const [from, to] = this.#bounds(start, stop);
    for (const item of this.slice(from, to)) this.#leave(item, null);
    super.splice(from, to - from);
  }

  override splice(start: number, deleteCount?: number, ...items: T[]): T[] {
    const from = start < 0 ? Math.max(0, this.length + start) : Math.min(start, this.length);
    const count = Math.max(0, Math.min(deleteCount ?? this.length - from, this.length - from));
    const removed = this.slice(from, from + count);
    for (const item of removed) this.#leave(item, null);
    super.splice(from, count);
    items.forEach((item, i) => {
      this.insert(from + i, item);
    });
    return removed;
  }

  override fill(value: T, start = 0, end = this.length): this {
    for (let i = start < 0 ? this.length + start : start; i < (end < 0 ? this.length + end : end); i++) {
      this.setItem(i, value);
    }
    return this;
  }

  override copyWithin(target: number, start: number, end?: number): this {
    const copied = this.slice(start, end);
    const from = target < 0 ? this.length + target : target;
    copied.forEach((item, i) => {
      if (from + i < this.length) this.setItem(from + i, item);
    });
    return this;
  }

  get [ADAPTER](): CollectionAdapter | null {
    return this.#adapter;
  }
  set [ADAPTER](adapter: CollectionAdapter | null) {
    this.#adapter = adapter;
  }

  [ENTER](item: unknown, initiator: Initiator): void {
    this[this.length] = this.#enter(item as T, initiator);
  }

  [LEAVE](item: unknown, initiator: Initiator): void {
    this.#leave(item as T, initiator);
    const at = this.indexOf(item as T);
    if (at < 0) throw new BuiltinError("ValueError", "list.remove(x): x not in list");
    super.splice(at, 1);
  }

  [MEMBERS](): unknown[] {
    // An index is several times quicker than the iterator of a class of one's own.
    const members: unknown[] = [];
    for (let i = 0; i < this.length; i++) members.push(this[i]);
    return members;
  }

  #enter(item: T, initiator: Initiator): T {
    const adapter = this.#adapter;
    return adapter === null ? item : (adapter.fireAppend(item, initiator) as T);
  }

  #leave(item: T, initiator: Initiator): void {
    this.#adapter?.fireRemove(item, initiator);
  }

  #index(index: number, message: string): number {
    const at = index < 0 ? this.length + index : index;
    if (at < 0 || at >= this.length) throw new BuiltinError("IndexError", message);
    return at;
  }

  #bounds(start: number | null, stop: number | null): [number, number] {
    const at = (index: number | null, otherwise: number) => {
      if (index === null) return otherwise;
      return index < 0 ? Math.max(0, this.length + index) : Math.min(index, this.length);
    };
    const from = at(start, 0);
    return [from, Math.max(from, at(stop, this.length))];
  }
}

/** The kind of collection that a relationship has unless told otherwise. */
export const LIST: CollectionKind = {
  name: "list",
  create: () => new InstrumentedList(),
  read: (value) => (Array.isArray(value) ? Array.from(value) : null),
};

// A list has one hidden class while it is empty and another one with objects in it.
keepShape(new InstrumentedList());
const filled = new InstrumentedList<object>();
filled.append({});
keepShape(new CollectionAdapter({} as CollectionEvents, {} as InstanceState, filled));
