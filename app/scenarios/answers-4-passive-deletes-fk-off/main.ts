import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  // The session is to leave children that it has not loaded to the database.
  children: relationship<Child[]>("Child", { backref: "parent", passiveDeletes: true }),
}) {}

class Child extends Base.mapped("child", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  parentId: column("parent_id", Integer, foreignKey("parent.id", { onDelete: "CASCADE" })),
}) {}

// Foreign keys are off, as SQLite has them unless told otherwise.
const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const p = new Parent({ name: "p", children: [new Child({ name: "c1" }), new Child({ name: "c2" })] });
session.add(p);
session.commit();
session.expireAll();

// One DELETE, as hoped. But nobody follows the ON DELETE CASCADE: add { foreignKeys: true } to createEngine, and SQLite does.
session.delete(p);
session.commit();
console.log(`${session.query(Child).count()} children, ${session.query(Parent).count()} parents`);
