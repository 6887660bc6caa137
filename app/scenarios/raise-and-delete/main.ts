import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
  String,
  selectinload,
} from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  addresses: relationship<Address[]>("Address", {
    backPopulates: "user",
    cascade: "all, delete-orphan",
    lazy: "raise",
  }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses", lazy: "raise" }),
}) {}

function attempt(read: () => unknown): string {
  try {
    return `${read()}`;
  } catch (error) {
    return `${error}`;
  }
}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
session.addAll([
  new User({ name: "jack", addresses: [new Address()] }),
  new User({ name: "jill", addresses: [new Address()] }),
]);
session.commit();

const jack = session.query(User).filterBy({ name: "jack" }).one();
// The program may not load the addresses by reading them …
console.log(attempt(() => jack.addresses));
// … but delete() may: its cascade needs them.
session.delete(jack);
session.commit();

// What is loaded by the query can be read.
const jill = session.query(User).options(selectinload(User.addresses)).filterBy({ name: "jill" }).one();
const address = jill.addresses[0]!;
console.log(attempt(() => address.user));
// Deleting an address needs no user, so none is loaded.
session.delete(address);
session.commit();
