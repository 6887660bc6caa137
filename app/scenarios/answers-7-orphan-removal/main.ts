import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  // delete, but not delete-orphan.
  children: relationship<Child[]>("Child", { cascade: "all,delete", backref: "parent" }),
}) {}

class Child extends Base.mapped("child", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  parentId: column("parent_id", Integer, foreignKey("parent.id")),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const c1 = new Child({ name: "c1" });
const p = new Parent({ name: "p", children: [c1, new Child({ name: "c2" })] });
session.add(p);
session.commit();

// The child leaves its parent. Make the cascade "all,delete-orphan", and the UPDATE becomes a DELETE.
p.children.remove(c1);
session.flush();

console.log(`c1 belongs to parent ${c1.parentId}`);
console.log(`${session.query(Child).count()} children`);
