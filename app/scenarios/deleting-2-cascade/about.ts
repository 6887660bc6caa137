import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "delete-orphan: an address leaves its user, then the user goes",
  question: "How do I delete addresses that are taken out of user.addresses, and all of them with the user?",
  answer:
    "delete-orphan deletes an address that leaves the collection, delete the rest together with the user. back_populates names both sides, and the cascade stands on User.addresses.",
  source: { title: "Deleting, a note on the ORM tutorial", file: "004_b43dea4960b108df.txt" },
  sources: [
    {
      title: "Cascades: delete-orphan, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete-orphan",
    },
  ],
  tags: ["cascade", "delete-orphan", "back_populates", "autoflush"],
  opens: "select=statement.11",
  group: "Orphans",
  order: 41,
} satisfies ScenarioAbout;
