import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // A cascade that is given replaces the ordinary one, which is "save-update, merge".
  addresses: relationship<Address[]>("Address", { cascade: "merge" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String),
  userId: column("user_id", Integer, foreignKey("users.id")),
}) {}

class Customer extends Base.mapped("customers", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  phones: relationship<Phone[]>("Phone"),
}) {}

class Phone extends Base.mapped("phones", {
  id: column(Integer, { primaryKey: true }),
  number: column(String),
  customerId: column("customer_id", Integer, foreignKey("customers.id")),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack" });
const ann = new Customer({ name: "ann" });
session.addAll([jack, ann]);
session.commit();

// Nothing brings the address into the session, so the flush finds it and leaves it.
const address = new Address({ email: "jack@home" });
jack.addresses.push(address);
session.commit();
console.log(`${session.query(Address).count()} addresses`);

// Added by hand, it is written.
session.add(address);
session.commit();

// The ordinary cascade adds what is put into the list.
ann.phones.push(new Phone({ number: "1" }));
session.commit();
