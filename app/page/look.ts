import type { LanguageName } from "../protocol/messages.ts";
import type { Workbench, WorkbenchState } from "../run/workbench.ts";
import { type Scenario, versionOf } from "../scenarios/scenario.ts";
import { type AddressedView, readAddress } from "../share/address.ts";
import { momentOf } from "../share/moment-text.ts";
import { keptProgress } from "./lesson/progress.ts";

/** How a version of a scenario is looked at where nothing else is asked for: a lesson at the step that a person has come to. */
export function scenarioView(scenario: Scenario, language: LanguageName): AddressedView {
  const { opens, lesson } = versionOf(scenario, language);
  const step = lesson?.steps[keptProgress(scenario.id).step];
  return readAddress(`${scenario.id}&${step?.view ?? opens}`).view;
}

/** Goes to the moment and the selection of a view once the program on the workbench has run. */
export function lookWhenRun(workbench: Workbench, { selection, at }: AddressedView): void {
  if (selection === null && at === null) return;
  whenRun(workbench, () => {
    if (selection !== null) workbench.select(selection, "page");
    const { shown } = workbench.store.getState();
    if (shown && at !== null) workbench.goTo(momentOf(shown.model, at));
  });
}

/** Acts once the program on the workbench has run to its end; never, where another text takes its place. */
export function whenRun(workbench: Workbench, act: () => void): void {
  const { textVersion } = workbench.store.getState();
  let done = false;
  let stop = () => {};
  const look = (state: WorkbenchState): void => {
    if (done) return;
    const left = state.textVersion !== textVersion || state.latest?.text !== state.text;
    if (!left && state.latest?.result == null) return;
    done = true;
    stop();
    // The workbench shows the run right after it has noted its end.
    if (!left) queueMicrotask(act);
  };
  look(workbench.store.getState());
  if (!done) stop = workbench.store.subscribe(look);
}
