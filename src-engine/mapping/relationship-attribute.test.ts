import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "../compiler/stringify.ts";
import { Column, Table } from "../schema/table.ts";
import { and_, or_ } from "../sql/builders.ts";
import type { ClauseElement } from "../sql/element.ts";
import { findBinds } from "../sql/traversal.ts";
import { Integer } from "../types/numeric.ts";
import { String_ } from "../types/string.ts";
import { aliased } from "./alias-class.ts";
import { backref, column, foreignKey, relationship } from "./attribute-specs.ts";
import { mapperOrNull } from "./class-mapper.ts";
import { declarativeBase } from "./declarative.ts";
import { type InstancePort, instancePort, setInstancePort } from "./instance-port.ts";
import { withParent } from "./with-parent.ts";

const Base = declarativeBase();
new Table(
  "post_keywords",
  Base.metadata,
  new Column("post_id", foreignKey("posts.id")),
  new Column("keyword_id", foreignKey("keywords.id")),
);
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String_),
  addresses: relationship<Address[]>("Address", { backPopulates: "user" }),
  posts: relationship<Post[]>("Post", { backPopulates: "author" }),
}) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String_),
  userId: column("user_id", Integer, foreignKey("users.id")),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}
class Post extends Base.mapped("posts", {
  id: column(Integer, { primaryKey: true }),
  authorId: column("author_id", Integer, foreignKey("users.id")),
  author: relationship<User>("User", { backPopulates: "posts" }),
  keywords: relationship<Keyword[]>("Keyword", { secondary: "post_keywords", backref: "posts" }),
}) {}
class Keyword extends Base.mapped("keywords", {
  id: column(Integer, { primaryKey: true }),
  word: column(String_),
}) {}
class Node extends Base.mapped("nodes", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("nodes.id")),
  name: column(String_),
  children: relationship<Node[]>("Node", { backPopulates: "parent" }),
  parent: relationship<Node>("Node", { remoteSide: "Node.id", backPopulates: "children" }),
}) {}
Base.register(User, Address, Post, Keyword, Node);

/** Instances as plain objects with their attributes on them. */
const plainInstances: InstancePort = {
  mapperConfigured() {},
  instanceMade() {},
  mapperOfInstance: (value) =>
    typeof value === "object" && value !== null ? mapperOrNull(value.constructor as never) : null,
  columnValue: (instance, mapper, of) => () => Reflect.get(instance, mapper.propertyByColumn(of).key) as unknown,
  hasLoaded: (instance, attributes) => attributes.every((key) => Reflect.get(instance, key) !== undefined),
  isPersistent: () => true,
  primaryKeyOf: (instance, mapper) =>
    mapper.primaryKey.map((of) => Reflect.get(instance, mapper.propertyByColumn(of).key) as unknown),
};
const before = instancePort();
beforeAll(() => setInstancePort(plainInstances));
afterAll(() => {
  if (before !== null) setInstancePort(before);
});

/** The SQL in one line, its parameters' values in brackets behind it. */
function sql(clause: ClauseElement): string {
  const values = findBinds(clause).map((bind) => JSON.stringify(bind.effectiveValue));
  const text = stringify(clause).replaceAll("\n", "");
  return values.length === 0 ? text : `${text} [${values.join(", ")}]`;
}

const user = () => new User({ id: 1 });
const address = () => new Address({ id: 2, userId: 1 });
const keyword = () => new Keyword({ id: 3 });
const ua = aliased(User, "ua");
const aa = aliased(Address);
const na = aliased(Node);
const pa = aliased(Post);

describe("any() and has()", () => {
  test.each<[string, () => ClauseElement, string]>([
    [
      "a collection",
      () => User.addresses.any(),
      "EXISTS (SELECT 1 FROM addresses, users WHERE users.id = addresses.user_id)",
    ],
    [
      "with a criterion",
      () => User.addresses.any(or_(Address.email.eq("x"), Address.id.eq(3))),
      'EXISTS (SELECT 1 FROM addresses, users WHERE users.id = addresses.user_id AND (addresses.email = :email_1 OR addresses.id = :id_1)) ["x", 3]',
    ],
    [
      "with values",
      () => User.addresses.any(null, { email: "x" }),
      'EXISTS (SELECT 1 FROM addresses, users WHERE users.id = addresses.user_id AND addresses.email = :email_1) ["x"]',
    ],
    [
      "negated",
      () => User.addresses.any().not(),
      "NOT (EXISTS (SELECT 1 FROM addresses, users WHERE users.id = addresses.user_id))",
    ],
    [
      "an object",
      () => Address.user.has(User.name.eq("x")),
      'EXISTS (SELECT 1 FROM users, addresses WHERE users.id = addresses.user_id AND users.name = :name_1) ["x"]',
    ],
    [
      "nested",
      () => Address.user.has(User.posts.any(Post.keywords.any(null, { word: "w" }))),
      "EXISTS (SELECT 1 FROM users, addresses WHERE users.id = addresses.user_id AND (EXISTS (SELECT 1 FROM posts WHERE users.id = " +
        "posts.author_id AND (EXISTS (SELECT 1 FROM keywords, post_keywords WHERE posts.id = post_keywords.post_id AND keywords.id = " +
        'post_keywords.keyword_id AND keywords.word = :word_1))))) ["w"]',
    ],
    [
      "of one's own class",
      () => Node.children.any(Node.name.eq("x")),
      'EXISTS (SELECT 1 FROM nodes AS nodes_1, nodes WHERE nodes.id = nodes_1.parent_id AND nodes_1.name = :name_1) ["x"]',
    ],
    [
      "of one's own class, nested",
      () => Node.parent.has(Node.parent.has(null, { name: "y" })),
      "EXISTS (SELECT 1 FROM nodes AS nodes_1, nodes WHERE nodes_1.id = nodes.parent_id AND (EXISTS (SELECT 1 FROM nodes AS nodes_2 " +
        'WHERE nodes_2.id = nodes_1.parent_id AND nodes_2.name = :name_1))) ["y"]',
    ],
    [
      "of an alias",
      () => ua.addresses.any(Address.email.eq("x")),
      'EXISTS (SELECT 1 FROM addresses, users AS ua WHERE ua.id = addresses.user_id AND addresses.email = :email_1) ["x"]',
    ],
    [
      "of an alias of one's own class",
      () => na.children.any(Node.name.eq("x")),
      'EXISTS (SELECT 1 FROM nodes, nodes AS nodes_1 WHERE nodes_1.id = nodes.parent_id AND nodes.name = :name_1) ["x"]',
    ],
    [
      "to an alias",
      () => Node.children.ofType(na).any(na.name.eq("x")),
      'EXISTS (SELECT 1 FROM nodes AS nodes_1, nodes WHERE nodes.id = nodes_1.parent_id AND nodes_1.name = :name_1) ["x"]',
    ],
    [
      "many to many, of an alias",
      () => pa.keywords.any(null, { word: "x" }),
      "EXISTS (SELECT 1 FROM keywords, post_keywords AS post_keywords_1, posts AS posts_1 WHERE posts_1.id = post_keywords_1.post_id AND " +
        'keywords.id = post_keywords_1.keyword_id AND keywords.word = :word_1) ["x"]',
    ],
    [
      "beside another condition",
      () => and_(User.name.eq("a"), User.addresses.any(and_(Address.email.eq("x"), Address.id.eq(1)))),
      "users.name = :name_1 AND (EXISTS (SELECT 1 FROM addresses, users WHERE users.id = addresses.user_id AND addresses.email = " +
        ':email_1 AND addresses.id = :id_1)) ["a", "x", 1]',
    ],
  ])("%s", (_title, make, text) => {
    expect(sql(make())).toBe(text);
  });

  test("are refused on the wrong kind", () => {
    expect(() => Address.user.any()).toThrow("'any()' not implemented for scalar attributes. Use has().");
    expect(() => User.addresses.has()).toThrow("'has()' not implemented for collections. Use any().");
  });
});

describe("comparison with an object", () => {
  test.each<[string, () => ClauseElement, string]>([
    ["many to one", () => Address.user.eq(user()), ":param_1 = addresses.user_id [1]"],
    ["negated", () => Address.user.eq(user()).not(), ":param_1 != addresses.user_id [1]"],
    ["unequal", () => Address.user.ne(user()), "addresses.user_id != :user_id_1 OR addresses.user_id IS NULL [1]"],
    ["with null", () => Address.user.eq(null), "addresses.user_id IS NULL"],
    ["unequal to null", () => Address.user.ne(null), "addresses.user_id IS NOT NULL"],
    ["of an alias", () => aa.user.eq(user()), ":param_1 = addresses_1.user_id [1]"],
    [
      "of an alias, unequal",
      () => aa.user.ne(user()),
      "addresses_1.user_id != :user_id_1 OR addresses_1.user_id IS NULL [1]",
    ],
    [
      "a collection with null",
      () => User.addresses.eq(null),
      "NOT (EXISTS (SELECT 1 FROM addresses, users WHERE users.id = addresses.user_id))",
    ],
    ["contains", () => User.addresses.contains(address()), "users.id = :param_1 [1]"],
    ["contains not", () => User.addresses.contains(address()).not(), "users.id != :param_1 [1]"],
    [
      "contains, many to many",
      () => Post.keywords.contains(keyword()),
      "posts.id = post_keywords_1.post_id AND :param_1 = post_keywords_1.keyword_id [3]",
    ],
    [
      "contains not, many to many",
      () => Post.keywords.contains(keyword()).not(),
      "NOT (EXISTS (SELECT 1 FROM keywords, post_keywords, posts WHERE posts.id = post_keywords.post_id AND keywords.id = " +
        "post_keywords.keyword_id AND keywords.id = :id_1)) [3]",
    ],
    [
      "contains, of an alias",
      () => pa.keywords.contains(keyword()),
      "posts_1.id = post_keywords_1.post_id AND :param_1 = post_keywords_1.keyword_id [3]",
    ],
    ["the parent's", () => withParent(user(), User.addresses), ":param_1 = addresses.user_id [1]"],
    [
      "the parent's, many to many",
      () => withParent(new Post({ id: 4 }), Post.keywords),
      ":param_1 = post_keywords_1.post_id AND keywords.id = post_keywords_1.keyword_id [4]",
    ],
  ])("%s", (_title, make, text) => {
    expect(sql(make())).toBe(text);
  });

  test("is refused for what can't be compared", () => {
    const wrong =
      "Mapped instance expected for relationship comparison to object.   Classes, queries and other SQL elements are not accepted in " +
      "this context; for comparison with a subquery, use Address.user.has(**criteria).";
    expect(() => Address.user.eq(5 as never)).toThrow(wrong);
    expect(() => Address.user.eq(User as never)).toThrow(wrong);
    expect(() => User.addresses.eq(address())).toThrow(
      "Can't compare a collection to an object or collection; use contains() to test for membership.",
    );
    expect(() => Address.user.contains(user())).toThrow("'contains' not implemented for scalar attributes.  Use ==");
    expect(() => Address.user.in_()).toThrow("in_() not yet supported for relationships.");
  });
});

describe("a relationship as ON clause", () => {
  test.each<[string, () => ClauseElement, string]>([
    ["one to many", () => User.addresses.clauseElement(), "users.id = addresses.user_id"],
    [
      "many to many",
      () => Post.keywords.clauseElement(),
      "posts.id = post_keywords_1.post_id AND keywords.id = post_keywords_1.keyword_id",
    ],
    ["between aliases", () => ua.addresses.ofType(aa).clauseElement(), "ua.id = addresses_1.user_id"],
    ["to an alias of one's own class", () => Node.children.ofType(na).clauseElement(), "nodes.id = nodes_1.parent_id"],
    ["to one's own class", () => Node.children.clauseElement(), "nodes.id = nodes.parent_id"],
    [
      "with further criteria",
      () => User.addresses.ofType(aa).and_(Address.email.eq("x")).clauseElement(),
      'users.id = addresses_1.user_id AND addresses_1.email = :email_1 ["x"]',
    ],
  ])("%s", (_title, make, text) => {
    expect(sql(make())).toBe(text);
  });
});

describe("lazy criteria", () => {
  test.each<[string, () => ClauseElement, string]>([
    ["one to many", () => User.addresses.property.join.lazyClause().criterion, ":param_1 = addresses.user_id [null]"],
    ["many to one", () => Address.user.property.join.lazyClause().criterion, "users.id = :param_1 [null]"],
    [
      "many to many",
      () => Post.keywords.property.join.lazyClause().criterion,
      ":param_1 = post_keywords.post_id AND keywords.id = post_keywords.keyword_id [null]",
    ],
    [
      "many to many, reversed",
      () => Post.keywords.property.join.lazyClause({ reverse: true }).criterion,
      "posts.id = post_keywords.post_id AND :param_1 = post_keywords.keyword_id [null]",
    ],
  ])("%s", (_title, make, text) => {
    expect(sql(make())).toBe(text);
  });

  test("are look-ups by key for many to one", () => {
    expect(Address.user.property.useGet).toBe(true);
    expect(Node.parent.property.useGet).toBe(true);
    expect(User.addresses.property.useGet).toBe(false);
    const { bindToColumn, equatedColumns } = Address.user.property.join.lazyClause();
    expect([...bindToColumn.values()].map(String)).toEqual(["addresses.user_id"]);
    expect([...equatedColumns].map((pair) => pair.map(String))).toEqual([["users.id", "addresses.user_id"]]);
  });
});

test("a backref's side has the other's join", () => {
  const Own = declarativeBase();
  class Parent extends Own.mapped("parents", {
    id: column(Integer, { primaryKey: true }),
    code: column(Integer),
    kids: relationship<Kid[]>("Kid", {
      primaryjoin: "and_(Parent.code == foreign(Kid.code), Kid.id > 5)",
      backref: backref("parent", { viewonly: true }),
    }),
  }) {}
  class Kid extends Own.mapped("kids", { id: column(Integer, { primaryKey: true }), code: column(Integer) }) {}
  Own.register(Parent, Kid);
  Own.registry.configure();
  const parent = (Kid as unknown as { parent: typeof Parent.kids }).parent.property;
  expect(parent.direction).toBe("many-to-one");
  expect(sql(parent.join.lazyClause().criterion)).toBe("parents.code = :param_1 AND :param_2 > :id_1 [null, null, 5]");
});
