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

interface Person {
  otherlogs: OtherLog[];
}

class OtherLog extends Base.mapped("otherlogs", {
  uid: column(Integer, { primaryKey: true }),
  timestamp: column(DateTime, { nullable: false, default: timestamp }),
  // A log must belong to somebody.
  personId: column("person_id", Integer, foreignKey("persons.uid"), { nullable: false }),
  person: relationship<Person>("Person", { backref: "otherlogs" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Person({ name: "user" });
session.add(p);
const olog = new OtherLog({ person: p });
session.add(olog);
session.commit();
console.log(`the log belongs to ${olog.person?.name}`);

session.delete(p);
try {
  // Watch the UPDATE: it is the same one as without NOT NULL, but now the database refuses it.
  session.commit();
} catch (error) {
  session.rollback();
  console.log(String(error));

  // With the logs gone first, there is nothing to set to NULL.
  session.query(OtherLog).delete();
  session.delete(p);
  session.commit();
}
console.log(`${session.query(Person).count()} persons are left`);
