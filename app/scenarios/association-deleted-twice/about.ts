import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "secondary and an association object on one table delete twice",
  question: "Why does SQLAlchemy delete the rows of my association table twice?",
  answer:
    "Student.courses by secondary and Student.enrolments by the class Enrolment both keep the same table, and neither knows of the other. Each deletes the row, and the second DELETE finds nothing. Give the one with secondary viewonly: true, and write through the association object alone.",
  source: {
    title: "An issue of SQLAlchemy on secondary beside an association object",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/4991",
  },
  sources: [
    {
      title: "Association object, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#combining-association-object-with-many-to-many-access-patterns",
    },
    {
      title: "relationship X will copy column Q to column P, which conflicts with relationship(s) Y",
      url: "https://sqlalche.me/e/20/qzyx",
    },
  ],
  tags: ["many-to-many", "secondary", "association object", "viewonly", "warning"],
  errors: [
    "DELETE statement on table",
    "expected to delete 1 row(s); 0 were matched",
    "confirm_deleted_rows=False",
    "qzyx",
  ],
  opens: "select=statement.24",
  group: "Many-to-many",
  order: 51,
} satisfies ScenarioAbout;
