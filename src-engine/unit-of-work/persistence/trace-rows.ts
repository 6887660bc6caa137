import type { InstanceState } from "../../instrumentation/state.ts";
import type { CauseId, StatementRow } from "../../trace/events.ts";
import { trace } from "../../trace/recorder.ts";

/** The rows of a statement as the trace names them; `undefined` while nobody watches. */
export function traceRows(
  states: readonly InstanceState[],
  causes: (state: InstanceState) => readonly (CauseId | null)[],
): StatementRow[] | undefined {
  if (!trace.active) return undefined;
  return states.map((state) => ({
    object: state.ref(),
    causes: causes(state).filter((cause): cause is CauseId => cause !== null),
  }));
}

export const insertCauses = (state: InstanceState) => [state.attachCause, ...(state.changeCauses ?? [])];
export const updateCauses = (state: InstanceState) => state.changeCauses ?? [];
export const deleteCauses = (state: InstanceState) => [state.deleteCause ?? orphanCause(state)];

/** Why an object is deleted that nobody marked: it has lost its parent. */
function orphanCause(state: InstanceState): CauseId | null {
  if (!trace.active) return null;
  for (const mapper of state.mapper.toRoot()) {
    for (const property of mapper.deleteOrphans) {
      const change = [...property.reverse].flatMap(({ key }) => state.changedBy?.get(key) ?? []);
      return trace.cause(
        { kind: "action", action: "orphan", relationship: `${property}`, object: state.ref(), detail: null },
        change[0] ?? state.changeCauses?.[0] ?? trace.current,
      );
    }
  }
  return trace.current;
}
