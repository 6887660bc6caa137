import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  backref,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  inspect,
  makeTransient,
  relationship,
  Session,
  String as StringType,
  trace,
} from "../index.ts";
import type { InstanceInspection } from "./inspect.ts";

const Base = declarativeBase();

class Person extends Base.mapped("persons", {
  id: column(Integer, { primaryKey: true }),
  name: column(StringType(50), { nullable: false }),
}) {
  declare pets: Pet[];
  declare phones: Phone[];
}
class Pet extends Base.mapped("pets", {
  id: column(Integer, { primaryKey: true }),
  name: column(StringType),
  ownerId: column("owner_id", Integer, foreignKey("persons.id")),
  owner: relationship<Person>("Person", { backref: "pets" }),
}) {}
class Phone extends Base.mapped("phones", {
  id: column(Integer, { primaryKey: true }),
  number: column(StringType),
  personId: column("person_id", Integer, foreignKey("persons.id")),
  person: relationship<Person>("Person", { backref: backref("phones", { cascade: "all, delete-orphan" }) }),
}) {}
Base.register(Person, Pet, Phone);

let session: Session;
let told: string[] = [];

beforeEach(() => {
  trace.stop();
  const engine = createEngine("sqlite://", { driver: openDatabase(), foreignKeys: true });
  Base.metadata.createAll(engine);
  session = new Session(engine);
  told = [];
  trace.start((event) => {
    if (event.type === "statement") told.push(`${event.sql}  ${JSON.stringify(event.params)}`.replaceAll("\n", ""));
    else if (event.type === "transaction")
      told.push(event.name === null ? event.action : `${event.action} ${event.name}`);
    else if (event.type === "state") told.push(`${event.object.className} ${event.transition}`);
    else if (event.type === "warning") told.push(`warning: ${event.message}`);
  });
});

/** What the engine tells while `work` runs. */
function during(work: () => void): string[] {
  told = [];
  work();
  return told;
}

const stateOf = (object: object) => {
  const { transient, pending, persistent, deleted, detached } = inspect(object) as InstanceInspection;
  return Object.entries({ transient, pending, persistent, deleted, detached }).flatMap(([name, on]) =>
    on ? [name] : [],
  );
};

function addPerson(): Person {
  const person = new Person({ name: "ed" });
  person.pets.push(new Pet({ name: "rex" }));
  person.phones.push(new Phone({ number: "1" }), new Phone({ number: "2" }));
  session.add(person);
  session.commit();
  return person;
}

test("adding cascades along save-update, and the flush writes parents first", () => {
  expect(during(() => addPerson())).toEqual([
    "Person transient_to_pending",
    "Pet transient_to_pending",
    "Phone transient_to_pending",
    "Phone transient_to_pending",
    "BEGIN",
    'INSERT INTO persons (name) VALUES (?)  [["ed"]]',
    'INSERT INTO pets (name, owner_id) VALUES (?, ?)  [["rex",1]]',
    'INSERT INTO phones (number, person_id) VALUES (?, ?) RETURNING id  [["1",1]]',
    'INSERT INTO phones (number, person_id) VALUES (?, ?) RETURNING id  [["2",1]]',
    "Person pending_to_persistent",
    "Pet pending_to_persistent",
    "Phone pending_to_persistent",
    "Phone pending_to_persistent",
    "COMMIT",
  ]);
});

test("deleting a parent nullifies one kind of children and deletes the other", () => {
  const person = addPerson();
  session.delete(person);
  expect(during(() => session.flush())).toEqual([
    "SELECT pets.id AS pets_id, pets.name AS pets_name, pets.owner_id AS pets_owner_id FROM pets WHERE ? = pets.owner_id  [[1]]",
    "UPDATE pets SET owner_id=? WHERE pets.id = ?  [[null,1]]",
    "DELETE FROM phones WHERE phones.id = ?  [[1],[2]]",
    "DELETE FROM persons WHERE persons.id = ?  [[1]]",
    "Person persistent_to_deleted",
    "Phone persistent_to_deleted",
    "Phone persistent_to_deleted",
  ]);
});

test("taking a child out of a delete-orphan collection deletes its row, out of another one clears its key", () => {
  const person = addPerson();
  const [phone] = person.phones;
  session.noAutoflush(() => {
    person.phones = person.phones.slice(1);
    person.pets = [];
  });
  expect(during(() => session.commit())).toEqual([
    "UPDATE pets SET owner_id=? WHERE pets.id = ?  [[null,1]]",
    "DELETE FROM phones WHERE phones.id = ?  [[1]]",
    "Phone persistent_to_deleted",
    "COMMIT",
    "Phone deleted_to_detached",
  ]);
  expect(stateOf(phone as Phone)).toEqual(["detached"]);
});

test("a rollback makes new objects transient, deleted ones persistent, and forgets changes", () => {
  const person = addPerson();
  const added = new Person({ name: "jack" });
  session.add(added);
  person.name = "mary";
  session.delete(person.pets[0] as Pet);
  session.flush();
  expect(stateOf(added)).toEqual(["persistent"]);
  const [pet] = person.pets;
  expect(stateOf(pet as Pet)).toEqual(["deleted"]);
  session.rollback();
  expect([stateOf(added), stateOf(pet as Pet), person.name]).toEqual([["transient"], ["persistent"], "ed"]);
});

test("a failed flush rolls back, and the session says so until it is rolled back itself", () => {
  session.add(new Person({}));
  expect(() => session.flush()).toThrow("NOT NULL constraint failed: persons.name");
  expect(() => session.query(Person).all()).toThrow(
    "This Session's transaction has been rolled back due to a previous exception during flush. To begin a new transaction with this Session, first issue Session.rollback().",
  );
  session.rollback();
  expect(session.query(Person).all()).toEqual([]);
});

test("a savepoint is set by the first statement after it, and rolls back by itself", () => {
  const person = addPerson();
  const nested = session.beginNested();
  person.name = "mary";
  expect(during(() => session.flush())).toEqual([
    "BEGIN",
    "SAVEPOINT sa_savepoint_1",
    "SELECT persons.id AS persons_id FROM persons WHERE persons.id = ?  [[1]]",
    'UPDATE persons SET name=? WHERE persons.id = ?  [["mary",1]]',
  ]);
  expect(during(() => nested.rollback())).toEqual(["ROLLBACK TO SAVEPOINT sa_savepoint_1"]);
  expect(person.name).toBe("ed");
});

test("autoflush writes before a query, and noAutoflush holds it back", () => {
  session.add(new Person({ name: "ed" }));
  expect(session.noAutoflush(() => session.query(Person).count())).toBe(0);
  expect(session.query(Person).count()).toBe(1);
});

test("setting what the database has already writes nothing", () => {
  const person = addPerson();
  expect(person.name).toBe("ed");
  person.name = "ed";
  expect(session.dirty.has(person)).toBe(true);
  expect(session.isModified(person)).toBe(false);
  expect(during(() => session.flush())).toEqual([]);
});

test("merge copies onto the session's object, and on along the cascade", () => {
  addPerson();
  session.expungeAll();
  const given = new Person({ id: 1, name: "mary" });
  const merged = session.merge(given);
  expect(merged).not.toBe(given);
  expect(merged).toBe(session.get(Person, 1));
  expect(during(() => session.flush())).toEqual(['UPDATE persons SET name=? WHERE persons.id = ?  [["mary",1]]']);
});

test("an expunged object is detached; made transient it is inserted anew", () => {
  const person = addPerson();
  expect(person.name).toBe("ed");
  session.expunge(person);
  expect(stateOf(person)).toEqual(["detached"]);
  makeTransient(person);
  person.id = null as unknown as number;
  session.add(person);
  expect(during(() => session.flush())).toContain('INSERT INTO persons (name) VALUES (?)  [["ed"]]');
});

test("a backref keeps both sides in step without loading", () => {
  const person = new Person({ name: "ed" });
  const pet = new Pet({ name: "rex", owner: person });
  expect(person.pets).toEqual([pet]);
  pet.owner = null;
  expect(person.pets).toEqual([]);
});

test("each row of a statement knows its object and, by its causes, the operation that led to it", () => {
  const person = addPerson();
  trace.stop();
  const causes = new Map<number, { parent: number | null; text: string }>();
  const rows: string[] = [];
  trace.start((event) => {
    if (event.type === "cause") {
      const { cause } = event;
      const text =
        cause.kind === "cascade" ? `${cause.option} ${cause.relationship}` : "name" in cause ? cause.name : cause.kind;
      causes.set(cause.id, { parent: cause.parent, text });
    } else if (event.type === "statement" && event.kind === "delete") {
      for (const row of event.rows) {
        const path: string[] = [];
        for (let id = row.causes[0] ?? null; id !== null; id = causes.get(id)?.parent ?? null) {
          path.unshift(causes.get(id)?.text ?? "?");
        }
        rows.push(`${row.object?.className}#${row.object?.identity}: ${path.join(" → ")}`);
      }
    }
  });
  session.delete(person);
  session.commit();
  expect(rows).toEqual([
    "Phone#1: delete → delete Person.phones",
    "Phone#2: delete → delete Person.phones",
    "Person#1: delete",
  ]);
});
