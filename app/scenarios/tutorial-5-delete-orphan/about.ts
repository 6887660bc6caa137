import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "delete and delete-orphan: the addresses go, too",
  question: "How do I configure delete and delete-orphan cascade?",
  answer:
    "On User.addresses: delete takes the addresses along with their user, delete-orphan also deletes an address that leaves the collection while its user stays.",
  source: {
    title: "Object Relational Tutorial, of SQLAlchemy 1.x",
    url: "https://docs.sqlalchemy.org/en/13/orm/tutorial.html",
  },
  sources: [
    { title: "Cascades: delete", url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete" },
    { title: "Cascades: delete-orphan", url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete-orphan" },
  ],
  tags: ["delete", "delete-orphan", "cascade", "one-to-many", "autoflush"],
  opens: "select=statement.15",
  group: "The ORM tutorial",
  order: 95,
} satisfies ScenarioAbout;
