import { expect, test } from "vitest";
import { Address, Node, Order, openShop, statementsOf, User } from "../../tools/host/shop.ts";
import {
  aliased,
  containsEager,
  defaultload,
  defer,
  joinedload,
  lazyload,
  loadOnly,
  raiseload,
  select,
  selectinload,
  subqueryload,
  undefer,
} from "../index.ts";

const session = openShop();

/** The statements of a program that begins with an empty session. */
function statements(program: () => unknown): string[] {
  session.close();
  return statementsOf(() => void program());
}

test("a lazy load by key asks the identity map, a collection the database", () => {
  const program = () => {
    const ed = session.query(User).filter(User.id.eq(1)).one();
    ed.addresses[0]?.user;
  };
  expect(statements(program)).toEqual([
    "SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.id = ?  [1]",
    "SELECT addresses.id AS addresses_id, addresses.email AS addresses_email, addresses.user_id AS addresses_user_id \nFROM addresses \nWHERE ? = addresses.user_id ORDER BY addresses.id  [1]",
  ]);
});

test("an expired object is loaded by its key", () => {
  const program = () => {
    const ed = session.query(User).filter(User.id.eq(1)).one();
    session.expire(ed);
    ed.name;
  };
  expect(statements(program)[1]).toBe(
    "SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.id = ?  [1]",
  );
});

test("an object whose row is gone says so", () => {
  session.close();
  const item = session.query(Order).one();
  session.query(Order).delete({ synchronizeSession: false });
  session.expire(item);
  expect(() => item.userId).toThrow(
    /^Instance '<Order at 0x[0-9a-f]+>' has been deleted, or its row is otherwise not present\.$/,
  );
  session.rollback();
});

test("loading needs a session", () => {
  session.close();
  const ed = session.query(User).filter(User.id.eq(1)).one();
  session.expunge(ed);
  expect(() => ed.addresses).toThrow(
    /^Parent instance <User at 0x[0-9a-f]+> is not bound to a Session; lazy load operation of attribute 'addresses' cannot proceed$/,
  );
});

test("a joined collection with LIMIT goes around a subquery", () => {
  expect(statements(() => session.query(User).options(joinedload(User.addresses)).first())).toEqual([
    "SELECT anon_1.users_id AS anon_1_users_id, anon_1.users_name AS anon_1_users_name, addresses_1.id AS addresses_1_id, addresses_1.email AS addresses_1_email, addresses_1.user_id AS addresses_1_user_id \nFROM (SELECT users.id AS users_id, users.name AS users_name \nFROM users\n LIMIT ? OFFSET ?) AS anon_1 LEFT OUTER JOIN addresses AS addresses_1 ON anon_1.users_id = addresses_1.user_id ORDER BY addresses_1.id  [1,0]",
  ]);
});

test("inner joins nest behind an outer one", () => {
  const inner = { innerjoin: true } as const;
  const option = joinedload(Address.user).joinedload(User.orders, inner).joinedload(Order.items, inner);
  expect(statements(() => session.query(Address).options(option).all())).toEqual([
    "SELECT addresses.id AS addresses_id, addresses.email AS addresses_email, addresses.user_id AS addresses_user_id, items_1.id AS items_1_id, items_1.name AS items_1_name, orders_1.id AS orders_1_id, orders_1.user_id AS orders_1_user_id, users_1.id AS users_1_id, users_1.name AS users_1_name \nFROM addresses LEFT OUTER JOIN (users AS users_1 JOIN (orders AS orders_1 JOIN order_items AS order_items_1 ON orders_1.id = order_items_1.order_id) ON users_1.id = orders_1.user_id JOIN items AS items_1 ON items_1.id = order_items_1.item_id) ON users_1.id = addresses.user_id",
  ]);
});

test("a tree is joined to the depth that is allowed", () => {
  const program = () => session.query(Node).filter(Node.id.eq(1)).one().children[0]?.children[0]?.children;
  expect(statements(program)).toEqual([
    "SELECT nodes.id AS nodes_id, nodes.parent_id AS nodes_parent_id, nodes_1.id AS nodes_1_id, nodes_1.parent_id AS nodes_1_parent_id, nodes_2.id AS nodes_2_id, nodes_2.parent_id AS nodes_2_parent_id \nFROM nodes LEFT OUTER JOIN nodes AS nodes_2 ON nodes.id = nodes_2.parent_id LEFT OUTER JOIN nodes AS nodes_1 ON nodes_2.id = nodes_1.parent_id \nWHERE nodes.id = ?  [1]",
    "SELECT nodes.id AS nodes_id, nodes.parent_id AS nodes_parent_id, nodes_1.id AS nodes_1_id, nodes_1.parent_id AS nodes_1_parent_id, nodes_2.id AS nodes_2_id, nodes_2.parent_id AS nodes_2_parent_id \nFROM nodes LEFT OUTER JOIN nodes AS nodes_2 ON nodes.id = nodes_2.parent_id LEFT OUTER JOIN nodes AS nodes_1 ON nodes_2.id = nodes_1.parent_id \nWHERE ? = nodes.parent_id  [3]",
  ]);
});

test("strategies follow one another along a path", () => {
  const program = () => {
    for (const user of session.query(User).options(joinedload(User.orders).selectinload(Order.items))) {
      for (const order of user.orders) order.items;
    }
  };
  expect(statements(program)).toEqual([
    "SELECT users.id AS users_id, users.name AS users_name, orders_1.id AS orders_1_id, orders_1.user_id AS orders_1_user_id \nFROM users LEFT OUTER JOIN orders AS orders_1 ON users.id = orders_1.user_id",
    "SELECT orders_1.id AS orders_1_id, items.id AS items_id, items.name AS items_name \nFROM orders AS orders_1 JOIN order_items AS order_items_1 ON orders_1.id = order_items_1.order_id JOIN items ON items.id = order_items_1.item_id \nWHERE orders_1.id IN (?)  [1]",
  ]);
});

test("subquery loads repeat the query", () => {
  const u = aliased(User);
  const option = subqueryload(u.orders).subqueryload(Order.items);
  expect(statements(() => session.query(u).options(option).filter(u.name.eq("ed")).all())).toEqual([
    'SELECT users_1.id AS users_1_id, users_1.name AS users_1_name \nFROM users AS users_1 \nWHERE users_1.name = ?  ["ed"]',
    'SELECT orders.id AS orders_id, orders.user_id AS orders_user_id, anon_1.users_1_id AS anon_1_users_1_id \nFROM (SELECT users_1.id AS users_1_id \nFROM users AS users_1 \nWHERE users_1.name = ?) AS anon_1 JOIN orders ON anon_1.users_1_id = orders.user_id  ["ed"]',
    'SELECT items.id AS items_id, items.name AS items_name, orders_1.id AS orders_1_id \nFROM (SELECT users_1.id AS users_1_id \nFROM users AS users_1 \nWHERE users_1.name = ?) AS anon_1 JOIN orders AS orders_1 ON anon_1.users_1_id = orders_1.user_id JOIN order_items AS order_items_1 ON orders_1.id = order_items_1.order_id JOIN items ON items.id = order_items_1.item_id  ["ed"]',
  ]);
});

test("criteria of an option restrict what is loaded", () => {
  const only = User.addresses.and_(Address.email.eq("ed@x"));
  expect(statements(() => session.query(User).options(selectinload(only)).all())[1]).toBe(
    'SELECT addresses.user_id AS addresses_user_id, addresses.id AS addresses_id, addresses.email AS addresses_email \nFROM addresses \nWHERE addresses.user_id IN (?, ?) AND addresses.email = ? ORDER BY addresses.id  [1,2,"ed@x"]',
  );
  expect(session.query(User).filter(User.id.eq(1)).one().addresses).toHaveLength(1);
});

test("contains_eager takes the rows of the query's own join", () => {
  const a = aliased(Address);
  const query = session
    .query(User)
    .join(User.addresses.ofType(a))
    .options(containsEager(User.addresses.ofType(a)));
  expect(statements(() => query.filter(a.email.eq("ed@y")).one().addresses)).toEqual([
    'SELECT addresses_1.id AS addresses_1_id, addresses_1.email AS addresses_1_email, addresses_1.user_id AS addresses_1_user_id, users.id AS users_id, users.name AS users_name \nFROM users JOIN addresses AS addresses_1 ON users.id = addresses_1.user_id \nWHERE addresses_1.email = ?  ["ed@y"]',
  ]);
});

test("options reach the lazy loads of the objects", () => {
  const option = defaultload(User.orders).joinedload(Order.items);
  expect(statements(() => session.query(User).options(option).filter(User.id.eq(1)).one().orders)[1]).toBe(
    "SELECT orders.id AS orders_id, orders.user_id AS orders_user_id, items_1.id AS items_1_id, items_1.name AS items_1_name \nFROM orders LEFT OUTER JOIN (order_items AS order_items_1 JOIN items AS items_1 ON items_1.id = order_items_1.item_id) ON orders.id = order_items_1.order_id \nWHERE ? = orders.user_id  [1]",
  );
});

test("columns are deferred, undeferred and loaded when read", () => {
  expect(statements(() => session.query(User).options(loadOnly(User.name)).first()?.bio)).toEqual([
    "SELECT users.id AS users_id, users.name AS users_name \nFROM users\n LIMIT ? OFFSET ?  [1,0]",
    "SELECT users.bio AS users_bio \nFROM users \nWHERE users.id = ?  [1]",
  ]);
  expect(statements(() => session.query(User).options(undefer(User.bio)).first()?.bio)).toEqual([
    "SELECT users.id AS users_id, users.name AS users_name, users.bio AS users_bio \nFROM users\n LIMIT ? OFFSET ?  [1,0]",
  ]);
  expect(statements(() => session.query(User).options(defer("*")).first()?.name)).toEqual([
    "SELECT users.id AS users_id \nFROM users\n LIMIT ? OFFSET ?  [1,0]",
    "SELECT users.name AS users_name \nFROM users \nWHERE users.id = ?  [1]",
  ]);
});

test("raiseload refuses, for one relationship or all", () => {
  session.close();
  expect(() => session.query(User).options(raiseload("*")).first()?.addresses).toThrow(
    "'User.addresses' is not available due to lazy='raise'",
  );
  session.close();
  const ed = session.query(User).options(raiseload(User.orders)).first();
  expect(ed?.addresses).toHaveLength(2);
  expect(() => ed?.orders).toThrow("'User.orders' is not available due to lazy='raise'");
});

test("options for what the query is not about are refused", () => {
  expect(() => session.query(User).options(joinedload(Order.items)).all()).toThrow(
    "Mapped class Mapper[Order(orders)] does not apply to any of the root entities in this query, e.g. Mapper[User(users)].",
  );
  expect(() => joinedload(User.orders).joinedload(Address.user)).toThrow(
    'ORM mapped entity or attribute "Address.user" does not link from relationship "User.orders".',
  );
  expect(() => session.query(User).options(joinedload(User.orders), lazyload(User.orders)).all()).toThrow(
    "Loader strategies for ORM Path[Mapper[User(users)] -> User.orders -> Mapper[Order(orders)]] conflict",
  );
});

test("a result whose rows repeat has to be made unique", () => {
  session.close();
  const statement = select(User).options(joinedload(User.addresses));
  expect(() => session.execute(statement).scalars().all()).toThrow(
    "The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections",
  );
  expect(session.execute(statement).unique().scalars().all()).toHaveLength(2);
});
