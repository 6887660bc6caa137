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
  log: OneLog | null;
}

class OneLog extends Base.mapped("onelogs", {
  uid: column(Integer, { primaryKey: true }),
  timestamp: column(DateTime, { nullable: false, default: timestamp }),
  personId: column("person_id", Integer, foreignKey("persons.uid"), { nullable: false }),
  person: relationship<Person>("Person", {
    backref: backref("log", { uselist: false, cascade: "all, delete-orphan" }),
  }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p0 = new Person({ name: "user" });
session.add(p0);
session.commit();

const p = new Person({ name: "user" });
session.add(p);
const o = new OneLog({ person: p });
session.add(o);
session.commit();

// Watch what is missing: no SELECT that looks for logs, no DELETE of them.
const deleted = session.query(Person).filterBy({ name: "user" }).delete();
console.log(`${deleted} persons deleted`);

// The log is still there …
const l = session.query(OneLog).first()!;
console.log(`a log from ${l.timestamp}`);
// … and its person is not. Turn on foreignKeys in createEngine, and the DELETE above is refused.
console.log(`of ${l.person}`);
