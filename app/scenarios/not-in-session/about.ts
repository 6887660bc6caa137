import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "“Object of type … not in session, add operation along … will not proceed”",
  question: "What does the warning “Object of type <Address> not in session, add operation will not proceed” mean?",
  answer:
    "A collection holds an object that the session does not know, so the flush cannot write it and leaves it out. Usually the save-update cascade that would have added it is missing: the relationship's cascade leaves it out, or the object came there by a backref. Add the object, or let the cascade be.",
  source: {
    title: "An issue of SQLAlchemy on objects that are not in the session",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/4491",
  },
  sources: [
    {
      title: "Cascades: save-update, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#save-update",
    },
  ],
  tags: ["save-update", "cascade", "warning", "collection"],
  errors: ["not in session, add operation along", "will not proceed", "Object of type"],
  opens: "select=line.42",
  opensInPython: "select=line.54",
  group: "The flush",
  order: 72,
} satisfies ScenarioAbout;
