import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Nullify or delete",
  question: "Lesson 1: What does deleting a parent do to its children?",
  answer:
    "Without a delete cascade their foreign keys become NULL and the children stay. With one, they are deleted before their parent.",
  source: {
    title: "SQLAlchemy: Cascades",
    url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
  },
  tags: ["lesson", "cascade", "delete", "nullify", "one-to-many"],
  opens: "select=edge.Author.books&at=17",
  group: "Lessons",
  order: 101,
} satisfies ScenarioAbout;
