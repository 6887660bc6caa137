import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: 'passive_deletes="all": hands off the children, loaded or not',
  question: 'What is passive_deletes="all" for?',
  answer:
    'With True the session still sets the foreign keys of loaded children to NULL. With "all" it touches none, and the database alone decides: it refuses to delete a parent that has children, or carries out its ON DELETE. It cannot be combined with a delete cascade, and objects whose rows went are found missing only when they are read.',
  source: {
    title: "relationship.passive_deletes, in SQLAlchemy's documentation",
    url: "https://docs.sqlalchemy.org/en/20/orm/relationship_api.html#sqlalchemy.orm.relationship.params.passive_deletes",
  },
  sources: [
    {
      title: "What was the rationale for making passive_deletes=False the default?, an issue of SQLAlchemy",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/5349",
    },
  ],
  tags: ["passive_deletes", "all", "RESTRICT", "ON DELETE CASCADE", "nullify"],
  errors: [
    "FOREIGN KEY constraint failed",
    "has been deleted, or its row is otherwise not present",
    "can't set passive_deletes='all' in conjunction with 'delete' or 'delete-orphan' cascade",
  ],
  opens: "select=statement.31",
  group: "ON DELETE in the database",
  order: 27,
} satisfies ScenarioAbout;
