import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  // Without passiveDeletes, and without a delete cascade.
  children: relationship<Child[]>("Child", { backref: "parent" }),
}) {}

class Child extends Base.mapped("child", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  parentId: column("parent_id", Integer, foreignKey("parent.id", { onDelete: "CASCADE" })),
}) {}

const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Parent({ name: "p", children: [new Child({ name: "c1" }), new Child({ name: "c2" })] });
session.add(p);
session.commit();

// Watch the order: UPDATE … parent_id=NULL, and only then the DELETE that would have cascaded.
session.delete(p);
session.commit();
console.log(`${session.query(Child).count()} children, ${session.query(Parent).count()} parents`);

// Add passiveDeletes: true, and the SELECT and the UPDATE go away.
