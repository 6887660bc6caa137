import {
  aliased,
  column,
  containsEager,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  joinedload,
  not_,
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

// Lazy: the user first, the addresses when they are asked for.
const found = session.query(User).filterBy({ name: "jack" }).one();
console.log(found.addresses.map((address) => address.emailAddress).join(", "));

// Eager: one statement for both.
session.expireAll();
session.query(User).options(joinedload(User.addresses)).filterBy({ name: "jack" }).one();
console.log(`${jack.addresses.length} addresses came along`);

// Joins: written out, by the foreign key, by a condition, along the relationship, and outer.
const atGoogle = Address.emailAddress.eq("jack@google.com");
session.query(User, Address).filter(User.id.eq(Address.userId)).filter(atGoogle).all();
session.query(User).join(Address).filter(atGoogle).all();
session.query(User).join(Address, User.id.eq(Address.userId)).all();
session.query(User).join(User.addresses).all();
const all = session.query(User).outerjoin(User.addresses).orderBy(User.id).all();
console.log(`${all.length} users, with addresses or without`);

// A join that loads: the user comes from the rows of the join itself.
session.expireAll();
session.query(Address).join(Address.user).filter(User.name.eq("jack")).options(containsEager(Address.user)).all();

// The same table twice.
const [ad1, ad2] = [aliased(Address), aliased(Address)];
session
  .query(User.name, ad1.emailAddress, ad2.emailAddress)
  .join(User.addresses.ofType(ad1))
  .join(User.addresses.ofType(ad2))
  .filter(ad1.emailAddress.eq("jack@google.com"))
  .filter(ad2.emailAddress.eq("j25@yahoo.com"))
  .all();

// Whether there is one: any() for a collection, has() for a single object; and comparing with an object.
session.query(User.name).filter(User.addresses.any()).all();
session
  .query(User.name)
  .filter(User.addresses.any(Address.emailAddress.like("%google%")))
  .all();
session
  .query(Address)
  .filter(not_(Address.user.has(User.name.eq("jack"))))
  .all();
session.query(Address).filter(Address.user.eq(jack)).all();
session.query(Address).filter(Address.user.ne(jack)).all();
session.query(Address).filter(Address.user.eq(null)).all();
session.query(User).filter(User.addresses.contains(a1)).all();
