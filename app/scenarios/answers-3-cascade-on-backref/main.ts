import {
  backref,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
  String,
} from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
}) {}
// What the backref adds, for the type checker.
interface Parent {
  children: Child[];
}

class Child extends Base.mapped("child", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  parentId: column("parent_id", Integer, foreignKey("parent.id")),
  // Beside backref the cascade would belong to Child.parent; inside, it belongs to Parent.children.
  parent: relationship<Parent>("Parent", { backref: backref("children", { cascade: "all,delete" }) }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Parent({ name: "p" });
const c1 = new Child({ name: "c1", parent: p });
const c2 = new Child({ name: "c2", parent: p });
session.addAll([p, c1, c2]);
session.commit();

session.delete(p);
session.commit();
console.log(`${session.query(Child).count()} children, ${session.query(Parent).count()} parents`);
