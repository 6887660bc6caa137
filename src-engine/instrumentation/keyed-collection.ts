import { BuiltinError, InvalidRequestError } from "../errors.ts";
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

/** Gives the key under which a member is kept. */
export type KeyFunction<T = unknown> = (member: T) => unknown;

/**
 * The dictionary that a relationship with a keyed collection class holds ("ORM: Dictionary Collections"): a `Map` whose
 * members are kept under a key taken from each.
 */
export class KeyedCollection<K = unknown, T = unknown> extends Map<K, T> implements MappedCollection {
  #adapter: CollectionAdapter | null = null;
  readonly #keyOf: KeyFunction<T>;

  constructor(keyOf: KeyFunction<T>) {
    super();
    this.#keyOf = keyOf;
  }

  /** Adds a member under its own key. */
  add(item: T): void {
    this.#put(this.#keyOf(item) as K, item, null);
  }

  override set(key: K, item: T): this {
    this.#put(key, item, null);
    return this;
  }

  override delete(key: K): boolean {
    if (this.has(key)) this.#adapter?.fireRemove(this.get(key), null);
    return super.delete(key);
  }

  /** Removes a member by itself. */
  remove(item: T): void {
    this.#remove(item, null);
  }

  /**
   * Removes the member under a key and returns it.
   * @throws KeyError where there is none and no default is given
   */
  pop(key: K, ...otherwise: [T | null] | []): T | null {
    this.#adapter?.firePreRemove();
    if (!this.has(key)) {
      if (otherwise.length > 0) return otherwise[0] ?? null;
      throw new BuiltinError("KeyError", typeof key === "string" ? `'${key}'` : String(key));
    }
    const item = this.get(key) as T;
    super.delete(key);
    this.#adapter?.fireRemove(item, null);
    return item;
  }

  override clear(): void {
    for (const item of this.values()) this.#adapter?.fireRemove(item, null);
    super.clear();
  }

  update(items: Iterable<readonly [K, T]>): void {
    for (const [key, item] of [...items]) this.set(key, item);
  }

  get [ADAPTER](): CollectionAdapter | null {
    return this.#adapter;
  }
  set [ADAPTER](adapter: CollectionAdapter | null) {
    this.#adapter = adapter;
  }

  [ENTER](item: unknown, initiator: Initiator): void {
    this.#put(this.#keyOf(item as T) as K, item as T, initiator);
  }

  [LEAVE](item: unknown, initiator: Initiator): void {
    this.#remove(item as T, initiator);
  }

  [MEMBERS](): unknown[] {
    return [...this.values()];
  }

  #put(key: K, item: T, initiator: Initiator): void {
    const adapter = this.#adapter;
    if (adapter === null) {
      super.set(key, item);
      return;
    }
    if (this.has(key)) adapter.fireRemove(this.get(key), initiator);
    super.set(key, adapter.fireAppend(item, initiator) as T);
  }

  #remove(item: T, initiator: Initiator): void {
    const key = this.#keyOf(item) as K;
    if (!this.has(key)) throw new BuiltinError("KeyError", typeof key === "string" ? `'${key}'` : String(key));
    if (this.get(key) !== item) {
      throw new InvalidRequestError(
        `Can not remove '${item}' from collection; collection holds '${this.get(key)}' for key '${key}'. Possible cause: is the KeyFuncDict key function based on mutable properties or properties that only obtain values after flush?`,
      );
    }
    this.#adapter?.fireRemove(item, initiator);
    super.delete(key);
  }
}

/** A keyed collection class by any function of the member ("keyfunc_mapping()"). */
export function keyfuncMapping<T>(keyOf: KeyFunction<T>): CollectionKind {
  return {
    name: "dict",
    create: () => new KeyedCollection(keyOf as KeyFunction),
    read: (value) => (value instanceof Map ? [...value.values()] : null),
  };
}

/** A keyed collection class by an attribute of the member ("attribute_keyed_dict()"). */
export function attributeKeyedDict(attribute: string): CollectionKind {
  return keyfuncMapping((member) => (member as Record<string, unknown>)[attribute]);
}
