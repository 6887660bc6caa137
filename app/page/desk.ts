import { createStore, type StoreApi } from "zustand/vanilla";
import { indexedDbDrafts } from "../draft/drafts.ts";
import { DraftKeeper, type Keeping } from "../draft/keeper.ts";
import type { Workbench } from "../run/workbench.ts";
import { gallery, scenarioById } from "../scenarios/gallery.ts";
import type { Scenario } from "../scenarios/scenario.ts";

export interface DeskState {
  /** The scenario that the text started from. */
  readonly scenario: Scenario | null;
  readonly keeping: Keeping;
}

/** Which document lies on the workbench, and that it is never lost. */
export interface Desk {
  readonly store: StoreApi<DeskState>;
  /** Puts the kept draft on the workbench, else the gallery's first scenario, and runs it. */
  open(): Promise<void>;
  /** Loads a scenario. An edited text in its place is set aside first. */
  load(scenario: Scenario): Promise<void>;
}

export function createDesk(workbench: Workbench): Desk {
  const store = createStore<DeskState>(() => ({ scenario: null, keeping: "kept" }));
  const keeper = new DraftKeeper({
    store: indexedDbDrafts(),
    tab: sessionStorage,
    onKeeping: (keeping) => store.setState({ keeping }),
  });
  let opened = false;
  workbench.store.subscribe(({ text }, before) => {
    if (opened && text !== before.text) keeper.keep(text, store.getState().scenario?.id ?? null);
  });
  return {
    store,
    async open() {
      const draft = await keeper.restore();
      const first = gallery[0] ?? null;
      const scenario = draft ? scenarioById(draft.scenario) : first;
      store.setState({ scenario });
      workbench.replaceText(draft?.text ?? first?.typescript ?? "");
      opened = true;
    },
    async load(scenario) {
      const { text } = workbench.store.getState();
      const before = store.getState().scenario;
      if (text !== before?.typescript) await keeper.setAside(text, before?.id ?? null);
      store.setState({ scenario });
      workbench.replaceText(scenario.typescript);
    },
  };
}
