import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  items: relationship<Item[]>("Item", { backPopulates: "order" }),
}) {}

class Item extends Base.mapped("items", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  orderId: column("order_id", Integer, foreignKey("orders.id")),
  order: relationship<Order>("Order", { backPopulates: "items" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const order = new Order();
session.add(order);
session.commit();

// The order is in the session; the item is not, though order.items will show it.
const pen = new Item({ name: "pen" });
pen.order = order;
console.log(`the pen is in the session: ${session.contains(pen)}`);
// No INSERT: the flush warns and goes on.
session.commit();
console.log(`${session.query(Item).count()} items`);

// Add it …
session.add(pen);
session.commit();

// … or write the side that cascades to it.
const ink = new Item({ name: "ink" });
order.items.push(ink);
console.log(`the ink is in the session: ${session.contains(ink)}`);
session.commit();
console.log(`${session.query(Item).count()} items`);
