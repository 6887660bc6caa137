import { expect, test } from "vitest";
import { openShop, statementsOf, User } from "../../tools/host/shop.ts";
import { event, insert, Query, Session, select, update, withLoaderCriteria } from "../index.ts";

const session = openShop();

test("rows of a bulk INSERT with the same columns go together", () => {
  expect(statementsOf(() => session.execute(insert(User), [{ name: "x" }, { name: "y" }]))).toEqual([
    'INSERT INTO users (name) VALUES (?)  ["x"] ["y"]',
  ]);
});

test("an UPDATE that returns objects", () => {
  const statement = update(User).values({ name: "q" }).where(User.name.eq("x")).returning(User);
  expect(statementsOf(() => session.scalars(statement).all())).toEqual([
    'UPDATE users SET name=? WHERE users.name = ? RETURNING id, name  ["q","x"]',
  ]);
});

test("a statement's text has what it loads along", () => {
  expect(String(select(User))).toBe("SELECT users.id, users.name \nFROM users");
  expect(String(session.query(User))).toBe("SELECT users.id AS users_id, users.name AS users_name \nFROM users");
});

test("do_orm_execute hears of queries and may change them", () => {
  const hear = (state: { statement: unknown }) => {
    const criteria = withLoaderCriteria(User, User.name.ne("nobody"));
    state.statement = (state.statement as ReturnType<typeof select>).options(criteria);
  };
  event.listen(session, "do_orm_execute", hear);
  try {
    expect(statementsOf(() => session.query(User.name).filter(User.id.eq(1)).all())).toEqual([
      'SELECT users.name AS users_name \nFROM users \nWHERE users.id = ? AND users.name != ?  [1,"nobody"]',
    ]);
  } finally {
    event.remove(session, "do_orm_execute", hear);
  }
});

test("a session's queries may be of one's own class", () => {
  class Named extends Query {
    named(name: string) {
      return this.filter(User.name.eq(name));
    }
  }
  const own = new Session(session.bind, { queryCls: Named });
  expect(String((own.query(User) as unknown as Named).named("ed"))).toBe(
    "SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.name = ?",
  );
});

test("a statement is compiled by itself", () => {
  const statement = select(User.id).where(User.name.eq("it's"));
  expect(String(statement.compile({ literalBinds: true }))).toBe(
    "SELECT users.id \nFROM users \nWHERE users.name = 'it''s'",
  );
  expect(statement.compile({ dialect: "postgresql" }).string).toBe(
    "SELECT users.id \nFROM users \nWHERE users.name = %(name_1)s",
  );
  expect(statement.compile().params).toEqual({ name_1: "it's" });
});

test("what has no such attribute after a join is named by the relationship's target", () => {
  expect(() => session.query(User).join(User.addresses).filterBy({ nope: 1 })).toThrow(
    'Entity namespace for "Mapper[Address(addresses)]" has no property "nope"',
  );
});
