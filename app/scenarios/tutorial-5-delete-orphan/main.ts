import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
  addresses: relationship<Address[]>("Address", { backref: "user", cascade: "all, delete, delete-orphan" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  emailAddress: column("email_address", String, { nullable: false }),
  userId: column("user_id", Integer, foreignKey("users.id")),
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

const newJack = new User({
  name: "jack",
  fullname: "Jack Bean",
  password: "gjffdd",
  addresses: [new Address({ emailAddress: "jack@google.com" }), new Address({ emailAddress: "j25@yahoo.com" })],
});
session.add(newJack);
session.commit();
session.expungeAll();
const addresses = () =>
  session
    .query(Address)
    .filter(Address.emailAddress.in_(["jack@google.com", "j25@yahoo.com"]))
    .count();

const jack = session.get(User, 5)!;
console.log(`jack has ${jack.addresses.length} addresses`);
// An orphan is deleted by the next flush, which the count brings about.
jack.addresses.splice(1, 1);
console.log(`${addresses()} address is left`);

session.delete(jack);
console.log(`${session.query(User).filterBy({ name: "jack" }).count()} users called jack`);
console.log(`${addresses()} addresses`);
