import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

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
  // The wish: delete the children with their parent. But this is the way from a child to its parent.
  parent: relationship<Parent>("Parent", { cascade: "all,delete", backref: "children" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Parent({ name: "p" });
const c1 = new Child({ name: "c1", parent: p });
const c2 = new Child({ name: "c2", parent: p });
session.addAll([p, c1, c2]);
session.commit();

// Parent.children, which the backref makes, has no delete cascade. Watch the UPDATE: the children lose their parent.
session.delete(p);
session.commit();
console.log(`${session.query(Child).count()} children, ${session.query(Parent).count()} parents`);

// The other way round the cascade would run: session.delete(c1) would delete the parent, too.
