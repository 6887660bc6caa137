import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Adding, changing, commit and rollback",
  question: "When does the session send its INSERTs and UPDATEs?",
  answer:
    "At the next flush: before a query, which must not miss them, or at commit. add() only notes the object, an assignment only notes the change, and a rollback takes both back.",
  source: {
    title: "Object Relational Tutorial, of SQLAlchemy 1.x",
    url: "https://docs.sqlalchemy.org/en/13/orm/tutorial.html",
  },
  sources: [
    { title: "Session Basics", url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html" },
    {
      title: "Quickie Intro to Object States",
      url: "https://docs.sqlalchemy.org/en/20/orm/session_state_management.html#quickie-intro-to-object-states",
    },
  ],
  tags: ["session", "flush", "autoflush", "commit", "rollback", "dirty", "new", "identity map"],
  opens: "select=statement.3&panes=objects",
  group: "The ORM tutorial",
  order: 91,
} satisfies ScenarioAbout;
