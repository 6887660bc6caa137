import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "delete-orphan on the many side needs singleParent",
  question: "delete-orphan cascade is normally configured only on the “one” side: what is single_parent for?",
  answer:
    "Many objects may point to the same one, so the ORM cannot tell when the last of them lets go, and refuses the mapping. singleParent: true promises that only one ever points to it: then it is deleted when that one lets go, and giving it to a second is refused.",
  source: {
    title: "For relationship …, delete-orphan cascade is normally configured only on the “one” side",
    url: "https://sqlalche.me/e/20/bbf0",
  },
  sources: [
    {
      title: "Instance is already associated with an instance of …, and is only allowed a single parent",
      url: "https://sqlalche.me/e/20/bbf1",
    },
    {
      title: "Cascades: delete-orphan, in SQLAlchemy's documentation",
      url: "https://docs.sqlalchemy.org/en/20/orm/cascades.html#delete-orphan",
    },
  ],
  tags: ["single_parent", "delete-orphan", "many-to-one", "mapping error"],
  errors: [
    "bbf0",
    "bbf1",
    'delete-orphan cascade is normally configured only on the "one" side',
    "set the single_parent=True flag",
    "and is only allowed a single parent",
  ],
  opens: "select=line.16",
  opensInPython: "select=line.28",
  group: "Orphans",
  order: 48,
} satisfies ScenarioAbout;
