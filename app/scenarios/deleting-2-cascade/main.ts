import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", cascade: "all, delete, delete-orphan" }),
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

const jack = new User({
  name: "jack",
  fullname: "Jack Bean",
  password: "gjffdd",
  addresses: [new Address({ emailAddress: "jack@google.com" }), new Address({ emailAddress: "j25@yahoo.com" })],
});
session.add(jack);
session.commit();
session.expungeAll();
const addresses = () =>
  session
    .query(Address)
    .filter(Address.emailAddress.in_(["jack@google.com", "j25@yahoo.com"]))
    .count();

const j = session.get(User, 1)!;
// Out of the collection: nothing happens yet, the address is an orphan at the next flush. The count brings that about.
j.addresses.splice(1, 1);
console.log(`${addresses()} address is left`);

session.delete(j);
console.log(`${session.query(User).filterBy({ name: "jack" }).count()} users called jack`);
console.log(`${addresses()} addresses`);
