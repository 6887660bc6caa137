import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A text that somebody is working on. */
export interface Draft {
  readonly id: string;
  readonly text: string;
  /** The scenario it started from; `null` for one that started elsewhere. */
  readonly scenario: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A text that a draft held before it was replaced as a whole. */
export interface Revision {
  readonly draft: string;
  readonly text: string;
  readonly scenario: string | null;
  readonly at: number;
}

/** Where texts are kept. Each method may fail where the browser keeps nothing; the page then says so and goes on. */
export interface DraftStore {
  get(id: string): Promise<Draft | null>;
  /** The draft that was edited last. */
  latest(): Promise<Draft | null>;
  put(draft: Draft): Promise<void>;
  addRevision(revision: Revision): Promise<void>;
  /** What a draft held before, newest first. */
  revisions(draft: string): Promise<readonly Revision[]>;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { updatedAt: number } };
  revisions: { key: number; value: Revision; indexes: { draft: string } };
}

const version = 1;

/** Opens the browser's own database on first use. */
export function indexedDbDrafts(name = "flushlight"): DraftStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () => {
    opened ??= openDB<Schema>(name, version, {
      upgrade(db) {
        db.createObjectStore("drafts", { keyPath: "id" }).createIndex("updatedAt", "updatedAt");
        db.createObjectStore("revisions", { autoIncrement: true }).createIndex("draft", "draft");
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
      return (await (await database()).get("drafts", id)) ?? null;
    },
    async latest() {
      const transaction = (await database()).transaction("drafts");
      return (await transaction.store.index("updatedAt").openCursor(null, "prev"))?.value ?? null;
    },
    async put(draft) {
      await (await database()).put("drafts", draft);
    },
    async addRevision(revision) {
      await (await database()).add("revisions", revision);
    },
    async revisions(draft) {
      return (await (await database()).getAllFromIndex("revisions", "draft", draft)).reverse();
    },
  };
}
