import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack" });
const jill = new User({ name: "jill" });
const address = new Address({ user: jack });
session.addAll([jack, jill, address]);
session.commit();
console.log(`the address is ${address.user?.name}'s`);

address.userId = jill.id;
console.log(`its key is set, and it is ${address.user?.name}'s`);
// The UPDATE gives the row to jill. The object has heard nothing of it.
session.flush();
console.log(`flushed, it is ${address.user?.name}'s`);
// Expired by the commit, the relationship is loaded by the new key.
session.commit();
console.log(`committed, it is ${address.user?.name}'s`);

// The other way round the flush does it: the relationship is set, the key follows.
address.user = jack;
console.log(`the key is ${address.userId}`);
session.flush();
console.log(`flushed, the key is ${address.userId}`);
session.commit();
