import { describe, expect, test } from "vitest";
import { delete_, insert, literal, select, union, update } from "../sql/builders.ts";
import { a, n, sql, u } from "./fixtures.ts";

describe("WITH", () => {
  test("a CTE is named where it is used", () => {
    expect(
      sql(((c) => select(c).where(c.c.at("id").gt(5)))(select(u.c.id, u.c.name).where(u.c.name.eq("z")).cte("c1"))),
    ).toEqual([
      "WITH c1 AS \n(SELECT users.id AS id, users.name AS name \nFROM users \nWHERE users.name = ?)\n SELECT c1.id, c1.name \nFROM c1 \nWHERE c1.id > ?",
      "z",
      5,
    ]);
    expect(sql(((c) => select(u.c.id, c.c.at("id")).join(c, c.c.at("id").eq(u.c.id)))(select(a.c.id).cte()))).toEqual(
      "WITH anon_1 AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT users.id, anon_1.id AS id_1 \nFROM users JOIN anon_1 ON anon_1.id = users.id",
    );
    expect(
      sql(
        ((c, d) => select(c, d).where(c.c.at("id").eq(d.c.id)))(select(u.c.id).cte("one"), select(a.c.id).cte("two")),
      ),
    ).toEqual(
      "WITH one AS \n(SELECT users.id AS id \nFROM users), \ntwo AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT one.id, two.id AS id_1 \nFROM one, two \nWHERE one.id = two.id",
    );
  });

  test("a recursive CTE", () => {
    expect(
      sql(
        ((c) => select(c.unionAll(select(n.c.id, n.c.parent_id).where(n.c.parent_id.eq(c.c.at("id"))))))(
          select(n.c.id, n.c.parent_id).where(n.c.id.eq(1)).cte("tree", { recursive: true }),
        ),
      ),
    ).toEqual([
      "WITH RECURSIVE tree(id, parent_id) AS \n(SELECT nodes.id AS id, nodes.parent_id AS parent_id \nFROM nodes \nWHERE nodes.id = ? UNION ALL SELECT nodes.id AS id, nodes.parent_id AS parent_id \nFROM nodes, tree \nWHERE nodes.parent_id = tree.id)\n SELECT tree.id, tree.parent_id \nFROM tree",
      1,
    ]);
  });

  test("a recursive CTE through aliases", () => {
    expect(
      sql(
        ((c) =>
          ((ca, na) =>
            select(
              c.unionAll(select(na.c.at("id"), ca.c.at("lvl").add(1)).where(na.c.at("parent_id").eq(ca.c.at("id")))),
            ))(c.alias(), n.alias()))(
          select(n.c.id, literal(0).label("lvl")).where(n.c.parent_id.eq(null)).cte(null, { recursive: true }),
        ),
      ),
    ).toEqual([
      "WITH RECURSIVE anon_1(id, lvl) AS \n(SELECT nodes.id AS id, ? AS lvl \nFROM nodes \nWHERE nodes.parent_id IS NULL UNION ALL SELECT nodes_1.id AS id, anon_3.lvl + ? AS anon_2 \nFROM nodes AS nodes_1, anon_1 AS anon_3 \nWHERE nodes_1.parent_id = anon_3.id)\n SELECT anon_1.id, anon_1.lvl \nFROM anon_1",
      0,
      1,
    ]);
  });

  test("CTEs in DML", () => {
    expect(
      sql(
        ((c) => delete_(u).where(u.c.id.in_(select(c.c.at("id")))))(select(a.c.id).where(a.c.email.eq("x")).cte("cc")),
      ),
    ).toEqual([
      "WITH cc AS \n(SELECT addresses.id AS id \nFROM addresses \nWHERE addresses.email = ?)\n DELETE FROM users WHERE users.id IN (SELECT cc.id \nFROM cc)",
      "x",
    ]);
    expect(
      sql(
        ((c) => insert(u).fromSelect(["id", "name"], select(c.c.at("id"), c.c.at("email"))))(
          select(a.c.id, a.c.email).cte("cc"),
        ),
      ),
    ).toEqual(
      "WITH cc AS \n(SELECT addresses.id AS id, addresses.email AS email \nFROM addresses)\n INSERT INTO users (id, name) SELECT cc.id, cc.email \nFROM cc",
    );
    expect(
      sql(
        ((c) =>
          update(u)
            .values({ name: "x" })
            .where(u.c.id.eq(c.c.at("id"))))(select(a.c.id).cte("cc")),
      ),
    ).toEqual([
      "WITH cc AS \n(SELECT addresses.id AS id \nFROM addresses)\n UPDATE users SET name=? FROM cc WHERE users.id = cc.id",
      "x",
    ]);
  });

  test("a CTE used twice, and inside another", () => {
    expect(
      sql(
        ((c) => select(c.c.at("id")).where(c.c.at("id").in_(select(c.c.at("id")).where(c.c.at("id").gt(3)))))(
          select(u.c.id).cte("q"),
        ),
      ),
    ).toEqual([
      "WITH q AS \n(SELECT users.id AS id \nFROM users)\n SELECT q.id \nFROM q \nWHERE q.id IN (SELECT q.id \nFROM q \nWHERE q.id > ?)",
      3,
    ]);
    expect(
      sql(
        ((c) => ((d) => select(d))(select(c.c.at("id")).where(c.c.at("id").gt(1)).cte("d")))(select(u.c.id).cte("c")),
      ),
    ).toEqual([
      "WITH c AS \n(SELECT users.id AS id \nFROM users), \nd AS \n(SELECT c.id AS id \nFROM c \nWHERE c.id > ?)\n SELECT d.id \nFROM d",
      1,
    ]);
  });

  test("DML as a CTE", () => {
    expect(sql(((c) => select(c.c.at("id")))(insert(u).values({ name: "x" }).returning(u.c.id).cte("ins")))).toEqual([
      "WITH ins AS \n(INSERT INTO users (name) VALUES (?) RETURNING id)\n SELECT ins.id \nFROM ins",
      "x",
    ]);
    expect(sql(((c) => select(c))(delete_(u).where(u.c.id.eq(1)).returning(u.c.id, u.c.name).cte("del")))).toEqual([
      "WITH del AS \n(DELETE FROM users WHERE users.id = ? RETURNING id, name)\n SELECT del.id, del.name \nFROM del",
      1,
    ]);
    expect(
      sql(
        ((c) => select(c.c.at("id")).where(c.c.at("id").eq(5)))(
          update(u).values({ name: "y" }).where(u.c.id.eq(2)).returning(u.c.id).cte(),
        ),
      ),
    ).toEqual([
      "WITH anon_1 AS \n(UPDATE users SET name=? WHERE users.id = ? RETURNING id)\n SELECT anon_1.id \nFROM anon_1 \nWHERE anon_1.id = ?",
      "y",
      2,
      5,
    ]);
  });

  test("values of a CTE come first", () => {
    expect(
      sql(
        ((c) =>
          select(u.c.id)
            .where(u.c.name.eq("first"), u.c.id.in_(select(c.c.at("id"))))
            .limit(7))(select(a.c.id).where(a.c.email.eq("incte")).cte("cc")),
      ),
    ).toEqual([
      "WITH cc AS \n(SELECT addresses.id AS id \nFROM addresses \nWHERE addresses.email = ?)\n SELECT users.id \nFROM users \nWHERE users.name = ? AND users.id IN (SELECT cc.id \nFROM cc)\n LIMIT ? OFFSET ?",
      "incte",
      "first",
      7,
      0,
    ]);
  });

  test("CTEs of compound SELECTs", () => {
    expect(sql(((c) => union(select(c.c.at("id")), select(u.c.id)))(select(a.c.id).cte("cc")))).toEqual(
      "WITH cc AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT cc.id \nFROM cc UNION SELECT users.id \nFROM users",
    );
    expect(
      sql(((c) => select(union(select(c.c.at("id")), select(u.c.id)).subquery()))(select(a.c.id).cte("cc"))),
    ).toEqual(
      "WITH cc AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT anon_1.id \nFROM (SELECT cc.id AS id \nFROM cc UNION SELECT users.id AS id \nFROM users) AS anon_1",
    );
  });

  test("a CTE that stays where it is", () => {
    expect(
      sql(
        ((c) => select(select(c.c.at("id")).where(c.c.at("id").eq(1)).subquery()))(
          select(a.c.id).cte("n", { nesting: true }),
        ),
      ),
    ).toEqual([
      "SELECT anon_1.id \nFROM (WITH n AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT n.id AS id \nFROM n \nWHERE n.id = ?) AS anon_1",
      1,
    ]);
  });

  test("a CTE that nothing refers to", () => {
    expect(sql(select(u.c.id).addCte(select(a.c.id).cte("unused")))).toEqual(
      "WITH unused AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT users.id \nFROM users",
    );
  });

  test("aliases of a CTE", () => {
    expect(
      sql(
        ((c) =>
          ((c1, c2) => select(c1.c.at("id"), c2.c.at("id")).where(c1.c.at("id").eq(c2.c.at("id"))))(
            c.alias("c1"),
            c.alias("c2"),
          ))(select(a.c.id).cte("base")),
      ),
    ).toEqual(
      "WITH base AS \n(SELECT addresses.id AS id \nFROM addresses)\n SELECT c1.id, c2.id AS id_1 \nFROM base AS c1, base AS c2 \nWHERE c1.id = c2.id",
    );
  });
});
