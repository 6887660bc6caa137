import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Rooms and furniture: ON DELETE CASCADE on SQLite, done in full",
  question: "What does it take for ON DELETE CASCADE to work on SQLite?",
  answer:
    "Three things: ondelete on the foreign key, passive_deletes on the collection, and PRAGMA foreign_keys=ON on each connection. In SQLAlchemy the last is a listener for the engine's connect event; here it is a setting of createEngine.",
  source: {
    title: "SQLAlchemy: cascade delete, on Stack Overflow",
    url: "https://stackoverflow.com/questions/5033547/sqlalchemy-cascade-delete",
  },
  sources: [
    {
      title: "SQLite: foreign key support, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#foreign-key-support",
    },
    {
      title: "Using foreign key ON DELETE cascade with ORM relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
    },
  ],
  tags: ["ON DELETE CASCADE", "passive_deletes", "PRAGMA foreign_keys", "SQLite", "backref"],
  opens: "select=statement.10",
  group: "ON DELETE in the database",
  order: 24,
} satisfies ScenarioAbout;
