import { Decimal } from "decimal.js";
import { describe, expect, test } from "vitest";
import {
  all_,
  and_,
  any_,
  bindparam,
  collate,
  false_,
  literal,
  not_,
  or_,
  select,
  true_,
  tuple_,
} from "../sql/builders.ts";
import { OPS } from "../sql/operators.ts";
import { Temporal } from "../types/temporal.ts";
import { a, func, n, sql, u, w } from "./fixtures.ts";

describe("Operators", () => {
  test("= takes a value", () => {
    expect(sql(select(u.c.id).where(u.c.name.eq("x")))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name = ?",
      "x",
    ]);
  });

  test("= and != with null", () => {
    expect(sql(select(u.c.id).where(u.c.name.eq(null), u.c.name.ne(null)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.name IS NULL AND users.name IS NOT NULL",
    );
  });

  test("= and != with booleans", () => {
    expect(sql(select(u.c.id).where(u.c.flag.eq(true), u.c.flag.ne(false)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.flag = 1 AND users.flag != 0",
    );
  });

  test("a boolean column is a condition", () => {
    expect(sql(select(u.c.id).where(u.c.flag, not_(u.c.flag)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.flag = 1 AND users.flag = 0",
    );
  });

  test("a single boolean column is a condition", () => {
    expect(sql(select(u.c.id).where(u.c.flag))).toEqual("SELECT users.id \nFROM users \nWHERE users.flag = 1");
  });

  test("IS, IS NOT, IS DISTINCT FROM", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.name.is_(null),
          u.c.name.isNot(null),
          u.c.flag.is_(true),
          u.c.name.isDistinctFrom("x"),
          u.c.name.isNotDistinctFrom(null),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name IS NULL AND users.name IS NOT NULL AND users.flag IS 1 AND users.name IS NOT ? AND users.name IS NULL",
      "x",
    ]);
  });

  test("comparisons", () => {
    expect(sql(select(u.c.id).where(u.c.id.lt(1), u.c.id.le(2), u.c.id.gt(3), u.c.id.ge(4), u.c.id.ne(5)))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id < ? AND users.id <= ? AND users.id > ? AND users.id >= ? AND users.id != ?",
      1,
      2,
      3,
      4,
      5,
    ]);
  });

  test("NOT turns comparisons around", () => {
    expect(
      sql(
        select(u.c.id).where(
          not_(u.c.id.lt(1)),
          not_(u.c.id.eq(2)),
          not_(u.c.name.like("a")),
          not_(u.c.id.in_([1])),
          not_(u.c.id.between(1, 2)),
          not_(u.c.name.eq(null)),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id >= ? AND users.id != ? AND users.name NOT LIKE ? AND (users.id NOT IN (?)) AND users.id NOT BETWEEN ? AND ? AND users.name IS NOT NULL",
      1,
      2,
      "a",
      1,
      1,
      2,
    ]);
  });

  test("AND inside OR needs no parentheses, OR inside AND does", () => {
    expect(
      sql(
        select(u.c.id).where(
          or_(and_(u.c.id.eq(1), u.c.name.eq("a")), and_(u.c.id.eq(2), or_(u.c.name.eq("b"), u.c.name.eq("c")))),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ? AND users.name = ? OR users.id = ? AND (users.name = ? OR users.name = ?)",
      1,
      "a",
      2,
      "b",
      "c",
    ]);
  });

  test("nested conjunctions are flattened", () => {
    expect(
      sql(
        select(u.c.id).where(
          and_(and_(u.c.id.eq(1), u.c.id.eq(2)), u.c.id.eq(3)),
          or_(u.c.id.eq(4), or_(u.c.id.eq(5), u.c.id.eq(6))),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ? AND users.id = ? AND users.id = ? AND (users.id = ? OR users.id = ? OR users.id = ?)",
      1,
      2,
      3,
      4,
      5,
      6,
    ]);
  });

  test("NOT of conjunctions", () => {
    expect(
      sql(select(u.c.id).where(not_(and_(u.c.id.eq(1), u.c.id.eq(2))), not_(or_(u.c.id.eq(1), u.c.flag)))),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE NOT (users.id = ? AND users.id = ?) AND NOT (users.id = ? OR users.flag = 1)",
      1,
      2,
      1,
    ]);
  });

  test("constants drop out of conjunctions or decide them", () => {
    expect(sql(select(u.c.id).where(and_(true, u.c.id.eq(1))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ?",
      1,
    ]);
    expect(sql(select(u.c.id).where(or_(true, u.c.id.eq(1))))).toEqual("SELECT users.id \nFROM users \nWHERE 1 = 1");
    expect(sql(select(u.c.id).where(and_(false, u.c.id.eq(1))))).toEqual("SELECT users.id \nFROM users \nWHERE 0 = 1");
    expect(sql(select(u.c.id).where(true_()))).toEqual("SELECT users.id \nFROM users \nWHERE 1 = 1");
    expect(sql(select(u.c.id).where(false_()))).toEqual("SELECT users.id \nFROM users \nWHERE 0 = 1");
    expect(sql(select(u.c.id).where(or_(false_(), u.c.id.eq(2))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ?",
      2,
    ]);
  });

  test("arithmetic", () => {
    expect(
      sql(
        select(
          u.c.id.add(1),
          u.c.id.sub(2),
          u.c.id.mul(3),
          u.c.id.div(4),
          u.c.id.floordiv(5),
          u.c.id.mod(6),
          u.c.id.neg(),
        ),
      ),
    ).toEqual([
      "SELECT users.id + ? AS anon_1, users.id - ? AS anon_2, users.id * ? AS anon_3, users.id / (? + 0.0) AS anon_4, users.id / ? AS anon_5, users.id % ? AS anon_6, -users.id \nFROM users",
      1,
      2,
      3,
      4,
      5,
      6,
    ]);
  });

  test("precedence decides about parentheses", () => {
    expect(
      sql(
        select(
          u.c.id.add(1).mul(2),
          u.c.id.add(u.c.id.mul(2)),
          u.c.id.sub(1).sub(u.c.id.sub(2)),
          u.c.id.add(1).add(2),
          u.c.id.add(1).neg(),
          u.c.id.add(1).eq(3),
        ),
      ),
    ).toEqual([
      "SELECT (users.id + ?) * ? AS anon_1, users.id + users.id * ? AS anon_2, (users.id - ?) - (users.id - ?) AS anon_3, users.id + ? + ? AS anon_4, -(users.id + ?) AS anon_5, users.id + ? = ? AS anon_6 \nFROM users",
      1,
      2,
      2,
      1,
      2,
      1,
      2,
      1,
      1,
      3,
    ]);
  });

  test("+ concatenates strings", () => {
    expect(
      sql(
        select(
          u.c.name.add("x"),
          u.c.name.add(u.c.name).add("z"),
          u.c.name.concat("q"),
          u.c.name.reverseOperate(OPS.add, "a"),
        ),
      ),
    ).toEqual([
      "SELECT users.name || ? AS anon_1, users.name || users.name || ? AS anon_2, users.name || ? AS anon_3, ? || users.name AS anon_4 \nFROM users",
      "x",
      "z",
      "q",
      "a",
    ]);
  });

  test("operators with a value on the left", () => {
    expect(
      sql(
        select(
          u.c.id.reverseOperate(OPS.add, 5),
          u.c.id.reverseOperate(OPS.sub, 10),
          u.c.id.reverseOperate(OPS.truediv, 2),
        ),
      ),
    ).toEqual([
      "SELECT ? + users.id AS anon_1, ? - users.id AS anon_2, ? / (users.id + 0.0) AS anon_3 \nFROM users",
      5,
      10,
      2,
    ]);
  });

  test("bitwise operators", () => {
    expect(
      sql(
        select(
          u.c.id.bitwiseAnd(1),
          u.c.id.bitwiseOr(2),
          u.c.id.bitwiseXor(3),
          u.c.id.bitwiseNot(),
          u.c.id.bitwiseLshift(4),
          u.c.id.bitwiseRshift(5),
        ),
      ),
    ).toEqual([
      "SELECT users.id & ? AS anon_1, users.id | ? AS anon_2, (users.id | ? - users.id & ?) AS anon_3, ~users.id, users.id << ? AS anon_4, users.id >> ? AS anon_5 \nFROM users",
      1,
      2,
      3,
      3,
      4,
      5,
    ]);
  });

  test("IN with lists", () => {
    expect(sql(select(u.c.id).where(u.c.id.in_([1, 2, 3]), u.c.name.notIn(["a", "b"])))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id IN (?, ?, ?) AND (users.name NOT IN (?, ?))",
      1,
      2,
      3,
      "a",
      "b",
    ]);
  });

  test("IN with empty lists", () => {
    expect(sql(select(u.c.id).where(u.c.id.in_([])))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)",
    );
    expect(sql(select(u.c.id).where(u.c.id.notIn([])))).toEqual(
      "SELECT users.id \nFROM users \nWHERE (users.id NOT IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1))",
    );
    expect(sql(select(u.c.id).where(u.c.id.in_([]).not()))).toEqual(
      "SELECT users.id \nFROM users \nWHERE (users.id NOT IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1))",
    );
  });

  test("IN with subqueries", () => {
    expect(
      sql(select(u.c.id).where(u.c.id.in_(select(a.c.user_id)), u.c.id.notIn(select(a.c.user_id).where(a.c.id.eq(5))))),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id IN (SELECT addresses.user_id \nFROM addresses) AND (users.id NOT IN (SELECT addresses.user_id \nFROM addresses \nWHERE addresses.id = ?))",
      5,
    ]);
  });

  test("IN with expressions and null", () => {
    expect(sql(select(u.c.id).where(u.c.id.in_([1, u.c.id.add(1), literal(5)]), u.c.id.in_([null, 2])))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id IN (?, users.id + ?, ?) AND users.id IN (?, ?)",
      1,
      1,
      5,
      null,
      2,
    ]);
  });

  test("IN with an expanding parameter", () => {
    expect(sql(select(u.c.id).where(u.c.id.in_(bindparam("ids", { value: [1, 2], expanding: true }))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id IN (?, ?)",
      1,
      2,
    ]);
  });

  test("IN with tuples", () => {
    expect(
      sql(
        select(u.c.id).where(
          tuple_(u.c.id, u.c.name).in_([
            [1, "a"],
            [2, "b"],
          ]),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.id, users.name) IN (VALUES (?, ?), (?, ?))",
      1,
      "a",
      2,
      "b",
    ]);
    expect(sql(select(u.c.id).where(tuple_(u.c.id, u.c.name).in_([])))).toEqual(
      "SELECT users.id \nFROM users \nWHERE (users.id, users.name) IN (SELECT 1, 1 FROM (SELECT 1, 1) WHERE 1!=1)",
    );
    expect(sql(select(u.c.id).where(tuple_(u.c.id, u.c.name).in_(select(a.c.id, a.c.email))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE (users.id, users.name) IN (SELECT addresses.id, addresses.email \nFROM addresses)",
    );
    expect(sql(select(u.c.id).where(tuple_(u.c.id, u.c.name).eq([1, "a"])))).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.id, users.name) = (?, ?)",
      1,
      "a",
    ]);
  });

  test("BETWEEN", () => {
    expect(sql(select(u.c.id).where(u.c.id.between(1, 5), u.c.name.between("a", "b", { symmetric: true })))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id BETWEEN ? AND ? AND users.name BETWEEN SYMMETRIC ? AND ?",
      1,
      5,
      "a",
      "b",
    ]);
  });

  test("LIKE and its relatives", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.name.like("a%"),
          u.c.name.notLike("b", { escape: "/" }),
          u.c.name.ilike("c"),
          u.c.name.notIlike("d"),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name LIKE ? AND users.name NOT LIKE ? ESCAPE '/' AND lower(users.name) LIKE lower(?) AND lower(users.name) NOT LIKE lower(?)",
      "a%",
      "b",
      "c",
      "d",
    ]);
  });

  test("startswith, endswith, contains", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.name.startswith("a"),
          u.c.name.endswith("b"),
          u.c.name.contains("c"),
          u.c.name.istartswith("d"),
          u.c.name.iendswith("e"),
          u.c.name.icontains("f"),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.name LIKE ? || '%') AND (users.name LIKE '%' || ?) AND (users.name LIKE '%' || ? || '%') AND (lower(users.name) LIKE lower(?) || '%') AND (lower(users.name) LIKE '%' || lower(?)) AND (lower(users.name) LIKE '%' || lower(?) || '%')",
      "a",
      "b",
      "c",
      "d",
      "e",
      "f",
    ]);
  });

  test("NOT of LIKE", () => {
    expect(
      sql(
        select(u.c.id).where(
          not_(u.c.name.startswith("a")),
          u.c.name.endswith("b").not(),
          u.c.name.contains("c").not(),
          u.c.name.ilike("z").not(),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.name NOT LIKE ? || '%') AND (users.name NOT LIKE '%' || ?) AND (users.name NOT LIKE '%' || ? || '%') AND lower(users.name) NOT LIKE lower(?)",
      "a",
      "b",
      "c",
      "z",
    ]);
  });

  test("autoescape", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.name.startswith("a%_/x", { autoescape: true }),
          u.c.name.contains("50%", { autoescape: true, escape: "^" }),
          u.c.name.endswith(u.c.name),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.name LIKE ? || '%' ESCAPE '/') AND (users.name LIKE '%' || ? || '%' ESCAPE '^') AND (users.name LIKE '%' || users.name)",
      "a/%/_//x",
      "50^%",
    ]);
  });

  test("REGEXP", () => {
    expect(sql(select(u.c.id).where(u.c.name.regexpMatch("^a"), u.c.name.regexpMatch("b").not()))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name REGEXP ? AND users.name NOT REGEXP ?",
      "^a",
      "b",
    ]);
  });

  test("MATCH", () => {
    expect(sql(select(u.c.id).where(u.c.name.match("x"), u.c.name.match("y").not()))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name MATCH ? AND NOT users.name MATCH ?",
      "x",
      "y",
    ]);
  });

  test("custom operators", () => {
    expect(
      sql(select(u.c.name.op("->")("x"), u.c.id.op("&", { precedence: 6 })(3).eq(2), u.c.name.boolOp("@@")("z"))),
    ).toEqual([
      "SELECT users.name -> ? AS anon_1, users.id & ? = ? AS anon_2, users.name @@ ? AS anon_3 \nFROM users",
      "x",
      3,
      2,
      "z",
    ]);
  });

  test("COLLATE", () => {
    expect(
      sql(select(u.c.name.collate("NOCASE"), collate(u.c.name, "latin1")).orderBy(u.c.name.collate("NOCASE").desc())),
    ).toEqual(
      'SELECT users.name COLLATE "NOCASE" AS anon_1, users.name COLLATE latin1 AS anon_2 \nFROM users ORDER BY users.name COLLATE "NOCASE" DESC',
    );
  });

  test("elements of JSON", () => {
    expect(sql(select(u.c.data.item("k"), u.c.data.item(["a", 1]), u.c.data.item(0)))).toEqual([
      "SELECT JSON_QUOTE(JSON_EXTRACT(users.data, ?)) AS anon_1, JSON_QUOTE(JSON_EXTRACT(users.data, ?)) AS anon_2, JSON_QUOTE(JSON_EXTRACT(users.data, ?)) AS anon_3 \nFROM users",
      '$."k"',
      '$."a"[1]',
      "$[0]",
    ]);
    expect(sql(select(u.c.id).where(u.c.data.item("k").eq({ x: [1, "é"] })))).toEqual([
      "SELECT users.id \nFROM users \nWHERE JSON_QUOTE(JSON_EXTRACT(users.data, ?)) = ?",
      '$."k"',
      '{"x": [1, "\\u00e9"]}',
    ]);
  });

  test("dates as text", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.created.gt(Temporal.PlainDateTime.from("2015-10-16T11:55:08.150996")),
          u.c.created.eq(new Date(Date.UTC(2020, 0, 1))),
        ),
      ),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.created > ? AND users.created = ?",
      "2015-10-16 11:55:08.150996",
      "2020-01-01 00:00:00.000000",
    ]);
  });

  test("differences and intervals", () => {
    expect(sql(select(u.c.created.sub(u.c.created), u.c.created.add(Temporal.Duration.from({ days: 1 }))))).toEqual([
      "SELECT users.created - users.created AS anon_1, users.created + ? AS anon_2 \nFROM users",
      "1970-01-02 00:00:00.000000",
    ]);
  });

  test("conjunctions of one or many", () => {
    expect(sql(select(u.c.id).where(or_(...[0, 1, 2].map((i) => u.c.id.eq(i)))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ? OR users.id = ? OR users.id = ?",
      0,
      1,
      2,
    ]);
    expect(sql(select(u.c.id).where(and_(u.c.id.eq(1))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ?",
      1,
    ]);
    expect(sql(select(u.c.id).where(or_(u.c.flag)))).toEqual("SELECT users.id \nFROM users \nWHERE users.flag = 1");
    expect(sql(select(u.c.id).where(or_(u.c.flag, u.c.id.eq(1))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.flag = 1 OR users.id = ?",
      1,
    ]);
  });

  test("NOT of NOT", () => {
    expect(sql(select(u.c.id).where(not_(not_(u.c.id.eq(1)))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ?",
      1,
    ]);
    expect(sql(select(u.c.id).where(not_(not_(and_(u.c.id.eq(1), u.c.id.eq(2))))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE NOT (NOT (users.id = ? AND users.id = ?))",
      1,
      2,
    ]);
    expect(sql(select(u.c.id).where(not_(u.c.name.is_(null))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.name IS NOT NULL",
    );
    expect(sql(select(u.c.id).where(not_(func.foo(u.c.id))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE NOT foo(users.id)",
    );
    expect(sql(select(u.c.id).where(not_(u.c.id.add(1))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE NOT (users.id + ?)",
      1,
    ]);
  });

  test("comparisons as values", () => {
    expect(sql(select(u.c.id).where(u.c.id.eq(1).eq(u.c.id.eq(2))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.id = ?) = (users.id = ?)",
      1,
      2,
    ]);
    expect(sql(select(u.c.id.eq(1).label("b"), u.c.id.gt(5)))).toEqual([
      "SELECT users.id = ? AS b, users.id > ? AS anon_1 \nFROM users",
      1,
      5,
    ]);
    expect(sql(select(u.c.id.eq(1).and(u.c.name.eq("x"))))).toEqual([
      "SELECT users.id = ? AND users.name = ? AS anon_1 \nFROM users",
      1,
      "x",
    ]);
    expect(sql(select(u.c.id.in_([1]), u.c.name.like("z")))).toEqual([
      "SELECT users.id IN (?) AS anon_1, users.name LIKE ? AS anon_2 \nFROM users",
      1,
      "z",
    ]);
    expect(sql(select(u.c.id.between(1, 2)))).toEqual(["SELECT users.id BETWEEN ? AND ? AS anon_1 \nFROM users", 1, 2]);
  });

  test("patterns made of expressions", () => {
    expect(sql(select(u.c.id).where(u.c.name.like(u.c.name.reverseOperate(OPS.add, "%"))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name LIKE (? || users.name)",
      "%",
    ]);
    expect(sql(select(u.c.id).where(u.c.name.add("x").like("y")))).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.name || ?) LIKE ?",
      "x",
      "y",
    ]);
    expect(sql(select(u.c.id).where(u.c.name.contains(u.c.name.add("q"))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.name LIKE '%' || users.name || ? || '%')",
      "q",
    ]);
    expect(sql(select(u.c.id).where(func.lower(u.c.name).like("a"), u.c.name.startswith(literal("x"))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE lower(users.name) LIKE ? AND (users.name LIKE ? || '%')",
      "a",
      "x",
    ]);
    expect(sql(select(u.c.id).where(u.c.id.like("5")))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id LIKE ?",
      "5",
    ]);
  });

  test("null cannot be greater", () => {
    expect(() => sql(select(u.c.id).where(u.c.id.gt(null)))).toThrow(
      "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can be used with None/True/False",
    );
  });

  test("IN refuses a string", () => {
    expect(() => sql(select(u.c.id).where(u.c.id.in_("abc")))).toThrow(
      "IN expression list, SELECT construct, or bound parameter object expected, got 'abc'.",
    );
  });

  test("autoescape wants a string", () => {
    expect(() => sql(select(u.c.id).where(u.c.name.startswith(5 as never, { autoescape: true })))).toThrow(
      "String value expected when autoescape=True",
    );
  });

  test("long integers", () => {
    expect(sql(select(u.c.id).where(u.c.id.eq(2147483648), u.c.id.eq(5)))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ? AND users.id = ?",
      2147483648,
      5,
    ]);
  });

  test("a value of another type keeps its type", () => {
    expect(sql(select(u.c.id).where(u.c.name.eq(5), u.c.id.eq("7"), u.c.flag.eq(1)))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.name = ? AND users.id = ? AND users.flag = ?",
      5,
      "7",
      1,
    ]);
  });

  test("tuples compared", () => {
    expect(sql(select(u.c.id).where(tuple_(u.c.id, u.c.name).gt(tuple_(1, "x"))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.id, users.name) > (?, ?)",
      1,
      "x",
    ]);
    expect(sql(select(u.c.id).where(tuple_(u.c.id, 5).in_([[1, 2]])))).toEqual([
      "SELECT users.id \nFROM users \nWHERE (users.id, ?) IN (VALUES (?, ?))",
      5,
      1,
      2,
    ]);
    expect(sql(select(u.c.id).where(tuple_(u.c.id, u.c.name).notIn([[1, "a"]])))).toEqual([
      "SELECT users.id \nFROM users \nWHERE ((users.id, users.name) NOT IN (VALUES (?, ?)))",
      1,
      "a",
    ]);
  });

  test("minus and division", () => {
    expect(
      sql(
        select(u.c.id.neg().sub(1), u.c.id.neg().neg(), u.c.id.sub(-5), u.c.id.neg().mul(2), u.c.id.neg().label("m")),
      ),
    ).toEqual([
      "SELECT -users.id - ? AS anon_1, -(-users.id) AS anon_2, users.id - ? AS anon_3, (-users.id) * ? AS anon_4, -users.id AS m \nFROM users",
      1,
      -5,
      2,
    ]);
    expect(
      sql(
        select(u.c.id.sub(u.c.id.add(5)), u.c.id.div(u.c.id.mul(2)), u.c.id.mul(2).div(3), u.c.id.mod(u.c.id.add(1))),
      ),
    ).toEqual([
      "SELECT users.id - (users.id + ?) AS anon_1, users.id / ((users.id * ?) + 0.0) AS anon_2, (users.id * ?) / (? + 0.0) AS anon_3, users.id % (users.id + ?) AS anon_4 \nFROM users",
      5,
      2,
      2,
      3,
      1,
    ]);
  });

  test("boolean literals", () => {
    expect(sql(select(true_(), false_(), literal(true)))).toEqual(["SELECT 1 AS anon_1, 0 AS anon_2, ? AS anon_3", 1]);
    expect(sql(select(u.c.id).where(u.c.flag.is_(null)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.flag IS NULL",
    );
    expect(sql(select(u.c.id).where(u.c.flag.isNot(true)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.flag IS NOT 1",
    );
    expect(sql(select(u.c.id).where(u.c.flag.eq(u.c.flag)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.flag = users.flag",
    );
  });

  test("ANY and ALL", () => {
    expect(sql(select(u.c.id).where(u.c.id.eq(any_(select(a.c.id).scalarSubquery()))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.id = ANY (SELECT addresses.id \nFROM addresses)",
    );
    expect(sql(select(u.c.id).where(all_(select(a.c.id).scalarSubquery()).lt(5)))).toEqual([
      "SELECT users.id \nFROM users \nWHERE ? > ALL (SELECT addresses.id \nFROM addresses)",
      5,
    ]);
  });

  test("decimals", () => {
    expect(
      sql(
        select(
          u.c.price.add(1),
          u.c.price.mul(new Decimal("1.5")),
          u.c.price.div(2),
          u.c.id.div(u.c.price),
          u.c.price.eq(new Decimal("12.50")),
        ),
      ),
    ).toEqual([
      "SELECT users.price + ? AS anon_1, users.price * ? AS anon_2, users.price / (? + 0.0) AS anon_3, users.id / (users.price + 0.0) AS anon_4, users.price = ? AS anon_5 \nFROM users",
      1,
      1.5,
      2,
      12.5,
    ]);
  });

  test("a join needs a foreign key", () => {
    expect(() => sql(u.join(n))).toThrow("Can't find any foreign key relationships between 'users' and 'nodes'.");
  });

  test("a join needs a single foreign key", () => {
    expect(() => sql(u.join(w))).toThrow(
      "Can't determine join between 'users' and 'w'; tables have more than one foreign key constraint relationship between them. Please specify the 'onclause' of this join explicitly.",
    );
  });
});
