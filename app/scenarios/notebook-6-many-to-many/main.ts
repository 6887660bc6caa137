import {
  Column,
  column,
  createEngine,
  DateTime,
  declarativeBase,
  ForeignKey,
  Integer,
  relationship,
  Session,
  Table,
  Temporal,
  Unicode,
} from "flushlight";

const Base = declarativeBase();
// The notebook stamps each log with the present time; a fixed one keeps every run the same.
const timestamp = Temporal.PlainDateTime.from("2015-10-16T11:55:08.150996");

const manylogPerson = new Table(
  "manylog_person",
  Base.metadata,
  new Column("person_id", Integer, new ForeignKey("persons.uid", { onUpdate: "CASCADE", onDelete: "CASCADE" }), {
    primaryKey: true,
  }),
  new Column("manylog_id", Integer, new ForeignKey("manylogs.uid", { onUpdate: "CASCADE", onDelete: "CASCADE" }), {
    primaryKey: true,
  }),
);

class Person extends Base.mapped("persons", {
  uid: column(Integer, { primaryKey: true }),
  name: column(Unicode(255), { nullable: false }),
}) {}

interface Person {
  manylogs: ManyLog[];
}

class ManyLog extends Base.mapped("manylogs", {
  uid: column(Integer, { primaryKey: true }),
  timestamp: column(DateTime, { nullable: false, default: timestamp }),
  persons: relationship<Person[]>("Person", { secondary: manylogPerson, backref: "manylogs" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const person1 = new Person({ name: "person1" });
const person2 = new Person({ name: "person2" });
session.add(person1);
session.add(person2);
const mlog = new ManyLog({ persons: [person1, person2] });
session.add(mlog);
// Watch the last INSERT: one statement writes both rows of the association table.
session.commit();

const names = () => mlog.persons.map((person) => person.name).join(", ");
console.log(`${session.query(ManyLog).all().length} log of ${names()}`);

// The session deletes the association row itself; the ON DELETE CASCADE in the table has nothing left to do.
const p = session.query(Person).filterBy({ name: "person1" }).first()!;
session.delete(p);
session.commit();
console.log(`${session.query(ManyLog).all().length} log of ${names()}`);

const p2 = session.query(Person).filterBy({ name: "person2" }).first()!;
session.delete(p2);
session.commit();

// No association row is left, and yet the log is: a delete never crosses to the other side by itself.
console.log(`${session.query(manylogPerson.c.person_id, manylogPerson.c.manylog_id).all().length} association rows`);
console.log(`${session.query(ManyLog).all().length} log of nobody: "${names()}"`);
