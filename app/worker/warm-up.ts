/**
 * A small program that goes through all that most programs go through. A spare worker runs it while it waits, so that the parser,
 * the engine and SQLite are compiled by the time a person's program comes: that one then takes a fraction of the time.
 */
export const WARM_UP = `import { Integer, Session, String, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";
const Base = declarativeBase();
class Parent extends Base.mapped("parent", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  children: relationship("Child", { backPopulates: "parent", cascade: "all, delete-orphan" }),
}) {}
class Child extends Base.mapped("child", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("parent.id")),
  parent: relationship("Parent", { backPopulates: "children" }),
}) {}
const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
for (let round = 0; round < 5; round++) {
  const parent = new Parent({ name: "a" });
  parent.children.push(new Child(), new Child());
  session.add(parent);
  session.commit();
  const found = session.query(Parent).filterBy({ name: "a" }).first();
  found.name = "b";
  found.children.pop();
  session.flush();
  session.delete(found);
  session.commit();
}
`;
