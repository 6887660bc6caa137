import {
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
// What the backref below adds, for the type checker.
interface Person {
  logs: Log[];
}

class Log extends Base.mapped("logs", {
  uid: column(Integer, { primaryKey: true }),
  timestamp: column(DateTime, { nullable: false, default: timestamp }),
  personId: column("person_id", Integer, foreignKey("persons.uid")),
  // No cascade on either side: neither here nor on the Person.logs that the backref makes.
  person: relationship<Person>("Person", { backref: "logs" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Person({ name: "user" });
session.add(p);
session.commit();

const user = session.query(Person).first()!;
const l = new Log({ person: user });
session.add(l);
session.commit();

const log = session.query(Log).first()!;
console.log(`before: ${log.timestamp}, ${log.person?.name}`);

// Watch the commit: it looks for the user's logs, sets their person_id to NULL, and only then deletes the user.
session.delete(user);
session.commit();

// The log is still there, without its person.
console.log(`after: ${log.timestamp}, ${log.person}`);
