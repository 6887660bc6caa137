/**
 * Numbers for the engine's objects that Python holds. Python's objects own these: when one of them goes, its number is
 * released. JavaScript never holds a proxy of a Python object, because no collector sees circles across the two heaps.
 */
export class Handles {
  readonly #ids = new Map<unknown, number>();
  readonly #things = new Map<number, unknown>();
  #last = 0;

  /** The number of an object, which stays the same while Python holds it. */
  idOf(thing: object): number {
    const known = this.#ids.get(thing);
    if (known !== undefined) return known;
    const id = ++this.#last;
    this.#ids.set(thing, id);
    this.#things.set(id, thing);
    return id;
  }

  thing(id: number): object {
    const thing = this.#things.get(id);
    if (thing === undefined) throw new Error(`no object has the number ${id}`);
    return thing as object;
  }

  release(ids: Iterable<number>): void {
    for (const id of ids) {
      this.#ids.delete(this.#things.get(id));
      this.#things.delete(id);
    }
  }

  clear(): void {
    this.#ids.clear();
    this.#things.clear();
  }

  get size(): number {
    return this.#things.size;
  }
}
