import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
  addresses: relationship<Address[]>("Address", { orderBy: () => [Address.id], backPopulates: "user" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  emailAddress: column("email_address", String, { nullable: false }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
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

const jack = new User({ name: "jack", fullname: "Jack Bean", password: "gjffdd" });
console.log(`${jack.addresses.length} addresses, and no SQL to know it: jack is new`);
const a1 = new Address({ emailAddress: "jack@google.com" });
const a2 = new Address({ emailAddress: "j25@yahoo.com" });
jack.addresses.push(a1, a2);
console.log(`the other side knows already: ${a2.user?.name}`);
session.add(jack);
session.commit();

// Marked only. The count flushes, for it must not count him any more.
session.delete(jack);
console.log(`${session.query(User).filterBy({ name: "jack" }).count()} users called jack`);

const left = session
  .query(Address)
  .filter(Address.emailAddress.in_(["jack@google.com", "j25@yahoo.com"]))
  .count();
console.log(`${left} addresses of nobody`);
