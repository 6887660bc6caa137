import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Defined on the child: the cascade goes into the backref",
  question: "How do I set the delete cascade when the relationship is defined on the child?",
  answer:
    "With backref(): what is set there belongs to the relationship that the backref makes, here Parent.children. The statements are the same as with the relationship on the parent.",
  source: {
    title: "SQLAlchemy: cascade delete, on Stack Overflow",
    url: "https://stackoverflow.com/questions/5033547/sqlalchemy-cascade-delete",
  },
  sources: [
    { title: "Using the legacy backref parameter", url: "https://docs.sqlalchemy.org/en/20/orm/backref.html" },
    {
      title: "Cascades: delete, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
    },
  ],
  tags: ["cascade", "delete", "backref", "many-to-one"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 12,
} satisfies ScenarioAbout;
