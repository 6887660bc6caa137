import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Blog posts and keywords: many-to-many",
  question: "How do I map posts and keywords to each other?",
  answer:
    "With a table between them, named as secondary. The session writes and deletes its rows by itself; deleting a post deletes them, and leaves the keywords.",
  source: {
    title: "Object Relational Tutorial, of SQLAlchemy 1.x",
    url: "https://docs.sqlalchemy.org/en/13/orm/tutorial.html",
  },
  sources: [
    { title: "Many To Many", url: "https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#many-to-many" },
    {
      title: "Deleting Rows from the Many to Many Table",
      url: "https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#deleting-rows-from-the-many-to-many-table",
    },
  ],
  tags: ["many-to-many", "secondary", "any", "backref", "association table"],
  opens: "select=statement.20",
  group: "The ORM tutorial",
  order: 96,
} satisfies ScenarioAbout;
