import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Deleting a parent sets its children's foreign keys to NULL",
  question: "Why does deleting a parent UPDATE its children instead of deleting them?",
  answer:
    "Without a delete cascade the children stay. The session loads them and writes NULL into their foreign key before it deletes the parent.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  tags: ["cascade", "nullify", "one-to-many", "backref"],
  opens: "select=statement.12",
  group: "Deleting a parent",
  order: 1,
} satisfies ScenarioAbout;
