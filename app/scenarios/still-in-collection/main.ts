import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", cascade: "all, delete-orphan" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack", addresses: ["a", "b", "c"].map((email) => new Address({ email })) });
session.add(jack);
session.commit();

const a = jack.addresses[0]!;
const b = jack.addresses[1]!;
session.delete(a);
session.flush();
// The row is gone and the object has left the session; the list was loaded before, and is as it was.
console.log(`${jack.addresses.length} addresses, and a is in the session: ${session.contains(a)}`);

// Loaded anew, the list is right.
session.expire(jack, ["addresses"]);
console.log(`${jack.addresses.length} addresses after expire()`);

// Taken out of the list, b is an orphan: the list is right at once, and the flush deletes the row.
jack.addresses.remove(b);
console.log(`${jack.addresses.length} address after remove()`);
session.commit();
console.log(`${jack.addresses.length} address after commit()`);
