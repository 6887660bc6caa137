import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "One-to-one: uselist: false, with the same cascade",
  question: "How do I make a one-to-one relationship that deletes its child?",
  answer: "uselist: false turns the collection into a single object. Cascades work as they do for a collection.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  tags: ["cascade", "delete-orphan", "one-to-one", "uselist"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 4,
} satisfies ScenarioAbout;
