import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "viewonly changes memory, not rows",
  question: "I append to a relationship with viewonly=True: why is nothing written, although the list shows it?",
  answer:
    "A viewonly relationship only reads. Its list is a list, so it takes the object and shows it, but no flush looks at it; when it expires, it is loaded anew and the object is gone. Write through the relationship that owns the foreign key.",
  source: {
    title: "warn and deprecate for back_populates with viewonly=True, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5149",
  },
  sources: [
    {
      title: "An issue of SQLAlchemy on changes of viewonly relationships",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/4993",
    },
    {
      title: "Notes on using the viewonly relationship parameter",
      url: "https://docs.sqlalchemy.org/en/20/orm/join_conditions.html#notes-on-using-the-viewonly-relationship-parameter",
    },
  ],
  tags: ["viewonly", "primaryjoin", "sync_backref", "stale"],
  errors: [
    "Setting backref / back_populates on relationship",
    "to refer to viewonly relationship",
    "sync_backref=False",
  ],
  opens: "select=line.33",
  opensInPython: "select=line.40",
  group: "Mapping",
  order: 61,
} satisfies ScenarioAbout;
