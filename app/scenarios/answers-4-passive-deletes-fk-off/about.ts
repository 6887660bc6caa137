import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "ON DELETE CASCADE with foreign keys off: the children stay behind",
  question: "Why does SQLite ignore ON DELETE CASCADE?",
  answer:
    "SQLite enforces foreign keys only after PRAGMA foreign_keys=ON on the connection, and it is off by default. With passiveDeletes the session leaves the children to the database, the database does nothing, and they keep the number of a parent who is gone.",
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
      title: "relationship.passive_deletes, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/relationship_api.html#sqlalchemy.orm.relationship.params.passive_deletes",
    },
  ],
  tags: ["ON DELETE CASCADE", "passive_deletes", "PRAGMA foreign_keys", "SQLite"],
  opens: "select=statement.10",
  group: "ON DELETE in the database",
  order: 20,
} satisfies ScenarioAbout;
