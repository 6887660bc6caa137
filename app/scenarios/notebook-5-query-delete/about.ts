import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "query.delete() goes past the cascade",
  question: "Why does query.delete() leave the children behind?",
  answer:
    "It is one DELETE statement: no object is loaded, so no cascade runs. Here the database does not enforce its foreign keys either, and the log keeps the number of a person who is gone.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  tags: ["cascade", "query.delete", "bulk", "orphans"],
  opens: "select=statement.9",
  group: "Deleting a parent",
  order: 5,
} satisfies ScenarioAbout;
