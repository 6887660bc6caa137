import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  backref,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
} from "../index.ts";

test("a class declared after a flush brings its backref's cascade to the class before it", () => {
  const Base = declarativeBase();
  class Person extends Base.mapped("person", { id: column(Integer, { primaryKey: true }) }) {}
  Base.register(Person);
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  const session = new Session(engine);
  const flushedOne = () => {
    Base.metadata.createAll(engine);
    const person = new Person();
    session.add(person);
    session.commit();
    return person;
  };
  session.delete(flushedOne());
  session.commit();

  class Log extends Base.mapped("log", {
    id: column(Integer, { primaryKey: true }),
    personId: column("person_id", Integer, foreignKey("person.id"), { nullable: false }),
    person: relationship<Person>("Person", { backref: backref("logs", { cascade: "all, delete-orphan" }) }),
  }) {}
  Base.register(Log);
  const person = flushedOne();
  session.add(new Log({ person }));
  session.commit();
  session.delete(person);
  session.commit();
  expect(session.query(Log).all()).toEqual([]);
});
