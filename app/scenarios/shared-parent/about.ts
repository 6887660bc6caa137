import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "A delete cascade on the many-to-one side takes the shared parent",
  question: "I delete one address: why is its user deleted, although another address belongs to the same user?",
  answer:
    "The delete cascade of Address.user runs from an address to its user, and asks nobody else who points there. The user's other addresses are then treated as a deleted parent's children always are: their foreign key becomes NULL. The cascade belongs on User.addresses.",
  source: {
    title: "Wrong behaviour when using cascade on children, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/11225",
  },
  sources: [
    {
      title: "Cascades: delete, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
    },
  ],
  tags: ["cascade", "delete", "wrong side", "many-to-one", "nullify"],
  opens: "select=statement.14",
  group: "Deleting a parent",
  order: 18,
} satisfies ScenarioAbout;
