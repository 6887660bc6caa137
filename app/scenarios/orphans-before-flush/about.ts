import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Orphans are not in session.deleted before the flush",
  question: "Why is an orphan not in session.deleted after I removed it from its collection?",
  answer:
    "Who is an orphan is decided by the flush, for until then it may still get another parent: before, it is merely dirty. A pending orphan, whose row there never was, leaves the session at once; but what it brought along over a relationship without delete-orphan stays, and is INSERTed.",
  source: {
    title: "Instance deleted using delete-orphan cascade not present in session.deleted, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/10975",
  },
  sources: [
    {
      title: "Cascade delete-orphan for pending objects, an issue of SQLAlchemy",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/9348",
    },
    {
      title: "Cascades: delete-orphan, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete-orphan",
    },
  ],
  tags: ["delete-orphan", "session.deleted", "session.dirty", "pending", "flush"],
  opens: "select=statement.14&panes=objects",
  group: "Orphans",
  order: 42,
} satisfies ScenarioAbout;
