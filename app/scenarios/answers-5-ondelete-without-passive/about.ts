import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "ON DELETE CASCADE without passive_deletes: the session sets NULL first",
  question: "Why are my children still there, although the foreign key says ON DELETE CASCADE?",
  answer:
    "The session knows nothing of ON DELETE. It loads the children and sets their foreign keys to NULL before it deletes the parent, and then no row is left for the database to cascade to.",
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
      title: "relationship.passive_deletes, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/relationship_api.html#sqlalchemy.orm.relationship.params.passive_deletes",
    },
  ],
  tags: ["ON DELETE CASCADE", "passive_deletes", "nullify", "SQLite"],
  opens: "select=statement.11",
  group: "ON DELETE in the database",
  order: 22,
} satisfies ScenarioAbout;
