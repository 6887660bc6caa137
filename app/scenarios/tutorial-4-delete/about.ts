import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Deleting jack leaves his addresses behind",
  question: "Why are the addresses still there after session.delete(jack)?",
  answer:
    "The session does not assume that addresses go with their user. It loads them, sets their user_id to NULL, and deletes jack alone; to have them deleted, the cascade must say so.",
  source: {
    title: "Object Relational Tutorial, of SQLAlchemy 1.x",
    url: "https://docs.sqlalchemy.org/en/13/orm/tutorial.html",
  },
  sources: [{ title: "Cascades: delete", url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete" }],
  tags: ["delete", "nullify", "one-to-many", "autoflush"],
  opens: "select=statement.15",
  group: "The ORM tutorial",
  order: 94,
} satisfies ScenarioAbout;
