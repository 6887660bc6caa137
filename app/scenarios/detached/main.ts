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
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
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
const jack = new User({ name: "jack", addresses: [new Address({ email: "jack@home" })] });
session.add(jack);
session.commit();
session.close();
// The commit expired jack's name, and there is no session to load it.
console.log(attempt(() => jack.name));

// Another database, and a session that expires nothing.
const other = createEngine("sqlite://");
Base.metadata.createAll(other);
const keeping = new Session(other, { expireOnCommit: false });
const jill = new User({ name: "jill", addresses: [new Address({ email: "jill@home" })] });
keeping.add(jill);
keeping.commit();
keeping.close();
console.log(attempt(() => jill.name));

// What was never loaded is missing all the same …
const found = keeping.query(User).one();
keeping.close();
console.log(attempt(() => found.name));
console.log(attempt(() => found.addresses.length));

// … unless it is loaded in time.
const whole = keeping.query(User).options(selectinload(User.addresses)).one();
keeping.close();
console.log(attempt(() => whole.addresses.map((address) => address.email)));
