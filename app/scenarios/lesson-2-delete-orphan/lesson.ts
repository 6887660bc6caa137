import { tellIn } from "../lesson.ts";

export default tellIn(
  {
    typescript: {
      fromCart: 41,
      cartFlushed: 42,
      fromOrder: 45,
      orderFlushed: 46,
      draft: 49,
      putIn: 50,
      out: 51,
      committed: 52,
      cascade: 'cascade: "all, delete"',
      orphans: 'cascade: "all, delete-orphan"',
      single: "singleParent: true",
    },
    python: {
      fromCart: 53,
      cartFlushed: 54,
      fromOrder: 57,
      orderFlushed: 58,
      draft: 61,
      putIn: 62,
      out: 63,
      committed: 64,
      cascade: 'cascade="all, delete"',
      orphans: 'cascade="all, delete-orphan"',
      single: "single_parent=True",
    },
  },
  (at) => ({
    steps: [
      {
        title: "Two kinds of belonging",
        text: [
          `A \`Cart\` has entries with \`${at.cascade}\`. An \`Order\` has items with \`${at.orphans}\`.`,
          "Deleting either parent deletes its children. The difference shows when a child leaves its parent.",
        ],
        view: "select=edge.Order.items&at=15",
      },
      {
        title: "Predict: out of the cart",
        text: ["`cart.entries.remove(entry)` takes the entry out of the collection. Nobody deletes anything."],
        view: `select=line.${at.fromCart}&at=17`,
        quiz: {
          question: `What does the flush on line ${at.cartFlushed} write?`,
          choices: [
            {
              text: "UPDATE of the entry",
              claim: { kind: "writes", lines: [at.fromCart, at.cartFlushed], statements: ["UPDATE entries"] },
            },
            {
              text: "DELETE of the entry",
              claim: { kind: "writes", lines: [at.fromCart, at.cartFlushed], statements: ["DELETE entries"] },
            },
            { text: "Nothing", claim: { kind: "writes", lines: [at.fromCart, at.cartFlushed], statements: [] } },
          ],
          reveal: {
            text: "The delete cascade answers to the deletion of the cart only. The entry stays, with `cart_id` NULL.",
            view: "select=statement.18&panes=tables",
          },
        },
      },
      {
        title: "Predict: out of the order",
        text: [
          "The same with the order. `Order.items` has delete-orphan, which says that an item must not live without its order.",
        ],
        view: `select=line.${at.fromOrder}&at=20&panes=tables`,
        quiz: {
          question: `What does the flush on line ${at.orderFlushed} write?`,
          choices: [
            {
              text: "UPDATE of the item",
              claim: { kind: "writes", lines: [at.fromOrder, at.orderFlushed], statements: ["UPDATE items"] },
            },
            {
              text: "DELETE of the item",
              claim: { kind: "writes", lines: [at.fromOrder, at.orderFlushed], statements: ["DELETE items"] },
            },
            {
              text: "UPDATE, then DELETE of the item",
              claim: {
                kind: "writes",
                lines: [at.fromOrder, at.orderFlushed],
                statements: ["UPDATE items", "DELETE items"],
              },
            },
          ],
          reveal: {
            text: "The item is an orphan, and orphans are deleted by the next flush.",
            view: "select=statement.21&panes=tables",
          },
        },
      },
      {
        title: "Predict: in and out again",
        text: ["A new item is put into the collection and taken out of it before any flush. It has no row yet."],
        view: `select=line.${at.putIn}&at=21&panes=objects`,
        quiz: {
          question: `What do lines ${at.draft} to ${at.committed} write?`,
          choices: [
            {
              text: "INSERT, then DELETE",
              claim: { kind: "writes", lines: [at.draft, at.committed], statements: ["INSERT items", "DELETE items"] },
            },
            {
              text: "INSERT",
              claim: { kind: "writes", lines: [at.draft, at.committed], statements: ["INSERT items"] },
            },
            { text: "Nothing", claim: { kind: "writes", lines: [at.draft, at.committed], statements: [] } },
          ],
          reveal: {
            text: "Appending made it pending; as an orphan without a row it simply leaves the session again.",
            view: `select=line.${at.out}&panes=objects`,
          },
        },
      },
      {
        title: "When to use it",
        text: [
          "Use delete-orphan where the child is a part of its parent: items of an order, rooms of a house. Use the plain cascade where a child may move or wait without one.",
          `It belongs on the parent's side of a one-to-many. Elsewhere it asks for \`${at.single}\`.`,
        ],
        view: "select=edge.Order.items&panes=tables",
      },
    ],
  }),
);
