import type { Lesson } from "../lesson.ts";

export default {
  steps: [
    {
      title: "Two kinds of belonging",
      text: [
        'A `Cart` has entries with `cascade: "all, delete"`. An `Order` has items with `cascade: "all, delete-orphan"`.',
        "Deleting either parent deletes its children. The difference shows when a child leaves its parent.",
      ],
      view: "select=edge.Order.items&at=15",
    },
    {
      title: "Predict: out of the cart",
      text: ["`cart.entries.remove(entry)` takes the entry out of the collection. Nobody deletes anything."],
      view: "select=line.41&at=17",
      quiz: {
        question: "What does the flush on line 42 write?",
        choices: [
          { text: "UPDATE of the entry", claim: { kind: "writes", lines: [41, 42], statements: ["UPDATE entries"] } },
          { text: "DELETE of the entry", claim: { kind: "writes", lines: [41, 42], statements: ["DELETE entries"] } },
          { text: "Nothing", claim: { kind: "writes", lines: [41, 42], statements: [] } },
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
      view: "select=line.45&at=20&panes=tables",
      quiz: {
        question: "What does the flush on line 46 write?",
        choices: [
          { text: "UPDATE of the item", claim: { kind: "writes", lines: [45, 46], statements: ["UPDATE items"] } },
          { text: "DELETE of the item", claim: { kind: "writes", lines: [45, 46], statements: ["DELETE items"] } },
          {
            text: "UPDATE, then DELETE of the item",
            claim: { kind: "writes", lines: [45, 46], statements: ["UPDATE items", "DELETE items"] },
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
      view: "select=line.50&at=21&panes=objects",
      quiz: {
        question: "What do lines 49 to 52 write?",
        choices: [
          {
            text: "INSERT, then DELETE",
            claim: { kind: "writes", lines: [49, 52], statements: ["INSERT items", "DELETE items"] },
          },
          { text: "INSERT", claim: { kind: "writes", lines: [49, 52], statements: ["INSERT items"] } },
          { text: "Nothing", claim: { kind: "writes", lines: [49, 52], statements: [] } },
        ],
        reveal: {
          text: "Appending made it pending; as an orphan without a row it simply leaves the session again.",
          view: "select=line.51&panes=objects",
        },
      },
    },
    {
      title: "When to use it",
      text: [
        "Use delete-orphan where the child is a part of its parent: items of an order, rooms of a house. Use the plain cascade where a child may move or wait without one.",
        "It belongs on the parent's side of a one-to-many. Elsewhere it asks for `singleParent: true`.",
      ],
      view: "select=edge.Order.items&panes=tables",
    },
  ],
} satisfies Lesson;
