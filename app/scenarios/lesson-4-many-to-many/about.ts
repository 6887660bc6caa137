import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Many-to-many",
  question: "Lesson 4: What is deleted when one side of a many-to-many goes?",
  answer:
    "Rows of the association table, never the objects on the other side. The ORM deletes these rows by itself; no cascade is needed for it.",
  source: {
    title: "SQLAlchemy: Deleting rows from the many to many table",
    url: "https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#deleting-rows-from-the-many-to-many-table",
  },
  tags: ["lesson", "many-to-many", "secondary", "association table", "delete"],
  opens: "select=edge.Post.tags&at=13",
  group: "Lessons",
  order: 104,
} satisfies ScenarioAbout;
