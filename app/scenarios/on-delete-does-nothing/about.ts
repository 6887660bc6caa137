import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "ON DELETE CASCADE has nothing left to delete",
  question: "Why does ON DELETE CASCADE do nothing when I delete with the session?",
  answer:
    "Because the session is faster: before it deletes the parent, it sets the foreign keys of the children to NULL, and the database finds no row that still points to the parent. passive_deletes=True on the relationship keeps the session from it, and the database deletes the children.",
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
  tags: ["ON DELETE CASCADE", "passive_deletes", "nullify", "ondelete"],
  opens: "select=statement.20",
  group: "ON DELETE in the database",
  order: 25,
} satisfies ScenarioAbout;
