import { beforeEach, expect, test } from "vitest";
import { statementsOf } from "../../tools/host/shop.ts";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  type AppenderQuery,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  getHistory,
  Integer,
  inspect,
  noload,
  relationship,
  Session,
  String as StringType,
  select,
  selectinload,
  type WriteOnlyCollection,
} from "../index.ts";
import type { InstanceInspection } from "./inspect.ts";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(StringType),
  orders: relationship<WriteOnlyCollection<Order>>("Order", { backPopulates: "user", lazy: "write_only" }),
  notes: relationship<AppenderQuery<Note>>("Note", {
    backPopulates: "user",
    lazy: "dynamic",
    cascade: "all, delete-orphan",
  }),
}) {}

class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  code: column(StringType),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "orders" }),
}) {}

class Note extends Base.mapped("notes", {
  id: column(Integer, { primaryKey: true }),
  body: column(StringType),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "notes" }),
}) {}

Base.register(User, Order, Note);

let session: Session;
let user: User;

beforeEach(() => {
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  session = new Session(engine);
  user = new User({ name: "ed" });
  user.orders.addAll([new Order({ code: "a" }), new Order({ code: "b" })]);
  user.notes.extend([new Note({ body: "x" }), new Note({ body: "y" })]);
  session.add(user);
  session.commit();
  session.refresh(user);
});

test("a write-only collection gives statements", () => {
  expect(statementsOf(() => session.scalars(user.orders.select()).all())).toEqual([
    "SELECT orders.id, orders.code, orders.user_id \nFROM orders \nWHERE ? = orders.user_id  [1]",
  ]);
  expect(statementsOf(() => session.execute(user.orders.insert(), [{ code: "c" }, { code: "d" }]))).toEqual([
    'INSERT INTO orders (code, user_id) VALUES (?, ?)  ["c",1] ["d",1]',
  ]);
  expect(statementsOf(() => session.execute(user.orders.update().values({ code: "z" })))).toEqual([
    'UPDATE orders SET code=? WHERE ? = orders.user_id  ["z",1]',
  ]);
  expect(statementsOf(() => session.execute(user.orders.delete()))).toEqual([
    "DELETE FROM orders WHERE ? = orders.user_id  [1]",
  ]);
});

test("a write-only collection keeps what enters and leaves until it is flushed", () => {
  const [first] = session.scalars<Order>(user.orders.select()).all();
  const added = new Order({ code: "c" });
  user.orders.add(added);
  user.orders.remove(first as Order);
  expect([added.user, (first as Order).user]).toEqual([user, null]);
  const { history } = (inspect(user) as InstanceInspection).attrs.get("orders");
  expect(history).toEqual({ added: [added], unchanged: [], deleted: [first] });
  expect(statementsOf(() => session.flush())).toEqual([
    "UPDATE orders SET user_id=? WHERE orders.id = ?  [null,1]",
    'INSERT INTO orders (code, user_id) VALUES (?, ?)  ["c",1]',
  ]);
});

test("a write-only collection refuses to be read as a whole", () => {
  expect(() => [...user.orders]).toThrow("WriteOnly collections don't support iteration in-place");
  expect(() => Object.assign(user, { orders: [] })).toThrow(
    'Collection "User.orders" does not support implicit iteration; collection replacement operations can\'t be used',
  );
  expect(() => getHistory(user, "orders")).toThrow("Attribute User.orders can't load the existing state");
});

test("a dynamic collection is a query", () => {
  expect(statementsOf(() => user.notes.filterBy({ body: "y" }).one())).toEqual([
    'SELECT notes.id AS notes_id, notes.body AS notes_body, notes.user_id AS notes_user_id \nFROM notes \nWHERE ? = notes.user_id AND notes.body = ?  [1,"y"]',
  ]);
  expect(Array.from(user.notes, (note) => note.body)).toEqual(["x", "y"]);
  expect(user.notes.orderBy(Note.body.desc()).first()?.body).toBe("y");
  expect(user.notes.count()).toBe(2);
});

test("reading a dynamic collection flushes what was appended to it", () => {
  user.notes.append(new Note({ body: "z" }));
  expect(statementsOf(() => user.notes.count())).toEqual([
    'INSERT INTO notes (body, user_id) VALUES (?, ?)  ["z",1]',
    "SELECT count(*) AS count_1 \nFROM (SELECT notes.id AS notes_id, notes.body AS notes_body, notes.user_id AS notes_user_id \nFROM notes \nWHERE ? = notes.user_id) AS anon_1  [1]",
  ]);
});

test("a dynamic collection is replaced by comparing it with the database", () => {
  const [first, second] = user.notes.all();
  Object.assign(user, { notes: [second] });
  expect(getHistory(user, "notes")).toEqual({ added: [], unchanged: [second], deleted: [first] });
  expect(statementsOf(() => session.flush())).toEqual(["DELETE FROM notes WHERE notes.id = ?  [1]"]);
});

test("collections that are not held cannot be loaded eagerly", () => {
  for (const collection of [User.orders, User.notes]) {
    expect(() => session.query(User).options(selectinload(collection)).all()).toThrow(
      `'User.${collection.key}' does not support object population - eager loading cannot be applied.`,
    );
    expect(session.query(User).options(noload(collection)).all()).toEqual([user]);
  }
  expect(user.notes.count()).toBe(2);
});

test("merging goes along a dynamic collection", () => {
  const given = new User({ id: 1, name: "q" });
  given.notes.append(new Note({ id: 1, body: "k" }));
  const notes =
    "SELECT notes.id AS notes_id, notes.body AS notes_body, notes.user_id AS notes_user_id \nFROM notes \nWHERE";
  expect(statementsOf(() => session.merge(given))).toEqual([
    `${notes} notes.id = ?  [1]`,
    `${notes} ? = notes.user_id  [1]`,
  ]);
  expect(statementsOf(() => session.flush())).toEqual([
    'UPDATE users SET name=? WHERE users.id = ?  ["q",1]',
    'UPDATE notes SET body=? WHERE notes.id = ?  ["k",1]',
    "DELETE FROM notes WHERE notes.id = ?  [2]",
  ]);
});

test("before its owner has a row, a dynamic collection has what was added to it", () => {
  const fresh = new User({ name: "jack" });
  const note = new Note({ body: "n", user: fresh });
  expect(fresh.notes.all()).toEqual([note]);
  expect(fresh.notes.count()).toBe(1);
  expect(() => fresh.notes.filterBy({ body: "n" })).toThrow(
    "is not bound to a Session, and no contextual session is established; lazy load operation of attribute 'notes' cannot proceed",
  );
});

test("what is no mapped object is refused where its state is asked for", () => {
  const text = "'str' object has no attribute '_sa_instance_state'";
  expect(() => user.notes.append("text" as never)).toThrow(text);
  const order = new Order({});
  session.add(order);
  expect(() => Object.assign(order, { user: "text" })).toThrow(text);
  expect(order.user).toBe(null);
});

test("changed copies of an ORM select stay one", () => {
  const statement = select(User).where(User.id.eq(1)).filterBy({ name: "ed" });
  expect(statementsOf(() => session.scalars(statement).all())).toEqual([
    'SELECT users.id, users.name \nFROM users \nWHERE users.id = ? AND users.name = ?  [1,"ed"]',
  ]);
});

test("an UPDATE by query refuses what it cannot evaluate, and names that are no columns", () => {
  const inOrders = User.id.in_(select(Order.userId));
  expect(() => session.query(User).filter(inOrders).delete({ synchronizeSession: "evaluate" })).toThrow(
    'Could not evaluate current criteria in Python: "Cannot evaluate Select".',
  );
  expect(() => session.query(User).update({ nam: "x" })).toThrow("Unconsumed column names: nam");
});
