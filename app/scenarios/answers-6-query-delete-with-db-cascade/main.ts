import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  children: relationship<Child[]>("Child", { backref: "parent", passiveDeletes: true }),
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

// One statement; no parent is loaded, no cascade option of the mapping is looked at.
const deleted = session.query(Parent).filterBy({ name: "p" }).delete();
console.log(`${deleted} parent deleted`);

// The children went with it: that was SQLite.
console.log(`${session.query(Child).count()} children`);
