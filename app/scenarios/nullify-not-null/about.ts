import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "A delete sets foreign keys to NULL, and fails where they are NOT NULL",
  question: "Why does deleting a parent set the foreign keys to NULL, and fail where they are NOT NULL?",
  answer:
    "Without a cascade the session only lets the children go: it sets their foreign keys to NULL, since it cannot know whether the database has a rule of its own. NOT NULL refuses that, and says that the mapping lacks a decision: delete the children (a cascade), leave them to the database (passive_deletes), or do not delete such a parent.",
  source: {
    title: "What was the rationale for making passive_deletes=False the default?, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5349",
  },
  sources: [
    {
      title: "Cascades: delete, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
    },
    { title: "Error messages: IntegrityError", url: "https://sqlalche.me/e/20/gkpj" },
  ],
  tags: ["nullify", "NOT NULL", "cascade", "one-to-many", "passive_deletes"],
  errors: ["NOT NULL constraint failed", "IntegrityError", "gkpj", "violates not-null constraint", "cannot be null"],
  opens: "select=statement.31",
  group: "Deleting a parent",
  order: 15,
} satisfies ScenarioAbout;
