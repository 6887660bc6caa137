import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "SQLite and its foreign keys, off and on",
  question: "Why does SQLite ignore ON DELETE and my foreign keys?",
  answer:
    "SQLite reads foreign keys, but enforces them only on connections that have said PRAGMA foreign_keys=ON, and it must be said outside of a transaction. Until then ON DELETE does nothing, and any number is taken as a foreign key.",
  source: {
    title: "SQLite: foreign key support, in SQLAlchemy's documentation",
    url: "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#foreign-key-support",
  },
  sources: [
    { title: "SQLite foreign key support: enabling", url: "https://www.sqlite.org/foreignkeys.html#fk_enable" },
    {
      title: "Using foreign key ON DELETE cascade with ORM relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
    },
  ],
  tags: ["SQLite", "PRAGMA foreign_keys", "ON DELETE CASCADE", "passive_deletes", "orphans"],
  errors: ["FOREIGN KEY constraint failed"],
  opens: "select=statement.9&panes=tables",
  group: "ON DELETE in the database",
  order: 28,
} satisfies ScenarioAbout;
