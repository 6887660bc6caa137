import type { Workbench } from "../run/workbench.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type AddressedView, readAddress } from "../share/address.ts";
import { momentOf } from "../share/moment-text.ts";

/** How a scenario is looked at where nothing else is asked for. */
export function scenarioView({ id, opens = "" }: Scenario): AddressedView {
  return readAddress(`${id}&${opens}`).view;
}

/** Goes to the moment and the selection of a view once the program on the workbench has run. */
export function lookWhenRun(workbench: Workbench, { selection, at }: AddressedView): void {
  if (selection === null && at === null) return;
  const { textVersion } = workbench.store.getState();
  const stop = workbench.store.subscribe((state) => {
    if (state.textVersion !== textVersion || state.latest?.text !== state.text) return stop();
    if (state.latest.result === null) return;
    stop();
    if (selection !== null) workbench.select(selection, "page");
    const { shown } = workbench.store.getState();
    if (shown && at !== null) workbench.goTo(momentOf(shown.model, at));
  });
}
