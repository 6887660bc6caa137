import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "Delete-orphan",
  question: "Lesson 2: What happens to a child that is taken out of its collection?",
  answer:
    "With the delete cascade alone its foreign key becomes NULL. With delete-orphan it is deleted; one that was never saved is not saved at all.",
  source: {
    title: "SQLAlchemy: delete-orphan",
    url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete-orphan",
  },
  tags: ["lesson", "cascade", "delete-orphan", "one-to-many"],
  opens: "select=edge.Order.items&at=15",
  group: "Lessons",
  order: 102,
} satisfies ScenarioAbout;
