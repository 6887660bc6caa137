import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "lazy: “raise” and deleting",
  question: 'A relationship has lazy="raise": does that block session.delete(), which has to load it?',
  answer:
    "It did until SQLAlchemy 2.0.8. Now it refuses only what your code reads; a delete cascade loads the collection all the same, and a many-to-one that a delete does not need is not loaded at all. Read it by an option of the query, such as selectinload.",
  source: {
    title: "Relationship cascade_iterator() fails when lazy=raise, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5398",
  },
  sources: [
    {
      title: "session.delete() should disable lazy='raise', an issue of SQLAlchemy",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/9549",
    },
    {
      title: "Preventing unwanted lazy loads using raiseload",
      url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html#preventing-unwanted-lazy-loads-using-raiseload",
    },
  ],
  tags: ["lazy=raise", "raiseload", "delete", "cascade", "selectinload"],
  errors: ["is not available due to lazy='raise'"],
  opens: "select=statement.11",
  group: "Objects in memory",
  order: 85,
} satisfies ScenarioAbout;
