import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Cascades of the database and passive_deletes",
  question: "Lesson 3: Who deletes the children, the ORM or the database?",
  answer:
    "ON DELETE CASCADE alone comes too late: the flush has set the foreign keys to NULL before. With a delete cascade and passive_deletes the flush leaves children that are not loaded to the database.",
  source: {
    title: "SQLAlchemy: Using foreign key ON DELETE cascade with ORM relationships",
    url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
  },
  tags: ["lesson", "cascade", "passive_deletes", "ON DELETE", "foreign keys"],
  opens: "select=edge.Album.photos&at=17",
  group: "Lessons",
  order: 103,
} satisfies ScenarioAbout;
