import { transform } from "sucrase";
import { describe, expect, expectTypeOf, test } from "vitest";
import { Column, Table } from "../schema/table.ts";
import { DateTime } from "../types/datetime.ts";
import { Integer } from "../types/numeric.ts";
import { String_ } from "../types/string.ts";
import { aliased } from "./alias-class.ts";
import { backref, column, foreignKey, relationship } from "./attribute-specs.ts";
import { mapperOf } from "./class-mapper.ts";
import { ColumnAttribute } from "./column-attribute.ts";
import { declarativeBase } from "./declarative.ts";
import type { Collection } from "./declarative-types.ts";
import { RelationshipAttribute } from "./relationship-attribute.ts";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String_(50), { nullable: false }),
  nick: column(String_),
  length: column("len", Integer),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", cascade: "all, delete-orphan" }),
}) {
  greet(): string {
    return `hi ${this.name}`;
  }
}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String_, { nullable: false }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>(() => User, { backPopulates: "addresses" }),
}) {}
class Node extends Base.mapped("nodes", {
  id: column(Integer, { primaryKey: true }),
  parentId: column(Integer, foreignKey("nodes.id")),
  children: relationship<Node[]>("Node", { backref: backref("parent", { remoteSide: "Node.id" }) }),
}) {
  declare parent: Node | null;
}
Base.register(User, Address, Node);

describe("a declared class", () => {
  test("has its expressions, over the name and length that JavaScript gives each class", () => {
    expect(User.name).toBeInstanceOf(ColumnAttribute);
    expect(User.length).toBeInstanceOf(ColumnAttribute);
    expect(User.addresses).toBeInstanceOf(RelationshipAttribute);
    expect(`${User.name} ${User.name.element}`).toBe("User.name users.name");
    expect(`${User.length.element}`).toBe("users.len");
    expect(`${Address.userId.element}`).toBe("addresses.user_id");
    expect(mapperOf(User).className).toBe("User");
    expect(`${mapperOf(User)}`).toBe("Mapper[User(users)]");
  });

  test("takes its attributes in the constructor and keeps its methods", () => {
    const ed = new User({ name: "ed" });
    expect(ed).toBeInstanceOf(User);
    expect(ed.name).toBe("ed");
    expect(ed.greet()).toBe("hi ed");
  });

  test("refuses an unknown attribute", () => {
    // @ts-expect-error no such attribute
    expect(() => new User({ nam: "x" })).toThrow(
      expect.objectContaining({ name: "TypeError", message: "'nam' is an invalid keyword argument for User" }),
    );
    // @ts-expect-error toString is of every object and no attribute
    expect(() => new User({ toString: "x" })).toThrow("'toString' is an invalid keyword argument for User");
  });

  test("keeps relationships first, then columns in the table's order, then what backrefs add", () => {
    Base.registry.configure();
    expect([...mapperOf(User).props.keys()]).toEqual(["addresses", "id", "name", "nick", "length"]);
    expect([...mapperOf(Node).props.keys()]).toEqual(["children", "id", "parentId", "parent"]);
    expect(mapperOf(User).localTable.c.keys()).toEqual(["id", "name", "nick", "len"]);
    expect(mapperOf(User).attributeCount).toBe(5);
    expect(new Set([...mapperOf(User).props.values()].map(({ slot }) => slot)).size).toBe(5);
  });
});

describe("types", () => {
  test("are those of values on instances and of expressions on classes", () => {
    const ed = new User({ name: "ed", addresses: [new Address({ email: "x" })] });
    expectTypeOf(ed.name).toEqualTypeOf<string>();
    expectTypeOf(ed.nick).toEqualTypeOf<string | null>();
    expectTypeOf(ed.addresses).toEqualTypeOf<Collection<Address>>();
    expectTypeOf(new Address().user).toEqualTypeOf<User | null>();
    expectTypeOf(User.name).toEqualTypeOf<ColumnAttribute<string>>();
    expectTypeOf(User.addresses).toEqualTypeOf<RelationshipAttribute<Address[]>>();
    expectTypeOf(ed.addresses[0]?.user?.greet()).toEqualTypeOf<string | undefined>();
    expectTypeOf(new Node({ children: [] }).children[0]?.parent?.children).toEqualTypeOf<
      Collection<Node> | undefined
    >();
    expectTypeOf(ed.addresses.append).parameters.toEqualTypeOf<[Address]>();
    expectTypeOf(aliased(User).name).toEqualTypeOf<ColumnAttribute<string>>();
  });

  test("refuse what does not fit", () => {
    const never = () => {
      // @ts-expect-error a name is text
      new User({ name: 3 });
      // @ts-expect-error a name is compared with text
      User.name.eq(3);
      // @ts-expect-error a collection holds addresses
      User.addresses.contains(new User());
      // @ts-expect-error there is no such attribute
      User.nam;
      // @ts-expect-error a relationship is no column
      User.addresses.like("x");
      // @ts-expect-error a column has no such option
      column(Integer, { primarykey: true });
      // @ts-expect-error a relationship has no such option
      relationship("User", { back_populates: "x" });
    };
    expect(never).toBeTypeOf("function");
  });
});

describe("registration", () => {
  test("happens by itself where the class is used", () => {
    const Own = declarativeBase();
    class Made extends Own.mapped("made", { id: column(Integer, { primaryKey: true }) }) {}
    class Asked extends Own.mapped("asked", { id: column(Integer, { primaryKey: true }) }) {}
    expect(new Made({ id: 1 }).id).toBe(1);
    expect(`${Asked.id}`).toBe("Asked.id");
    expect(Own.registry.mappers.map(({ className }) => className)).toEqual(["Made", "Asked"]);
  });

  test("keeps the order of declaration, whatever is used first", () => {
    const Own = declarativeBase();
    class First extends Own.mapped("first", { id: column(Integer, { primaryKey: true }) }) {}
    class Second extends Own.mapped("second", { id: column(Integer, { primaryKey: true }) }) {}
    Own.register(Second, First);
    expect(Own.registry.mappers.map(({ className }) => className)).toEqual(["First", "Second"]);
  });

  test("is missed with words that say what to do", () => {
    const Own = declarativeBase();
    class Parent extends Own.mapped("parents", {
      id: column(Integer, { primaryKey: true }),
      children: relationship<object[]>("Child"),
    }) {}
    class Child extends Own.mapped("children", { id: column(Integer, { primaryKey: true }) }) {}
    Own.register(Parent);
    expect(Child).toBeTypeOf("function");
    expect(() => new Parent()).toThrow(
      "When initializing mapper Mapper[Parent(parents)], expression 'Child' failed to locate a name ('Child'). If this is a class " +
        "name, consider adding this relationship() to the <class '__main__.Parent'> class after both dependent classes have been " +
        'defined. Declared but not registered: Base.mapped("children"). A class is known by its name after Base.register(TheClass).',
    );
    expect(() => new Parent()).toThrow(
      "One or more mappers failed to initialize - can't proceed with initialization of other mappers. Triggering mapper: " +
        "'Mapper[Parent(parents)]'. Original exception was: When initializing mapper",
    );
  });

  test("works for classes made from data", () => {
    const Own = declarativeBase();
    const attributes: Record<string, ReturnType<typeof column>> = { id: column(Integer, { primaryKey: true }) };
    const Thing = Own.mapped("things", attributes, { className: "Thing" });
    Own.register(Thing);
    expect(mapperOf(Thing).className).toBe("Thing");
    expect(new Thing({ id: 4 }).id).toBe(4);
    const name = "Other";
    const Other = { [name]: class extends Own.mapped("others", { id: column(Integer, { primaryKey: true }) }) {} }[
      name
    ];
    if (Other === undefined) throw new Error("the class is there");
    Own.register(Other);
    expect(mapperOf(Other).className).toBe("Other");
  });

  test("happens imperatively", () => {
    const Own = declarativeBase();
    const plain = new Table(
      "plain",
      Own.metadata,
      new Column("id", Integer, { primaryKey: true }),
      new Column("other_id", Integer, foreignKey("others.id")),
    );
    class Other extends Own.mapped("others", { id: column(Integer, { primaryKey: true }) }) {}
    Own.register(Other);
    class Plain {}
    const mapper = Own.registry.mapImperatively(Plain, plain, {
      properties: { otherId: plain.c.at("other_id"), other: relationship("Other", { backref: "plains" }) },
    });
    Own.registry.configure();
    expect([...mapper.props.keys()]).toEqual(["other", "id", "otherId"]);
    expect(mapper.relationships[0]?.direction).toBe("many-to-one");
    expect([...mapperOf(Other).props.keys()]).toEqual(["id", "plains"]);
  });
});

describe("inheritance", () => {
  const Own = declarativeBase();
  class Employee extends Own.mapped(
    "employees",
    { id: column(Integer, { primaryKey: true }), name: column(String_), kind: column(String_) },
    { mapperArgs: { polymorphicOn: "kind", polymorphicIdentity: "employee" } },
  ) {
    title() {
      return `employee ${this.name}`;
    }
  }
  class Manager extends Employee.mapped(
    "managers",
    { id: column(Integer, foreignKey("employees.id"), { primaryKey: true }), level: column(Integer) },
    { mapperArgs: { polymorphicIdentity: "manager" } },
  ) {}
  class Clerk extends Employee.mapped(
    null,
    { desk: column(Integer) },
    { mapperArgs: { polymorphicIdentity: "clerk" } },
  ) {}
  Own.register(Employee, Manager, Clerk);

  test("joins the tables of superclasses", () => {
    const mapper = mapperOf(Manager);
    expect(mapper.inherits).toBe(mapperOf(Employee));
    expect(mapper.tables.map(({ name }) => name)).toEqual(["employees", "managers"]);
    expect([...mapper.props.keys()]).toEqual(["id", "name", "kind", "level"]);
    expect(mapper.props.get("id")).toMatchObject({ kind: "column" });
    expect(mapper.propertyByColumn(mapper.localTable.c.at("id")).columns.map(String)).toEqual([
      "managers.id",
      "employees.id",
    ]);
    expect(mapper.inheritsEquatedPairs.map((pair) => pair.map(String))).toEqual([["employees.id", "managers.id"]]);
    expect(mapper.polymorphicMap.get("manager")).toBe(mapper);
    expect(`${Manager.name} ${Manager.name.element}`).toBe("Manager.name employees.name");
    expect(new Manager({ name: "m", level: 3 }).title()).toBe("employee m");
  });

  test("shares the table of the superclass", () => {
    const mapper = mapperOf(Clerk);
    expect(mapper.single).toBe(true);
    expect([...mapper.props.keys()]).toEqual(["id", "name", "kind", "desk"]);
    expect([...mapperOf(Employee).props.keys()]).toEqual(["id", "name", "kind"]);
    expect(mapperOf(Employee).localTable.c.keys()).toEqual(["id", "name", "kind", "desk"]);
    expectTypeOf(new Clerk().desk).toEqualTypeOf<number | null>();
    expectTypeOf(new Clerk().title()).toEqualTypeOf<string>();
  });
});

test("sucrase's JavaScript behaves as the TypeScript does", () => {
  const source = `
    const Base = declarativeBase();
    class Person extends Base.mapped("persons", {
      uid: column(Integer, { primaryKey: true }),
      name: column(String(255), { nullable: false }),
      length: column(Integer),
    }) {
      declare logs: Log[];
      greet(): string { return "hi " + this.name; }
    }
    Base.register(Person);
    class Log extends Base.mapped("logs", {
      uid: column(Integer, { primaryKey: true }),
      timestamp: column(DateTime, { nullable: false }),
      personId: column("person_id", Integer, foreignKey("persons.uid", { onDelete: "CASCADE" })),
      person: relationship<Person>("Person", { backref: backref("logs", { cascade: "all, delete-orphan" }) }),
    }) {}
    Base.register(Log);
    Base.registry.configure();
    return { Person, Log, person: new Person({ name: "ed" }) };
  `;
  const { code } = transform(source, { transforms: ["typescript"], disableESTransforms: true });
  const api = { declarativeBase, column, relationship, backref, foreignKey, Integer, String: String_, DateTime };
  const run = new Function(...Object.keys(api), code) as (...values: unknown[]) => {
    Person: typeof User & { logs: RelationshipAttribute };
    Log: typeof Address;
    person: User;
  };
  const { Person, person } = run(...Object.values(api));
  expect(`${Person.name.element}`).toBe("persons.name");
  expect(`${Person.length.element}`).toBe("persons.length");
  expect(person.greet()).toBe("hi ed");
  const logs = Person.logs.property;
  expect(logs).toMatchObject({ direction: "one-to-many", uselist: true, fromBackref: true });
  expect(logs.cascade.list).toEqual(["save-update", "merge", "expunge", "delete", "delete-orphan", "refresh-expire"]);
});
