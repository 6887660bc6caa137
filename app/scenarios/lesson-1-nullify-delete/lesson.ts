import { tellIn } from "../lesson.ts";

export default tellIn(
  {
    typescript: { deleteAuthor: 41, authorDeleted: 42, deleteTeam: 45, cascade: 'cascade: "all, delete"' },
    python: { deleteAuthor: 53, authorDeleted: 54, deleteTeam: 57, cascade: 'cascade="all, delete"' },
  },
  (at) => ({
    steps: [
      {
        title: "Two parents, two settings",
        text: [
          "An `Author` has books, a `Team` has players. Both are one-to-many, and both are saved with two children each.",
          `The only difference is the cascade: \`Author.books\` has the default, \`Team.players\` has \`${at.cascade}\`.`,
        ],
        view: "select=edge.Team.players&at=17",
      },
      {
        title: "Predict: delete the author",
        text: [
          "`session.delete(author)` marks the author. The commit flushes, and the flush has to do something about the books.",
        ],
        view: `select=line.${at.deleteAuthor}&at=17`,
        quiz: {
          question: `Which statements write, when lines ${at.deleteAuthor} and ${at.authorDeleted} have run?`,
          choices: [
            {
              text: "DELETE of the author, nothing else",
              claim: { kind: "writes", lines: [at.deleteAuthor, at.authorDeleted], statements: ["DELETE authors"] },
            },
            {
              text: "DELETE of the books, then DELETE of the author",
              claim: {
                kind: "writes",
                lines: [at.deleteAuthor, at.authorDeleted],
                statements: ["DELETE books", "DELETE authors"],
              },
            },
            {
              text: "UPDATE of the books, then DELETE of the author",
              claim: {
                kind: "writes",
                lines: [at.deleteAuthor, at.authorDeleted],
                statements: ["UPDATE books", "DELETE authors"],
              },
            },
          ],
          reveal: {
            text: "The flush loads the books and writes NULL into `author_id`. Only then may the author go.",
            view: "select=statement.20",
          },
        },
      },
      {
        title: "The books are still there",
        text: [
          "Both rows have lost their author: `author_id` is NULL. That is what nullify means. Where the column is NOT NULL, this UPDATE fails.",
        ],
        view: "select=table.books&at=21&panes=tables",
      },
      {
        title: "Predict: delete the team",
        text: [
          "Now the same with a delete cascade. `session.delete(team)` follows `Team.players` at once, so it has to load the players.",
        ],
        view: `select=line.${at.deleteTeam}&at=21&panes=tables`,
        quiz: {
          question: "How many players are left in the end?",
          choices: [
            { text: "None", claim: { kind: "rows", table: "players", count: 0 } },
            { text: "Two, with `team_id` NULL", claim: { kind: "rows", table: "players", count: 2 } },
          ],
          reveal: {
            text: "One DELETE takes both players, and the team follows. No UPDATE is needed.",
            view: "select=statement.24&panes=tables",
          },
        },
      },
      {
        title: "Where the setting belongs",
        text: [
          "The cascade is written on the parent's collection, for it runs from parent to children. On `Player.team` it would run the other way: deleting a player would delete the team.",
          "Change `Author.books` to the same cascade and see the UPDATE disappear.",
        ],
        view: "select=edge.Author.books",
      },
    ],
  }),
);
