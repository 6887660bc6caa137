import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  addresses: relationship<Address[]>("Address"),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  // Not linked with User.addresses: this is what the warning is about.
  user: relationship<User>("User"),
}) {}

class Customer extends Base.mapped("customers", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  phones: relationship<Phone[]>("Phone", { backPopulates: "customer" }),
}) {}

class Phone extends Base.mapped("phones", {
  id: column(Integer, { primaryKey: true }),
  customerId: column("customer_id", Integer, foreignKey("customers.id")),
  customer: relationship<Customer>("Customer", { backPopulates: "phones" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

// One side says jill, the other says jack.
const jack = new User({ name: "jack" });
const jill = new User({ name: "jill" });
const address = new Address({ user: jill });
jack.addresses.push(address);
session.addAll([jack, jill, address]);
session.commit();
console.log(`the address is ${address.user?.name}'s`);

// Two sides of one relationship cannot differ: adding the phone to ann takes it from bob.
const ann = new Customer({ name: "ann" });
const bob = new Customer({ name: "bob" });
const phone = new Phone({ customer: bob });
ann.phones.push(phone);
console.log(`the phone is ${phone.customer?.name}'s`);
session.addAll([ann, bob]);
session.commit();
