import { ArgumentError } from "../errors.ts";
import { ADAPTER, type MappedCollection } from "./collection-adapter.ts";
import type { CollectionKind } from "./collection-attribute.ts";
import { InstrumentedList, LIST } from "./list-collection.ts";
import { InstrumentedSet, SET } from "./set-collection.ts";

const KINDS = new Map<unknown, CollectionKind>([
  [Array, LIST],
  ["list", LIST],
  [InstrumentedList, LIST],
  [Set, SET],
  ["set", SET],
  [InstrumentedSet, SET],
]);

/**
 * The kind of collection that a relationship's `collectionClass` names: `Array`, `Set`, a keyed collection, or a class or
 * function that makes one of our collections.
 * @throws ArgumentError for anything else
 */
export function collectionKindOf(collectionClass: unknown): CollectionKind | null {
  if (collectionClass === null || collectionClass === undefined) return null;
  const known = KINDS.get(collectionClass);
  if (known !== undefined) return known;
  if (isKind(collectionClass)) return collectionClass;
  if (typeof collectionClass === "function") {
    const create = () => make(collectionClass as () => unknown);
    const sample = create();
    const base = sample instanceof Set ? SET : Array.isArray(sample) ? LIST : null;
    if (base !== null && isOurs(sample)) return { ...base, create };
  }
  throw new ArgumentError(
    "collectionClass takes Array, Set, attributeKeyedDict(…), or a class that extends InstrumentedList or InstrumentedSet",
  );
}

function isKind(value: unknown): value is CollectionKind {
  return typeof value === "object" && value !== null && "create" in value && "read" in value;
}

function make(factory: () => unknown): MappedCollection {
  const isClass = /^class\b/.test(Function.prototype.toString.call(factory));
  const made = isClass ? new (factory as unknown as new () => unknown)() : factory();
  return made as MappedCollection;
}

function isOurs(value: unknown): boolean {
  return (
    value instanceof InstrumentedList ||
    value instanceof InstrumentedSet ||
    (value as MappedCollection)[ADAPTER] !== undefined
  );
}
