import {
  Column,
  column,
  createEngine,
  declarativeBase,
  ForeignKey,
  foreignKey,
  Integer,
  relationship,
  Session,
  String,
  Table,
  Text,
} from "flushlight";

const Base = declarativeBase();

const postKeywords = new Table(
  "post_keywords",
  Base.metadata,
  new Column("post_id", Integer, new ForeignKey("posts.id")),
  new Column("keyword_id", Integer, new ForeignKey("keywords.id")),
);

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
}) {}
// What the backref adds, for the type checker.
interface User {
  posts: BlogPost[];
}

class BlogPost extends Base.mapped("posts", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  headline: column(String(255), { nullable: false }),
  body: column(Text),
  keywords: relationship<Keyword[]>("Keyword", { secondary: postKeywords, backref: "posts" }),
  author: relationship<User>("User", { backref: "posts" }),
}) {}

class Keyword extends Base.mapped("keywords", {
  id: column(Integer, { primaryKey: true }),
  keyword: column(String(50), { nullable: false, unique: true }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const ed = new User({ name: "ed", fullname: "Ed Jones", password: "edspassword" });
session.add(ed);
session.addAll([
  new User({ name: "wendy", fullname: "Wendy Williams", password: "foobar" }),
  new User({ name: "mary", fullname: "Mary Contrary", password: "xxg527" }),
  new User({ name: "fred", fullname: "Fred Flinstone", password: "blah" }),
]);
session.commit();

const wendy = session.query(User).filterBy({ name: "wendy" }).one();
const post = new BlogPost({ headline: "Wendy's Blog Post", body: "This is a test", author: wendy });
session.add(post);
post.keywords.push(new Keyword({ keyword: "wendy" }), new Keyword({ keyword: "firstpost" }));

// The query flushes first: keywords, the post, and one statement for both rows between them.
const first = BlogPost.keywords.any(Keyword.keyword.eq("firstpost"));
session.query(BlogPost).filter(first).all();
session.query(BlogPost).filter(BlogPost.author.eq(wendy)).filter(first).all();
console.log(`${wendy.posts.length} post of wendy's`);

// The rows between go with the post, without any cascade option; the keywords stay.
session.delete(post);
session.commit();
console.log(`${session.query(Keyword).count()} keywords`);
