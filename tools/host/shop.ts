/** A small shop for tests of queries and loading: classes, a filled database, and a record of what a program executes. */

import {
  Column,
  column,
  createEngine,
  declarativeBase,
  ForeignKey,
  foreignKey,
  Integer,
  relationship,
  Session,
  String as StringType,
  Table,
  trace,
} from "../../src-engine/index.ts";
import { openDatabase } from "./sqlite.ts";

const Base = declarativeBase();

new Table(
  "order_items",
  Base.metadata,
  new Column("order_id", Integer, new ForeignKey("orders.id"), { primaryKey: true }),
  new Column("item_id", Integer, new ForeignKey("items.id"), { primaryKey: true }),
);

export class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(StringType),
  bio: column(StringType, { deferred: true }),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", orderBy: "Address.id" }),
  orders: relationship<Order[]>("Order", { backPopulates: "user" }),
}) {}

export class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(StringType),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

export class Order extends Base.mapped("orders", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "orders" }),
  items: relationship<Item[]>("Item", { secondary: "order_items" }),
}) {}

export class Item extends Base.mapped("items", {
  id: column(Integer, { primaryKey: true }),
  name: column(StringType),
}) {}

export class Node extends Base.mapped("nodes", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("nodes.id")),
  children: relationship<Node[]>("Node", { lazy: "joined", joinDepth: 2 }),
}) {}

Base.register(User, Address, Order, Item, Node);

/** A session on a database with two users, their addresses and orders, and a tree of three nodes. */
export function openShop(): Session {
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  const session = new Session(engine);
  const [pen, ink] = [new Item({ id: 1, name: "pen" }), new Item({ id: 2, name: "ink" })];
  session.addAll([
    new User({
      id: 1,
      name: "ed",
      bio: "about ed",
      addresses: [new Address({ id: 1, email: "ed@x" }), new Address({ id: 2, email: "ed@y" })],
      orders: [new Order({ id: 1, items: [pen, ink] })],
    }),
    new User({ id: 2, name: "wendy", addresses: [new Address({ id: 3, email: "wendy@x" })] }),
    new Node({ id: 1, children: [new Node({ id: 2, children: [new Node({ id: 3 })] })] }),
  ]);
  session.commit();
  session.close();
  return session;
}

/** The statements that a program executes, each with its rows of parameters behind it. */
export function statementsOf(program: () => void): string[] {
  const statements: string[] = [];
  trace.start((event) => {
    if (event.type !== "statement") return;
    const params = event.params.filter((row) => row.length).map((row) => JSON.stringify(row));
    statements.push(params.length ? `${event.sql}  ${params.join(" ")}` : event.sql);
  });
  try {
    program();
  } finally {
    trace.stop();
  }
  return statements;
}
