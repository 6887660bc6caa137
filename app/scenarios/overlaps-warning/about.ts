import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "“relationship X will copy column Q to column P, which conflicts with …”",
  question: "What does the “overlaps” warning want: back_populates, viewonly or overlaps?",
  answer:
    "User.addresses and Address.user both write addresses.user_id, and nothing says that they are two sides of one thing. Set apart they contradict each other, and the flush lets one win. Link them with backPopulates; use viewonly where one side only reads, and overlaps only where both really must write.",
  source: {
    title: "relationship X will copy column Q to column P, which conflicts with relationship(s) Y",
    url: "https://sqlalche.me/e/20/qzyx",
  },
  tags: ["overlaps", "back_populates", "viewonly", "warning", "backref"],
  errors: [
    "qzyx",
    "will copy column",
    "which conflicts with relationship(s)",
    "To silence this warning, add the parameter",
  ],
  opens: "select=line.35",
  opensInPython: "select=line.47",
  group: "Mapping",
  order: 60,
} satisfies ScenarioAbout;
