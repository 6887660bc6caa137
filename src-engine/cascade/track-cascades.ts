import type { AttributeImpl, AttributeToken } from "../instrumentation/attribute.ts";
import { isOrphan } from "../instrumentation/orphans.ts";
import { isRelated } from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import { trace } from "../trace/recorder.ts";

/**
 * Cascades into the session what enters a relationship of an object that is in one, and out of it the pending orphans that
 * leave ("ORM: save-update cascade", "delete-orphan cascade").
 */
export function trackCascades(attribute: AttributeImpl, declared: RelationshipProperty): void {
  const { key } = declared;
  const relationshipOf = (state: InstanceState) => state.mapper.props.get(key) as RelationshipProperty;

  const enters = (state: InstanceState, item: object, initiator: AttributeToken) => {
    const session = state.session;
    if (session === null) return;
    const relationship = relationshipOf(state);
    // Along a backref the object enters by the other side's cascade only ("cascade_backrefs" is gone in 2.0).
    if (!relationship.cascade.saveUpdate || key !== initiator.key) return;
    const itemState = instanceState(item);
    if (session.containsState(itemState)) return;
    const cause = trace.active
      ? trace.cause(
          {
            kind: "cascade",
            option: "save-update",
            relationship: `${relationship}`,
            from: state.ref(),
            to: itemState.ref(),
            backref: false,
          },
          trace.current ??
            trace.cause({ kind: "operation", name: "set", object: state.ref(), detail: `${relationship}` }),
        )
      : null;
    trace.within(cause, () => session.saveOrUpdate(itemState));
  };

  const append = (state: InstanceState, item: unknown, initiator: AttributeToken) => {
    if (!isRelated(item)) return item;
    if (state.session?.warnOnEvents) state.session.flushWarning("collection append");
    enters(state, item, initiator);
    return item;
  };
  attribute.listeners.appendPresent.push(append);
  attribute.listeners.append.push(append);

  attribute.listeners.remove.push((state, item) => {
    if (item === null) return;
    const session = state.session;
    const relationship = relationshipOf(state);
    if (session?.warnOnEvents) {
      session.flushWarning(relationship.uselist ? "collection remove" : "related attribute delete");
    }
    if (!isRelated(item) || !relationship.cascade.deleteOrphan) return;
    const itemState = instanceState(item);
    if (!isOrphan(relationship.mapper, itemState)) return;
    if (session?.isNew(itemState)) session.expungeState(itemState);
    // The parent is in no session, so that there is nobody to tell; the flush that finds the object will know.
    else itemState.orphanedOutsideOfSession = true;
  });

  attribute.listeners.set.push((state, value, previous, initiator) => {
    if (previous === value) return value;
    const session = state.session;
    if (session === null) return value;
    if (session.warnOnEvents) session.flushWarning("related attribute set");
    if (isRelated(value)) enters(state, value, initiator);
    const relationship = relationshipOf(state);
    if (isRelated(previous) && relationship.cascade.deleteOrphan) {
      const previousState = instanceState(previous);
      if (session.isNew(previousState) && isOrphan(relationship.mapper, previousState)) {
        session.expungeState(previousState);
      }
    }
    return value;
  });
}
