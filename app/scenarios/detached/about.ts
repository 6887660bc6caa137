import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "DetachedInstanceError: not bound to a Session",
  question: "Why does reading an object after commit() and close() raise DetachedInstanceError?",
  answer:
    "commit() expires every object, so the next read has to load it, and a closed session no longer can. expireOnCommit: false keeps what was loaded. It does not load what never was: a relationship that is needed later has to be loaded before the session closes.",
  source: {
    title: "Parent instance <x> is not bound to a Session; lazy load operation cannot proceed",
    url: "https://sqlalche.me/e/20/bhk3",
  },
  sources: [
    {
      title: "Session: expiring, and expire_on_commit",
      url: "https://docs.sqlalchemy.org/en/20/orm/session_state_management.html#refreshing-expiring",
    },
  ],
  tags: ["detached", "expire_on_commit", "lazy load", "selectinload", "close"],
  errors: [
    "bhk3",
    "DetachedInstanceError",
    "is not bound to a Session; attribute refresh operation cannot proceed",
    "is not bound to a Session; lazy load operation of attribute",
  ],
  opens: "select=line.44",
  opensInPython: "select=line.42",
  group: "Objects in memory",
  order: 83,
} satisfies ScenarioAbout;
