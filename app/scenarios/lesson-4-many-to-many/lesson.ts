import { tellIn } from "../lesson.ts";

export default tellIn(
  {
    typescript: { takeOff: 48, takenOff: 49, deletePost: 52, postDeleted: 53, cascade: 'cascade: "all, delete"' },
    python: { takeOff: 46, takenOff: 47, deletePost: 50, postDeleted: 51, cascade: 'cascade="all, delete"' },
  },
  (at) => ({
    steps: [
      {
        title: "Two posts, two tags, three pairs",
        text: [
          "`post_tags` has a row for each pair. No class is mapped to it: `Post.tags` and `Tag.posts` keep it by themselves.",
          "The post “Flush” has both tags, “Query” has only `sql`.",
        ],
        view: "select=statement.13&panes=tables",
      },
      {
        title: "Predict: take a tag off",
        text: ["`first.tags.remove(orm)` takes the tag `orm` off the first post. No other post has it."],
        view: `select=line.${at.takeOff}&at=15&panes=tables`,
        quiz: {
          question: "What does the commit write?",
          choices: [
            {
              text: "DELETE of the pair",
              claim: { kind: "writes", lines: [at.takeOff, at.takenOff], statements: ["DELETE post_tags"] },
            },
            {
              text: "DELETE of the pair and of the tag, which nobody uses any more",
              claim: {
                kind: "writes",
                lines: [at.takeOff, at.takenOff],
                statements: ["DELETE post_tags", "DELETE tags"],
              },
            },
            {
              text: "UPDATE of the pair",
              claim: { kind: "writes", lines: [at.takeOff, at.takenOff], statements: ["UPDATE post_tags"] },
            },
          ],
          reveal: {
            text: "Only the row of the pair. The tag stays, used or not.",
            view: "select=statement.16&panes=tables",
          },
        },
      },
      {
        title: "Predict: delete a post",
        text: ["The first post is deleted. It still has the tag `sql`, which the second post has too."],
        view: `select=line.${at.deletePost}&at=16&panes=tables`,
        quiz: {
          question: "How many tags are there when the post is gone?",
          choices: [
            { text: "Two: no tag is deleted", claim: { kind: "rows", table: "tags", after: 20, count: 2 } },
            { text: "One: the post takes its tag along", claim: { kind: "rows", table: "tags", after: 20, count: 1 } },
          ],
          reveal: {
            text: "The flush loads the tags of the post, deletes the pairs, then the post. Shared tags are safe.",
            view: "select=statement.19&panes=tables",
          },
        },
      },
      {
        title: "The other side does the same",
        text: [
          "Deleting the tag `sql` deletes its pairs too, because `Tag.posts` exists. Without that side the ORM would not know of them, and the row of the pair would stay or the database would refuse.",
        ],
        view: "select=statement.23&panes=tables",
      },
      {
        title: "Beware of a delete cascade here",
        text: [
          `With \`${at.cascade}\` on \`Post.tags\`, deleting a post deletes its tags, also those that other posts have. Many-to-many seldom wants it.`,
          `Add it and watch the tags on line ${at.postDeleted}.`,
        ],
        view: "select=edge.Post.tags&panes=tables",
      },
    ],
  }),
);
