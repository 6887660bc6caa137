import { column, createEngine, declarativeBase, Integer, makeTransientToDetached, Session, String } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const jack = new User({ id: 1, name: "jack" });
session.add(jack);
session.commit();
console.log(`the session holds ${jack.name}`);

// A new object is a new row, whatever its key: a warning, and an INSERT that the database refuses.
session.add(new User({ id: 1, name: "jacques" }));
try {
  session.flush();
} catch (error) {
  console.log(`${error}`);
  session.rollback();
}
console.log(`the session still holds ${jack.name}`);

// An object of another session, so to say: there can be only one for each row.
const stray = new User({ id: 1, name: "jacques" });
makeTransientToDetached(stray);
try {
  session.add(stray);
} catch (error) {
  console.log(`${error}`);
}

// merge() copies the values, and gives back the session's own object.
const merged = session.merge(new User({ id: 1, name: "jacques" }));
console.log(`merge() gave jack: ${merged === jack}`);
session.commit();
console.log(`whose name is ${jack.name} now`);
