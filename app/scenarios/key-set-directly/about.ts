import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "A foreign key that is set directly leaves the relationship as it was",
  question: "I set address.user_id: why does address.user still show the old user?",
  answer:
    "The flush copies from relationships to foreign keys, never the other way. The column is written, and address.user stays as loaded until it expires, at the commit or by refresh(). Set the relationship instead: the flush then sets the key.",
  source: {
    title: "An issue of SQLAlchemy on foreign keys that are set directly",
    url: "https://github.com/sqlalchemy/sqlalchemy/issues/5226",
  },
  sources: [
    {
      title: "I set the “foo_id” attribute on my instance to “7”, but the “foo” attribute is still None",
      url: "https://docs.sqlalchemy.org/en/20/faq/sessions.html#i-set-the-foo-id-attribute-on-my-instance-to-7-but-the-foo-attribute-is-still-none-shouldn-t-it-have-loaded-foo-with-id-7",
    },
  ],
  tags: ["foreign key", "many-to-one", "stale", "refresh", "expire"],
  opens: "select=statement.12&panes=objects",
  group: "Objects in memory",
  order: 82,
} satisfies ScenarioAbout;
