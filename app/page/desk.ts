import { createStore, type StoreApi } from "zustand/vanilla";
import { type Draft, type DraftFile, type DraftStore, indexedDbDrafts, type Revision } from "../draft/drafts.ts";
import { DraftKeeper, type Keeping } from "../draft/keeper.ts";
import { guessLanguage } from "../languages/guess.ts";
import type { LanguageName } from "../protocol/messages.ts";
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
  /** Which version of a scenario; that of the language on the workbench unless told otherwise. */
  readonly language?: LanguageName;
}

/** Which document lies on the workbench, and that it is never lost. */
export interface Desk {
  readonly store: StoreApi<DeskState>;
  readonly drafts: DraftStore;
  /** Puts the kept draft on the workbench, else the gallery's first scenario. */
  openLast(options?: OpenOptions): Promise<void>;
  /** Puts a scenario on the workbench. What was there stays among the drafts if it was edited; so it does below. */
  load(scenario: Scenario, options?: OpenOptions): void;
  /**
   * Goes over to another language: to that version of an unedited scenario, else to what was last on the workbench in it. The
   * present text stays among the drafts.
   */
  switchLanguage(language: LanguageName): Promise<void>;
  /** Puts a program from elsewhere on the workbench. */
  openProgram(program: Pick<SharedProgram, "code" | "title" | "language">, options?: OpenOptions): void;
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
    // Somebody may have pasted a program of the other language over this one.
    const guessed = guessLanguage(text);
    if (guessed !== null && guessed !== workbench.store.getState().language) workbench.setLanguage(guessed);
    if (text === opened && keeper.draft === null) return;
    const { scenario, title } = store.getState();
    const begins = keeper.draft === null;
    keeper.keep(text, scenario?.id ?? null, { title, language: workbench.store.getState().language });
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

  function show(text: string, state: Partial<DeskState>, { run = true, files = [], language }: OpenOptions): void {
    opened = text;
    store.setState(state);
    workbench.replaceText(text, { run, files, ...(language === undefined ? {} : { language }) });
  }

  function showDraft(draft: Draft, options: OpenOptions): void {
    const { text, title, language = "typescript" } = draft;
    show(text, { scenario: scenarioById(draft.scenario), title, notice: null }, { ...options, language });
  }

  function load(scenario: Scenario, options: OpenOptions = {}): void {
    keeper.leave();
    const { language = workbench.store.getState().language } = options;
    show(scenario[language], { scenario, title: null, notice: null }, { ...options, language });
    const { run = true, look = true } = options;
    if (!run || !look) return;
    const view = scenarioView(scenario, language);
    if (view.panes !== "") arrangement.setState(arrangementOf(view.panes));
    lookWhenRun(workbench, view);
  }

  /** The draft that was left in each language for the other. */
  const left: Partial<Record<LanguageName, string>> = {};
  /** What the latest switch brought; whoever switches again without a change to it wants to go back. */
  let brought: string | null = null;

  async function switchLanguage(language: LanguageName): Promise<void> {
    const { text, language: before } = workbench.store.getState();
    if (language === before) return;
    const { scenario } = store.getState();
    const { draft } = keeper;
    const unedited = scenario !== null && scenario[before] === text;
    const returning = brought === text;
    if (draft !== null && draft.text === text) left[before] = draft.id;
    else if (!returning) delete left[before];
    const id = left[language];
    if ((returning || !unedited) && id !== undefined && (await openDraft(id))) return;
    const target = scenario ?? gallery.find(({ lesson }) => lesson === null);
    if (target) load(target, { language, look: unedited });
    else show("", {}, { language });
    brought = workbench.store.getState().text;
  }

  async function openDraft(id: string): Promise<boolean> {
    // Read first: once the draft is open, edits go to it.
    const files = await filesOf(id);
    const draft = await keeper.open(id);
    if (draft) showDraft(draft, { files });
    return draft !== null;
  }

  return {
    store,
    drafts,
    load,
    switchLanguage,
    openDraft,
    async openLast(options = {}) {
      const draft = await keeper.restore();
      const first = gallery.find(({ lesson }) => lesson === null);
      if (draft) showDraft(draft, { ...options, files: await filesOf(draft.id) });
      else if (first) load(first, options);
      else show("", {}, options);
    },
    openProgram({ code, title, language }, options = {}) {
      keeper.leave();
      const name = title === "" ? null : title;
      show(code, { scenario: null, title: name, notice: null }, { ...options, language });
      if (!options.keep) return;
      keeper.keep(code, null, { title: name, language });
      keepFiles();
    },
    replaceFiles(files) {
      workbench.replaceFiles(files);
      keepFiles();
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
