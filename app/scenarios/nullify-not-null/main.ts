import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Author extends Base.mapped("authors", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  books: relationship<Book[]>("Book"),
}) {}

class Book extends Base.mapped("books", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // A book may be without an author,
  authorId: column("author_id", Integer, foreignKey("authors.id")),
}) {}

class Invoice extends Base.mapped("invoices", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  lines: relationship<Line[]>("Line"),
}) {}

class Line extends Base.mapped("lines", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // a line may not be without an invoice,
  invoiceId: column("invoice_id", Integer, foreignKey("invoices.id"), { nullable: false }),
}) {}

class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // and items go with their order.
  items: relationship<Item[]>("Item", { cascade: "all, delete-orphan" }),
}) {}

class Item extends Base.mapped("items", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  orderId: column("order_id", Integer, foreignKey("orders.id"), { nullable: false }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const author = new Author({ name: "Ann", books: [new Book({ name: "Flowers" })] });
const invoice = new Invoice({ name: "2015-7", lines: [new Line({ name: "paper" })] });
const order = new Order({ name: "no. 1", items: [new Item({ name: "ink" })] });
session.addAll([author, invoice, order]);
session.commit();

session.delete(author);
session.commit();
console.log(`author of the book: ${session.query(Book).one().authorId}`);

// The same UPDATE, but this column does not take NULL.
session.delete(invoice);
try {
  session.commit();
} catch (error) {
  session.rollback();
  console.log(`${error}`);
}

// With the cascade there is nothing to be set to NULL.
session.delete(order);
session.commit();
console.log(`${session.query(Item).count()} items`);
