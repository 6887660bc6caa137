import {
  backref,
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

const manylogdelPerson = new Table(
  "manylogdel_person",
  Base.metadata,
  new Column("person_id", Integer, new ForeignKey("persons.uid", { onUpdate: "CASCADE", onDelete: "CASCADE" }), {
    primaryKey: true,
  }),
  new Column(
    "manylogdel_id",
    Integer,
    new ForeignKey("manylogsdel.uid", { onUpdate: "CASCADE", onDelete: "CASCADE" }),
    {
      primaryKey: true,
    },
  ),
);

class Person extends Base.mapped("persons", {
  uid: column(Integer, { primaryKey: true }),
  name: column(Unicode(255), { nullable: false }),
}) {}

interface Person {
  manylogsdel: ManyLogDeletable[];
}

class ManyLogDeletable extends Base.mapped("manylogsdel", {
  uid: column(Integer, { primaryKey: true }),
  timestamp: column(DateTime, { nullable: false, default: timestamp }),
  // The wish: a log goes when the last of its persons does. Add singleParent: true inside backref, and it is granted,
  // at the price that a log can have one person only.
  persons: relationship<Person[]>("Person", {
    secondary: manylogdelPerson,
    backref: backref("manylogsdel", { cascade: "all, delete-orphan" }),
  }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

// The mapping is put together when it is first used; nothing of this reaches the database.
const person1 = new Person({ name: "person1" });
session.add(person1);
session.commit();
