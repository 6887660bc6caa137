import type { Compiled } from "../compiler/compiled.ts";

type Row = Record<string, unknown>;

/**
 * The values of an INSERT or UPDATE with those of `default` and `onupdate` added, each evaluated for this row ("Column
 * INSERT/UPDATE Defaults"). The given row stays as it is.
 */
export function withDefaults(compiled: Compiled, values: Readonly<Row>): Row {
  if (compiled.prefetch.length === 0 || compiled.prefetch.every((column) => column.key in values)) return values as Row;
  const row: Row = { ...values };
  for (const column of compiled.prefetch) {
    const source = compiled.kind === "insert" ? column.default : column.onupdate;
    if (source === null || column.key in row) continue;
    if (source.kind === "scalar") row[column.key] = source.value;
    else if (source.kind === "callable") row[column.key] = source.fn() ?? null;
  }
  return row;
}
