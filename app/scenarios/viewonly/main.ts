import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
  // Some of the addresses, to be read.
  workAddresses: relationship<Address[]>("Address", {
    primaryjoin: "and_(User.id == Address.userId, Address.kind == 'work')",
    viewonly: true,
  }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  kind: column(String),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack" });
const address = new Address({ kind: "work" });
session.addAll([jack, address]);
session.commit();

// The list takes the address …
jack.workAddresses.push(address);
console.log(`${jack.workAddresses.length} work address in memory`);
// … and the flush has nothing to do.
session.flush();
console.log(`${jack.workAddresses.length} after the flush`);
// commit() expires the list, and the row was never written.
session.commit();
console.log(`${jack.workAddresses.length} after the commit`);

// User.addresses owns the foreign key.
jack.addresses.push(address);
session.commit();
console.log(`${jack.workAddresses.length} written by way of User.addresses`);
