import { InvalidRequestError } from "../errors.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import type { AttributeImpl, AttributeToken } from "./attribute.ts";
import { moduleOf } from "./identity-key.ts";
import { stateText } from "./naming.ts";
import { isRelated } from "./passive.ts";
import { instanceState } from "./state.ts";

/**
 * Refuses a second parent where a relationship has `single_parent=True` (error code bbf1). The old value has to be known
 * for that, so the attribute loads it before it is set.
 */
export function validateSingleParent(attribute: AttributeImpl, property: RelationshipProperty): void {
  const check = (value: unknown, previous: unknown, initiator: AttributeToken) => {
    if (!isRelated(value) || initiator.key !== property.key) return value;
    const child = instanceState(value);
    if (initiator.attribute.hasParent(child) && previous !== value) {
      const owner = `<class '${moduleOf(property.parent)}.${attribute.className}'>`;
      throw new InvalidRequestError(
        `Instance ${stateText(child)} is already associated with an instance of ${owner} via its ${property} attribute, and is only allowed a single parent.`,
        { code: "bbf1" },
      );
    }
    return value;
  };
  attribute.activeHistory = true;
  attribute.listeners.append.push((_state, value, initiator) => check(value, null, initiator));
  attribute.listeners.set.push((_state, value, previous, initiator) => check(value, previous, initiator));
}
