import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Does a many-to-many delete take shared tags?",
  question: "With cascade on a many-to-many relationship, does deleting a post delete tags that other posts still use?",
  answer:
    "Without a delete cascade only the post's rows in the association table go. With cascade: “all, delete” its tags are deleted, too, whoever else uses them, and their rows in every association table with them. Tags that are shared should not be cascaded to.",
  source: {
    title: "An issue of SQLAlchemy on deletes along many-to-many relationships",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/10613",
  },
  sources: [
    {
      title: "Using delete cascade with many-to-many relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-delete-cascade-with-many-to-many-relationships",
    },
    {
      title: "Deleting rows from the many to many table",
      url: "https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#deleting-rows-from-the-many-to-many-table",
    },
  ],
  tags: ["many-to-many", "secondary", "cascade", "delete", "shared"],
  opens: "select=statement.33",
  group: "Many-to-many",
  order: 50,
} satisfies ScenarioAbout;
