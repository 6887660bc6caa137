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
  // uselist: false makes Person.log one object instead of a list.
  person: relationship<Person>("Person", {
    backref: backref("log", { uselist: false, cascade: "all, delete-orphan" }),
  }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Person({ name: "user" });
session.add(p);
const o = new OneLog({ person: p });
session.add(o);
session.commit();
console.log(`${session.query(OneLog).all().length} log`);

// The owner of a log, and the log of an owner: each is one object, each is loaded when it is first touched.
console.log(`it belongs to ${o.person?.name}`);
console.log(`whose log is from ${p.log?.timestamp}`);

// Person.log is loaded by now, so delete() has nothing to look for.
session.delete(p);
session.commit();
console.log(`${session.query(OneLog).all().length} logs without the person`);
