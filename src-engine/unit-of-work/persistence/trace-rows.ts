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
export const deleteCauses = (state: InstanceState) => [state.deleteCause];
