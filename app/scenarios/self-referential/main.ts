import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

// Nothing says which of the two is the way up: both are taken for collections.
const Wrong = declarativeBase();
class Item extends Wrong.mapped("items", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("items.id")),
  children: relationship<Item[]>("Item", { backPopulates: "parent" }),
  parent: relationship<Item>("Item", { backPopulates: "children" }),
}) {}
try {
  new Item();
} catch (error) {
  console.log(`${error}`);
}

const Base = declarativeBase();
class Node extends Base.mapped("nodes", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  parentId: column("parent_id", Integer, foreignKey("nodes.id")),
  // Down: the cascade.
  children: relationship<Node[]>("Node", { backPopulates: "parent", cascade: "all, delete-orphan" }),
  // Up: the side that is remote is the parent's primary key.
  parent: relationship<Node>("Node", { backPopulates: "children", remoteSide: "[Node.id]" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const leaf = new Node({ name: "leaf" });
const left = new Node({ name: "left", children: [leaf] });
const root = new Node({ name: "root", children: [left, new Node({ name: "right" })] });
session.add(root);
session.commit();

// A child goes alone: the cascade does not run upwards.
session.delete(root.children[1]!);
session.commit();

// The root takes all that is below it. The rows are deleted from the leaves up.
session.delete(root);
session.commit();
console.log(`${session.query(Node).count()} nodes`);
