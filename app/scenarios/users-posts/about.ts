import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Delete a user and all of their posts",
  question: "How do I delete a user together with all of their posts?",
  answer:
    'cascade: "all, delete" on User.posts, and session.delete() of a user that is loaded. The session looks for the posts, deletes them with one statement for all, and then the user.',
  source: {
    title: "SQLAlchemy Cascading Deletes, on GeeksforGeeks",
    url: "https://www.geeksforgeeks.org/sqlalchemy-cascading-deletes/",
  },
  sources: [
    {
      title: "Cascades: delete, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete",
    },
  ],
  tags: ["cascade", "delete", "one-to-many", "backref", "NOT NULL"],
  opens: "select=statement.11",
  group: "Deleting a parent",
  order: 13,
} satisfies ScenarioAbout;
