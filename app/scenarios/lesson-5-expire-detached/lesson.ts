import type { Lesson } from "../lesson.ts";

export default {
  steps: [
    {
      title: "Saved, and expired",
      text: [
        "The INSERT gives the user a row, and the commit expires the object: what it knew may be out of date once the transaction has ended.",
      ],
      view: "select=statement.3&panes=objects",
    },
    {
      title: "Predict: read after commit",
      text: ["Line 20 only reads `user.name`."],
      view: "select=line.20&at=3&panes=objects",
      quiz: {
        question: "How many SELECTs does line 20 cause?",
        choices: [
          { text: "None: the name is known", claim: { kind: "loads", lines: [20, 20], count: 0 } },
          { text: "One, for all columns of the user", claim: { kind: "loads", lines: [20, 20], count: 1 } },
        ],
        reveal: {
          text: "One: the first access after a commit loads the row again, in a new transaction.",
          view: "select=statement.4&panes=objects",
        },
      },
    },
    {
      title: "Predict: behind the object's back",
      text: [
        "Line 23 changes the row by plain SQL. The session does not look into SQL; the object keeps what it has loaded.",
      ],
      view: "select=statement.5&panes=objects",
      quiz: {
        question: "What does line 24 print?",
        choices: [
          { text: "Ann", claim: { kind: "prints", line: 24, text: "Ann" } },
          { text: "Eve", claim: { kind: "prints", line: 24, text: "Eve" } },
        ],
        reveal: {
          text: "Ann, which is out of date: the row says Eve. `session.refresh(user)` on line 27 loads the row at once.",
          view: "select=statement.6&panes=objects",
        },
      },
    },
    {
      title: "Expire a single attribute",
      text: [
        '`session.expire(user, ["city"])` emits nothing. The SELECT comes when the city is read, and it asks for that column only.',
      ],
      view: "select=statement.7&panes=objects",
    },
    {
      title: "Predict: no session",
      text: ["Commit expires the user, close lets go of it: it is detached. Then line 38 reads its name."],
      view: "select=line.38&at=7&panes=objects",
      quiz: {
        question: "What comes of line 38?",
        choices: [
          { text: "A SELECT in a new transaction", claim: { kind: "loads", lines: [36, 40], count: 1 } },
          { text: "Eve, from memory", claim: { kind: "prints", line: 38, text: "Eve" } },
          { text: "An error", claim: { kind: "prints", line: 40, text: "DetachedInstanceError" } },
        ],
        reveal: {
          text: "The attribute is expired, and there is no session to load it: `DetachedInstanceError`.",
          view: "select=line.40&panes=objects,output",
        },
      },
    },
    {
      title: "Ways out",
      text: [
        "Read what you need before the session closes, or make the session with `expireOnCommit: false`, or give the object to another session with `add()` or `merge()`.",
      ],
      view: "select=line.13&panes=objects,output",
    },
  ],
} satisfies Lesson;
