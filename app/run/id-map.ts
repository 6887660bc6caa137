/** How far beyond its size a map's ids may lie in the array: ids come from a stranger's program. */
const ROOM = 1_000;

/**
 * A map by ids that are given out one after another, from 1. It lies in an array, so that a copy of it is cheap: a model of a
 * run is copied with each batch of events.
 */
export class IdMap<V> implements ReadonlyMap<number, V> {
  readonly #values: (V | undefined)[];
  /** Those with ids from elsewhere. */
  readonly #others: Map<number, V>;
  #size: number;

  constructor(from: ReadonlyMap<number, V> = new Map()) {
    this.#values = from instanceof IdMap ? from.#values.slice() : [];
    this.#others = new Map(from instanceof IdMap ? from.#others : from);
    this.#size = from.size;
  }

  get size(): number {
    return this.#size;
  }

  get(id: number): V | undefined {
    return this.#values[id] ?? this.#others.get(id);
  }

  has(id: number): boolean {
    return this.get(id) !== undefined;
  }

  set(id: number, value: V): void {
    if (!this.has(id)) this.#size++;
    if (!Number.isInteger(id) || id < 0 || id > this.#values.length + ROOM || this.#others.has(id)) {
      this.#others.set(id, value);
      return;
    }
    while (this.#values.length < id) this.#values.push(undefined);
    this.#values[id] = value;
  }

  *entries(): MapIterator<[number, V]> {
    for (let id = 0; id < this.#values.length; id++) {
      const value = this.#values[id];
      if (value !== undefined) yield [id, value];
    }
    yield* this.#others;
  }

  *keys(): MapIterator<number> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[number, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, id: number, map: ReadonlyMap<number, V>) => void): void {
    for (const [id, value] of this.entries()) visit(value, id, this);
  }
}
