import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Many-to-many: the association rows go, the entities stay",
  question: "What does deleting one side of a many-to-many relationship delete?",
  answer:
    "Its rows in the association table, by themselves and without any cascade option. The objects of the other side stay, also when nothing refers to them any more.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  tags: ["many-to-many", "secondary", "association table"],
  opens: "select=statement.17",
  group: "Deleting a parent",
  order: 6,
} satisfies ScenarioAbout;
