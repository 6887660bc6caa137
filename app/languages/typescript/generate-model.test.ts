import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { FileSchema } from "../../protocol/messages.ts";
import { reflect } from "../../worker/reflect.ts";
import { SqlJsDriver } from "../../worker/sqljs-driver.ts";
import { generateModel } from "./generate-model.ts";

const sqlJs = await initSqlJs();

/** The program for a file that is made by these statements, and what comes of running it on the file, with more lines. */
async function imported(sql: string, more = "") {
  const database = new sqlJs.Database();
  database.exec(sql);
  const bytes = database.export();
  const schema = reflect(() => new SqlJsDriver(new sqlJs.Database(bytes)));
  if ("problem" in schema) throw new Error(schema.problem);
  const program = generateModel(schema as FileSchema, "a.sqlite");
  const events: TraceEvent[] = [];
  await runProgram(
    program + more,
    (event) => events.push(event),
    DEFAULT_LIMITS,
    () => new SqlJsDriver(new sqlJs.Database(bytes)),
  );
  const texts = events.flatMap((event) =>
    event.type === "output" ? [event.text] : event.type === "error" || event.type === "warning" ? [event.message] : [],
  );
  return { program, texts };
}

const SHOP = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, email TEXT UNIQUE, joined DATE);
  CREATE TABLE categories (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES categories, title TEXT DEFAULT 'none');
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE ON UPDATE SET NULL,
    total DECIMAL(8, 2));
  CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, photo BLOB);
  CREATE TABLE order_products (order_id INTEGER REFERENCES orders(id), product_id INTEGER REFERENCES products(id), PRIMARY KEY (order_id, product_id));
  CREATE VIEW everything AS SELECT * FROM orders;
  INSERT INTO customers VALUES (1, 'ann', 'a@x', '2024-01-02'), (2, 'bob', NULL, NULL);
  INSERT INTO categories VALUES (1, NULL, 'all'), (2, 1, 'some');
  INSERT INTO orders VALUES (1, 1, 9.5), (2, 1, 3);
  INSERT INTO products VALUES (1, 'pen', x'00ff');
  INSERT INTO order_products VALUES (1, 1), (2, 1);
`;

describe("a shop", () => {
  test("has classes, keys and relationships both ways", async () => {
    const { program } = await imported(SHOP);
    expect(program.slice(program.indexOf("// The tables"))).toBe(`// The tables of a.sqlite, as it has them.
const Base = declarativeBase();

// Views are not mapped: everything.

const orderProducts = new Table(
  "order_products",
  Base.metadata,
  new Column("order_id", Integer, new ForeignKey("orders.id"), { primaryKey: true }),
  new Column("product_id", Integer, new ForeignKey("products.id"), { primaryKey: true }),
);

class Customer extends Base.mapped("customers", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50), { nullable: false }),
  email: column(Text, { unique: true }),
  joined: column(Date),
  orders: relationship<Order[]>("Order", { backPopulates: "customer" }),
}) {}

class Category extends Base.mapped("categories", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("categories.id")),
  title: column(Text, { serverDefault: text("'none'") }),
  parent: relationship<Category | null>("Category", { remoteSide: "Category.id", backPopulates: "children" }),
  children: relationship<Category[]>("Category", { backPopulates: "parent" }),
}) {}

class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  customerId: column("customer_id", Integer, foreignKey("customers.id", { onDelete: "CASCADE", onUpdate: "SET NULL" }), { nullable: false }),
  total: column(Numeric({ precision: 8, scale: 2 })),
  customer: relationship<Customer>("Customer", { backPopulates: "orders" }),
  products: relationship<Product[]>("Product", { secondary: orderProducts, backPopulates: "orders" }),
}) {}

class Product extends Base.mapped("products", {
  id: column(Integer, { primaryKey: true }),
  name: column(Text),
  photo: column(LargeBinary),
  orders: relationship<Order[]>("Order", { secondary: orderProducts, backPopulates: "products" }),
}) {}

const engine = createEngine("sqlite:///a.sqlite", { foreignKeys: true });
const session = new Session(engine);

for (const customer of session.query(Customer).limit(5).all()) {
  console.log(customer.id, customer.name, customer.orders.length, "orders");
}
`);
  });

  test("runs on the file's rows", async () => {
    const { texts } = await imported(SHOP, "console.log(session.query(Product).one().orders.length);");
    expect(texts).toEqual(["1 ann 2 orders", "2 bob 0 orders", "2"]);
  });
});

test("weird names, composite keys, one-to-one, two keys to one table, self references, tables without a key", async () => {
  const { program, texts } = await imported(
    `
    CREATE TABLE "Order Details" ("Order ID" INTEGER, "line-no" INTEGER, "2nd" TEXT, class TEXT, constructor TEXT, metadata TEXT, "say ""hi""" TEXT,
      PRIMARY KEY ("Order ID", "line-no"));
    CREATE TABLE notes (id INTEGER PRIMARY KEY, order_id INTEGER, line INTEGER, body, FOREIGN KEY (order_id, line) REFERENCES "order details" ON DELETE SET NULL, UNIQUE (line, body));
    CREATE TABLE sessions (id INTEGER PRIMARY KEY, String TEXT);
    CREATE TABLE airports (code CHAR(3) PRIMARY KEY);
    CREATE TABLE flights (id INTEGER PRIMARY KEY, origin_id CHAR(3) REFERENCES airports, destination_id CHAR(3) REFERENCES airports, airport TEXT);
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, boss_id INT REFERENCES people(id));
    CREATE TABLE friends (person_id INT REFERENCES people(id), friend_id INT REFERENCES people(id));
    CREATE TABLE passports (person_id INTEGER PRIMARY KEY REFERENCES people(id), number TEXT);
    CREATE TABLE log (at DATETIME, what TEXT, person_id INT REFERENCES people(id), gone_id INT REFERENCES gone(id));
    CREATE TABLE times (id INTEGER PRIMARY KEY, a DATETIME, b DATETIME, c DATE, d TIME, e BOOLEAN, f REAL, g POINT, full TEXT AS (d || 'x'));
    INSERT INTO people VALUES (1, 'eve', NULL), (2, 'tom', 1);
    INSERT INTO friends VALUES (1, 2);
    INSERT INTO airports VALUES ('CGN'), ('VIE');
    INSERT INTO flights VALUES (1, 'CGN', 'VIE', 'x');
    INSERT INTO "Order Details" VALUES (1, 2, 'x', 'y', 'z', 'm', 'hi');
    INSERT INTO notes VALUES (1, 1, 2, 'text');
    INSERT INTO times (id, a, b, c, d, e) VALUES (1, '2024-01-02 03:04:05', 1700000000, 'yesterday', '10:00', 1);
  `,
    `
    const eve = session.get(Person, 1)!;
    console.log(eve.friends.map((friend) => friend.name), eve.peopleByBoss.length, eve.passport);
    const flight = session.query(Flight).one();
    console.log(flight.origin!.code, flight.destination!.code, flight.destination!.flightsByDestination.length);
    const note = session.query(Note).one();
    console.log(note.orderDetail!.lineNo, note.orderDetail!.notes.length);
    const time = session.query(Time_).one();
    console.log(\`\${time.a} \${time.d}\`, time.b, time.c, time.e, time.full);
    time.f = 2;
    session.commit();
    `,
  );
  expect(texts).toEqual([
    "1 eve 1 peopleByBoss",
    "2 tom 0 peopleByBoss",
    '["tom"] 1 null',
    "CGN VIE 1",
    "2 1",
    "2024-01-02T03:04:05 10:00:00 1700000000 yesterday true 10:00x",
  ]);
  for (const part of [
    '_2nd: column("2nd", Text)',
    'constructor_: column("constructor", Text)',
    'sayHi: column("say \\"hi\\"", Text)',
    "body: column(Text), // has no type in the file",
    "class Session_ extends",
    'new UniqueConstraint(["line", "body"])',
    "// No class can be mapped to log: it has no primary key.\n// The foreign key of gone_id is left out: it points to gone, which the file does not have.\nconst log = new Table(",
    'passport: relationship<Passport | null>("Passport", { uselist: false, backPopulates: "person" })',
    'primaryjoin: "Person.id == friends.c.person_id"',
    "b: column(Float), // DATETIME in the file, with values that are none",
  ]) {
    expect(program).toContain(part);
  }
});

test("a file that is no database, and one without tables", () => {
  const read = (bytes: Uint8Array) => reflect(() => new SqlJsDriver(new sqlJs.Database(bytes)));
  expect(read(new TextEncoder().encode("no database ".repeat(100)))).toEqual({ problem: "file is not a database" });
  const empty = generateModel({ tables: [], views: [] }, 'a "b"\u2028.db');
  expect(empty).toContain('createEngine("sqlite:///a \\"b\\"\\u2028.db"');
  expect(empty).toContain('// The tables of a "b" .db, as it has them.');
});
