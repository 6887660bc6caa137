import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "delete-orphan on a many-to-many is refused without single_parent",
  question: "Can a many-to-many relationship delete its orphans?",
  answer:
    "An object that may have several parents cannot be told an orphan when one of them goes, so the mapping is refused. singleParent: true says that there is only ever one.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  sources: [{ title: "Error messages: delete-orphan on a many-to-many", url: "https://sqlalche.me/e/20/bbf0" }],
  tags: ["many-to-many", "delete-orphan", "single_parent", "mapping error"],
  errors: [
    "bbf0",
    "delete-orphan cascade is normally configured only on the",
    "Set the single_parent=True flag",
    "ArgumentError",
  ],
  group: "Deleting a parent",
  order: 7,
} satisfies ScenarioAbout;
