/** The collections that an association proxy shows: lists, sets and dictionaries of one attribute of related objects. */
import { BuiltinError } from "../errors.ts";

/** What every such collection can do. */
export interface AssociationView {
  replace(values: Iterable<unknown>): void;
  clear(): void;
}

type Values = Record<string, unknown>;
type Create = (...values: unknown[]) => object;

interface RelatedList extends Array<object> {
  append(item: object): void;
  insert(index: number, item: object): void;
  pop(index?: number): object | undefined;
  clear(): void;
}

/** The view of a collection, of the collection's own kind. */
export function viewOf(collection: () => unknown, attribute: string, create: Create): AssociationView {
  const present = collection();
  if (present instanceof Map) return new AssociationDict(collection as () => Map<unknown, object>, attribute, create);
  if (present instanceof Set) return new AssociationSet(collection as () => Set<object>, attribute, create);
  return new AssociationList(collection as () => RelatedList, attribute, create);
}

export class AssociationList implements AssociationView, Iterable<unknown> {
  readonly #collection: () => RelatedList;
  readonly #attribute: string;
  readonly #create: Create;

  constructor(collection: () => RelatedList, attribute: string, create: Create) {
    this.#collection = collection;
    this.#attribute = attribute;
    this.#create = create;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (const item of this.#collection()) yield (item as Values)[this.#attribute];
  }

  get length(): number {
    return this.#collection().length;
  }

  at(index: number): unknown {
    const item = this.#collection().at(index) as Values | undefined;
    if (item === undefined) throw new BuiltinError("IndexError", "list index out of range");
    return item[this.#attribute];
  }

  append(value: unknown): void {
    this.#collection().append(this.#create(value));
  }

  push(...values: readonly unknown[]): number {
    this.extend(values);
    return this.length;
  }

  extend(values: Iterable<unknown>): void {
    for (const value of values) this.append(value);
  }

  insert(index: number, value: unknown): void {
    this.#collection().insert(index, this.#create(value));
  }

  /** Gives the related object at a position another value. */
  setItem(index: number, value: unknown): void {
    const item = this.#collection().at(index) as Values | undefined;
    if (item === undefined) throw new BuiltinError("IndexError", "list assignment index out of range");
    item[this.#attribute] = value;
  }

  pop(index = -1): unknown {
    const item = this.#collection().pop(index) as Values | undefined;
    return item?.[this.#attribute] ?? null;
  }

  /** @throws ValueError where no related object has the value */
  remove(value: unknown): void {
    const index = [...this].indexOf(value);
    if (index < 0) throw new BuiltinError("ValueError", "value not in list");
    this.#collection().pop(index);
  }

  clear(): void {
    this.#collection().clear();
  }

  includes(value: unknown): boolean {
    return [...this].includes(value);
  }

  replace(values: Iterable<unknown>): void {
    const given = [...values];
    this.clear();
    this.extend(given);
  }
}

export class AssociationSet implements AssociationView, Iterable<unknown> {
  readonly #collection: () => Set<object>;
  readonly #attribute: string;
  readonly #create: Create;

  constructor(collection: () => Set<object>, attribute: string, create: Create) {
    this.#collection = collection;
    this.#attribute = attribute;
    this.#create = create;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (const item of this.#collection()) yield (item as Values)[this.#attribute];
  }

  get size(): number {
    return this.#collection().size;
  }

  has(value: unknown): boolean {
    return [...this].includes(value);
  }

  add(value: unknown): this {
    if (!this.has(value)) this.#collection().add(this.#create(value));
    return this;
  }

  update(values: Iterable<unknown>): void {
    for (const value of values) this.add(value);
  }

  delete(value: unknown): boolean {
    for (const item of this.#collection()) {
      if ((item as Values)[this.#attribute] === value) return this.#collection().delete(item);
    }
    return false;
  }

  discard(value: unknown): void {
    this.delete(value);
  }

  /** @throws KeyError where no related object has the value */
  remove(value: unknown): void {
    if (!this.delete(value))
      throw new BuiltinError("KeyError", typeof value === "string" ? `'${value}'` : String(value));
  }

  clear(): void {
    this.#collection().clear();
  }

  replace(values: Iterable<unknown>): void {
    const given = new Set(values);
    const removed = [...this].filter((value) => !given.has(value));
    for (const value of given) this.add(value);
    for (const value of removed) this.remove(value);
  }
}

export class AssociationDict implements AssociationView, Iterable<[unknown, unknown]> {
  readonly #collection: () => Map<unknown, object>;
  readonly #attribute: string;
  readonly #create: Create;

  constructor(collection: () => Map<unknown, object>, attribute: string, create: Create) {
    this.#collection = collection;
    this.#attribute = attribute;
    this.#create = create;
  }

  *[Symbol.iterator](): Iterator<[unknown, unknown]> {
    for (const [key, item] of this.#collection()) yield [key, (item as Values)[this.#attribute]];
  }

  get size(): number {
    return this.#collection().size;
  }

  has(key: unknown): boolean {
    return this.#collection().has(key);
  }

  keys(): Iterable<unknown> {
    return this.#collection().keys();
  }

  items(): [unknown, unknown][] {
    return [...this];
  }

  /** @throws KeyError where the key is not there and nothing else is given */
  get(key: unknown, ...otherwise: [unknown] | []): unknown {
    const item = this.#collection().get(key) as Values | undefined;
    if (item !== undefined) return item[this.#attribute];
    return otherwise[0] ?? null;
  }

  set(key: unknown, value: unknown): this {
    const item = this.#collection().get(key) as Values | undefined;
    if (item !== undefined) item[this.#attribute] = value;
    else this.#collection().set(key, this.#create(key, value));
    return this;
  }

  delete(key: unknown): boolean {
    return this.#collection().delete(key);
  }

  update(values: Iterable<readonly [unknown, unknown]> | Values): void {
    const entries =
      Symbol.iterator in values ? (values as Iterable<readonly [unknown, unknown]>) : Object.entries(values);
    for (const [key, value] of entries) this.set(key, value);
  }

  clear(): void {
    this.#collection().clear();
  }

  replace(values: Iterable<unknown>): void {
    const entries = (
      values instanceof Map ? [...values] : Symbol.iterator in values ? [...values] : Object.entries(values as object)
    ) as [unknown, unknown][];
    const kept = new Set(entries.map(([key]) => key));
    const removed = [...this.keys()].filter((key) => !kept.has(key));
    for (const [key, value] of entries) this.set(key, value);
    for (const key of removed) this.delete(key);
  }
}
