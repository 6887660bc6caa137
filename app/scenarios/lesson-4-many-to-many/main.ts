import {
  Column,
  column,
  createEngine,
  declarativeBase,
  ForeignKey,
  Integer,
  relationship,
  Session,
  String,
  Table,
} from "flushlight";

const Base = declarativeBase();

// One row for each pair of a post and a tag. No class is mapped to it.
const postTags = new Table(
  "post_tags",
  Base.metadata,
  new Column("post_id", Integer, new ForeignKey("posts.id"), { primaryKey: true }),
  new Column("tag_id", Integer, new ForeignKey("tags.id"), { primaryKey: true }),
);

class Post extends Base.mapped("posts", {
  id: column(Integer, { primaryKey: true }),
  title: column(String(40)),
  tags: relationship<Tag[]>("Tag", { secondary: postTags, backPopulates: "posts" }),
}) {}

class Tag extends Base.mapped("tags", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  posts: relationship<Post[]>("Post", { secondary: postTags, backPopulates: "tags" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const sql = new Tag({ name: "sql" });
const orm = new Tag({ name: "orm" });
const first = new Post({ title: "Flush", tags: [sql, orm] });
const second = new Post({ title: "Query", tags: [sql] });
session.addAll([first, second]);
session.commit();

// Take a tag off a post.
first.tags.remove(orm);
session.commit();

// Delete a post.
session.delete(first);
session.commit();

// Delete a tag that a post still has.
session.delete(sql);
session.commit();
