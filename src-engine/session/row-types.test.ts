import { Decimal } from "decimal.js";
import { describe, expect, expectTypeOf, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  aliased,
  type Collection,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  func,
  Integer,
  Numeric,
  relationship,
  Session,
  select,
  Unicode,
} from "../index.ts";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(Unicode(50), { nullable: false }),
  age: column(Integer),
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(Unicode, { nullable: false }),
  cost: column(Numeric({ precision: 10, scale: 2 })),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

Base.register(User, Address);

function filled(): Session {
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  const session = new Session(engine);
  session.add(new User({ name: "ed", addresses: [new Address({ email: "e@x", cost: new Decimal("1.50") })] }));
  session.commit();
  return session;
}

describe("what a query gives is known to the type checker", () => {
  const session = filled();

  test("one class gives its objects", () => {
    const users = session.query(User).filter(User.name.eq("ed")).all();
    expectTypeOf(users).toEqualTypeOf<User[]>();
    expectTypeOf(session.query(User).first()).toEqualTypeOf<User | null>();
    expect(users[0]?.name).toBe("ed");
  });

  test("columns give rows of their values, in order", () => {
    const [row] = session.query(User.id, User.name, User.age).all();
    if (row === undefined) throw new Error("there is a row");
    const [id, name, age] = row;
    expectTypeOf(id).toEqualTypeOf<number>();
    expectTypeOf(name).toEqualTypeOf<string>();
    expectTypeOf(age).toEqualTypeOf<number | null>();
    expect([id, name, age]).toEqual([1, "ed", null]);
  });

  test("select of a class, of columns, of both", () => {
    expectTypeOf(session.execute(select(User)).scalars().all()).toEqualTypeOf<User[]>();
    expectTypeOf(session.scalars(select(User)).all()).toEqualTypeOf<User[]>();
    expectTypeOf(session.scalars(select(User.name)).all()).toEqualTypeOf<string[]>();
    expectTypeOf(session.scalar(select(User.age))).toEqualTypeOf<number | null>();
    const row = session.execute(select(User, Address.cost).join(User.addresses)).one();
    expectTypeOf(row[0]).toEqualTypeOf<User>();
    expectTypeOf(row[1]).toEqualTypeOf<Decimal | null>();
    expect([row[0].name, row[1]?.toString()]).toEqual(["ed", "1.5"]);
  });

  test("what is selected anew is typed anew", () => {
    const names = select(User).where(User.id.eq(1)).withOnlyColumns(User.name);
    expectTypeOf(session.execute(names).scalarOne()).toEqualTypeOf<string>();
    expectTypeOf(session.execute(select(User.id).addColumns(User.name)).one()[1]).toEqualTypeOf<string>();
    expect(session.execute(names).scalarOne()).toBe("ed");
  });

  test("aliases, labels, relationships", () => {
    const Other = aliased(User);
    expectTypeOf(session.execute(select(Other)).scalars().first()).toEqualTypeOf<User | null>();
    expectTypeOf(session.scalars(select(User.name.label("n"))).all()).toEqualTypeOf<string[]>();
    const user = session.scalars(select(Other)).one();
    expectTypeOf(user.addresses).toEqualTypeOf<Collection<Address>>();
    expectTypeOf(user.addresses[0]?.user).toEqualTypeOf<User | null | undefined>();
    expect(user.addresses.map((address) => address.email)).toEqual(["e@x"]);
  });

  test("what is not known is unknown", () => {
    expectTypeOf(session.scalar(select(func.lower(User.name)))).toEqualTypeOf<unknown>();
    expect(session.scalar(select(func.lower(User.name)))).toBe("ed");
  });

  test("wrong names and kinds of values do not pass", () => {
    // @ts-expect-error no such attribute
    expect(session.query(User).first()?.nam).toBeUndefined();
    // @ts-expect-error a name is no number
    expect(User.name.eq(3).toString()).toBe("users.name = :name_1");
    const row = session.query(User.id).one();
    // @ts-expect-error an id is no text
    const text: string = row[0];
    expect(text).toBe(1);
  });
});
