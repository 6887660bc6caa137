import { expect, test } from "vitest";
import { Address, Item, Order, openShop, statementsOf, User } from "../../tools/host/shop.ts";
import { aliased, func, select, update } from "../index.ts";

const session = openShop();

test("filter, order_by and first", () => {
  expect(statementsOf(() => session.query(User).filter(User.name.eq("ed")).orderBy(User.id.desc()).first())).toEqual([
    'SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.name = ? ORDER BY users.id DESC\n LIMIT ? OFFSET ?  ["ed",1,0]',
  ]);
});

test("rows have names, and stand for tuples", () => {
  const row = session
    .query(User.name, func.count(Address.id).label("n"))
    .join(Address)
    .groupBy(User.name)
    .orderBy(User.name)
    .first();
  expect([...(row ?? [])]).toEqual(["ed", 2]);
  expect(row?.name).toBe("ed");
  expect(row?.n).toBe(2);
  expect(Object.isFrozen(row)).toBe(true);
});

test("count wraps the query", () => {
  expect(statementsOf(() => session.query(User.name, Address.email).join(User.addresses).count())).toEqual([
    "SELECT count(*) AS count_1 \nFROM (SELECT users.name AS users_name, addresses.email AS addresses_email \nFROM users JOIN addresses ON users.id = addresses.user_id) AS anon_1",
  ]);
  expect(session.query(User).count()).toBe(2);
});

test("exists", () => {
  const criterion = session.query(User).filter(User.name.eq("ed")).exists();
  expect(statementsOf(() => session.query(criterion).scalar())).toEqual([
    'SELECT EXISTS (SELECT 1 \nFROM users \nWHERE users.name = ?) AS anon_1  ["ed"]',
  ]);
});

test("filter_by goes by the class joined last", () => {
  expect(statementsOf(() => session.query(User).join(User.addresses).filterBy({ email: "ed@x" }).all())).toEqual([
    'SELECT users.id AS users_id, users.name AS users_name \nFROM users JOIN addresses ON users.id = addresses.user_id \nWHERE addresses.email = ?  ["ed@x"]',
  ]);
  expect(() => session.query(User).filterBy({ zz: 1 })).toThrow('Entity namespace for "users" has no property "zz"');
});

test("a union stands for its class", () => {
  const both = session
    .query(User)
    .filter(User.id.eq(1))
    .union(session.query(User).filter(User.id.eq(2)))
    .orderBy(User.name);
  expect(statementsOf(() => both.all())).toEqual([
    "SELECT anon_1.users_id AS anon_1_users_id, anon_1.users_name AS anon_1_users_name \nFROM (SELECT users.id AS users_id, users.name AS users_name, users.bio AS users_bio \nFROM users \nWHERE users.id = ? UNION SELECT users.id AS users_id, users.name AS users_name, users.bio AS users_bio \nFROM users \nWHERE users.id = ?) AS anon_1 ORDER BY anon_1.users_name  [1,2]",
  ]);
});

test("a class aliased onto a subquery", () => {
  const first = aliased(User, session.query(User).filter(User.id.eq(1)).subquery());
  expect(statementsOf(() => session.query(first).all())).toEqual([
    "SELECT anon_1.id AS anon_1_id, anon_1.name AS anon_1_name \nFROM (SELECT users.id AS id, users.name AS name, users.bio AS bio \nFROM users \nWHERE users.id = ?) AS anon_1  [1]",
  ]);
});

test("one and one_or_none say how many there were", () => {
  expect(() => session.query(Item).one()).toThrow("Multiple rows were found when exactly one was required");
  expect(() => session.query(Item).oneOrNone()).toThrow("Multiple rows were found when one or none was required");
  expect(() => session.query(Item).filter(Item.id.eq(99)).one()).toThrow("No row was found when one was required");
  expect(session.query(Item).filter(Item.id.eq(99)).oneOrNone()).toBe(null);
});

test("a target that nothing leads to", () => {
  expect(() => session.query(User).join(Item).all()).toThrow("Don't know how to join to <Mapper at 0x0; Item>.");
});

test("get asks the identity map first", () => {
  session.expungeAll();
  expect(statementsOf(() => session.query(User).get(1))).toEqual([
    "SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.id = ?  [1]",
  ]);
  expect(statementsOf(() => session.query(User).get(1))).toEqual([]);
});

test("select() nested in criteria and columns", () => {
  const owners = select(Address.userId).where(Address.email.eq("ed@x"));
  const number = select(func.count(Address.id)).where(Address.userId.eq(User.id)).scalarSubquery().label("n");
  expect(statementsOf(() => session.execute(select(User.name, number).where(User.id.in_(owners))).all())).toEqual([
    'SELECT users.name, (SELECT count(addresses.id) AS count_1 \nFROM addresses \nWHERE addresses.user_id = users.id) AS n \nFROM users \nWHERE users.id IN (SELECT addresses.user_id \nFROM addresses \nWHERE addresses.email = ?)  ["ed@x"]',
  ]);
});

test("a bulk UPDATE changes the objects that its criteria hold for", () => {
  const wendy = session.query(User).filter(User.name.eq("wendy")).one();
  const statements = statementsOf(() => {
    session.query(User).filter(User.id.gt(1)).update({ name: "gwendolyn" });
  });
  expect(statements).toEqual(['UPDATE users SET name=? WHERE users.id > ?  ["gwendolyn",1]']);
  expect(wendy.name).toBe("gwendolyn");
  session.rollback();
});

test("criteria that only the database knows are fetched", () => {
  const ed = session.query(User).filter(User.id.eq(1)).one();
  const rename = update(User).where(User.name.like("e%")).values({ name: "edward" });
  expect(statementsOf(() => session.execute(rename))).toEqual([
    'UPDATE users SET name=? WHERE users.name LIKE ? RETURNING id  ["edward","e%"]',
  ]);
  expect(ed.name).toBe("edward");
  session.rollback();
  expect(() =>
    session.query(User).filter(User.name.like("e%")).update({ name: "x" }, { synchronizeSession: "evaluate" }),
  ).toThrow("Could not evaluate current criteria in Python");
});

test("a bulk DELETE takes the objects out of the session", () => {
  const order = session.query(Order).one();
  expect(statementsOf(() => session.query(Order).filter(Order.id.eq(1)).delete())).toEqual([
    "DELETE FROM orders WHERE orders.id = ?  [1]",
  ]);
  expect(session.contains(order)).toBe(false);
  session.rollback();
  expect(() => session.query(User).join(Address).delete()).toThrow(
    "Can't call Query.update() or Query.delete() when join(), outerjoin(), select_from(), or from_self() has been called",
  );
});
