import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  column,
  createEngine,
  declarativeBase,
  event,
  foreignKey,
  Integer,
  InvalidRequestError,
  relationship,
  Session,
  String as StringType,
  text,
  validates,
} from "../index.ts";

let session: Session;
let heard: string[] = [];

function model() {
  const Base = declarativeBase();
  class User extends Base.mapped("user", {
    id: column(Integer, { primaryKey: true }),
    name: column(StringType),
    notes: relationship<object[]>("Note"),
  }) {}
  class Note extends Base.mapped("note", {
    id: column(Integer, { primaryKey: true }),
    userId: column("user_id", Integer, foreignKey("user.id")),
  }) {}
  class Special extends Note.mapped(null, {}) {}
  Base.register(User, Note, Special);
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  session = new Session(engine);
  return { User, Note, Special };
}

beforeEach(() => {
  heard = [];
});

test("listeners of a mapper hear of each object's row, those of subclasses only where they want to", () => {
  const { Note, Special } = model();
  event.listen(Note, "before_insert", () => heard.push("own"));
  event.listen(Note, "before_insert", () => heard.push("all"), { propagate: true });
  event.listen(Note, "after_insert", () => heard.push("once"), { once: true });
  session.addAll([new Note(), new Note(), new Special()]);
  session.flush();
  expect(heard).toEqual(["own", "all", "own", "all", "all", "once"]);
});

test("a listener of an attribute may change what is set", () => {
  const { User } = model();
  event.listen(User.name, "set", (_user, value: string) => value.toUpperCase(), { retval: true });
  expect(new User({ name: "ed" }).name).toBe("ED");
});

test("session events surround a flush and a commit", () => {
  const { User } = model();
  for (const name of ["before_commit", "before_flush", "after_flush", "after_flush_postexec", "after_commit"]) {
    event.listen(session, name, () => heard.push(name));
  }
  session.add(new User({ name: "ed" }));
  session.commit();
  expect(heard).toEqual(["before_commit", "before_flush", "after_flush", "after_flush_postexec", "after_commit"]);
});

test("a listener that is removed hears nothing more; an unknown event is refused", () => {
  const { User } = model();
  const listener = () => heard.push("heard");
  event.listen(User, "before_insert", listener);
  expect(event.contains(User, "before_insert", listener)).toBe(true);
  event.remove(User, "before_insert", listener);
  session.add(new User());
  session.flush();
  expect(heard).toEqual([]);
  expect(() => event.listen(User, "before_lunch", listener)).toThrow(InvalidRequestError);
});

test("do_orm_execute may put another statement in the place of one", () => {
  const { User } = model();
  session.add(new User({ name: "ed" }));
  session.flush();
  event.listen(session, "do_orm_execute", (state) => {
    state.statement = text("SELECT 'other'");
  });
  expect(session.execute(text("SELECT 'own'")).scalar()).toBe("other");
});

test("validators see each value, and members of a collection that is replaced", () => {
  const { User, Note } = model();
  validates(User, ["name", "notes"], (_user, key, value) => {
    heard.push(key);
    return value;
  });
  const user = new User({ name: "ed", notes: [new Note()] });
  user.notes.append(new Note());
  expect(heard).toEqual(["name", "notes", "notes"]);
});
