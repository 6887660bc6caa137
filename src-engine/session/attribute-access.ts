import { InvalidRequestError } from "../errors.ts";
import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import type { History } from "../instrumentation/history.ts";
import { PASSIVE_OFF } from "../instrumentation/passive.ts";
import { attributeNamed } from "../instrumentation/state.ts";
import { requireState } from "./object-state.ts";

/** Removes an attribute's value: Python's `del object.attribute` ("del_attribute()"). */
export function delAttribute(object: object, key: string): void {
  attributeOf(object, key).delete(requireState(object));
}

/** Sets an attribute as assignment does ("set_attribute()"). */
export function setAttribute(object: object, key: string, value: unknown): void {
  attributeOf(object, key).set(requireState(object), value);
}

/** Reads an attribute as access does ("get_attribute()"). */
export function getAttribute(object: object, key: string): unknown {
  return attributeOf(object, key).get(requireState(object));
}

/** Sets a value as if it had come from the database: without history ("set_committed_value()"). */
export function setCommittedValue(object: object, key: string, value: unknown): void {
  attributeOf(object, key).setCommittedValue(requireState(object), value);
}

/** The changes of an attribute since the last flush, after loading what is missing ("get_history()"). */
export function getHistory(object: object, key: string): History {
  return attributeOf(object, key).getHistory(requireState(object), PASSIVE_OFF);
}

/** Marks a value as changed that was changed in place ("flag_modified()"). */
export function flagModified(object: object, key: string): void {
  const state = requireState(object);
  const attribute = attributeOf(object, key);
  if (!state.has(attribute)) {
    throw new InvalidRequestError(`Can't flag attribute '${key}' modified; it's not present in the object state`);
  }
  state.flagModified(attribute);
}

function attributeOf(object: object, key: string): AttributeImpl {
  const state = requireState(object);
  attributeNamed(state, key);
  return implOf(state, state.mapper.property(key));
}
