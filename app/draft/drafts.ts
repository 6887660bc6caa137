import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A text that somebody is working on. */
export interface Draft {
  readonly id: string;
  /** What its author calls it; `null` until they do. */
  readonly title: string | null;
  readonly text: string;
  /** What it is written in; drafts of before there were two have none. */
  readonly language?: "typescript" | "python";
  /** The scenario it started from; `null` for one that started elsewhere. */
  readonly scenario: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A text that a draft held before. */
export interface Revision {
  readonly draft: string;
  readonly text: string;
  readonly at: number;
}

/** A file that a draft's program opens. */
export interface DraftFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where texts are kept. Each method may fail where the browser keeps nothing; the page then says so and goes on. */
export interface DraftStore {
  get(id: string): Promise<Draft | null>;
  /** The draft that was edited last. */
  latest(): Promise<Draft | null>;
  /** All drafts, the one that was edited last first. */
  list(): Promise<readonly Draft[]>;
  put(draft: Draft): Promise<void>;
  /** Takes a draft away, what it held before, and its files. */
  remove(id: string): Promise<void>;
  /** Keeps a text that a draft held; the oldest of very many go. */
  addRevision(revision: Revision): Promise<void>;
  /** What a draft held before, newest first. */
  revisions(draft: string): Promise<readonly Revision[]>;
  /** Keeps the files of a draft in place of those that it had. */
  putFiles(draft: string, files: readonly DraftFile[]): Promise<void>;
  files(draft: string): Promise<readonly DraftFile[]>;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { updatedAt: number } };
  revisions: { key: number; value: Revision; indexes: { draft: string } };
  files: { key: string; value: { readonly draft: string; readonly files: readonly DraftFile[] } };
}

/** 1 had no files. */
const version = 2;
/** Texts kept of what one draft held before. */
const MAX_REVISIONS = 200;

/** Opens the browser's own database on first use. */
export function indexedDbDrafts(name = "flushlight"): DraftStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () => {
    opened ??= openDB<Schema>(name, version, {
      upgrade(db, before) {
        if (before < 1) {
          db.createObjectStore("drafts", { keyPath: "id" }).createIndex("updatedAt", "updatedAt");
          db.createObjectStore("revisions", { autoIncrement: true }).createIndex("draft", "draft");
        }
        db.createObjectStore("files", { keyPath: "draft" });
      },
      // Another tab of a later version must be able to upgrade; this one opens anew when it next needs to.
      blocking(_now, _wanted, event) {
        (event.target as IDBDatabase).close();
        opened = undefined;
      },
      terminated() {
        opened = undefined;
      },
    });
    return opened;
  };
  return {
    async get(id) {
      const found = await (await database()).get("drafts", id);
      return found ? complete(found) : null;
    },
    async latest() {
      const transaction = (await database()).transaction("drafts");
      const cursor = await transaction.store.index("updatedAt").openCursor(null, "prev");
      return cursor ? complete(cursor.value) : null;
    },
    async list() {
      return (await (await database()).getAllFromIndex("drafts", "updatedAt")).map(complete).reverse();
    },
    async put(draft) {
      await (await database()).put("drafts", draft);
    },
    async remove(id) {
      const transaction = (await database()).transaction(["drafts", "revisions", "files"], "readwrite");
      const revisions = transaction.objectStore("revisions");
      for (const key of await revisions.index("draft").getAllKeys(id)) await revisions.delete(key);
      await transaction.objectStore("drafts").delete(id);
      await transaction.objectStore("files").delete(id);
      await transaction.done;
    },
    async addRevision(revision) {
      const transaction = (await database()).transaction("revisions", "readwrite");
      const { store } = transaction;
      await store.add(revision);
      const keys = await store.index("draft").getAllKeys(revision.draft);
      for (const key of keys.slice(0, -MAX_REVISIONS)) await store.delete(key);
      await transaction.done;
    },
    async revisions(draft) {
      return (await (await database()).getAllFromIndex("revisions", "draft", draft)).reverse();
    },
    async putFiles(draft, files) {
      await (await database()).put("files", { draft, files });
    },
    async files(draft) {
      return (await (await database()).get("files", draft))?.files ?? [];
    },
  };
}

/** A draft as it was kept before drafts had titles has none. */
function complete(draft: Draft): Draft {
  return { ...draft, title: draft.title ?? null };
}
