import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
}) {}
interface User {
  addresses: Address[];
}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String),
  userId: column("user_id", Integer, foreignKey("users.id")),
  // On this side the cascade runs from the address to the user. Move it into the backref to turn it round.
  user: relationship<User>("User", { cascade: "all, delete", backref: "addresses" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack" });
session.addAll([new Address({ email: "jack@home", user: jack }), new Address({ email: "jack@work", user: jack })]);
session.commit();

// delete() loads the user at once: the cascade has to mark it, too.
const home = session.query(Address).filterBy({ email: "jack@home" }).one();
session.delete(home);
// The user goes with the address, and the user's other address is left with NULL.
session.commit();
console.log(`${session.query(User).count()} users`);

const work = session.query(Address).one();
console.log(`${work.email} belongs to ${work.user}`);
