import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
  String as StringType,
  selectinload,
  trace,
} from "../index.ts";
import type { AttributeValue, ObjectImage, TraceEvent } from "../trace/events.ts";

const Base = declarativeBase();
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(StringType(50)),
  notes: relationship<Note[]>("Note", { backPopulates: "user" }),
}) {}
class Note extends Base.mapped("notes", {
  id: column(Integer, { primaryKey: true }),
  text: column(StringType),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "notes" }),
}) {}
Base.register(User, Note);

let session: Session;
let events: TraceEvent[] = [];

beforeEach(() => {
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  session = new Session(engine);
  events = [];
  trace.start((event) => events.push(event));
  trace.record(true);
});
afterEach(() => trace.stop());

const value = (each: AttributeValue) => (typeof each === "string" ? each : each.ref.className);

/** An image in one line: `User pending dirty: name='ed' (+'ed')`. */
function line({ object, state, dirty, doomed, attributes }: ObjectImage): string {
  const marks = `${dirty ? " dirty" : ""}${doomed ? " doomed" : ""}`;
  const parts = attributes.map(({ name, kind, status, value: held, size, history }) => {
    const content = kind === "collection" ? `[${held.map(value).join(" ")}]${size}` : held.map(value).join();
    const changes = history && [
      ...history.added.map((a) => `+${value(a)}`),
      ...history.deleted.map((d) => `-${value(d)}`),
    ];
    return `${name}=${status === "loaded" ? content : status}${changes ? ` (${changes.join(" ")})` : ""}`;
  });
  return `${object.className}${object.identity ? ` ${object.identity}` : ""} ${state}${marks}: ${parts.join(", ")}`;
}

/** What happens in `work`, up to the end of its line: images, statements and the rest by their names. */
function happened(work: () => void): string[] {
  trace.leaveLine();
  events = [];
  work();
  trace.leaveLine();
  return events.flatMap((event) => {
    if (event.type === "objects") return event.images.map(line);
    if (event.type === "statement") return [event.sql.split(/\s/, 3).join(" ")];
    if (event.type === "transaction") return [event.action];
    if (event.type === "flush") return [`flush ${event.phase}`];
    return [];
  });
}

function saved(): User {
  const user = new User({ name: "ed", notes: [new Note({ text: "a" }), new Note({ text: "b" })] });
  session.add(user);
  session.commit();
  return user;
}

test("an object is told from its construction to the end of the commit", () => {
  let user = new User({ name: "nobody" });
  expect(
    happened(() => {
      user = new User({ name: "ed" });
    }),
  ).toEqual(["User transient: name='ed' (+'ed')"]);
  expect(happened(() => session.add(user))).toEqual(["User pending: "]);
  expect(happened(() => session.commit())).toEqual([
    "flush begin",
    "BEGIN",
    "INSERT INTO users",
    "User 1 persistent: id=1, name='ed'",
    "flush end",
    "COMMIT",
    "User 1 persistent: id=expired, name=expired",
  ]);
});

test("a change is told with its history, and taken back where nothing is different any more", () => {
  const user = saved();
  expect(happened(() => void user.name)).toEqual([
    "BEGIN",
    "SELECT users.id AS",
    "User 1 persistent: notes=unloaded, id=1, name='ed'",
  ]);
  expect(
    happened(() => {
      user.name = "jack";
    }),
  ).toEqual(["User 1 persistent dirty: name='jack' (+'jack' -'ed')"]);
  expect(
    happened(() => {
      user.name = "ed";
    }),
  ).toEqual(["User 1 persistent dirty: name='ed'"]);
});

test("what leaves a collection is told on both sides before the flush, and the key with it", () => {
  const user = saved();
  const [first] = user.notes;
  expect(happened(() => user.notes.splice(0, 1))).toEqual([
    "Note 1 persistent dirty: user=None (+None -User)",
    "User 1 persistent dirty: notes=[Note]1 (-Note)",
  ]);
  expect(first?.text).toBe("a");
  expect(happened(() => session.flush())).toEqual([
    "flush begin",
    "Note 1 persistent dirty: userId=None (+None -1)",
    "UPDATE notes SET",
    "Note 1 persistent: user=None, userId=None",
    "User 1 persistent: notes=[Note]1",
    "flush end",
  ]);
});

test("an object to be deleted is doomed, then deleted, then detached", () => {
  const user = saved();
  expect(user.name).toBe("ed");
  expect(happened(() => session.delete(user)).filter((text) => text.startsWith("User"))).toEqual([
    "User 1 persistent doomed: ",
  ]);
  expect(happened(() => session.flush()).filter((text) => text.startsWith("User"))).toEqual([
    "User 1 persistent doomed: notes=[Note Note]2",
    "User 1 deleted: ",
  ]);
  expect(happened(() => session.commit()).filter((text) => text.startsWith("User"))).toEqual(["User 1 detached: "]);
});

test("a rollback makes what was pending transient, and expires the rest", () => {
  const user = saved();
  expect(user.name).toBe("ed");
  user.name = "jack";
  session.add(new User({ name: "new" }));
  session.flush();
  expect(happened(() => session.rollback())).toEqual([
    "ROLLBACK",
    "User transient: ",
    "User 1 persistent: notes=expired, id=expired, name=expired",
  ]);
});

test("refresh and eager loading tell what they filled", () => {
  const user = saved();
  expect(user.notes).toHaveLength(2);
  session.commit();
  expect(happened(() => session.refresh(user))).toEqual([
    "BEGIN",
    "SELECT users.id, users.name",
    "User 1 persistent: id=1, name='ed'",
  ]);
  session.expireAll();
  expect(happened(() => session.query(User).options(selectinload(User.notes)).all())).toEqual([
    "SELECT users.id AS",
    "User 1 persistent: id=1, name='ed'",
    "SELECT notes.user_id AS",
    "Note 1 persistent: id=1, text='a', userId=1",
    "Note 2 persistent: id=2, text='b', userId=1",
    "User 1 persistent: notes=[Note Note]2",
  ]);
});

test("describing loads nothing and is silent while nobody records", () => {
  const user = saved();
  session.expireAll();
  user.name = "x";
  expect(happened(() => {}).filter((text) => text.startsWith("SELECT"))).toEqual([]);
  trace.record(false);
  expect(happened(() => void new User({ name: "unseen" }))).toEqual([]);
});
