import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "“conflicts with persistent instance”: two objects for one row",
  question: "I add an object whose primary key exists already: why does it not update the row?",
  answer:
    "add() means a new row, and a session holds one object for each row: a second one is met by a warning and the database's refusal, and a detached one is not let in at all. merge() copies its values onto the object that the session holds, and the flush emits an UPDATE.",
  source: {
    title: "An issue of SQLAlchemy on conflicting identities",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5985",
  },
  sources: [
    {
      title: "Another issue of SQLAlchemy on conflicting identities",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/4647",
    },
    {
      title: "Merging, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/session_state_management.html#merging",
    },
  ],
  tags: ["identity map", "merge", "upsert", "warning", "detached"],
  errors: [
    "conflicts with persistent instance",
    "New instance",
    "another instance with key",
    "is already present in this session",
    "UNIQUE constraint failed: users.id",
  ],
  opens: "select=statement.5",
  group: "Objects in memory",
  order: 84,
} satisfies ScenarioAbout;
