import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
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

const p = new Parent({ name: "p", children: [new Child({ name: "c1" }), new Child({ name: "c2" })] });
session.add(p);
session.commit();

// The cascade has to find the children, so delete() itself loads them.
session.delete(p);
// Children first, then their parent: the order that the foreign key asks for.
session.commit();
console.log(`${session.query(Child).count()} children, ${session.query(Parent).count()} parents`);
