import {
  backref,
  column,
  createEngine,
  DateTime,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
  Temporal,
  Unicode,
} from "flushlight";

const Base = declarativeBase();
// The notebook stamps each log with the present time; a fixed one keeps every run the same.
const timestamp = Temporal.PlainDateTime.from("2015-10-16T11:55:08.150996");

class Person extends Base.mapped("persons", {
  uid: column(Integer, { primaryKey: true }),
  name: column(Unicode(255), { nullable: false }),
}) {}

interface Person {
  morelogs: MoreLog[];
}

class MoreLog extends Base.mapped("morelogs", {
  uid: column(Integer, { primaryKey: true }),
  timestamp: column(DateTime, { nullable: false, default: timestamp }),
  personId: column("person_id", Integer, foreignKey("persons.uid"), { nullable: false }),
  // Pay attention to where the cascade stands: inside the backref, so it is Person.morelogs that has it.
  person: relationship<Person>("Person", { backref: backref("morelogs", { cascade: "all, delete-orphan" }) }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Person({ name: "user" });
session.add(p);
const m = new MoreLog({ person: p });
session.add(m);
session.commit();
console.log(`${session.query(MoreLog).all().length} log of one user`);

// Watch delete() itself: it loads the logs at once, because the cascade has to find them.
session.delete(p);
// One DELETE for the logs, one for the user, and no UPDATE.
session.commit();
console.log(`${session.query(MoreLog).all().length} logs without the user`);

// And the other way round?
const p2 = new Person({ name: "user" });
session.add(p2);
const m2 = new MoreLog({ person: p2 });
session.add(m2);
session.commit();

const m3 = session.query(MoreLog).first()!;
session.delete(m3);
session.commit();

// The log is gone, its person stays: MoreLog.person has no delete cascade.
console.log(`${session.query(MoreLog).all().length} logs`);
console.log(`${session.query(Person).all().length} person`);
