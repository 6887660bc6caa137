import { createStore, type StoreApi } from "zustand/vanilla";
import { type Draft, type DraftFile, type DraftStore, indexedDbDrafts, type Revision } from "../draft/drafts.ts";
import { DraftKeeper, type Keeping } from "../draft/keeper.ts";
import type { Workbench } from "../run/workbench.ts";
import { gallery, scenarioById } from "../scenarios/gallery.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { SharedProgram } from "../share/program-code.ts";
import { type ArrangementStore, arrangementOf } from "./arrangement.ts";
import { lookWhenRun, scenarioView } from "./look.ts";

export interface DeskState {
  /** The scenario that the text started from. */
  readonly scenario: Scenario | null;
  /** What the author of the text calls it; `null` where nobody has named it. */
  readonly title: string | null;
  readonly keeping: Keeping;
  /** Counts changes of the list of drafts. */
  readonly draftsVersion: number;
  /** Something to be said about what was opened. */
  readonly notice: Notice | null;
}

export interface Notice {
  readonly kind: "info" | "warning";
  readonly text: string;
  /** What a person can do about it. */
  readonly action: { readonly label: string; run(): void } | null;
}

export interface OpenOptions {
  /** Run it at once; true unless told otherwise. */
  readonly run?: boolean;
  /** Keep it among the drafts at once, for it can be had from nowhere else. */
  readonly keep?: boolean;
  /** Look at it as the scenario opens; true unless told otherwise. */
  readonly look?: boolean;
  /** The databases that go with it. */
  readonly files?: readonly DraftFile[];
}

/** Which document lies on the workbench, and that it is never lost. */
export interface Desk {
  readonly store: StoreApi<DeskState>;
  readonly drafts: DraftStore;
  /** Puts the kept draft on the workbench, else the gallery's first scenario. */
  openLast(options?: OpenOptions): Promise<void>;
  /** Puts a scenario on the workbench. What was there stays among the drafts if it was edited; so it does below. */
  load(scenario: Scenario, options?: OpenOptions): void;
  /** Puts a program from elsewhere on the workbench. */
  openProgram(program: Pick<SharedProgram, "code" | "title">, options?: OpenOptions): void;
  /** Puts other databases in place of those that the present program may open, and runs it. */
  replaceFiles(files: readonly DraftFile[]): void;
  /** Goes on with a draft. @returns false where it is gone */
  openDraft(id: string): Promise<boolean>;
  /** Goes back to what a draft held before. */
  restore(revision: Revision): Promise<void>;
  rename(title: string): void;
  renameDraft(id: string, title: string): Promise<void>;
  removeDraft(id: string): Promise<void>;
  /** The draft that edits go to; `null` before the first. */
  readonly draft: Draft | null;
  say(notice: Notice | null): void;
}

export function createDesk(workbench: Workbench, arrangement: ArrangementStore): Desk {
  const store = createStore<DeskState>(() => ({
    scenario: null,
    title: null,
    keeping: "kept",
    draftsVersion: 0,
    notice: null,
  }));
  const drafts = indexedDbDrafts();
  const keeper = new DraftKeeper({
    store: drafts,
    tab: sessionStorage,
    claim: claimDraft,
    onKeeping: (keeping) => store.setState({ keeping }),
    onChange: () => store.setState(({ draftsVersion }) => ({ draftsVersion: draftsVersion + 1 })),
  });
  /** The text as it was opened, which needs no keeping: it can be opened again. */
  let opened: string | null = null;
  workbench.store.subscribe(({ text }, before) => {
    if (text === before.text || opened === null) return;
    if (text === opened && keeper.draft === null) return;
    const { scenario, title } = store.getState();
    const begins = keeper.draft === null;
    keeper.keep(text, scenario?.id ?? null, title);
    if (begins) keepFiles();
  });

  /** Keeps the databases of the present program with its draft, if it has one. */
  function keepFiles(): void {
    const { files } = workbench.store.getState();
    if (keeper.draft === null || files.length === 0) return;
    const names = files.map(({ name }) => name).join(", ");
    drafts.putFiles(keeper.draft.id, files).catch(() => {
      const text = `This browser could not keep ${names}: after a reload it has to be opened again.`;
      store.setState({ notice: { kind: "warning", text, action: null } });
    });
  }

  /** The databases that are kept with a draft; none where they cannot be read. */
  async function filesOf(draft: string): Promise<readonly DraftFile[]> {
    return drafts.files(draft).catch(() => []);
  }

  function show(text: string, state: Partial<DeskState>, { run = true, files = [] }: OpenOptions): void {
    opened = text;
    store.setState(state);
    workbench.replaceText(text, { run, files });
  }

  function showDraft(draft: Draft, options: OpenOptions): void {
    show(draft.text, { scenario: scenarioById(draft.scenario), title: draft.title, notice: null }, options);
  }

  function load(scenario: Scenario, options: OpenOptions = {}): void {
    keeper.leave();
    show(scenario.typescript, { scenario, title: null, notice: null }, options);
    const { run = true, look = true } = options;
    if (!run || !look) return;
    const view = scenarioView(scenario);
    if (view.panes !== "") arrangement.setState(arrangementOf(view.panes));
    lookWhenRun(workbench, view);
  }

  return {
    store,
    drafts,
    load,
    async openLast(options = {}) {
      const draft = await keeper.restore();
      const first = gallery.find(({ lesson }) => lesson === null);
      if (draft) showDraft(draft, { ...options, files: await filesOf(draft.id) });
      else if (first) load(first, options);
      else show("", {}, options);
    },
    openProgram({ code, title }, options = {}) {
      keeper.leave();
      const name = title === "" ? null : title;
      show(code, { scenario: null, title: name, notice: null }, options);
      if (!options.keep) return;
      keeper.keep(code, null, name);
      keepFiles();
    },
    replaceFiles(files) {
      workbench.replaceFiles(files);
      keepFiles();
    },
    async openDraft(id) {
      // Read first: once the draft is open, edits go to it.
      const files = await filesOf(id);
      const draft = await keeper.open(id);
      if (draft) showDraft(draft, { files });
      return draft !== null;
    },
    async restore({ draft, text }) {
      const files = await filesOf(draft);
      if (keeper.draft?.id !== draft) await keeper.open(draft);
      keeper.replace(text);
      const restored = keeper.draft;
      if (restored) showDraft(restored, { files });
    },
    rename(title) {
      store.setState({ title: title.trim() === "" ? null : title.trim() });
      if (keeper.draft) void keeper.rename(keeper.draft.id, title);
    },
    async renameDraft(id, title) {
      if (keeper.draft?.id === id) store.setState({ title: title.trim() === "" ? null : title.trim() });
      await keeper.rename(id, title);
    },
    removeDraft: (id) => keeper.remove(id),
    get draft() {
      return keeper.draft;
    },
    say: (notice) => store.setState({ notice }),
  };
}

/** Holds a lock for as long as the tab lives, so that no other tab writes the same draft. */
async function claimDraft(id: string): Promise<boolean> {
  if (navigator.locks === undefined) return true;
  return new Promise((resolve) => {
    const release = new Promise<void>(() => {});
    navigator.locks
      .request(`flushlight.draft.${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : release;
      })
      .catch(() => resolve(true));
  });
}
