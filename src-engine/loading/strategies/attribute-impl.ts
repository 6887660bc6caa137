import type { AttributeImpl } from "../../instrumentation/attribute.ts";
import { managerOf } from "../../instrumentation/class-manager.ts";
import { ADAPTER, type CollectionAdapter, type MappedCollection } from "../../instrumentation/collection-adapter.ts";
import { adapterOf, type CollectionAttribute } from "../../instrumentation/collection-attribute.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper, MapperProperty } from "../../mapping/mapper.ts";

/** The implementation of an attribute on a mapper's class. */
export function implFor(mapper: Mapper, property: MapperProperty): AttributeImpl {
  return managerOf(mapper).attributes[property.slot] as AttributeImpl;
}

/** Gives an object a fresh collection in the place of the one it has, without any event. */
export function beginCollection(attribute: CollectionAttribute, state: InstanceState): CollectionAdapter {
  const old = state.values[attribute.slot];
  if (old !== undefined) {
    state.values[attribute.slot] = undefined;
    (old as MappedCollection)[ADAPTER] = null;
  }
  const adapter = adapterOf(attribute.defaultValue(state));
  adapter.empty = false;
  attribute.settleEmpty(state);
  return adapter;
}
