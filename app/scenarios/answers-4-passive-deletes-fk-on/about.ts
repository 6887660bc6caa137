import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "ON DELETE CASCADE with foreign keys on: the database deletes the children",
  question: "How do I leave deleting the children to the database?",
  answer:
    'onDelete: "CASCADE" on the foreign key, passiveDeletes on the relationship, and a database that enforces its foreign keys. The session deletes the parent alone; SQLite deletes the children.',
  source: {
    title: "SQLAlchemy: cascade delete, on Stack Overflow",
    url: "https://stackoverflow.com/questions/5033547/sqlalchemy-cascade-delete",
  },
  sources: [
    {
      title: "Using foreign key ON DELETE cascade with ORM relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
    },
    {
      title: "SQLite: foreign key support, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#foreign-key-support",
    },
  ],
  tags: ["ON DELETE CASCADE", "passive_deletes", "PRAGMA foreign_keys", "SQLite"],
  opens: "select=statement.10",
  group: "ON DELETE in the database",
  order: 21,
} satisfies ScenarioAbout;
