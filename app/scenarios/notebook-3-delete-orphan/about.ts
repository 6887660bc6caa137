import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: 'cascade: "all, delete-orphan" on the backref deletes the children',
  question: "How do I delete the children together with their parent?",
  answer:
    "The cascade belongs on the collection, Person.morelogs, which here the backref makes. It runs from parent to child only: deleting a child leaves its parent alone.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  tags: ["cascade", "delete-orphan", "backref", "one-to-many"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 3,
} satisfies ScenarioAbout;
