import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  automapBase,
  column,
  compileFor,
  createEngine,
  Integer,
  inspect,
  type Mapper,
  relationship,
  Session,
  select,
  UnmappedClassError,
} from "../index.ts";

function database(...statements: readonly string[]) {
  const driver = openDatabase();
  for (const each of statements) driver.execute(each, []);
  return createEngine("sqlite://", { driver });
}

const USERS = [
  "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT)",
  "CREATE TABLE address (id INTEGER NOT NULL PRIMARY KEY, email TEXT, user_id INTEGER NOT NULL REFERENCES users (id))",
  "CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER, FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL)",
];

function sqlOf(statement: unknown): string {
  return compileFor(statement, "sqlite").sql;
}

function relationshipsOf(cls: unknown) {
  const { relationships } = inspect(cls) as Mapper;
  return relationships.map(({ key, direction, cascade, passiveDeletes }) => ({
    key,
    direction,
    owns: cascade.deleteOrphan,
    passiveDeletes,
  }));
}

test("a foreign key makes a relationship on either side, named after the other class", () => {
  const Base = automapBase();
  const engine = database(...USERS);
  Base.prepare({ autoloadWith: engine });
  expect(Object.keys(Base.classes).sort()).toEqual(["address", "note", "users"]);
  const { users: User, address: Address } = Base.classes;
  Base.registry.configure();
  expect(relationshipsOf(User)).toEqual([
    { key: "address_collection", direction: "one-to-many", owns: true, passiveDeletes: false },
    { key: "note_collection", direction: "one-to-many", owns: false, passiveDeletes: true },
  ]);
  expect(relationshipsOf(Address)).toEqual([
    { key: "users", direction: "many-to-one", owns: false, passiveDeletes: false },
  ]);
  const { users } = Address as unknown as { users: never };
  expect(sqlOf(select(Address as never).join(users))).toBe(
    "SELECT address.id, address.email, address.user_id \nFROM address JOIN users ON users.id = address.user_id",
  );
});

test("objects of the classes are saved with what they hold", () => {
  const Base = automapBase();
  const engine = database(...USERS);
  Base.prepare({ autoloadWith: engine });
  const { users: User, address: Address } = Base.classes;
  if (User === undefined || Address === undefined) throw new Error("not mapped");
  const session = new Session(engine);
  session.add(new User({ name: "ed", address_collection: [new Address({ email: "a" })] }));
  session.commit();
  const found = session.query(Address as never).one() as unknown as { users: { name: string } };
  expect(found.users.name).toBe("ed");
});

test("a table of two keys and nothing else becomes a many-to-many relationship and no class", () => {
  const Base = automapBase();
  const engine = database(
    "CREATE TABLE article (id INTEGER NOT NULL PRIMARY KEY)",
    "CREATE TABLE tag (id INTEGER NOT NULL PRIMARY KEY)",
    "CREATE TABLE article_tag (article_id INTEGER REFERENCES article (id), tag_id INTEGER REFERENCES tag (id), PRIMARY KEY (article_id, tag_id))",
  );
  Base.prepare({ autoloadWith: engine });
  Base.registry.configure();
  expect(Object.keys(Base.classes).sort()).toEqual(["article", "tag"]);
  const { article: Article } = Base.classes;
  expect(relationshipsOf(Article)).toEqual([
    { key: "tag_collection", direction: "many-to-many", owns: false, passiveDeletes: false },
  ]);
  const { tag_collection: tags } = Article as unknown as { tag_collection: never };
  expect(sqlOf(select(Article as never).join(tags))).toBe(
    "SELECT article.id \nFROM article JOIN article_tag AS article_tag_1 ON article.id = article_tag_1.article_id JOIN tag ON tag.id = article_tag_1.tag_id",
  );
});

test("a class that is declared gets the columns that it lacks, and keeps its name and relationships", () => {
  const Base = automapBase({ module: "shop" });
  const engine = database(...USERS);
  class User extends Base.mapped("users", {
    id: column(Integer, { primaryKey: true }),
    address_collection: relationship("address", { cascade: "all" }),
  }) {}
  Base.register(User);
  expect(() => select(User)).toThrow(
    new UnmappedClassError(
      "Class shop.User is a subclass of AutomapBase.  Mappings are not produced until the .prepare() method is called on the class hierarchy.",
    ),
  );
  Base.prepare({ autoloadWith: engine });
  Base.registry.configure();
  expect(Object.keys(Base.classes).sort()).toEqual(["address", "note"]);
  expect(sqlOf(select(User))).toBe("SELECT users.id, users.name \nFROM users");
  expect(relationshipsOf(User).map(({ key, owns }) => ({ key, owns }))).toEqual([
    { key: "address_collection", owns: false },
    { key: "note_collection", owns: false },
  ]);
  expect(relationshipsOf(Base.classes.address).map(({ key }) => key)).toEqual(["user"]);
});

test("a relationship may be left out or get another name", () => {
  const Base = automapBase();
  Base.prepare({
    autoloadWith: database(...USERS),
    nameForScalarRelationship: () => "owner",
    generateRelationship: (_base, plan, as) =>
      as === "backref" || plan.local.name === "note" ? null : relationship(plan.referred, plan.options),
  });
  Base.registry.configure();
  expect(relationshipsOf(Base.classes.users)).toEqual([]);
  expect(relationshipsOf(Base.classes.note)).toEqual([]);
  expect(relationshipsOf(Base.classes.address).map(({ key }) => key)).toEqual(["owner"]);
});
