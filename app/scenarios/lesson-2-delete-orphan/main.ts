import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

// Deleting a cart deletes its entries; an entry may live without a cart.
class Cart extends Base.mapped("carts", {
  id: column(Integer, { primaryKey: true }),
  entries: relationship<Entry[]>("Entry", { cascade: "all, delete" }),
}) {}

class Entry extends Base.mapped("entries", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  cartId: column("cart_id", Integer, foreignKey("carts.id")),
}) {}

// An item must not live without its order.
class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  items: relationship<Item[]>("Item", { cascade: "all, delete-orphan" }),
}) {}

class Item extends Base.mapped("items", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  orderId: column("order_id", Integer, foreignKey("orders.id")),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const entry = new Entry({ name: "tea" });
const item = new Item({ name: "lamp" });
const cart = new Cart({ entries: [entry] });
const order = new Order({ items: [item] });
session.addAll([cart, order]);
session.commit();

// Out of the collection, with the delete cascade only.
cart.entries.remove(entry);
session.flush();

// Out of the collection, with delete-orphan.
order.items.remove(item);
session.flush();

// In and out again before any flush.
const draft = new Item({ name: "vase" });
order.items.append(draft);
order.items.remove(draft);
session.commit();
