import type { Draft, DraftStore } from "./drafts.ts";

/** Whether the present text is safe. */
export type Keeping = "kept" | "keeping" | "failed";

export interface KeeperOptions {
  readonly store: DraftStore;
  /** The tab's own memory, so that a reload finds the tab's draft and another tab starts one of its own. */
  readonly tab: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Claims a draft for this tab, for as long as it is open. @returns false where another tab has it */
  readonly claim?: (draft: string) => Promise<boolean>;
  readonly onKeeping?: (keeping: Keeping) => void;
  /** The list of drafts has changed. */
  readonly onChange?: () => void;
  readonly now?: () => number;
  readonly newId?: () => string;
}

const tabKey = "flushlight.draft";
/** Milliseconds between two texts that are kept of a draft's past. */
const REVISION_PAUSE = 20_000;

/** What is kept with a text. */
export interface KeptWith {
  /** For a draft that begins with it. */
  readonly title?: string | null;
  /** TypeScript unless told otherwise. */
  readonly language?: NonNullable<Draft["language"]>;
}

/** Keeps the text of this tab: each edit is written at once, or right after the write that is going on. */
export class DraftKeeper {
  readonly #options: KeeperOptions;
  readonly #store: DraftStore;
  readonly #now: () => number;
  #draft: Draft | null = null;
  /** When a text of the draft's past was kept last. */
  #revised = 0;
  #writing = false;
  #dirty = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#now = options.now ?? Date.now;
  }

  /** The draft that edits go to; `null` until the first edit of a text that is none yet. */
  get draft(): Draft | null {
    return this.#draft;
  }

  /**
   * Finds what to go on with: the tab's own draft, else a copy of the latest of all.
   * @returns `null` when nothing is kept, or nothing can be
   */
  async restore(): Promise<Draft | null> {
    try {
      const id = this.#options.tab.getItem(tabKey);
      const own = id === null ? null : await this.#store.get(id);
      if (own && (await this.#claims(own.id))) {
        this.#take(own);
        return own;
      }
      return own ?? (await this.#store.latest());
    } catch {
      this.#say("failed");
      return null;
    }
  }

  /**
   * Goes on with a draft of the list, or with a copy of it where another tab has it open.
   * @returns `null` where it is gone
   */
  async open(id: string): Promise<Draft | null> {
    const draft = await this.#store.get(id);
    if (!draft) return null;
    this.leave();
    if (await this.#claims(id)) this.#take(draft);
    return draft;
  }

  /** Lets the next edit begin a new draft; the present one stays as it is. */
  leave(): void {
    this.#draft = null;
    this.#options.tab.removeItem(tabKey);
  }

  /** Keeps an edit. */
  keep(text: string, scenario: string | null, { title = null, language = "typescript" }: KeptWith = {}): void {
    const now = this.#now();
    const before = this.#draft;
    const draft = before ?? this.#begin(now, title);
    const { language: known = "typescript" } = draft;
    if (draft.text === text && draft.scenario === scenario && known === language) return;
    if (before !== null && now - this.#revised > REVISION_PAUSE) this.#revise(before, now);
    this.#put({ ...draft, text, language, scenario, updatedAt: now });
  }

  /** Puts another of its texts in the place of a draft's present one, which is kept among its past. */
  replace(text: string): void {
    const before = this.#draft;
    if (before === null || before.text === text) return;
    const now = this.#now();
    this.#revise(before, now);
    this.#put({ ...before, text, updatedAt: now });
  }

  /** Gives a draft a title. */
  async rename(id: string, title: string): Promise<void> {
    const named = { title: title.trim() === "" ? null : title.trim() };
    if (this.#draft?.id === id) {
      this.#put({ ...this.#draft, ...named });
      return;
    }
    const draft = await this.#store.get(id);
    if (draft) await this.#store.put({ ...draft, ...named });
    this.#options.onChange?.();
  }

  /** Takes a draft away for good. The text of the present one stays on the page, and is kept anew with its next edit. */
  async remove(id: string): Promise<void> {
    if (this.#draft?.id === id) this.leave();
    await this.#store.remove(id);
    this.#options.onChange?.();
  }

  async #claims(id: string): Promise<boolean> {
    return this.#options.claim === undefined || (await this.#options.claim(id));
  }

  #take(draft: Draft): void {
    this.#draft = draft;
    this.#revised = this.#now();
    this.#options.tab.setItem(tabKey, draft.id);
  }

  #begin(now: number, title: string | null): Draft {
    const id = this.#options.newId?.() ?? crypto.randomUUID();
    const draft: Draft = { id, title, text: "", scenario: null, createdAt: now, updatedAt: now };
    this.#take(draft);
    void this.#claims(id);
    return draft;
  }

  #put(draft: Draft): void {
    this.#draft = draft;
    this.#dirty = true;
    this.#say("keeping");
    void this.#write();
  }

  #revise({ id, text }: Draft, at: number): void {
    this.#revised = at;
    this.#store.addRevision({ draft: id, text, at }).catch(() => this.#say("failed"));
  }

  #say(keeping: Keeping): void {
    this.#options.onKeeping?.(keeping);
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#dirty && this.#draft) {
        this.#dirty = false;
        await this.#store.put(this.#draft);
      }
      this.#say("kept");
      this.#options.onChange?.();
    } catch {
      this.#say("failed");
    } finally {
      this.#writing = false;
    }
  }
}
