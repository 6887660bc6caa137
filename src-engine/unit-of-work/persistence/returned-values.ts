import type { Compiled } from "../../compiler/compiled.ts";
import type { Dialect } from "../../compiler/dialect.ts";
import type { Column } from "../../schema/table.ts";
import { keepShape } from "../../shapes.ts";
import type { DriverValue } from "../../trace/events.ts";

interface Reader {
  readonly column: Column;
  readonly convert: ((value: unknown) => unknown) | null;
}

/** The values that came back with one statement for one row, converted by their columns' types. */
export class ReturnedValues {
  readonly #readers: readonly Reader[];
  readonly #row: readonly DriverValue[];

  constructor(known: readonly Reader[], row: readonly DriverValue[]) {
    this.#readers = known;
    this.#row = row;
  }

  /** The value of a column, `undefined` where it was not asked for. A handful come back, so that a search is quickest. */
  get(column: Column): unknown {
    for (let i = 0; i < this.#readers.length; i++) if (this.#readers[i]?.column === column) return this.#at(i);
    return undefined;
  }

  forEach(tell: (value: unknown, column: Column) => void): void {
    this.#readers.forEach(({ column }, i) => {
      tell(this.#at(i), column);
    });
  }

  #at(index: number): unknown {
    const value = this.#row[index];
    const { convert } = this.#readers[index] as Reader;
    return convert === null ? value : convert(value);
  }
}

keepShape(new ReturnedValues([], []));

const readers = new WeakMap<Compiled, readonly Reader[]>();

/** Reads a row of RETURNING; `null` where the statement returns nothing. */
export function returnedValues(
  compiled: Compiled,
  row: readonly DriverValue[] | undefined,
  dialect: Dialect,
): ReturnedValues | null {
  if (row === undefined || !compiled.returning) return null;
  let known = readers.get(compiled);
  if (known === undefined) {
    known = compiled.resultColumns.map((result) => ({
      column: result.keys[0] as Column,
      convert: result.type.resultProcessor(dialect),
    }));
    readers.set(compiled, known);
  }
  return new ReturnedValues(known, row);
}
