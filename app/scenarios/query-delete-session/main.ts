import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", cascade: "all, delete-orphan" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack", addresses: [new Address()] });
const jill = new User({ name: "jill" });
session.addAll([jack, jill]);
session.commit();
console.log(`${jack.name} and ${jill.name} are loaded`);

// One DELETE. The session looks through what it holds for objects that match, and lets go of jack.
session.query(User).filter(User.name.eq("jack")).delete();
console.log(`jack is in the session: ${session.contains(jack)}`);
// The cascade of User.addresses was never asked.
console.log(`${session.query(Address).count()} address of nobody`);

// With false it does not look, and jill's object outlives her row …
session.query(User).filter(User.name.eq("jill")).delete({ synchronizeSession: false });
console.log(`jill is in the session: ${session.contains(jill)}, and her name is ${jill.name}`);
session.commit();
try {
  // … until its attributes are expired and have to be loaded.
  console.log(jill.name);
} catch (error) {
  console.log(`${error}`);
}
