import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "delete alone does not delete what is taken out of a collection",
  question: "Why does a child that I remove from parent.children stay in its table?",
  answer:
    "The delete cascade acts when the parent is deleted. A child that only leaves the collection gets NULL as its foreign key; delete-orphan is the cascade that deletes it.",
  source: {
    title: "SQLAlchemy: cascade delete, on Stack Overflow",
    url: "https://stackoverflow.com/questions/5033547/sqlalchemy-cascade-delete",
  },
  sources: [
    {
      title: "Cascades: delete-orphan, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete-orphan",
    },
  ],
  tags: ["cascade", "delete", "delete-orphan", "remove", "nullify"],
  opens: "select=statement.11",
  group: "Orphans",
  order: 40,
} satisfies ScenarioAbout;
