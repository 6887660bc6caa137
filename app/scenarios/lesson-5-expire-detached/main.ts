import { column, createEngine, declarativeBase, Integer, Session, String, text } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  city: column(String(40)),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const user = new User({ name: "Ann", city: "Oslo" });
session.add(user);
session.commit();

// Read an attribute after a commit.
console.log(user.name);

// Somebody changes the row behind the object's back.
session.execute(text("UPDATE users SET name = 'Eve'"));
console.log(user.name);

// Ask for the row again, at once.
session.refresh(user);
console.log(user.name);

// Mark one attribute to be loaded when it is read next.
session.expire(user, ["city"]);
console.log(user.name, user.city);

// After commit and close there is no session that could load anything.
session.commit();
session.close();
try {
  console.log(user.name);
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : error);
}
