import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Relationships: lazy loads, joins, exists",
  question: "What does a relationship load, and when?",
  answer:
    "Nothing until it is touched: then one SELECT, and the list is kept until it expires. joinedload brings it along with its parent; join() only filters and loads nothing.",
  source: {
    title: "Object Relational Tutorial, of SQLAlchemy 1.x",
    url: "https://docs.sqlalchemy.org/en/13/orm/tutorial.html",
  },
  sources: [
    {
      title: "Relationship Loading Techniques",
      url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html",
    },
    { title: "Joins", url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/select.html#joins" },
  ],
  tags: [
    "relationship",
    "lazy load",
    "joinedload",
    "contains_eager",
    "join",
    "outerjoin",
    "any",
    "has",
    "aliased",
    "back_populates",
  ],
  opens: "select=statement.14&panes=objects",
  group: "The ORM tutorial",
  order: 93,
} satisfies ScenarioAbout;
