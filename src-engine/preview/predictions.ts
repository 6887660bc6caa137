import { type Foresight, setForesight } from "../instrumentation/foresight.ts";
import { InstanceState } from "../instrumentation/state.ts";
import { ObjectSession } from "../session/object-session.ts";
import type { Fate, FateOperation, ObjectId } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { type PreviewOptions, previewFates } from "./preview-fates.ts";

/** Predictions in one run. */
const MAX_PREDICTIONS = 100;

/**
 * Has a prediction told before each deletion and each removal from a relationship that the program does, a bounded number
 * of times.
 * @returns what ends it
 */
export function observePredictions(limit: number = MAX_PREDICTIONS): () => void {
  let left = limit;
  const foresee = (operation: FateOperation, state: InstanceState, session: unknown, options: PreviewOptions) => {
    if (left <= 0 || !(session instanceof ObjectSession)) return null;
    left--;
    try {
      return previewFates(session, operation, state.object, options);
    } catch {
      // What cannot be foreseen is going to be refused by the operation itself.
      return null;
    }
  };
  const foresight: Foresight = {
    deletes(state, cause) {
      const fates = foresee("delete", state, state.session, {});
      if (fates !== null) trace.emit({ type: "prediction", operation: "delete", object: state.ref(), fates, cause });
    },
    leaves({ owner, property, member, replacement }) {
      const given = member ?? owner;
      const object = given.ref();
      const parent = member === null ? null : owner.object;
      // A member may be in no session: the owner's counts.
      const fates = foresee("remove", given, owner.session, { relationship: `${property}`, parent, replacement });
      if (fates === null) return null;
      return (cause) => trace.emit({ type: "prediction", operation: "remove", object, fates, cause });
    },
  };
  setForesight(foresight);
  return () => setForesight(null);
}

/**
 * Foresees an operation on the object of that number, of those that were made since `trace.census` is kept.
 * @returns the fates, or why there are none
 */
export function previewObject(
  id: ObjectId,
  operation: FateOperation,
  options: Pick<PreviewOptions, "relationship"> = {},
): readonly Fate[] | string {
  const state = trace.census?.get(id);
  if (!(state instanceof InstanceState)) return "There is no such object at this moment.";
  const session = state.session ?? anySession();
  if (!(session instanceof ObjectSession)) return "The object belongs to no session, and there is none it could enter.";
  try {
    return previewFates(session, operation, state.object, options);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A session that an object without one could enter: the one that was last given an object. */
function anySession(): unknown {
  for (const state of [...(trace.census?.values() ?? [])].reverse()) {
    if (state instanceof InstanceState && state.session !== null) return state.session;
  }
  return null;
}
