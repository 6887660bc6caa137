/**
 * Rows of a query: frozen arrays whose values are also reached by name, `row.name` ("Row"). The names of one query make one
 * class, so that a row costs no more than an array.
 */
export interface Row extends ReadonlyArray<unknown> {
  readonly [name: string]: unknown;
  readonly [index: number]: unknown;
}

export interface RowFactory {
  readonly names: readonly (string | null)[];
  make(values: readonly unknown[]): Row;
}

const NAMES = Symbol("flushlight.row.names");

class RowBase extends Array<unknown> {
  static override get [Symbol.species]() {
    return Array;
  }
}

/** Makes rows of values under some names; a name that is there twice is the first's. */
export function rowFactory(names: readonly (string | null)[]): RowFactory {
  class NamedRow extends RowBase {}
  Object.defineProperty(NamedRow.prototype, NAMES, { value: names });
  names.forEach((name, index) => {
    if (name === null || name === "length" || name === "constructor" || Object.hasOwn(NamedRow.prototype, name)) return;
    Object.defineProperty(NamedRow.prototype, name, {
      get(this: readonly unknown[]) {
        return this[index];
      },
    });
  });
  return {
    names,
    make(values) {
      const row = new NamedRow(values.length);
      for (let i = 0; i < values.length; i++) row[i] = values[i];
      return Object.freeze(row) as unknown as Row;
    },
  };
}

/** The names of a row's values (`Row._fields`). */
export function rowNames(row: readonly unknown[]): readonly string[] {
  const names = (row as { [NAMES]?: readonly (string | null)[] })[NAMES] ?? [];
  return names.map((name) => name ?? "");
}

/** A row as an object by name (`Row._mapping`). */
export function rowMapping(row: readonly unknown[]): Readonly<Record<string, unknown>> {
  const mapping: Record<string, unknown> = {};
  rowNames(row).forEach((name, i) => {
    if (!Object.hasOwn(mapping, name)) mapping[name] = row[i];
  });
  return Object.freeze(mapping);
}
