import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
  String,
  Text,
} from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50), { nullable: false }),
  posts: relationship<Post[]>("Post", { backref: "user", cascade: "all, delete" }),
}) {}

class Post extends Base.mapped("posts", {
  id: column(Integer, { primaryKey: true }),
  title: column(String(100), { nullable: false }),
  body: column(Text, { nullable: false }),
  // A post cannot be without its user: without the cascade, deleting the user would fail.
  userId: column("user_id", Integer, foreignKey("users.id"), { nullable: false }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const one = new Post({ title: "One", body: "First" });
const two = new Post({ title: "Two", body: "Second" });
const john = new User({ name: "John", posts: [one, two] });
// The posts come along: save-update is part of "all".
session.add(john);
session.commit();

const user = session.query(User).filterBy({ name: "John" }).first()!;
session.delete(user);
// Watch: one DELETE for both posts.
session.commit();

console.log(`John: ${session.query(User).filterBy({ name: "John" }).first()}`);
console.log(`his posts: ${session.query(Post).filterBy({ userId: 1 }).all().length}`);
