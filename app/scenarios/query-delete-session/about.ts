import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "query.delete() and the objects that the session holds",
  question: "What does query.delete() do about cascades and about objects that are loaded already?",
  answer:
    "It emits one DELETE and loads nothing: no cascade runs, so jack's address stays. synchronizeSession only decides what becomes of loaded objects: by default those that match leave the session; with false they stay until they expire, and are found missing then.",
  source: {
    title: "ORM-enabled INSERT, UPDATE and DELETE: synchronize_session",
    url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/dml.html#selecting-a-synchronization-strategy",
  },
  sources: [
    {
      title: "Important notes and caveats for ORM-enabled UPDATE and DELETE",
      url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/dml.html#important-notes-and-caveats-for-orm-enabled-update-and-delete",
    },
  ],
  tags: ["query.delete", "bulk", "synchronize_session", "cascade", "stale"],
  errors: ["ObjectDeletedError", "has been deleted, or its row is otherwise not present"],
  opens: "select=statement.11",
  group: "Objects in memory",
  order: 80,
} satisfies ScenarioAbout;
