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
const postTags = new Table(
  "post_tags",
  Base.metadata,
  new Column("post_id", Integer, new ForeignKey("posts.id"), { primaryKey: true }),
  new Column("tag_id", Integer, new ForeignKey("tags.id"), { primaryKey: true }),
);
const photoTags = new Table(
  "photo_tags",
  Base.metadata,
  new Column("photo_id", Integer, new ForeignKey("photos.id"), { primaryKey: true }),
  new Column("tag_id", Integer, new ForeignKey("tags.id"), { primaryKey: true }),
);

class Tag extends Base.mapped("tags", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
}) {}
class Post extends Base.mapped("posts", {
  id: column(Integer, { primaryKey: true }),
  title: column(String),
  tags: relationship<Tag[]>("Tag", { secondary: postTags, backref: "posts" }),
}) {}
class Photo extends Base.mapped("photos", {
  id: column(Integer, { primaryKey: true }),
  title: column(String),
  // The difference.
  tags: relationship<Tag[]>("Tag", { secondary: photoTags, backref: "photos", cascade: "all, delete" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const sql = new Tag({ name: "sql" });
const posts = [new Post({ title: "one", tags: [sql] }), new Post({ title: "two", tags: [sql] })];
session.addAll([...posts, new Photo({ title: "sea", tags: [sql] })]);
session.commit();

// A post goes, and its association row; the tag stays.
session.delete(session.query(Post).filterBy({ title: "one" }).one());
session.commit();
console.log(`${session.query(Tag).count()} tag`);

// The photo takes the tag with it, and so the tag of the other post.
session.delete(session.query(Photo).filterBy({ title: "sea" }).one());
session.commit();
console.log(`${session.query(Tag).count()} tags`);
console.log(`${session.query(Post).filterBy({ title: "two" }).one().tags.length} tags of the post that is left`);
