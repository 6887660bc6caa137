import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Dependency rule tried to blank-out primary key column",
  question: "Why does deleting a parent fail with “Dependency rule tried to blank-out primary key column”?",
  answer:
    "Without a delete cascade the session sets the children's foreign key to NULL. Here that column is a part of their primary key, which is never NULL, so the flush stops before it emits anything. A child that cannot be without its parent should be deleted with it: cascade: “all, delete-orphan”.",
  source: {
    title: "Add local column in dependency rule error message, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/10668",
  },
  sources: [
    {
      title: "“Dependency rule tried to blank-out primary key”, on Stack Overflow",
      url: "https://stackoverflow.com/questions/23699651/dependency-rule-tried-to-blank-out-primary-key-in-sqlalchemy-when-foreign-key-c",
    },
    {
      title: "Cascades: delete, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
    },
  ],
  tags: ["nullify", "composite primary key", "delete-orphan", "AssertionError"],
  errors: ["tried to blank-out primary key column", "AssertionError: Dependency rule on column"],
  opens: "select=line.43",
  opensInPython: "select=line.55",
  group: "Deleting a parent",
  order: 19,
} satisfies ScenarioAbout;
