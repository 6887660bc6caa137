let version = 0;

/** Says that a class was mapped, or a mapping has changed. */
export function mappingChanged(): void {
  version++;
}

/** Something worked out from mappings, kept until any of them changes. */
export class DerivedFromMappings<T> {
  readonly #make: () => T;
  #value: T | null = null;
  #version = -1;

  constructor(make: () => T) {
    this.#make = make;
  }

  get value(): T {
    if (this.#version !== version || this.#value === null) {
      this.#value = this.#make();
      this.#version = version;
    }
    return this.#value;
  }
}
