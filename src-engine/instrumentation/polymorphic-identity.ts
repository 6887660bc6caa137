import { InvalidRequestError } from "../errors.ts";
import { trace } from "../trace/recorder.ts";
import { repr } from "../types/repr.ts";
import type { AttributeImpl } from "./attribute.ts";
import { stateText } from "./naming.ts";
import type { InstanceState } from "./state.ts";

/**
 * Gives a new object of a hierarchy the value that tells its class apart.
 * @throws InvalidRequestError where the class is there only to be inherited from
 */
export function setPolymorphicIdentity(state: InstanceState): void {
  const { mapper } = state;
  if (mapper.polymorphicAttribute === null) return;
  if (mapper.polymorphicIdentity === null && mapper.polymorphicAbstract) {
    throw new InvalidRequestError(`Can't instantiate class for ${mapper}; mapper is marked polymorphic_abstract=True`);
  }
  const attribute = state.manager.byKey.get(mapper.polymorphicAttribute) as AttributeImpl;
  attribute.set(state, mapper.polymorphicIdentity);
}

/** Warns of an object whose discriminator names another class than its own. */
export function checkPolymorphicIdentity(state: InstanceState): void {
  const { mapper } = state;
  if (mapper.polymorphicAttribute === null) return;
  const slot = state.manager.byKey.get(mapper.polymorphicAttribute)?.slot;
  const value = slot === undefined ? undefined : state.values[slot];
  if (value === undefined) return;
  const accepted = mapper.selfAndDescendants.filter((each) => each.persistSelectable === mapper.persistSelectable);
  if (accepted.some((each) => each.polymorphicIdentity === value)) return;
  trace.warn(
    `Flushing object ${stateText(state)} with incompatible polymorphic identity ${repr(value)}; the object may not refresh ` +
      "and/or load correctly (this warning may be suppressed after 10 occurrences)",
  );
}
