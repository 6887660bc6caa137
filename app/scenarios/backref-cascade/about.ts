import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "item.order = order no longer adds the item to the session",
  question: "Since SQLAlchemy 2.0, assigning a parent does not insert the new child any more. Why?",
  answer:
    "In 1.x an object that a backref put into the collection of a persistent parent came into the session with it. 2.0 has dropped that: the save-update cascade runs along what you write, here from the item to its order, and the item is not in the session. Add the item, or append it to order.items.",
  source: {
    title: "Cascade behaviour of backrefs, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5130",
  },
  sources: [
    {
      title: "An issue of SQLAlchemy on objects that 2.0 does not add",
      url: "https://github.com/sqlalchemy/sqlalchemy/issues/7749",
    },
    {
      title: "cascade_backrefs behavior deprecated for removal in 2.0",
      url: "https://docs.sqlalchemy.org/en/20/changelog/migration_14.html#change-5150",
    },
    {
      title: "Behavior of save-update cascade with bi-directional relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#behavior-of-save-update-cascade-with-bi-directional-relationships",
    },
  ],
  tags: ["backref", "cascade_backrefs", "save-update", "2.0", "warning"],
  errors: ["Object of type <Item> not in session, add operation along 'Order.items' will not proceed", "s9r1"],
  opens: "select=line.30",
  opensInPython: "select=line.38",
  group: "The flush",
  order: 71,
} satisfies ScenarioAbout;
