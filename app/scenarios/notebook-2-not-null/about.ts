import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "A NOT NULL foreign key refuses the nullify",
  question: 'Why does deleting a parent fail with "NOT NULL constraint failed"?',
  answer:
    "The session still tries to set the children's foreign key to NULL, and the column forbids it. Without the children there is nothing to set, and the delete goes through.",
  source: { title: "SQLAlchemy and cascading deletes, a notebook", file: "000_30b7157fa9704061.txt" },
  sources: [{ title: "Error messages: IntegrityError", url: "https://sqlalche.me/e/20/gkpj" }],
  tags: ["cascade", "nullify", "NOT NULL", "rollback", "query.delete"],
  errors: ["NOT NULL constraint failed", "IntegrityError", "gkpj"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 2,
} satisfies ScenarioAbout;
