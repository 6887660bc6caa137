import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "The cascade on Parent.children deletes the children",
  question: "On which side of the relationship does the delete cascade belong?",
  answer:
    "On the side of the parent, for the cascade runs along the relationship that has it: from Parent over children to each Child. session.delete() looks for the children at once and marks them too.",
  source: {
    title: "SQLAlchemy: cascade delete, on Stack Overflow",
    url: "https://stackoverflow.com/questions/5033547/sqlalchemy-cascade-delete",
  },
  sources: [
    {
      title: "Cascades: delete, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
    },
  ],
  tags: ["cascade", "delete", "one-to-many", "backref"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 11,
} satisfies ScenarioAbout;
