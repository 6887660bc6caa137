import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Querying: filters, lists, one row, counting",
  question: "How do I filter, order, slice and count with a query?",
  answer:
    "Each method gives a new query; all(), first(), one(), scalar() and count() send it. one() insists on exactly one row, and raises where there are none or several.",
  source: {
    title: "Object Relational Tutorial, of SQLAlchemy 1.x",
    url: "https://docs.sqlalchemy.org/en/13/orm/tutorial.html",
  },
  sources: [
    { title: "ORM Querying Guide", url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/index.html" },
    { title: "Legacy Query API", url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html" },
  ],
  tags: ["query", "filter", "in", "like", "one", "count", "label", "alias", "text"],
  errors: [
    "MultipleResultsFound",
    "Multiple rows were found when exactly one was required",
    "NoResultFound",
    "No row was found when one was required",
  ],
  opens: "select=statement.24",
  group: "The ORM tutorial",
  order: 92,
} satisfies ScenarioAbout;
