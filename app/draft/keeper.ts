import type { Draft, DraftStore } from "./drafts.ts";

/** Whether the present text is safe. */
export type Keeping = "kept" | "keeping" | "failed";

export interface KeeperOptions {
  readonly store: DraftStore;
  /** The tab's own memory, so that a reload finds the tab's draft and another tab starts one of its own. */
  readonly tab: Pick<Storage, "getItem" | "setItem">;
  readonly onKeeping?: (keeping: Keeping) => void;
  readonly now?: () => number;
  readonly newId?: () => string;
}

const tabKey = "flushlight.draft";

/** Keeps the text of this tab: each edit is written at once, or right after the write that is going on. */
export class DraftKeeper {
  readonly #store: DraftStore;
  readonly #tab: KeeperOptions["tab"];
  readonly #onKeeping: (keeping: Keeping) => void;
  readonly #now: () => number;
  readonly #newId: () => string;
  #draft: Draft | null = null;
  #writing = false;
  #dirty = false;

  constructor(options: KeeperOptions) {
    this.#store = options.store;
    this.#tab = options.tab;
    this.#onKeeping = options.onKeeping ?? (() => {});
    this.#now = options.now ?? Date.now;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
  }

  /**
   * Finds what to go on with: the tab's own draft, else a copy of the latest of all.
   * @returns `null` when nothing is kept, or nothing can be
   */
  async restore(): Promise<Draft | null> {
    try {
      const id = this.#tab.getItem(tabKey);
      const own = id === null ? null : await this.#store.get(id);
      if (own) {
        this.#draft = own;
        return own;
      }
      const latest = await this.#store.latest();
      return latest && { ...latest, id: "" };
    } catch {
      this.#onKeeping("failed");
      return null;
    }
  }

  /** Keeps an edit. */
  keep(text: string, scenario: string | null): void {
    const now = this.#now();
    const draft = this.#draft ?? this.#begin(now);
    if (draft.text === text && draft.scenario === scenario) return;
    this.#draft = { ...draft, text, scenario, updatedAt: now };
    this.#dirty = true;
    this.#onKeeping("keeping");
    void this.#write();
  }

  /** Keeps a text that is about to be replaced as a whole, so that it can be brought back. */
  async setAside(text: string, scenario: string | null): Promise<void> {
    const now = this.#now();
    const draft = this.#draft ?? this.#begin(now);
    try {
      await this.#store.addRevision({ draft: draft.id, text, scenario, at: now });
    } catch {
      this.#onKeeping("failed");
    }
  }

  #begin(now: number): Draft {
    this.#draft = { id: this.#newId(), text: "", scenario: null, createdAt: now, updatedAt: now };
    this.#tab.setItem(tabKey, this.#draft.id);
    return this.#draft;
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#dirty && this.#draft) {
        this.#dirty = false;
        await this.#store.put(this.#draft);
      }
      this.#onKeeping("kept");
    } catch {
      this.#onKeeping("failed");
    } finally {
      this.#writing = false;
    }
  }
}
