import { tellIn } from "../lesson.ts";

export default tellIn(
  {
    typescript: {
      read: 20,
      update: 23,
      readAgain: 24,
      refresh: 27,
      commit: 36,
      readDetached: 38,
      printError: 40,
      session: 13,
      keeping: "expireOnCommit: false",
    },
    python: {
      read: 27,
      update: 30,
      readAgain: 31,
      refresh: 34,
      commit: 42,
      readDetached: 45,
      printError: 47,
      session: 20,
      keeping: "expire_on_commit=False",
    },
  },
  (at) => ({
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
        text: [`Line ${at.read} only reads \`user.name\`.`],
        view: `select=line.${at.read}&at=3&panes=objects`,
        quiz: {
          question: `How many SELECTs does line ${at.read} cause?`,
          choices: [
            { text: "None: the name is known", claim: { kind: "loads", lines: [at.read, at.read], count: 0 } },
            { text: "One, for all columns of the user", claim: { kind: "loads", lines: [at.read, at.read], count: 1 } },
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
          `Line ${at.update} changes the row by plain SQL. The session does not look into SQL; the object keeps what it has loaded.`,
        ],
        view: "select=statement.5&panes=objects",
        quiz: {
          question: `What does line ${at.readAgain} print?`,
          choices: [
            { text: "Ann", claim: { kind: "prints", line: at.readAgain, text: "Ann" } },
            { text: "Eve", claim: { kind: "prints", line: at.readAgain, text: "Eve" } },
          ],
          reveal: {
            text: `Ann, which is out of date: the row says Eve. \`session.refresh(user)\` on line ${at.refresh} loads the row at once.`,
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
        text: [
          `Commit expires the user, close lets go of it: it is detached. Then line ${at.readDetached} reads its name.`,
        ],
        view: `select=line.${at.readDetached}&at=7&panes=objects`,
        quiz: {
          question: `What comes of line ${at.readDetached}?`,
          choices: [
            {
              text: "A SELECT in a new transaction",
              claim: { kind: "loads", lines: [at.commit, at.printError], count: 1 },
            },
            { text: "Eve, from memory", claim: { kind: "prints", line: at.readDetached, text: "Eve" } },
            { text: "An error", claim: { kind: "prints", line: at.printError, text: "DetachedInstanceError" } },
          ],
          reveal: {
            text: "The attribute is expired, and there is no session to load it: `DetachedInstanceError`.",
            view: `select=line.${at.printError}&panes=objects,output`,
          },
        },
      },
      {
        title: "Ways out",
        text: [
          `Read what you need before the session closes, or make the session with \`${at.keeping}\`, or give the object to another session with \`add()\` or \`merge()\`.`,
        ],
        view: `select=line.${at.session}&panes=objects,output`,
      },
    ],
  }),
);
