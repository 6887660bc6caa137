import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session } from "flushlight";

const Base = declarativeBase();

class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  lines: relationship<Line[]>("Line", { backPopulates: "order" }),
}) {}

class Line extends Base.mapped("lines", {
  // The foreign key is a part of the primary key.
  orderId: column("order_id", Integer, foreignKey("orders.id"), { primaryKey: true }),
  position: column(Integer, { primaryKey: true }),
  order: relationship<Order>("Order", { backPopulates: "lines" }),
}) {}

// The same two tables again, with a cascade.
class Cart extends Base.mapped("carts", {
  id: column(Integer, { primaryKey: true }),
  entries: relationship<Entry[]>("Entry", { backPopulates: "cart", cascade: "all, delete-orphan" }),
}) {}

class Entry extends Base.mapped("entries", {
  cartId: column("cart_id", Integer, foreignKey("carts.id"), { primaryKey: true }),
  position: column(Integer, { primaryKey: true }),
  cart: relationship<Cart>("Cart", { backPopulates: "entries" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const order = new Order({ lines: [new Line({ position: 1 }), new Line({ position: 2 })] });
const cart = new Cart({ entries: [new Entry({ position: 1 }), new Entry({ position: 2 })] });
session.addAll([order, cart]);
session.commit();

session.delete(order);
try {
  // The flush loads the lines, wants to set their order_id to NULL, and gives up.
  session.commit();
} catch (error) {
  console.log(`${error}`);
  session.rollback();
}

// With the cascade the entries are deleted first, and there is nothing to blank out.
session.delete(cart);
session.commit();
console.log(`${session.query(Entry).count()} entries`);
