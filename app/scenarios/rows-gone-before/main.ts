import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Parent extends Base.mapped("parents", {
  id: column(Integer, { primaryKey: true }),
  children: relationship<Child[]>("Child", {
    backPopulates: "parent",
    cascade: "all, delete-orphan",
    passiveDeletes: true,
  }),
}) {}

class Child extends Base.mapped("children", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  parentId: column("parent_id", Integer, foreignKey("parents.id", { onDelete: "CASCADE" })),
  parent: relationship<Parent>("Parent", { backPopulates: "children" }),
}) {}

const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

session.add(new Parent({ children: [new Child({ name: "ann" }), new Child({ name: "bob" })] }));
session.commit();

const [ann, bob] = session.query(Child).orderBy(Child.id).all() as [Child, Child];
const parent = session.query(Parent).one();

// One DELETE; the database deletes ann and bob, whose objects stay in the session.
session.delete(parent);
session.flush();

// A DELETE that matches nothing: a warning.
session.delete(ann);
session.flush();

bob.name = "robert";
try {
  // An UPDATE that matches nothing: an error, for a change would be lost.
  session.flush();
} catch (error) {
  console.log(`${error}`);
  session.rollback();
}

// With the children at hand in the collection, the session deletes them itself and knows that they are gone.
console.log(`${parent.children.length} children, loaded`);
session.delete(parent);
session.commit();
console.log(`ann in the session: ${session.contains(ann)}, bob: ${session.contains(bob)}`);
