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
    list: async () => [...drafts.values()],
    remove: async (id) => void drafts.delete(id),
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
    putFiles: async () => {},
    files: async () => [],
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
    removeItem: (key: string) => void items.delete(key),
  };
}

const draft = (id: string, text: string, updatedAt: number): Draft => ({
  id,
  title: null,
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

  it("gives a copy of a draft that another tab has open", async () => {
    const { store, drafts, settle } = memory([draft("theirs", "their text", 1)]);
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "mine", claim: async (id) => id !== "theirs" });
    expect((await keeper.open("theirs"))?.text).toBe("their text");
    keeper.keep("my text", null);
    await settle();
    expect([drafts.get("theirs")?.text, drafts.get("mine")?.text]).toEqual(["their text", "my text"]);
  });

  it("begins a new draft after the present one was left", async () => {
    const { store, drafts, settle } = memory();
    let count = 0;
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => `draft ${++count}` });
    keeper.keep("one", null);
    await settle();
    keeper.leave();
    keeper.keep("two", "s", { title: "A title" });
    await settle();
    expect([...drafts.values()].map(({ text, title }) => [text, title])).toEqual([
      ["one", null],
      ["two", "A title"],
    ]);
  });

  it("keeps what a draft held before: every while, and before another text takes its place", async () => {
    const { store, revisions, settle } = memory();
    let now = 0;
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "a", now: () => now });
    for (const text of ["1", "12", "123"]) {
      now += 15_000;
      keeper.keep(text, null);
      await settle();
    }
    keeper.replace("other");
    await settle();
    expect(revisions).toEqual([
      { draft: "a", text: "12", at: 45_000 },
      { draft: "a", text: "123", at: 45_000 },
    ]);
    expect(keeper.draft?.text).toBe("other");
  });

  it("renames and removes", async () => {
    const { store, drafts, settle } = memory([draft("other", "text", 1)]);
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "mine" });
    keeper.keep("my text", null);
    await settle();
    void keeper.rename("mine", " Mine ");
    const renaming = keeper.rename("other", "Other");
    await new Promise((resolve) => setTimeout(resolve, 0));
    await settle();
    await renaming;
    expect([...drafts.values()].map(({ title }) => title).sort()).toEqual(["Mine", "Other"]);
    await keeper.remove("mine");
    expect([keeper.draft, [...drafts.keys()]]).toEqual([null, ["other"]]);
  });

  it("says so where nothing can be kept, and goes on", async () => {
    const broken = async () => {
      throw new Error("forbidden");
    };
    const said: Keeping[] = [];
    const store: DraftStore = {
      get: broken,
      latest: broken,
      list: broken,
      put: broken,
      remove: broken,
      addRevision: broken,
      revisions: broken,
      putFiles: broken,
      files: broken,
    };
    const keeper = new DraftKeeper({ store, tab: tab(), newId: () => "a", onKeeping: (keeping) => said.push(keeping) });
    expect(await keeper.restore()).toBeNull();
    keeper.keep("text", null);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(said).toEqual(["failed", "keeping", "failed"]);
  });
});
