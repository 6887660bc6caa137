import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Two rows that point to each other: CircularDependencyError and postUpdate",
  question: "How do I store two rows that refer to each other? SQLAlchemy says “Circular dependency detected”.",
  answer:
    "The album needs its picture's key, the picture the album's: no order of two INSERTs satisfies both, so the flush refuses. With postUpdate on one of the relationships its key is left out of the INSERT and written by an UPDATE of its own; a delete sets it to NULL first.",
  source: {
    title: "Rows that point to themselves / mutually dependent rows",
    url: "https://docs.sqlalchemy.org/en/20/orm/relationship_persistence.html#rows-that-point-to-themselves-mutually-dependent-rows",
  },
  sources: [
    {
      title: "An issue of SQLAlchemy on circular dependencies",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/10936",
    },
  ],
  tags: ["post_update", "circular", "foreign_keys", "CircularDependencyError"],
  errors: ["CircularDependencyError", "Circular dependency detected."],
  opens: "select=line.42",
  opensInPython: "select=line.55",
  group: "Mapping",
  order: 63,
} satisfies ScenarioAbout;
