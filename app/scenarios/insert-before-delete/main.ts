import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  emails: relationship<Email[]>("Email", { backPopulates: "user", cascade: "all, delete-orphan" }),
}) {}

class Email extends Base.mapped("emails", {
  id: column(Integer, { primaryKey: true }),
  address: column(String, { unique: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "emails" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ name: "jack", emails: [new Email({ address: "jack@home" })] });
session.add(jack);
session.commit();

const newEmails = () => ["jack@home", "jack@work"].map((address) => new Email({ address }));
// The old email becomes an orphan, and its DELETE would come last.
jack.emails.clear();
jack.emails.extend(newEmails());
try {
  session.commit();
} catch (error) {
  console.log(`${error}`);
  session.rollback();
}

// A flush in between, and the DELETE comes first.
jack.emails.clear();
session.flush();
jack.emails.extend(newEmails());
session.commit();
console.log(`${session.query(Email).count()} emails`);
