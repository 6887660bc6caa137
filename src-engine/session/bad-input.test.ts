import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import * as flushlight from "../index.ts";
import {
  aliased,
  BuiltinError,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  inspect,
  joinedload,
  makeTransient,
  relationship,
  Session,
  SQLAlchemyError,
  select,
} from "../index.ts";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(flushlight.String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
}) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}
Base.register(User, Address);

const engine = createEngine("sqlite://", { driver: openDatabase() });
Base.metadata.createAll(engine);
const session = new Session(engine);
const user = new User({ name: "ed" });
session.add(user);
session.commit();

class Unmapped {}
// What types would refuse, given as JavaScript gives it.
const WRONG: readonly never[] = [
  undefined,
  null,
  5,
  "x",
  {},
  [],
  () => 1,
  Unmapped,
  Symbol("s"),
  new Date(0),
] as never[];

const CALLS: Readonly<Record<string, (value: never) => unknown>> = {
  add: (value) => session.add(value),
  addAll: (value) => session.addAll(value),
  delete: (value) => session.delete(value),
  expunge: (value) => session.expunge(value),
  refresh: (value) => session.refresh(value),
  expire: (value) => session.expire(value),
  merge: (value) => session.merge(value),
  "get a class": (value) => session.get(value, 1),
  "get a key": (value) => session.get(User, value),
  query: (value) => session.query(value).all(),
  execute: (value) => session.execute(value),
  contains: (value) => session.contains(value),
  isModified: (value) => session.isModified(value),
  flush: (value) => session.flush(value),
  filter: (value) => session.query(User).filter(value).all(),
  filterBy: (value) => session.query(User).filterBy(value).all(),
  orderBy: (value) => session.query(User).orderBy(value).all(),
  join: (value) => session.query(User).join(value).all(),
  options: (value) => session.query(User).options(value).all(),
  limit: (value) => session.query(User).limit(value).all(),
  "query.update": (value) => session.query(User).update(value),
  append: (value) => {
    user.addresses.append(value);
    session.flush();
  },
  "set a collection": (value) => {
    user.addresses = value;
  },
  "set an object": (value) => {
    const address = new Address({});
    address.user = value;
    session.add(address);
    session.flush();
  },
  "set a column": (value) => {
    user.name = value;
    session.flush();
  },
  construct: (value) => new User(value),
  inspect: (value) => inspect(value),
  select: (value) => session.execute(select(value)).all(),
  aliased: (value) => aliased(value),
  joinedload: (value) => joinedload(value),
  makeTransient: (value) => makeTransient(value),
  eq: (value) => session.query(User).filter(User.name.eq(value)).all(),
  in_: (value) => session.query(User).filter(User.name.in_(value)).all(),
  "addresses.contains": (value) => session.query(User).filter(User.addresses.contains(value)).all(),
  "addresses.any": (value) => session.query(User).filter(User.addresses.any(value)).all(),
  "user.has": (value) => session.query(Address).filter(Address.user.has(value)).all(),
  createEngine: (value) => createEngine(value),
  "new Session": (value) => new Session(value).query(User).all(),
  column: (value) => column(value),
  mapped: (value) => declarativeBase().mapped("t", value),
  register: (value) => Base.register(value),
  createAll: (value) => Base.metadata.createAll(value),
  delAttribute: (value) => flushlight.delAttribute(value, "name"),
};

test.each(Object.keys(CALLS))("%s: a value of the wrong kind meets an error of ours, or is taken", (name) => {
  const strange: string[] = [];
  for (const value of WRONG) {
    try {
      CALLS[name]?.(value);
    } catch (error) {
      if (!(error instanceof SQLAlchemyError) && !(error instanceof BuiltinError))
        strange.push(`${String(value)}: ${error}`);
    }
    session.rollback();
  }
  expect(strange).toEqual([]);
});

test("Python's own errors carry its names and words", () => {
  const said = (work: () => unknown) => {
    try {
      work();
      return "nothing";
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };
  expect([
    said(() => session.addAll(5 as never)),
    said(() => new User({ nam: "ed" } as never)),
    said(() => user.addresses.remove(new Address({}))),
    said(() => user.addresses.pop()),
    said(() => session.add("ed" as never)),
    said(() => createEngine(5 as never)),
  ]).toEqual([
    "TypeError: 'int' object is not iterable",
    "TypeError: 'nam' is an invalid keyword argument for User",
    "ValueError: list.remove(x): x not in list",
    "IndexError: pop from empty list",
    "UnmappedInstanceError: Class 'builtins.str' is not mapped",
    "ArgumentError: Expected string or URL object, got 5",
  ]);
});
