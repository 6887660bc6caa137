/** A program that maps so many classes: a tree with three branches a class, some with cascades on either layer. */
export function manyClasses(count: number): string {
  const classes = Array.from({ length: count }, (_, place) => classText(place, count));
  return `import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

${classes.join("\n\n")}

const session = new Session(createEngine("sqlite://"));
session.add(new Class0({ name: "first" }));
console.log(session.new.size);
`;
}

function classText(place: number, count: number): string {
  const attributes = ["id: column(Integer, { primaryKey: true })", "name: column(String(50), { nullable: false })"];
  if (place > 0) {
    const parent = Math.floor((place - 1) / 3);
    const action = place % 4 === 0 ? `, { onDelete: "CASCADE" }` : "";
    attributes.push(
      `parentId: column("parent_id", Integer, foreignKey("class${parent}.id"${action}))`,
      `parent: relationship<Class${parent}>("Class${parent}", { backPopulates: "children${place}" })`,
    );
  }
  for (let child = 3 * place + 1; child <= 3 * place + 3 && child < count; child++) {
    const cascade = child % 2 === 1 ? `, cascade: "all, delete-orphan"` : "";
    attributes.push(
      `children${child}: relationship<Class${child}[]>("Class${child}", { backPopulates: "parent"${cascade} })`,
    );
  }
  return `class Class${place} extends Base.mapped("class${place}", {\n  ${attributes.join(",\n  ")},\n}) {}`;
}
