import { tellIn } from "../lesson.ts";

export default tellIn(
  {
    typescript: {
      deleteFolder: 41,
      deleteAlbum: 45,
      albumDeleted: 46,
      readPhotos: 49,
      pragma: "foreignKeys: true",
      passive: "passiveDeletes: true",
    },
    python: {
      deleteFolder: 60,
      deleteAlbum: 64,
      albumDeleted: 65,
      readPhotos: 68,
      pragma: "PRAGMA foreign_keys=ON",
      passive: "passive_deletes=True",
    },
  },
  (at) => ({
    steps: [
      {
        title: "Two layers that delete",
        text: [
          `Both foreign keys say \`ON DELETE CASCADE\`: the database itself deletes the children of a deleted row. SQLite heeds it, for \`${at.pragma}\` switches it on.`,
          `\`Album.photos\` knows of it: it has a delete cascade and \`${at.passive}\`. \`Folder.files\` has neither.`,
        ],
        view: "select=edge.Album.photos&at=17",
      },
      {
        title: "Predict: the database alone",
        text: ["`session.delete(folder)`, and the database has its order to delete the files."],
        view: `select=line.${at.deleteFolder}&at=17&panes=tables`,
        quiz: {
          question: "How many files are left after the commit?",
          choices: [
            {
              text: "None: the database deletes the file",
              claim: { kind: "rows", table: "files", after: 21, count: 0 },
            },
            { text: "One: the file stays", claim: { kind: "rows", table: "files", after: 21, count: 1 } },
          ],
          reveal: {
            text: "The flush sets `folder_id` to NULL first. When the folder goes, no file points to it any more, and the database has nothing to delete.",
            view: "select=statement.20&panes=tables",
          },
        },
      },
      {
        title: "Predict: with passive_deletes",
        text: ["The album is deleted the same way. Its photos have not been loaded since the last commit."],
        view: `select=line.${at.deleteAlbum}&at=21&panes=tables`,
        quiz: {
          question: "Which statements write?",
          choices: [
            {
              text: "DELETE of the album",
              claim: { kind: "writes", lines: [at.deleteAlbum, at.albumDeleted], statements: ["DELETE albums"] },
            },
            {
              text: "DELETE of the photo, then of the album",
              claim: {
                kind: "writes",
                lines: [at.deleteAlbum, at.albumDeleted],
                statements: ["DELETE photos", "DELETE albums"],
              },
            },
            {
              text: "UPDATE of the photo, then DELETE of the album",
              claim: {
                kind: "writes",
                lines: [at.deleteAlbum, at.albumDeleted],
                statements: ["UPDATE photos", "DELETE albums"],
              },
            },
          ],
          reveal: {
            text: "One DELETE. The flush does not load what is not loaded; the photo's row goes by ON DELETE CASCADE.",
            view: "select=statement.23&panes=tables",
          },
        },
      },
      {
        title: "What is loaded is deleted by the ORM",
        text: [
          `The second album's photos have been read on line ${at.readPhotos}. For children in memory the ORM emits the DELETE itself, so that their objects are told.`,
          "That is why `passive_deletes` sometimes seems to do nothing.",
        ],
        view: "select=statement.26&panes=tables",
      },
      {
        title: "To remember",
        text: [
          "ON DELETE CASCADE in the database, plus a delete cascade and `passive_deletes` on the parent's collection: the three go together.",
          "The two layers point in opposite directions in the graph: the ORM's cascade from parent to child, the foreign key from child to parent.",
        ],
        view: "select=edge.Folder.files",
      },
    ],
  }),
);
