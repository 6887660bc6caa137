import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Why did a query INSERT?",
  question: "I only run a query: why does it INSERT, and fail with “NOT NULL constraint failed”?",
  answer:
    "The session flushes what is pending before each query, so that the query finds it (autoflush). The book was added before it had its author, and so it is written too early. Fill it first, add it later, or put the query into session.noAutoflush(…).",
  source: {
    title: "Session: flushing, in SQLAlchemy's documentation",
    url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#flushing",
  },
  sources: [
    {
      title: "This Session's transaction has been rolled back due to a previous exception during flush",
      url: "https://docs.sqlalchemy.org/en/20/faq/sessions.html#this-session-s-transaction-has-been-rolled-back-due-to-a-previous-exception-during-flush-or-similar",
    },
  ],
  tags: ["autoflush", "no_autoflush", "NOT NULL", "pending"],
  errors: [
    "raised as a result of Query-invoked autoflush",
    "consider using a session.no_autoflush block if this flush is occurring prematurely",
    "NOT NULL constraint failed: books.author_id",
    "gkpj",
  ],
  opens: "select=statement.7",
  group: "The flush",
  order: 70,
} satisfies ScenarioAbout;
