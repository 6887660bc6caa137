import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Replacing children violates UNIQUE: INSERT comes before DELETE",
  question: "I replace a collection by new objects with the same values: why does “UNIQUE constraint failed”?",
  answer:
    "A flush inserts and updates before it deletes, so the new row meets the old one that is still there. Flush between removing the old objects and adding the new ones, or change the objects that are there instead of replacing them.",
  source: {
    title: "One to many update failing with unique constraints, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/8546",
  },
  sources: [
    {
      title: "Have the ORM handle seamlessly update of relationships, an issue of SQLAlchemy",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/6307",
    },
  ],
  tags: ["UNIQUE", "order of statements", "delete-orphan", "replace", "unit of work"],
  errors: ["UNIQUE constraint failed: emails.address", "IntegrityError", "gkpj"],
  opens: "select=statement.10",
  group: "The flush",
  order: 73,
} satisfies ScenarioAbout;
