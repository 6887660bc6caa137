import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Self-referential: remoteSide on the parent, the cascade on the children",
  question: "In a tree of one class, which side takes remote_side, and which the cascade?",
  answer:
    "Both relationships join the same two columns, so SQLAlchemy cannot see which is the way up. remoteSide goes on the many-to-one, Node.parent, and names the primary key; the cascade goes on the collection, Node.children, and a delete then takes the whole subtree, leaves first.",
  source: {
    title: "Cannot create a parent-child relationship with multiple children, an issue of SQLAlchemy",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5329",
  },
  sources: [
    {
      title: "Adjacency list relationships, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/self_referential.html",
    },
  ],
  tags: ["self-referential", "remote_side", "tree", "adjacency list", "cascade"],
  errors: ["are both of the same direction", "Did you mean to set remote_side on the many-to-one side"],
  opens: "select=line.14",
  opensInPython: "select=line.23",
  group: "Mapping",
  order: 62,
} satisfies ScenarioAbout;
