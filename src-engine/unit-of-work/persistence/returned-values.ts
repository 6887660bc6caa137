import type { Compiled } from "../../compiler/compiled.ts";
import type { Dialect } from "../../compiler/dialect.ts";
import type { Column } from "../../schema/table.ts";
import type { DriverValue } from "../../trace/events.ts";

/** Values that came back with a statement, converted by their columns' types. */
export type ReturnedValues = ReadonlyMap<Column, unknown>;

interface Reader {
  readonly column: Column;
  readonly convert: ((value: unknown) => unknown) | null;
}

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
  return new Map(known.map(({ column, convert }, i) => [column, convert === null ? row[i] : convert(row[i])]));
}
