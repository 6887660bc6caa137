import { isHeard } from "../../events/listeners.ts";
import { implOf } from "../../instrumentation/class-manager.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { ColumnProperty, Mapper } from "../../mapping/mapper.ts";
import { fireMapperEvent } from "../../mapping/mapper-events.ts";
import type { FlushContext } from "../flush-context.ts";
import type { SavedState } from "./saved-state.ts";

/** Tells the listeners of a mapper what a flush is about to do, or has done, to an object. */
export function tellMapper(
  name: "before_insert" | "before_update" | "before_delete" | "after_insert" | "after_update" | "after_delete",
  state: InstanceState,
  flush: FlushContext,
): void {
  if (isHeard(name)) fireMapperEvent(state.mapper, name, [state.mapper, flush.connection, state.object]);
}

const computedOf = new WeakMap<Mapper, { readonly size: number; readonly properties: readonly ColumnProperty[] }>();

/** The attributes of a mapper that only the database knows. */
function computedProperties(mapper: Mapper): readonly ColumnProperty[] {
  const size = mapper.props.size;
  const known = computedOf.get(mapper);
  if (known?.size === size) return known.properties;
  const properties = mapper.columnProps.filter(
    (property) => property.instrumented && property.columns.some((column) => !isOwn(mapper, column)),
  );
  computedOf.set(mapper, { size, properties });
  return properties;
}

function isOwn(mapper: Mapper, column: ColumnProperty["column"]): boolean {
  return mapper.tables.some((table) => table === column.table);
}

/** Ends the writing of some objects: what the database computes is unknown again, and listeners are told. */
export function finishSaves(saves: readonly SavedState[], flush: FlushContext): void {
  for (const { state, mapper } of saves) {
    const computed = computedProperties(mapper);
    if (computed.length > 0) expireComputed(state, computed);
    for (const descriptor of mapper.descriptors.values()) descriptor.flushed?.(state.object);
    tellMapper(state.key === null ? "after_insert" : "after_update", state, flush);
  }
}

function expireComputed(state: InstanceState, properties: readonly ColumnProperty[]): void {
  const unknown = properties
    .filter((property) => {
      const present = state.values[property.slot] !== undefined;
      return property.expireOnFlush ? !property.deferred || present : !property.deferred && !present;
    })
    .map((property) => implOf(state, property));
  if (unknown.length > 0) state.expireAttributes(state.unmodified(unknown));
}
