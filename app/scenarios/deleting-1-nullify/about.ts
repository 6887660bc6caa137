import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "The user goes, the addresses stay",
  question: "I deleted a user. Why are the addresses still there?",
  answer:
    "Nothing tells the session that addresses belong to their user. It sets user_id to NULL in the addresses, which joinedload has brought along already, and deletes the user.",
  source: { title: "Deleting, a note on the ORM tutorial", file: "004_b43dea4960b108df.txt" },
  sources: [
    { title: "Cascades, in SQLAlchemy's documentation", url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html" },
  ],
  tags: ["nullify", "joinedload", "back_populates", "one-to-many", "autoflush"],
  opens: "select=statement.10",
  group: "Deleting a parent",
  order: 14,
} satisfies ScenarioAbout;
