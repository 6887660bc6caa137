import { BuiltinError } from "../errors.ts";
import type { AttributeImpl, AttributeToken } from "./attribute.ts";
import { stateText } from "./naming.ts";
import { isRelated, PASSIVE_NO_FETCH } from "./passive.ts";
import { attributeNamed, type InstanceState, instanceState } from "./state.ts";

/**
 * Keeps the other side of a two-way relationship in step in memory ("ORM: Working with backref / back_populates").
 * A chain of events ends where it comes back to the token that it started from.
 * @param attribute the attribute listened to
 * @param key the name of the attribute on the other side
 * @param uselist whether `attribute` holds a collection
 */
export function listenForBackref(attribute: AttributeImpl, key: string, uselist: boolean): void {
  const own = attribute.parentToken;
  const other = (state: InstanceState) => attributeNamed(state, key) as AttributeImpl;

  const refuseForeign = (state: InstanceState, initiator: AttributeToken, child: AttributeImpl) => {
    if (initiator.parentToken === own || initiator.parentToken === child.parentToken) return;
    throw new BuiltinError(
      "ValueError",
      `Bidirectional attribute conflict detected: Passing object ${stateText(state)} to attribute "${initiator.parentToken}" triggers a modify event on attribute "${child.parentToken}" via the backref "${own}".`,
    );
  };

  const attach = (state: InstanceState, child: object, initiator: AttributeToken) => {
    const childState = instanceState(child);
    const childAttribute = other(childState);
    refuseForeign(state, initiator, childAttribute);
    if (initiator === childAttribute.appendToken || initiator === childAttribute.bulkReplaceToken) return;
    childAttribute.append(childState, state.object, initiator, PASSIVE_NO_FETCH);
  };

  if (uselist) {
    attribute.listeners.append.push((state, child, initiator) => {
      if (isRelated(child)) attach(state, child, initiator);
      return child;
    });
  } else {
    attribute.listeners.set.push((state, child, previous, initiator) => {
      if (previous === child) return child;
      if (isRelated(previous)) {
        const previousState = instanceState(previous);
        const previousAttribute = other(previousState);
        const stop =
          previousAttribute.collection || previousAttribute.dynamic
            ? previousAttribute.removeToken
            : previousAttribute.replaceToken;
        if (initiator !== stop) {
          previousAttribute.pop(previousState, state.object, attribute.appendToken, PASSIVE_NO_FETCH);
        }
      }
      if (isRelated(child)) attach(state, child, initiator);
      return child;
    });
  }

  attribute.listeners.remove.push((state, child, initiator) => {
    if (!isRelated(child)) return;
    const childState = instanceState(child);
    const childAttribute = other(childState);
    const toCollection = childAttribute.collection || childAttribute.dynamic;
    if (initiator === childAttribute.removeToken) return;
    if (initiator === (toCollection ? childAttribute.bulkReplaceToken : childAttribute.replaceToken)) return;
    // A list may hold the child twice; it keeps its parent until the last of them goes.
    if (!toCollection && uselist && !attribute.dynamic && occursTwice(state.values[attribute.slot], child)) return;
    childAttribute.pop(childState, state.object, initiator, PASSIVE_NO_FETCH);
  });
}

function occursTwice(collection: unknown, item: object): boolean {
  if (!Array.isArray(collection)) return false;
  const first = collection.indexOf(item);
  return first >= 0 && collection.indexOf(item, first + 1) >= 0;
}
