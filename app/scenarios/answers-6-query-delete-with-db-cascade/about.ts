import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "query.delete() takes the children along where the database cascades",
  question: "How do I delete children with query.delete(), which runs no cascade?",
  answer:
    "Leave it to the database: ON DELETE CASCADE on the foreign key works for every DELETE, also for one that loads no object. SQLite must enforce its foreign keys for that.",
  source: {
    title: "SQLAlchemy: cascade delete, on Stack Overflow",
    url: "https://stackoverflow.com/questions/5033547/sqlalchemy-cascade-delete",
  },
  sources: [
    {
      title: "ORM-enabled INSERT, UPDATE, and DELETE: important notes",
      url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/dml.html",
    },
    {
      title: "Using foreign key ON DELETE cascade with ORM relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
    },
  ],
  tags: ["query.delete", "bulk", "ON DELETE CASCADE", "passive_deletes"],
  opens: "select=statement.9",
  group: "ON DELETE in the database",
  order: 23,
} satisfies ScenarioAbout;
