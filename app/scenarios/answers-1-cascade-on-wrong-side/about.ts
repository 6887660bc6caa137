import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "A cascade on Child.parent does not delete the children",
  question: 'Why does cascade="all, delete" on Child.parent not delete the children with their parent?',
  answer:
    "A cascade runs from the class that has the relationship to the objects that the relationship leads to. On Child.parent it runs from a child to its parent, so deleting the parent finds no cascade and sets the children's foreign keys to NULL. Put it on Parent.children.",
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
  tags: ["cascade", "delete", "wrong side", "many-to-one", "backref", "nullify"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 10,
} satisfies ScenarioAbout;
