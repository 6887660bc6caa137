import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "“expected to delete 1 row(s); 0 were matched”",
  question: "Why does SQLAlchemy say “expected to delete 1 row(s); 0 were matched” after ON DELETE CASCADE?",
  answer:
    "The database deleted the children with their parent, but the session was not told and still holds them. Deleting one again matches no row, which is a warning; updating one is a StaleDataError. Load the collection before the delete, so that the session deletes the children itself, or let go of them.",
  source: {
    title: "Using foreign key ON DELETE cascade with ORM relationships",
    url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
  },
  tags: ["ON DELETE CASCADE", "passive_deletes", "StaleDataError", "warning", "stale"],
  errors: [
    "expected to delete 1 row(s); 0 were matched",
    "expected to update 1 row(s); 0 were matched",
    "StaleDataError",
    "confirm_deleted_rows=False",
  ],
  opens: "select=statement.12",
  group: "ON DELETE in the database",
  order: 29,
} satisfies ScenarioAbout;
