import type { Compiled } from "../../compiler/compiled.ts";
import { implOf } from "../../instrumentation/class-manager.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import type { Column } from "../../schema/table.ts";
import { trace } from "../../trace/recorder.ts";
import type { FlushContext } from "../flush-context.ts";
import { populate } from "../sync.ts";
import type { ReturnedValues } from "./returned-values.ts";
import type { Row } from "./statements.ts";
import type { TableMapping } from "./table-mapping.ts";

/** A row that a statement has written. */
export interface WrittenRow {
  readonly state: InstanceState;
  readonly mapping: TableMapping;
}

/**
 * Brings an object up to date with the row that was written for it: values that defaults gave before the statement, values
 * that came back with it, and the expiration of what only the database knows ("ORM: Fetching Server-Generated Defaults").
 */
export function postfetch(
  row: WrittenRow,
  compiled: Compiled,
  params: Row,
  returned: ReturnedValues | null,
  flush: FlushContext,
): void {
  const { state, mapping } = row;
  const { mapper } = mapping;
  if (trace.recording) trace.touch(state);
  returned?.forEach((value, column) => {
    if (column.primaryKey && compiled.kind === "insert") return;
    const property = mapper.columnToProperty.get(column);
    if (property !== undefined) state.values[property.slot] = value;
  });
  const prefetched = mapping.versionColumn === null ? compiled.prefetch : [...compiled.prefetch, mapping.versionColumn];
  for (const column of prefetched) {
    const property = mapper.columnToProperty.get(column);
    if (property === undefined || !(column.key in params)) continue;
    state.values[property.slot] = params[column.key];
    state.dropCommitted(implOf(state, property));
  }
  if (compiled.postfetch.length > 0) expireUnfetched(state, mapper, compiled.postfetch);
  for (const { mapper: equated, pairs } of mapping.equatedPairs) {
    const self = { state, mapper: equated };
    populate(self, self, pairs, flush, mapper.passiveUpdates);
  }
}

/** What the database has made and not told expires. */
function expireUnfetched(state: InstanceState, mapper: Mapper, columns: readonly Column[]): void {
  const unknown = columns.flatMap((column) => {
    const property = mapper.columnToProperty.get(column);
    return property === undefined ? [] : [implOf(state, property)];
  });
  if (unknown.length > 0) state.expireAttributes(unknown);
}
