import { describe, expect, test } from "vitest";
import { bindparam, delete_, exists, insert, literal, null_, select, union, update } from "../sql/builders.ts";
import { a, d, func, n, o, sql, u } from "./fixtures.ts";

describe("INSERT, UPDATE, DELETE", () => {
  test("INSERT of one row", () => {
    expect(sql(insert(u).values({ name: "x" }))).toEqual(["INSERT INTO users (name) VALUES (?)", "x"]);
    expect(sql(insert(u).values({ name: "x", flag: true }))).toEqual([
      "INSERT INTO users (name, flag) VALUES (?, ?)",
      "x",
      1,
    ]);
    expect(sql(insert(u).values(new Map([[u.c.name, "x"]])))).toEqual(["INSERT INTO users (name) VALUES (?)", "x"]);
    expect(sql(insert(u).values({ name: func.lower("X") }))).toEqual([
      "INSERT INTO users (name) VALUES (lower(?))",
      "X",
    ]);
    expect(sql(insert(u).values({ name: null }))).toEqual(["INSERT INTO users (name) VALUES (?)", null]);
    expect(sql(insert(n).values([1, 2]))).toEqual(["INSERT INTO nodes (id, parent_id) VALUES (?, ?)", 1, 2]);
  });

  test("INSERT of several rows", () => {
    expect(sql(insert(u).values([{ name: "a" }, { name: "b" }]))).toEqual([
      "INSERT INTO users (name) VALUES (?), (?)",
      "a",
      "b",
    ]);
    expect(
      sql(
        insert(n).values([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual(["INSERT INTO nodes (id, parent_id) VALUES (?, ?), (?, ?)", 1, 2, 3, 4]);
    expect(sql(insert(u).values([{ name: "a" }, { name: func.lower("B") }]))).toEqual([
      "INSERT INTO users (name) VALUES (?), (lower(?))",
      "a",
      "B",
    ]);
  });

  test("INSERT with RETURNING", () => {
    expect(sql(insert(u).values({ name: "x" }).returning(u.c.id))).toEqual([
      "INSERT INTO users (name) VALUES (?) RETURNING id",
      "x",
    ]);
    expect(sql(insert(u).values({ name: "x" }).returning(u))).toEqual([
      "INSERT INTO users (name) VALUES (?) RETURNING id, name, flag, price, created, data",
      "x",
    ]);
    expect(
      sql(insert(u).values({ name: "x" }).returning(u.c.id.label("q"), func.lower(u.c.name), u.c.id.add(1))),
    ).toEqual([
      "INSERT INTO users (name) VALUES (?) RETURNING id AS q, lower(name) AS lower_1, id + ? AS anon_1",
      "x",
      1,
    ]);
    expect(sql(insert(u).values({ name: "x" }).returnDefaults())).toEqual([
      "INSERT INTO users (name) VALUES (?) RETURNING id, flag, price, created, data",
      "x",
    ]);
    expect(sql(insert(d).values({ id: 1 }).returnDefaults())).toEqual([
      "INSERT INTO defs (id, x, z) VALUES (?, ?, lower(?)) RETURNING y, z, w, v",
      1,
      null,
      "Z",
    ]);
  });

  test("INSERT from SELECT", () => {
    expect(sql(insert(n).fromSelect(["id", "parent_id"], select(u.c.id, a.c.id).join(a)))).toEqual(
      "INSERT INTO nodes (id, parent_id) SELECT users.id, addresses.id AS id_1 \nFROM users JOIN addresses ON users.id = addresses.user_id",
    );
    expect(sql(insert(d).fromSelect(["id"], select(u.c.id)))).toEqual([
      "INSERT INTO defs (id, x, z) SELECT users.id, ? AS anon_1, lower(?) AS lower_1 \nFROM users",
      null,
      "Z",
    ]);
    expect(sql(insert(d).fromSelect(["id"], select(u.c.id), { includeDefaults: false }))).toEqual(
      "INSERT INTO defs (id) SELECT users.id \nFROM users",
    );
    expect(sql(insert(n).fromSelect([n.c.id], union(select(u.c.id), select(a.c.id))))).toEqual(
      "INSERT INTO nodes (id) SELECT users.id \nFROM users UNION SELECT addresses.id \nFROM addresses",
    );
  });

  test("INSERT with defaults", () => {
    expect(sql(insert(d).values({ id: 5 }))).toEqual([
      "INSERT INTO defs (id, x, z) VALUES (?, ?, lower(?))",
      5,
      null,
      "Z",
    ]);
    expect(sql(insert(d).values({ x: 7 }))).toEqual(["INSERT INTO defs (x, z) VALUES (?, lower(?))", 7, "Z"]);
  });

  test("ON CONFLICT", () => {
    expect(sql(insert(u).values({ name: "x" }).onConflictDoNothing())).toEqual([
      "INSERT INTO users (name) VALUES (?) ON CONFLICT DO NOTHING",
      "x",
    ]);
    expect(
      sql(
        insert(u)
          .values({ name: "x" })
          .onConflictDoNothing({ indexElements: ["name"] }),
      ),
    ).toEqual(["INSERT INTO users (name) VALUES (?) ON CONFLICT (name) DO NOTHING", "x"]);
    expect(
      sql(
        ((i) =>
          i.onConflictDoUpdate({
            indexElements: [u.c.name],
            set: { name: i.excluded.at("name"), flag: true },
            where: u.c.id.gt(5),
          }))(insert(u).values({ name: "x" })),
      ),
    ).toEqual([
      "INSERT INTO users (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name, flag = ? WHERE users.id > ?",
      "x",
      1,
      5,
    ]);
    expect(
      sql(
        insert(u)
          .values({ name: "x" })
          .onConflictDoUpdate({ indexElements: ["name"], indexWhere: u.c.id.gt(3), set: { name: func.lower("Q") } })
          .returning(u.c.id),
      ),
    ).toEqual([
      "INSERT INTO users (name) VALUES (?) ON CONFLICT (name) WHERE id > 3 DO UPDATE SET name = lower(?) RETURNING id",
      "x",
      "Q",
    ]);
  });

  test("UPDATE", () => {
    expect(sql(update(u).values({ name: "x" }))).toEqual(["UPDATE users SET name=?", "x"]);
    expect(sql(update(u).where(u.c.id.eq(5)).values({ name: "y", flag: null }))).toEqual([
      "UPDATE users SET name=?, flag=? WHERE users.id = ?",
      "y",
      null,
      5,
    ]);
    expect(sql(update(u).values(new Map([[u.c.name, u.c.name.add("z")]])))).toEqual([
      "UPDATE users SET name=(users.name || ?)",
      "z",
    ]);
    expect(sql(update(u).values({ name: select(a.c.email).where(a.c.user_id.eq(u.c.id)).scalarSubquery() }))).toEqual(
      "UPDATE users SET name=(SELECT addresses.email \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
    expect(sql(update(u).where(u.c.name.eq("old")).values({ name: "new" }))).toEqual([
      "UPDATE users SET name=? WHERE users.name = ?",
      "new",
      "old",
    ]);
    expect(sql(update(d).values({ x: 1 }))).toEqual(["UPDATE defs SET x=?, w=?, v=foo()", 1, null]);
    expect(sql(update(u).orderedValues([u.c.name, "a"], ["flag", true]))).toEqual([
      "UPDATE users SET name=?, flag=?",
      "a",
      1,
    ]);
    expect(sql(update(u).orderedValues(["flag", true], [u.c.name, "a"]))).toEqual([
      "UPDATE users SET flag=?, name=?",
      1,
      "a",
    ]);
  });

  test("UPDATE with criteria", () => {
    expect(sql(update(u).values({ name: "x" }).where(u.c.id.eq(a.c.user_id), a.c.email.eq("q")))).toEqual([
      "UPDATE users SET name=? FROM addresses WHERE users.id = addresses.user_id AND addresses.email = ?",
      "x",
      "q",
    ]);
    expect(sql(update(u).values({ name: "x" }).returning(u.c.id, u.c.name))).toEqual([
      "UPDATE users SET name=? RETURNING id, name",
      "x",
    ]);
    expect(
      sql(
        update(u)
          .where(exists().where(a.c.user_id.eq(u.c.id)))
          .values({ name: func.upper(u.c.name) }),
      ),
    ).toEqual(
      "UPDATE users SET name=upper(users.name) WHERE EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
    expect(
      sql(
        update(u)
          .where(u.c.id.in_([1, 2]))
          .values({ name: "n" }),
      ),
    ).toEqual(["UPDATE users SET name=? WHERE users.id IN (?, ?)", "n", 1, 2]);
    expect(sql(update(d).values({ x: 2 }).returnDefaults())).toEqual([
      "UPDATE defs SET x=?, w=?, v=foo() RETURNING v",
      2,
      null,
    ]);
  });

  test("DELETE", () => {
    expect(sql(delete_(u))).toEqual("DELETE FROM users");
    expect(sql(delete_(u).where(u.c.id.eq(5), u.c.name.eq("x")))).toEqual([
      "DELETE FROM users WHERE users.id = ? AND users.name = ?",
      5,
      "x",
    ]);
    expect(sql(delete_(u).where(u.c.id.in_(select(a.c.user_id).where(a.c.email.eq(u.c.name)))))).toEqual(
      "DELETE FROM users WHERE users.id IN (SELECT addresses.user_id \nFROM addresses \nWHERE addresses.email = users.name)",
    );
    expect(sql(delete_(u).where(u.c.id.eq(1)).returning(u.c.id))).toEqual([
      "DELETE FROM users WHERE users.id = ? RETURNING id",
      1,
    ]);
    expect(sql(delete_(u).where(exists().where(a.c.user_id.eq(u.c.id))))).toEqual(
      "DELETE FROM users WHERE EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
  });

  test("UPDATE with subqueries", () => {
    expect(
      sql(
        update(u)
          .values({ name: select(func.max(a.c.email)).where(a.c.user_id.eq(u.c.id)).scalarSubquery() })
          .where(u.c.id.in_(select(o.c.user_id))),
      ),
    ).toEqual(
      "UPDATE users SET name=(SELECT max(addresses.email) AS max_1 \nFROM addresses \nWHERE addresses.user_id = users.id) WHERE users.id IN (SELECT orders.user_id \nFROM orders)",
    );
    expect(
      sql(
        update(u)
          .values({ price: u.c.price.mul(2), name: func.lower(u.c.name) })
          .where(u.c.price.between(1, 5)),
      ),
    ).toEqual([
      "UPDATE users SET name=lower(users.name), price=(users.price * ?) WHERE users.price BETWEEN ? AND ?",
      2,
      1,
      5,
    ]);
    expect(sql(update(u).values({ flag: u.c.id.eq(5) }))).toEqual(["UPDATE users SET flag=(users.id = ?)", 5]);
    expect(sql(update(u).values({ flag: true, name: bindparam("nn", { value: "v" }) }))).toEqual([
      "UPDATE users SET name=?, flag=?",
      "v",
      1,
    ]);
  });

  test("UPDATE and DELETE of an alias", () => {
    expect(sql(((x) => update(x).values({ name: "q" }).where(x.c.at("id").eq(1)))(u.alias("uu")))).toEqual([
      "UPDATE users AS uu SET name=? WHERE uu.id = ?",
      "q",
      1,
    ]);
    expect(sql(((x) => delete_(x).where(x.c.at("id").eq(1)))(u.alias("uu")))).toEqual([
      "DELETE FROM users AS uu WHERE uu.id = ?",
      1,
    ]);
    expect(sql(update(u).values({ name: "x" }).where(u.c.id.eq(a.c.user_id)).where(a.c.id.eq(o.c.address_id)))).toEqual(
      [
        "UPDATE users SET name=? FROM addresses, orders WHERE users.id = addresses.user_id AND addresses.id = orders.address_id",
        "x",
      ],
    );
  });

  test("DELETE of several tables is not for SQLite", () => {
    expect(() => sql(delete_(u).where(u.c.id.eq(a.c.user_id)))).toThrow(
      "This backend does not support multiple-table criteria within DELETE",
    );
  });

  test("expressions as values", () => {
    expect(sql(insert(u).values({ name: select(a.c.email).where(a.c.id.eq(1)).scalarSubquery(), id: 5 }))).toEqual([
      "INSERT INTO users (id, name) VALUES (?, (SELECT addresses.email \nFROM addresses \nWHERE addresses.id = ?))",
      5,
      1,
    ]);
    expect(sql(insert(u).values({ id: literal(7) }))).toEqual(["INSERT INTO users (id) VALUES (?)", 7]);
    expect(sql(insert(u).values({ name: null_() }))).toEqual("INSERT INTO users (name) VALUES (NULL)");
  });

  test("single and multiple values do not mix", () => {
    expect(() =>
      sql(
        insert(u)
          .values({ name: "a" })
          .values([{ name: "b" }]),
      ),
    ).toThrow(
      "Can't mix single and multiple VALUES formats in one INSERT statement; one style appends to a list while the other replaces values, so the intent is ambiguous.",
    );
  });

  test("values add up", () => {
    expect(sql(insert(u).values({ name: "a" }).values({ flag: true }))).toEqual([
      "INSERT INTO users (name, flag) VALUES (?, ?)",
      "a",
      1,
    ]);
    expect(
      sql(
        insert(d).values([
          { id: 1, x: 2 },
          { id: 2, x: 3 },
        ]),
      ),
    ).toEqual(["INSERT INTO defs (id, x, z) VALUES (?, ?, lower(?)), (?, ?, lower(?))", 1, 2, "Z", 2, 3, "Z"]);
  });
});
