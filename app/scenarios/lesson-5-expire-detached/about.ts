import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Expire, refresh and detached",
  question: "Lesson 5: When does an object load its row again, and when can it not?",
  answer:
    "Commit expires what the session holds, and the next access loads it. A detached object has no session to load it with: DetachedInstanceError.",
  source: {
    title: "SQLAlchemy: Refreshing / Expiring",
    url: "https://docs.sqlalchemy.org/en/20/orm/session_state_management.html#refreshing-expiring",
  },
  tags: ["lesson", "expire", "refresh", "detached", "expire_on_commit"],
  errors: ["DetachedInstanceError", "is not bound to a Session; attribute refresh operation cannot proceed", "bhk3"],
  opens: "select=statement.4&panes=objects",
  group: "Lessons",
  order: 105,
} satisfies ScenarioAbout;
