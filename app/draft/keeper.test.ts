import { describe, expect, it } from "vitest";
import type { Draft, DraftStore, Revision } from "./drafts.ts";
import { DraftKeeper, type Keeping } from "./keeper.ts";

/** A store that writes when it is told to, so that a test decides what happens during a write. */
function memory(kept: readonly Draft[] = []) {
  const drafts = new Map(kept.map((draft) => [draft.id, draft]));
  const revisions: Revision[] = [];
  const writes: (() => void)[] = [];
  const store: DraftStore = {
    get: async (id) => drafts.get(id) ?? null,
    latest: async () => [...drafts.values()].sort((a, b) => b.updatedAt - a.updatedAt)[0] ?? null,
    put: (draft) =>
      new Promise((resolve) => {
        writes.push(() => {
          drafts.set(draft.id, draft);
          resolve();
        });
      }),
    addRevision: async (revision) => void revisions.push(revision),
    revisions: async () => revisions,
  };
  const settle = async () => {
    for (let write = writes.shift(); write; write = writes.shift()) {
      write();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };
  return { store, drafts, revisions, writes, settle };
}

function tab() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

const draft = (id: string, text: string, updatedAt: number): Draft => ({
  id,
  text,
  scenario: null,
  createdAt: 0,
  updatedAt,
});

describe("the keeper", () => {
  it("writes the last of the edits that come during a write", async () => {
    const { store, drafts, writes, settle } = memory();
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "a" });
    for (const text of ["1", "12", "123"]) keeper.keep(text, null);
    expect(writes).toHaveLength(1);
    await settle();
    expect(drafts.get("a")?.text).toBe("123");
  });

  it("finds the tab's own draft after a reload, not another tab's later one", async () => {
    const { store, settle } = memory([draft("theirs", "their text", 9e15)]);
    const own = tab();
    const keeper = new DraftKeeper({ store, tab: own, newId: () => "mine" });
    keeper.keep("my text", "notebook-1-nullify");
    await settle();
    const restored = await new DraftKeeper({ store, tab: own }).restore();
    expect(restored).toMatchObject({ id: "mine", text: "my text", scenario: "notebook-1-nullify" });
  });

  it("gives a new tab a copy of the latest draft, which it then keeps apart", async () => {
    const { store, drafts, settle } = memory([draft("old", "older", 1), draft("late", "latest", 2)]);
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "new" });
    expect((await keeper.restore())?.text).toBe("latest");
    keeper.keep("latest, edited", null);
    await settle();
    expect(drafts.get("late")?.text).toBe("latest");
    expect(drafts.get("new")?.text).toBe("latest, edited");
  });

  it("sets a replaced text aside under its draft", async () => {
    const { store, revisions } = memory();
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "a", now: () => 5 });
    await keeper.setAside("before", "s");
    expect(revisions).toEqual([{ draft: "a", text: "before", scenario: "s", at: 5 }]);
  });

  it("says so where nothing can be kept, and goes on", async () => {
    const broken = async () => {
      throw new Error("forbidden");
    };
    const said: Keeping[] = [];
    const store: DraftStore = { get: broken, latest: broken, put: broken, addRevision: broken, revisions: broken };
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "a", onKeeping: (keeping) => said.push(keeping) });
    expect(await keeper.restore()).toBeNull();
    keeper.keep("text", null);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(said).toEqual(["failed", "keeping", "failed"]);
  });
});
