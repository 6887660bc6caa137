import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "passive_deletes: children in memory are deleted by the session all the same",
  question: "Why does passive_deletes=True still emit a DELETE for the children?",
  answer:
    "passive_deletes saves the loading, not the deleting: what a collection holds in memory is deleted one by one, so that the objects in the session know of it. Children that were never loaded, or that are expired, are left to the database.",
  source: {
    title: "Using foreign key ON DELETE cascade with ORM relationships",
    url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships",
  },
  sources: [
    {
      title: "relationship.passive_deletes, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/relationship_api.html#sqlalchemy.orm.relationship.params.passive_deletes",
    },
  ],
  tags: ["passive_deletes", "ON DELETE CASCADE", "cascade", "loaded", "expire"],
  opens: "select=statement.15",
  group: "ON DELETE in the database",
  order: 26,
} satisfies ScenarioAbout;
