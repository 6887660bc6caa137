import { column, createEngine, declarativeBase, Integer, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const ed = new User({ name: "ed", fullname: "Ed Jones", password: "edspassword" });
// Pending: no SQL yet.
session.add(ed);

// The query would miss ed, so the session flushes first.
const ourUser = session.query(User).filterBy({ name: "ed" }).first();
console.log(`the same object: ${ed === ourUser}`);

session.addAll([
  new User({ name: "wendy", fullname: "Wendy Williams", password: "foobar" }),
  new User({ name: "mary", fullname: "Mary Contrary", password: "xxg527" }),
  new User({ name: "fred", fullname: "Fred Flinstone", password: "blah" }),
]);
ed.password = "f8s7ccs";
console.log(`dirty: ${[...session.dirty].length}, new: ${[...session.new].length}`);
session.commit();

// A commit expires what was loaded: the next look at ed loads him again.
console.log(`ed has id ${ed.id}`);

ed.name = "Edwardo";
const fake = new User({ name: "fakeuser", fullname: "Invalid", password: "12345" });
session.add(fake);
const both = session
  .query(User)
  .filter(User.name.in_(["Edwardo", "fakeuser"]))
  .all();
console.log(`in this transaction: ${both.map((user) => user.name).join(", ")}`);

// Neither the new name nor the new user was meant: back to the last commit.
session.rollback();
console.log(`after the rollback: ${ed.name}; the fake user is in the session: ${session.contains(fake)}`);
const left = session
  .query(User)
  .filter(User.name.in_(["ed", "fakeuser"]))
  .all();
console.log(`in the table: ${left.map((user) => user.name).join(", ")}`);
