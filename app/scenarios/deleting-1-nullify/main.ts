import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  joinedload,
  relationship,
  Session,
  String,
} from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
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

// One statement loads jack and his addresses.
const j = session.query(User).options(joinedload(User.addresses)).filterBy({ name: "jack" }).one();
console.log(`${j.name} has ${j.addresses.length} addresses`);

// delete() only marks jack. The count flushes first, and there he goes.
session.delete(j);
console.log(`${session.query(User).filterBy({ name: "jack" }).count()} users called jack`);
const left = session
  .query(Address)
  .filter(Address.emailAddress.in_(["jack@google.com", "j25@yahoo.com"]))
  .count();
console.log(`${left} addresses of nobody`);
