import { describe, expect, test } from "vitest";
// Text of nodes in messages.
import "../dialects/sqlite.ts";
import { MetaData } from "../schema/metadata.ts";
import { Column, ForeignKey, Table } from "../schema/table.ts";
import { Integer } from "../types/numeric.ts";
import { String_ } from "../types/string.ts";
import { annotate, deannotate } from "./annotation.ts";
import { and_, exists, select } from "./builders.ts";
import { joinCondition } from "./join-condition.ts";
import { adaptTo, ClauseAdapter, findColumns, replace } from "./traversal.ts";

const metadata = new MetaData();
const users = new Table(
  "users",
  metadata,
  new Column("id", Integer, { primaryKey: true }),
  new Column("name", String_),
);
const addresses = new Table(
  "addresses",
  metadata,
  new Column("id", Integer, { primaryKey: true }),
  new Column("user_id", Integer, new ForeignKey("users.id")),
);
const links = new Table(
  "links",
  metadata,
  new Column("a", Integer, new ForeignKey("users.id")),
  new Column("b", Integer, new ForeignKey("users.id")),
);
const id = users.c.at("id");
const userId = addresses.c.at("user_id");

describe("replacing", () => {
  test("shares what does not change", () => {
    const criterion = and_(id.eq(1), userId.eq(2));
    expect(replace(criterion, () => undefined)).toBe(criterion);
    const replaced = replace(criterion, (node) => (node === id ? addresses.c.at("id") : undefined));
    expect(String(replaced)).toBe("addresses.id = :id_1 AND addresses.user_id = :user_id_1");
    expect(String(criterion)).toBe("users.id = :id_1 AND addresses.user_id = :user_id_1");
  });

  test("adapts columns to an alias", () => {
    const alias = users.alias("u1");
    expect(String(adaptTo(id.eq(userId), alias))).toBe("u1.id = addresses.user_id");
  });

  test("adapts through a subquery, columns of joins included", () => {
    const subquery = select(users, addresses).join(addresses).setLabelStyle("tablename_plus_col").subquery("s");
    expect(String(adaptTo(and_(id.eq(5), userId.eq(6)), subquery))).toBe(
      "s.users_id = :id_1 AND s.addresses_user_id = :user_id_1",
    );
  });

  test("adapts a SELECT with what it selects from", () => {
    const statement = select(userId).where(exists().where(id.eq(userId)));
    const adapted = adaptTo(statement, addresses.alias("a1"));
    expect(String(adapted)).toBe(
      "SELECT a1.user_id \nFROM addresses AS a1 \nWHERE EXISTS (SELECT * \nFROM users \nWHERE users.id = a1.user_id)",
    );
  });

  test("chains adapters", () => {
    const chain = new ClauseAdapter(users.alias("u")).chain(new ClauseAdapter(addresses.alias("a")));
    expect(String(chain.traverse(id.eq(userId)))).toBe("u.id = a.user_id");
  });
});

describe("annotations", () => {
  test("leave the text and stay through operators", () => {
    const noted = annotate(id, { remote: true });
    expect(String(noted.eq(5))).toBe("users.id = :id_1");
    expect(noted.unannotated).toBe(id);
    expect(findColumns(noted.eq(5)).has(id as never)).toBe(true);
    expect(deannotate(noted)).toBe(id);
  });
});

describe("corresponding columns", () => {
  test("lead from a table to what is made of it, and not back", () => {
    const subquery = select(users).subquery();
    const outer = select(subquery).subquery();
    expect(outer.correspondingColumn(id)?.table).toBe(outer);
    expect(users.correspondingColumn(outer.c.at("id"))).toBe(id);
    expect(subquery.correspondingColumn(userId)).toBeUndefined();
  });
});

describe("join conditions", () => {
  test("follow the one foreign key", () => {
    expect(String(joinCondition(users, addresses))).toBe("users.id = addresses.user_id");
    expect(String(joinCondition(addresses, users))).toBe("users.id = addresses.user_id");
    expect(String(joinCondition(users.alias("u"), addresses))).toBe("u.id = addresses.user_id");
  });

  test("are refused where there is none or more than one", () => {
    expect(() => joinCondition(addresses, links)).toThrow(
      "Can't find any foreign key relationships between 'addresses' and 'links'.",
    );
    expect(() => joinCondition(users, links)).toThrow(
      "Can't determine join between 'users' and 'links'; tables have more than one foreign key constraint relationship between them. Please specify the 'onclause' of this join explicitly.",
    );
  });
});
