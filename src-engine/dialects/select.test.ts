import { describe, expect, test } from "vitest";
import {
  and_,
  bindparam,
  case_,
  cast,
  desc,
  distinct,
  except,
  exists,
  extract,
  insert,
  intersect,
  literal,
  literalColumn,
  not_,
  null_,
  nullsFirst,
  nullsLast,
  or_,
  select,
  sqlColumn,
  text,
  textColumns,
  true_,
  tuple_,
  typeCoerce,
  union,
  unionAll,
  values,
} from "../sql/builders.ts";
import { Float, Integer, Numeric } from "../types/numeric.ts";
import { String_ } from "../types/string.ts";
import { a, func, n, o, r, s1, s2, sql, u } from "./fixtures.ts";

describe("SELECT", () => {
  test("boolean columns in the column list", () => {
    expect(sql(select(u.c.flag, not_(u.c.flag)))).toEqual("SELECT users.flag, users.flag = 0 AS flag__1 \nFROM users");
  });

  test("CASE WHEN", () => {
    expect(
      sql(
        select(
          case_(
            [
              [u.c.id.eq(1), "one"],
              [u.c.id.eq(2), "two"],
            ],
            { else_: "many" },
          ),
        ),
      ),
    ).toEqual([
      "SELECT CASE WHEN (users.id = ?) THEN ? WHEN (users.id = ?) THEN ? ELSE ? END AS anon_1 \nFROM users",
      1,
      "one",
      2,
      "two",
      "many",
    ]);
  });

  test("CASE of a value", () => {
    expect(sql(select(case_({ a: 1, b: 2 }, { value: u.c.name, else_: u.c.id }).label("k")))).toEqual([
      "SELECT CASE users.name WHEN ? THEN ? WHEN ? THEN ? ELSE users.id END AS k \nFROM users",
      "a",
      1,
      "b",
      2,
    ]);
  });

  test("CAST and type_coerce", () => {
    expect(
      sql(
        select(
          cast(u.c.id, String_(20)),
          cast("5", Integer),
          u.c.id.cast(Float),
          typeCoerce(u.c.name, Integer),
          cast(u.c.price, Numeric(10, 2)),
        ),
      ),
    ).toEqual([
      "SELECT CAST(users.id AS VARCHAR(20)) AS id, CAST(? AS INTEGER) AS anon_1, CAST(users.id AS FLOAT) AS id__1, users.name AS name, CAST(users.price AS NUMERIC(10, 2)) AS price \nFROM users",
      "5",
    ]);
  });

  test("EXTRACT", () => {
    expect(sql(select(extract("year", u.c.created), extract("month", u.c.created).add(1)))).toEqual([
      "SELECT CAST(STRFTIME('%Y', users.created) AS INTEGER) AS anon_1, CAST(STRFTIME('%m', users.created) AS INTEGER) + ? AS anon_2 \nFROM users",
      1,
    ]);
  });

  test("functions", () => {
    expect(
      sql(
        select(
          func.count(),
          func.count(u.c.id),
          func.max(u.c.id),
          func.sum(u.c.price),
          func.coalesce(u.c.name, "x"),
          func.lower(u.c.name),
          func.now(),
          func.current_timestamp(),
          func.foo.bar(u.c.id),
          func.char_length(u.c.name),
        ),
      ),
    ).toEqual([
      "SELECT count(*) AS count_1, count(users.id) AS count_2, max(users.id) AS max_1, sum(users.price) AS sum_1, coalesce(users.name, ?) AS coalesce_1, lower(users.name) AS lower_1, CURRENT_TIMESTAMP AS now_1, CURRENT_TIMESTAMP AS current_timestamp_1, foo.bar(users.id) AS bar_1, length(users.name) AS char_length_1 \nFROM users",
      "x",
    ]);
  });

  test("functions with labels and arguments", () => {
    expect(
      sql(
        select(
          func.max(u.c.id).label("m"),
          func.lower("X").eq("y"),
          func.substr(u.c.name, 1, 3),
          func.group_concat(u.c.name.distinct()),
          func.random(),
        ),
      ),
    ).toEqual([
      "SELECT max(users.id) AS m, lower(?) = ? AS anon_1, substr(users.name, ?, ?) AS substr_1, group_concat(DISTINCT users.name) AS group_concat_1, random() AS random_1 \nFROM users",
      "X",
      "y",
      1,
      3,
    ]);
  });

  test("names of functions keep their case", () => {
    expect(sql(select(func.CamelCase(u.c.id), func.COUNT(u.c.id), func.Now()))).toEqual(
      'SELECT CamelCase(users.id) AS "CamelCase_1", count(users.id) AS count_1, CURRENT_TIMESTAMP AS now_1 \nFROM users',
    );
  });

  test("the same function twice", () => {
    expect(sql(select(func.count(u.c.id), func.count(u.c.name), func.count(u.c.id)))).toEqual(
      "SELECT count(users.id) AS count_1, count(users.name) AS count_2, count(users.id) AS count_3 \nFROM users",
    );
  });

  test("DISTINCT inside functions", () => {
    expect(sql(select(func.count(distinct(u.c.name)), u.c.name.distinct(), func.count(u.c.name.distinct())))).toEqual(
      "SELECT count(DISTINCT users.name) AS count_1, DISTINCT users.name, count(DISTINCT users.name) AS count_2 \nFROM users",
    );
  });

  test("FILTER", () => {
    expect(
      sql(
        select(
          func.count(u.c.id).filter(u.c.id.gt(5)),
          func.sum(u.c.id).filter(u.c.id.gt(5), u.c.name.eq("x")).over({ partitionBy: u.c.name }),
        ),
      ),
    ).toEqual([
      "SELECT count(users.id) FILTER (WHERE users.id > ?) AS anon_1, sum(users.id) FILTER (WHERE users.id > ? AND users.name = ?) OVER (PARTITION BY users.name) AS anon_2 \nFROM users",
      5,
      5,
      "x",
    ]);
  });

  test("OVER", () => {
    expect(
      sql(
        select(
          func.row_number().over({ orderBy: u.c.id }),
          func.rank().over({ partitionBy: [u.c.name, u.c.flag], orderBy: [u.c.id.desc(), u.c.name] }),
          func.sum(u.c.id).over({ orderBy: u.c.id, rows: [null, 0] }),
          func.sum(u.c.id).over({ rows: [-2, 3] }),
          func.sum(u.c.id).over({ range: [0, null] }),
          func.max(u.c.id).over(),
        ),
      ),
    ).toEqual([
      "SELECT row_number() OVER (ORDER BY users.id) AS anon_1, rank() OVER (PARTITION BY users.name, users.flag ORDER BY users.id DESC, users.name) AS anon_2, sum(users.id) OVER (ORDER BY users.id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS anon_3, sum(users.id) OVER (ROWS BETWEEN ? PRECEDING AND ? FOLLOWING) AS anon_4, sum(users.id) OVER (RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS anon_5, max(users.id) OVER () AS anon_6 \nFROM users",
      2,
      3,
    ]);
  });

  test("labels are found by ORDER BY and GROUP BY", () => {
    expect(sql(select(u.c.id.label("foo"), u.c.name.label("bar")).orderBy("foo", desc("bar")))).toEqual(
      "SELECT users.id AS foo, users.name AS bar \nFROM users ORDER BY foo, bar DESC",
    );
    expect(sql(select(u.c.id.label("foo")).orderBy(u.c.id.label("foo")))).toEqual(
      "SELECT users.id AS foo \nFROM users ORDER BY foo",
    );
    expect(sql(select(u.c.id.add(1).label("n")).groupBy("n").having(func.count().gt(1)))).toEqual([
      "SELECT users.id + ? AS n \nFROM users GROUP BY n \nHAVING count(*) > ?",
      1,
      1,
    ]);
  });

  test("ORDER BY a label renders its name", () => {
    expect(sql(((l) => select(l).orderBy(l.desc(), nullsLast(l.asc())))(u.c.id.add(1).label("x")))).toEqual([
      "SELECT users.id + ? AS x \nFROM users ORDER BY x DESC, x ASC NULLS LAST",
      1,
    ]);
  });

  test("WHERE and GROUP BY a label render its expression", () => {
    expect(sql(((l) => select(l).where(l.gt(5)).groupBy(l).having(l.eq(3)))(u.c.id.add(1).label("x")))).toEqual([
      "SELECT users.id + ? AS x \nFROM users \nWHERE users.id + ? > ? GROUP BY users.id + ? \nHAVING users.id + ? = ?",
      1,
      1,
      5,
      1,
      1,
      3,
    ]);
  });

  test("ORDER BY", () => {
    expect(
      sql(
        select(u.c.id).orderBy(u.c.name, u.c.id.desc(), u.c.name.asc().nullsLast(), desc(u.c.flag), nullsFirst(u.c.id)),
      ),
    ).toEqual(
      "SELECT users.id \nFROM users ORDER BY users.name, users.id DESC, users.name ASC NULLS LAST, users.flag DESC, users.id NULLS FIRST",
    );
  });

  test("ORDER BY starts again with null", () => {
    expect(sql(select(u.c.id).orderBy(u.c.id).orderBy(null).orderBy(u.c.name))).toEqual(
      "SELECT users.id \nFROM users ORDER BY users.name",
    );
    expect(sql(select(u.c.id).orderBy("name"))).toEqual("SELECT users.id \nFROM users ORDER BY users.name");
  });

  test("LIMIT and OFFSET", () => {
    expect(sql(select(u.c.id).limit(5))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", 5, 0]);
    expect(sql(select(u.c.id).offset(6))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", -1, 6]);
    expect(sql(select(u.c.id).limit(5).offset(6))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", 5, 6]);
    expect(sql(select(u.c.id).slice(2, 10))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", 8, 2]);
    expect(sql(select(u.c.id).limit(20).offset(3).slice(1, 4))).toEqual([
      "SELECT users.id \nFROM users\n LIMIT ? OFFSET ?",
      3,
      4,
    ]);
    expect(sql(select(u.c.id).limit(u.c.id))).toEqual(["SELECT users.id \nFROM users\n LIMIT users.id OFFSET ?", 0]);
  });

  test("DISTINCT", () => {
    expect(sql(select(u.c.name).distinct())).toEqual("SELECT DISTINCT users.name \nFROM users");
    expect(sql(select(u).distinct().orderBy(u.c.name))).toEqual(
      "SELECT DISTINCT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users ORDER BY users.name",
    );
  });

  test("GROUP BY and HAVING", () => {
    expect(
      sql(
        select(u.c.name, func.count(u.c.id))
          .groupBy(u.c.name)
          .having(func.count(u.c.id).gt(2))
          .orderBy(func.count(u.c.id).desc()),
      ),
    ).toEqual([
      "SELECT users.name, count(users.id) AS count_1 \nFROM users GROUP BY users.name \nHAVING count(users.id) > ? ORDER BY count(users.id) DESC",
      2,
    ]);
  });

  test("joins along foreign keys", () => {
    expect(sql(select(u, a).join(a))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data, addresses.id AS id_1, addresses.user_id, addresses.email \nFROM users JOIN addresses ON users.id = addresses.user_id",
    );
    expect(sql(select(u.c.id).join(a, u.c.id.eq(a.c.user_id)))).toEqual(
      "SELECT users.id \nFROM users JOIN addresses ON users.id = addresses.user_id",
    );
    expect(sql(select(u.c.id).outerjoin(a))).toEqual(
      "SELECT users.id \nFROM users LEFT OUTER JOIN addresses ON users.id = addresses.user_id",
    );
    expect(sql(select(u.c.id).join(a, null, { full: true }))).toEqual(
      "SELECT users.id \nFROM users FULL OUTER JOIN addresses ON users.id = addresses.user_id",
    );
    expect(sql(select(u.c.id).joinFrom(u, a).where(a.c.email.eq("x")))).toEqual([
      "SELECT users.id \nFROM users JOIN addresses ON users.id = addresses.user_id \nWHERE addresses.email = ?",
      "x",
    ]);
  });

  test("joins as FROM clauses", () => {
    expect(sql(select(u.c.id).selectFrom(u.join(a).outerjoin(o, o.c.user_id.eq(u.c.id))))).toEqual(
      "SELECT users.id \nFROM users JOIN addresses ON users.id = addresses.user_id LEFT OUTER JOIN orders ON orders.user_id = users.id",
    );
    expect(
      sql(select(u.c.id).selectFrom(u.join(a.join(o, a.c.id.eq(o.c.address_id)), u.c.id.eq(a.c.user_id)))),
    ).toEqual(
      "SELECT users.id \nFROM users JOIN (addresses JOIN orders ON addresses.id = orders.address_id) ON users.id = addresses.user_id",
    );
    expect(sql(select(u.join(a)))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data, addresses.id AS id_1, addresses.user_id, addresses.email \nFROM users JOIN addresses ON users.id = addresses.user_id",
    );
  });

  test("aliases", () => {
    expect(
      sql(
        ((x, y) =>
          select(x, y.c.at("name"))
            .join(y, x.c.at("id").eq(y.c.at("id")))
            .where(x.c.at("id").eq(1)))(u.alias(), u.alias("uu")),
      ),
    ).toEqual([
      "SELECT users_1.id, users_1.name, users_1.flag, users_1.price, users_1.created, users_1.data, uu.name AS name_1 \nFROM users AS users_1 JOIN users AS uu ON users_1.id = uu.id \nWHERE users_1.id = ?",
      1,
    ]);
  });

  test("anonymous aliases are numbered as they appear", () => {
    expect(
      sql(
        ((x, y) => select(y.c.at("id"), x.c.at("id")).where(x.c.at("id").eq(y.c.at("id")), u.c.id.eq(x.c.at("id"))))(
          u.alias(),
          u.alias(),
        ),
      ),
    ).toEqual(
      "SELECT users_1.id, users_2.id AS id_1 \nFROM users AS users_1, users AS users_2, users \nWHERE users_2.id = users_1.id AND users.id = users_2.id",
    );
  });

  test("labels of table and column", () => {
    expect(sql(select(u, a).where(u.c.id.eq(a.c.user_id)).setLabelStyle("tablename_plus_col"))).toEqual(
      "SELECT users.id AS users_id, users.name AS users_name, users.flag AS users_flag, users.price AS users_price, users.created AS users_created, users.data AS users_data, addresses.id AS addresses_id, addresses.user_id AS addresses_user_id, addresses.email AS addresses_email \nFROM users, addresses \nWHERE users.id = addresses.user_id",
    );
    expect(
      sql(select(u.c.id, u.c.id, func.count(u.c.id), u.c.id.add(1), a.c.id).setLabelStyle("tablename_plus_col")),
    ).toEqual([
      "SELECT users.id AS users_id, users.id AS users_id__1, count(users.id) AS count_1, users.id + ? AS anon_1, addresses.id AS addresses_id \nFROM users, addresses",
      1,
    ]);
  });

  test("labels of aliases", () => {
    expect(sql(((x) => select(x).setLabelStyle("tablename_plus_col"))(u.alias()))).toEqual(
      "SELECT users_1.id AS users_1_id, users_1.name AS users_1_name, users_1.flag AS users_1_flag, users_1.price AS users_1_price, users_1.created AS users_1_created, users_1.data AS users_1_data \nFROM users AS users_1",
    );
    expect(sql(((x) => select(x, u).setLabelStyle("tablename_plus_col"))(u.alias("ua")))).toEqual(
      "SELECT ua.id AS ua_id, ua.name AS ua_name, ua.flag AS ua_flag, ua.price AS ua_price, ua.created AS ua_created, ua.data AS ua_data, users.id AS users_id, users.name AS users_name, users.flag AS users_flag, users.price AS users_price, users.created AS users_created, users.data AS users_data \nFROM users AS ua, users",
    );
  });

  test("labels tell equal names apart", () => {
    expect(sql(select(u.c.id, a.c.id, u.c.id))).toEqual(
      "SELECT users.id, addresses.id AS id_1, users.id AS id__1 \nFROM users, addresses",
    );
    expect(sql(select(u, a))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data, addresses.id AS id_1, addresses.user_id, addresses.email \nFROM users, addresses",
    );
    expect(sql(select(u.c.id, u.c.id, a.c.id, a.c.id))).toEqual(
      "SELECT users.id, users.id AS id__1, addresses.id AS id_1, addresses.id AS id__2 \nFROM users, addresses",
    );
  });

  test("no labels", () => {
    expect(sql(select(u.c.id, a.c.id).setLabelStyle("none"))).toEqual(
      "SELECT users.id, addresses.id \nFROM users, addresses",
    );
  });

  test("literals", () => {
    expect(
      sql(
        select(
          literal(5),
          literal("x"),
          literal(null),
          null_(),
          true_(),
          text("1"),
          literalColumn("2"),
          literalColumn("3").label("z"),
          text("'q'"),
        ),
      ),
    ).toEqual([
      "SELECT ? AS anon_1, ? AS anon_2, ? AS anon_3, NULL AS anon_4, 1 AS anon_5, 1, 2, 3 AS z, 'q'",
      5,
      "x",
      null,
    ]);
  });

  test("star and constants", () => {
    expect(sql(select("*").selectFrom(u))).toEqual("SELECT * \nFROM users");
    expect(sql(select(text("*")).selectFrom(u))).toEqual("SELECT * \nFROM users");
    expect(sql(select(1))).toEqual("SELECT 1");
    expect(sql(select(func.count("*")).selectFrom(u))).toEqual(["SELECT count(?) AS count_1 \nFROM users", "*"]);
    expect(sql(select(func.count()).selectFrom(u))).toEqual("SELECT count(*) AS count_1 \nFROM users");
    expect(sql(select(null))).toEqual("SELECT NULL AS anon_1");
  });

  test("text with parameters", () => {
    expect(sql(text("select * from t where id = :id and x = \\:y and z = ::int").bindparams({ id: 5 }))).toEqual([
      "select * from t where id = ? and x = :y and z = ::int",
      5,
    ]);
    expect(sql(select(u.c.id).where(text("name = :n")).params({ n: "q" }))).toEqual([
      "SELECT users.id \nFROM users \nWHERE name = ?",
      "q",
    ]);
  });

  test("text with columns", () => {
    expect(sql(textColumns(text("select id, name from users"), [u.c.id, u.c.name]))).toEqual(
      "select id, name from users",
    );
    expect(
      sql(select(textColumns(text("select id, name from users"), [u.c.id, u.c.name]).subquery("s").c.at("name"))),
    ).toEqual("SELECT s.name \nFROM (select id, name from users) AS s");
    expect(sql(textColumns(text("select id from t"), [], { id: Integer }))).toEqual("select id from t");
  });

  test("bind parameters", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.name.eq(bindparam("nm", { value: "v" })),
          u.c.id.eq(bindparam("nm2", { value: 5, unique: true })),
          u.c.id.gt(bindparam(null, { value: 3 })),
        ),
      ),
    ).toEqual(["SELECT users.id \nFROM users \nWHERE users.name = ? AND users.id = ? AND users.id > ?", "v", 5, 3]);
  });

  test("subqueries", () => {
    expect(
      sql(((s) => select(s.c.at("id"), s).where(s.c.at("name").eq("x")))(select(u).where(u.c.id.gt(5)).subquery())),
    ).toEqual([
      "SELECT anon_1.id, anon_1.id AS id__1, anon_1.name, anon_1.flag, anon_1.price, anon_1.created, anon_1.data \nFROM (SELECT users.id AS id, users.name AS name, users.flag AS flag, users.price AS price, users.created AS created, users.data AS data \nFROM users \nWHERE users.id > ?) AS anon_1 \nWHERE anon_1.name = ?",
      5,
      "x",
    ]);
    expect(
      sql(((s) => select(s))(select(u.c.id, a.c.id, func.count(a.c.id)).join(a).groupBy(u.c.id).subquery())),
    ).toEqual(
      "SELECT anon_1.id, anon_1.id_1, anon_1.count_1 \nFROM (SELECT users.id AS id, addresses.id AS id_1, count(addresses.id) AS count_1 \nFROM users JOIN addresses ON users.id = addresses.user_id GROUP BY users.id) AS anon_1",
    );
    expect(
      sql(
        ((s) => select(u, s.c.at("n")).join(s, s.c.at("user_id").eq(u.c.id)))(
          select(a.c.user_id, func.count(a.c.id).label("n")).groupBy(a.c.user_id).subquery("cnt"),
        ),
      ),
    ).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data, cnt.n \nFROM users JOIN (SELECT addresses.user_id AS user_id, count(addresses.id) AS n \nFROM addresses GROUP BY addresses.user_id) AS cnt ON cnt.user_id = users.id",
    );
  });

  test("counting the rows of a subquery", () => {
    expect(sql(select(func.count()).selectFrom(select(u).where(u.c.id.gt(1)).subquery()))).toEqual([
      "SELECT count(*) AS count_1 \nFROM (SELECT users.id AS id, users.name AS name, users.flag AS flag, users.price AS price, users.created AS created, users.data AS data \nFROM users \nWHERE users.id > ?) AS anon_1",
      1,
    ]);
    expect(
      sql(
        select(func.count(literalColumn("*"))).selectFrom(
          select(u).setLabelStyle("tablename_plus_col").limit(5).subquery(),
        ),
      ),
    ).toEqual([
      "SELECT count(*) AS count_1 \nFROM (SELECT users.id AS users_id, users.name AS users_name, users.flag AS users_flag, users.price AS users_price, users.created AS users_created, users.data AS users_data \nFROM users\n LIMIT ? OFFSET ?) AS anon_1",
      5,
      0,
    ]);
  });

  test("expressions in subqueries", () => {
    expect(sql(((s) => select(s.c.at(0)))(select(func.max(u.c.id)).subquery()))).toEqual(
      "SELECT anon_1.max_1 \nFROM (SELECT max(users.id) AS max_1 \nFROM users) AS anon_1",
    );
    expect(sql(((s) => select(s))(select(u.c.id.add(1), u.c.name.add("x"), func.lower(u.c.name)).subquery()))).toEqual([
      "SELECT anon_2.anon_1, anon_2.anon_3, anon_2.lower_1 \nFROM (SELECT users.id + ? AS anon_1, users.name || ? AS anon_3, lower(users.name) AS lower_1 \nFROM users) AS anon_2",
      1,
      "x",
    ]);
    expect(sql(((s) => select(s))(select(u.c.id, u.c.id.label("id2"), literalColumn("5")).subquery()))).toEqual(
      "SELECT anon_1.id, anon_1.id2, anon_1.5 \nFROM (SELECT users.id AS id, users.id AS id2, 5 \nFROM users) AS anon_1",
    );
  });

  test("subqueries in subqueries", () => {
    expect(sql(((s) => select(s))(select(select(u).subquery()).subquery()))).toEqual(
      "SELECT anon_1.id, anon_1.name, anon_1.flag, anon_1.price, anon_1.created, anon_1.data \nFROM (SELECT anon_2.id AS id, anon_2.name AS name, anon_2.flag AS flag, anon_2.price AS price, anon_2.created AS created, anon_2.data AS data \nFROM (SELECT users.id AS id, users.name AS name, users.flag AS flag, users.price AS price, users.created AS created, users.data AS data \nFROM users) AS anon_2) AS anon_1",
    );
    expect(
      sql(
        ((s) => select(s).setLabelStyle("tablename_plus_col"))(
          select(u, a).join(a).setLabelStyle("tablename_plus_col").subquery(),
        ),
      ),
    ).toEqual(
      "SELECT anon_1.users_id AS anon_1_users_id, anon_1.users_name AS anon_1_users_name, anon_1.users_flag AS anon_1_users_flag, anon_1.users_price AS anon_1_users_price, anon_1.users_created AS anon_1_users_created, anon_1.users_data AS anon_1_users_data, anon_1.addresses_id AS anon_1_addresses_id, anon_1.addresses_user_id AS anon_1_addresses_user_id, anon_1.addresses_email AS anon_1_addresses_email \nFROM (SELECT users.id AS users_id, users.name AS users_name, users.flag AS users_flag, users.price AS users_price, users.created AS users_created, users.data AS users_data, addresses.id AS addresses_id, addresses.user_id AS addresses_user_id, addresses.email AS addresses_email \nFROM users JOIN addresses ON users.id = addresses.user_id) AS anon_1",
    );
  });

  test("scalar subqueries", () => {
    expect(sql(select(u.c.id, select(func.count(a.c.id)).where(a.c.user_id.eq(u.c.id)).scalarSubquery()))).toEqual(
      "SELECT users.id, (SELECT count(addresses.id) AS count_1 \nFROM addresses \nWHERE addresses.user_id = users.id) AS anon_1 \nFROM users",
    );
    expect(
      sql(
        select(u.c.id, select(func.count(a.c.id)).where(a.c.user_id.eq(u.c.id)).scalarSubquery().label("cnt")).orderBy(
          "cnt",
        ),
      ),
    ).toEqual(
      "SELECT users.id, (SELECT count(addresses.id) AS count_1 \nFROM addresses \nWHERE addresses.user_id = users.id) AS cnt \nFROM users ORDER BY cnt",
    );
    expect(sql(select(u.c.id).where(u.c.id.eq(select(func.max(a.c.user_id)).scalarSubquery())))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.id = (SELECT max(addresses.user_id) AS max_1 \nFROM addresses)",
    );
    expect(
      sql(select(u.c.id).where(select(func.count(a.c.id)).where(a.c.user_id.eq(u.c.id)).scalarSubquery().gt(3))),
    ).toEqual([
      "SELECT users.id \nFROM users \nWHERE (SELECT count(addresses.id) AS count_1 \nFROM addresses \nWHERE addresses.user_id = users.id) > ?",
      3,
    ]);
  });

  test("EXISTS", () => {
    expect(sql(select(u).where(exists().where(a.c.user_id.eq(u.c.id))))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users \nWHERE EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
    expect(sql(select(u).where(exists(select(a.c.id).where(a.c.user_id.eq(u.c.id)))))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users \nWHERE EXISTS (SELECT addresses.id \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
    expect(sql(select(u).where(exists().where(a.c.user_id.eq(u.c.id)).not()))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users \nWHERE NOT (EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id))",
    );
    expect(sql(select(u).where(select(a).where(a.c.user_id.eq(u.c.id)).exists()))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users \nWHERE EXISTS (SELECT addresses.id, addresses.user_id, addresses.email \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
    expect(sql(select(exists().where(u.c.id.eq(5))))).toEqual([
      "SELECT EXISTS (SELECT * \nFROM users \nWHERE users.id = ?) AS anon_1",
      5,
    ]);
    expect(sql(select(exists(a.c.id)))).toEqual("SELECT EXISTS (SELECT addresses.id \nFROM addresses) AS anon_1");
    expect(sql(select(u.c.id, exists().where(a.c.user_id.eq(u.c.id)).label("h")))).toEqual(
      "SELECT users.id, EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id) AS h \nFROM users",
    );
  });

  test("EXISTS in conjunctions", () => {
    expect(
      sql(
        select(u).where(
          or_(
            exists().where(a.c.user_id.eq(u.c.id)),
            and_(u.c.id.eq(1), exists(select(1).where(a.c.user_id.eq(u.c.id)).correlate(u)).not()),
          ),
        ),
      ),
    ).toEqual([
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users \nWHERE (EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id)) OR users.id = ? AND NOT (EXISTS (SELECT 1 \nFROM addresses \nWHERE addresses.user_id = users.id))",
      1,
    ]);
  });

  test("correlation", () => {
    expect(
      sql(select(u.c.id).where(u.c.id.in_(select(a.c.user_id).where(a.c.user_id.eq(u.c.id)).correlate(null)))),
    ).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.id IN (SELECT addresses.user_id \nFROM addresses, users \nWHERE addresses.user_id = users.id)",
    );
    expect(
      sql(
        select(u.c.id, a.c.id).where(
          select(o.c.id).where(o.c.user_id.eq(u.c.id), o.c.address_id.eq(a.c.id)).correlate(u).scalarSubquery().eq(5),
        ),
      ),
    ).toEqual([
      "SELECT users.id, addresses.id AS id_1 \nFROM users, addresses \nWHERE (SELECT orders.id \nFROM orders, addresses \nWHERE orders.user_id = users.id AND orders.address_id = addresses.id) = ?",
      5,
    ]);
    expect(
      sql(
        select(u.c.id, a.c.id).where(
          select(o.c.id)
            .where(o.c.user_id.eq(u.c.id), o.c.address_id.eq(a.c.id))
            .correlateExcept(o)
            .scalarSubquery()
            .eq(5),
        ),
      ),
    ).toEqual([
      "SELECT users.id, addresses.id AS id_1 \nFROM users, addresses \nWHERE (SELECT orders.id \nFROM orders \nWHERE orders.user_id = users.id AND orders.address_id = addresses.id) = ?",
      5,
    ]);
  });

  test("compound SELECTs", () => {
    expect(sql(union(select(u.c.id), select(a.c.id)))).toEqual(
      "SELECT users.id \nFROM users UNION SELECT addresses.id \nFROM addresses",
    );
    expect(sql(select(u.c.id).unionAll(select(a.c.id), select(o.c.id)).orderBy("id").limit(3))).toEqual([
      "SELECT users.id \nFROM users UNION ALL SELECT addresses.id \nFROM addresses UNION ALL SELECT orders.id \nFROM orders ORDER BY id\n LIMIT ? OFFSET ?",
      3,
      0,
    ]);
    expect(sql(union(select(u.c.id).limit(1), select(a.c.id).orderBy(a.c.id)))).toEqual([
      "(SELECT users.id \nFROM users\n LIMIT ? OFFSET ?) UNION (SELECT addresses.id \nFROM addresses ORDER BY addresses.id)",
      1,
      0,
    ]);
    expect(sql(except(select(u.c.id), select(a.c.id)))).toEqual(
      "SELECT users.id \nFROM users EXCEPT SELECT addresses.id \nFROM addresses",
    );
    expect(sql(intersect(select(u.c.id), union(select(a.c.id), select(o.c.id))))).toEqual(
      "SELECT users.id \nFROM users INTERSECT (SELECT addresses.id \nFROM addresses UNION SELECT orders.id \nFROM orders)",
    );
  });

  test("compound SELECTs as subqueries", () => {
    expect(
      sql(
        ((s) => select(s.c.at("id"), s.c.at("name")))(
          union(select(u.c.id, u.c.name), select(a.c.id, a.c.email)).subquery(),
        ),
      ),
    ).toEqual(
      "SELECT anon_1.id, anon_1.name \nFROM (SELECT users.id AS id, users.name AS name \nFROM users UNION SELECT addresses.id AS id, addresses.email AS email \nFROM addresses) AS anon_1",
    );
    expect(
      sql(
        ((s) => select(s))(
          unionAll(select(u.c.id.label("x"), func.count(u.c.name)), select(a.c.id, a.c.user_id)).alias("z"),
        ),
      ),
    ).toEqual(
      "SELECT z.x, z.count_1 \nFROM (SELECT users.id AS x, count(users.name) AS count_1 \nFROM users UNION ALL SELECT addresses.id AS id, addresses.user_id AS user_id \nFROM addresses) AS z",
    );
    expect(sql(select(u.c.id).where(u.c.id.in_(union(select(a.c.id), select(o.c.id)))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.id IN (SELECT addresses.id \nFROM addresses UNION SELECT orders.id \nFROM orders)",
    );
  });

  test("ORDER BY of compound SELECTs", () => {
    expect(
      sql(((s) => s.orderBy(s.selectedColumns.at("id")))(union(select(u.c.id, u.c.name), select(a.c.id, a.c.email)))),
    ).toEqual(
      "SELECT users.id, users.name \nFROM users UNION SELECT addresses.id, addresses.email \nFROM addresses ORDER BY id",
    );
    expect(sql(union(select(u.c.id.label("q")), select(a.c.id)).orderBy(desc("q")))).toEqual(
      "SELECT users.id AS q \nFROM users UNION SELECT addresses.id \nFROM addresses ORDER BY q DESC",
    );
  });

  test("LATERAL", () => {
    expect(
      sql(
        ((l) => select(u.c.id, l.c.at("id")).join(l, true_()))(
          select(a.c.id).where(a.c.user_id.eq(u.c.id)).lateral("lat"),
        ),
      ),
    ).toEqual(
      "SELECT users.id, lat.id AS id_1 \nFROM users JOIN LATERAL (SELECT addresses.id AS id \nFROM addresses \nWHERE addresses.user_id = users.id) AS lat ON 1 = 1",
    );
  });

  test("functions that return rows", () => {
    expect(sql(((f) => select(f.c.at("value")))(func.json_each("[1,2]").tableValued("value", "key")))).toEqual([
      "SELECT anon_1.value \nFROM json_each(?) AS anon_1",
      "[1,2]",
    ]);
    expect(sql(((f) => select(f))(func.generate_series(1, 5).columnValued("x")))).toEqual([
      "SELECT x \nFROM generate_series(?, ?) AS x",
      1,
      5,
    ]);
    expect(sql(select(func.json_each("[1]").rows(["value"], { name: "je" })))).toEqual([
      "SELECT je.value \nFROM json_each(?) AS je",
      "[1]",
    ]);
  });

  test("VALUES", () => {
    expect(
      sql(
        ((v) => select(v))(
          values([sqlColumn("a", Integer), sqlColumn("b", String_())], { name: "v" }).data([
            [1, "x"],
            [2, "y"],
          ]),
        ),
      ),
    ).toEqual(["SELECT v.a, v.b \nFROM (VALUES (?, ?), (?, ?)) AS v (a, b)", 1, "x", 2, "y"]);
  });

  test("names that need quotes", () => {
    expect(sql(select(r))).toEqual(
      'SELECT "Order"."order", "Order"."CamelCase", "Order"."with space", "Order"."select" \nFROM "Order"',
    );
    expect(sql(select(r.c.order, r.c.CamelCase).where(r.c["with space"].eq(1)).orderBy(r.c.order))).toEqual([
      'SELECT "Order"."order", "Order"."CamelCase" \nFROM "Order" \nWHERE "Order"."with space" = ? ORDER BY "Order"."order"',
      1,
    ]);
    expect(sql(insert(r).values({ order: 1 }))).toEqual(['INSERT INTO "Order" ("order") VALUES (?)', 1]);
  });

  test("schemas", () => {
    expect(sql(select(s1))).toEqual("SELECT main.tt.id \nFROM main.tt");
    expect(sql(select(s1.c.id).where(s1.c.id.eq(5)))).toEqual([
      "SELECT main.tt.id \nFROM main.tt \nWHERE main.tt.id = ?",
      5,
    ]);
    expect(sql(insert(s1).values({ id: 5 }))).toEqual(["INSERT INTO main.tt (id) VALUES (?)", 5]);
    expect(sql(select(s1, s2).where(s1.c.id.eq(s2.c.id)))).toEqual(
      "SELECT main.tt.id, tt_1.id AS id_1 \nFROM main.tt, tt AS tt_1 \nWHERE main.tt.id = tt_1.id",
    );
  });

  test("FETCH FIRST", () => {
    expect(sql(select(u.c.id).fetch(5))).toEqual(["SELECT users.id \nFROM users\n FETCH FIRST ? ROWS ONLY", 5]);
    expect(sql(select(u.c.id).offset(2).fetch(5, { withTies: true, percent: true }))).toEqual([
      "SELECT users.id \nFROM users\n OFFSET ? ROWS\n FETCH FIRST ? PERCENT ROWS WITH TIES",
      2,
      5,
    ]);
  });

  test("prefixes and suffixes", () => {
    expect(sql(select(u.c.id).prefixWith("HIGH"))).toEqual("SELECT HIGH users.id \nFROM users");
    expect(sql(insert(u).prefixWith(text("OR REPLACE")).values({ name: "x" }))).toEqual([
      "INSERT OR REPLACE INTO users (name) VALUES (?)",
      "x",
    ]);
    expect(sql(select(u.c.id).suffixWith("END"))).toEqual("SELECT users.id \nFROM users END ");
  });

  test("FOR UPDATE is not for SQLite", () => {
    expect(sql(select(u.c.id).withForUpdate())).toEqual("SELECT users.id \nFROM users");
  });

  test("a table joined with itself", () => {
    expect(sql(select(n.c.id).join(n.alias("p"), n.c.parent_id.eq(literalColumn("p.id"))))).toEqual(
      "SELECT nodes.id \nFROM nodes JOIN nodes AS p ON nodes.parent_id = p.id",
    );
    expect(sql(((p) => select(n.c.id, p.c.at("id")).join(p, n.c.parent_id.eq(p.c.at("id"))))(n.alias()))).toEqual(
      "SELECT nodes.id, nodes_1.id AS id_1 \nFROM nodes JOIN nodes AS nodes_1 ON nodes.parent_id = nodes_1.id",
    );
  });

  test("DISTINCT in a subquery", () => {
    expect(
      sql(
        ((s) => select(s).setLabelStyle("tablename_plus_col"))(
          select(u.c.id, u.c.name).distinct().orderBy(u.c.name).limit(2).subquery(),
        ),
      ),
    ).toEqual([
      "SELECT anon_1.id AS anon_1_id, anon_1.name AS anon_1_name \nFROM (SELECT DISTINCT users.id AS id, users.name AS name \nFROM users ORDER BY users.name\n LIMIT ? OFFSET ?) AS anon_1",
      2,
      0,
    ]);
  });

  test("other columns, same joins", () => {
    expect(sql(select(u).join(a).withOnlyColumns(u.c.id))).toEqual(
      "SELECT users.id \nFROM users JOIN addresses ON users.id = addresses.user_id",
    );
    expect(sql(select(u, a).withOnlyColumns(u.c.id, { maintainColumnFroms: true }))).toEqual(
      "SELECT users.id \nFROM users, addresses",
    );
  });

  test("WITHIN GROUP", () => {
    expect(sql(select(func.percentile_cont(0.5).withinGroup(u.c.id.desc())))).toEqual([
      "SELECT percentile_cont(?) WITHIN GROUP (ORDER BY users.id DESC) AS anon_1 \nFROM users",
      0.5,
    ]);
  });

  test("CASE as an operand", () => {
    expect(sql(select(case_([[u.c.id.eq(1), 1]], { else_: 0 }).add(1)))).toEqual([
      "SELECT CASE WHEN (users.id = ?) THEN ? ELSE ? END + ? AS anon_1 \nFROM users",
      1,
      1,
      0,
      1,
    ]);
    expect(sql(select(func.sum(case_([[u.c.flag, 1]], { else_: 0 }))))).toEqual([
      "SELECT sum(CASE WHEN users.flag THEN ? ELSE ? END) AS sum_1 \nFROM users",
      1,
      0,
    ]);
    expect(sql(select(case_([[u.c.id.eq(1), u.c.name]]).label("z")).orderBy("z"))).toEqual([
      "SELECT CASE WHEN (users.id = ?) THEN users.name END AS z \nFROM users ORDER BY z",
      1,
    ]);
  });

  test("labels as operands", () => {
    expect(sql(((l) => select(l.add(1), l.eq(5)))(u.c.id.label("x")))).toEqual([
      "SELECT users.id + ? AS anon_1, users.id = ? AS anon_2 \nFROM users",
      1,
      5,
    ]);
    expect(sql(select(u.c.id.label("a").label("b")))).toEqual("SELECT users.id AS b \nFROM users");
    expect(sql(select(func.max(u.c.id.label("q"))))).toEqual("SELECT max(users.id) AS max_1 \nFROM users");
    expect(sql(select(u.c.id.label(null)))).toEqual("SELECT users.id AS id_1 \nFROM users");
    expect(sql(select(u.c.id.label("id"), a.c.id.label("id")))).toEqual(
      "SELECT users.id AS id, addresses.id AS id \nFROM users, addresses",
    );
  });

  test("labels of a subquery", () => {
    expect(sql(((s) => select(s))(select(u.c.id.label("a"), u.c.name.label("b")).subquery("t")))).toEqual(
      "SELECT t.a, t.b \nFROM (SELECT users.id AS a, users.name AS b \nFROM users) AS t",
    );
    expect(
      sql(
        ((s) => select(s.c.at("a"), func.count(s.c.at("b"))).groupBy(s.c.at("a")))(
          select(u.c.id.label("a"), u.c.name.label("b")).subquery(),
        ),
      ),
    ).toEqual(
      "SELECT anon_1.a, count(anon_1.b) AS count_1 \nFROM (SELECT users.id AS a, users.name AS b \nFROM users) AS anon_1 GROUP BY anon_1.a",
    );
  });

  test("labels of unnamed expressions", () => {
    expect(
      sql(
        select(
          func.lower(u.c.name),
          func.lower(u.c.name),
          u.c.id.label("x"),
          cast(u.c.id, String_),
          u.c.id.cast(String_),
          typeCoerce(u.c.id, String_),
          u.c.name.collate("x"),
        ).setLabelStyle("tablename_plus_col"),
      ),
    ).toEqual(
      "SELECT lower(users.name) AS lower_1, lower(users.name) AS lower_2, users.id AS x, CAST(users.id AS VARCHAR) AS users_id, CAST(users.id AS VARCHAR) AS users_id_1, users.id AS users_id_2, users.name COLLATE x AS anon_1 \nFROM users",
    );
    expect(sql(select(cast(u.c.id, String_), cast(u.c.id, Integer), cast(a.c.id, Integer)))).toEqual(
      "SELECT CAST(users.id AS VARCHAR) AS id, CAST(users.id AS INTEGER) AS id__1, CAST(addresses.id AS INTEGER) AS id__2 \nFROM users, addresses",
    );
  });

  test("table labels of a labelled subquery", () => {
    expect(
      sql(
        ((s) => select(s).where(s.c.at("users_id").eq(1)).setLabelStyle("tablename_plus_col"))(
          select(u).setLabelStyle("tablename_plus_col").subquery(),
        ),
      ),
    ).toEqual([
      "SELECT anon_1.users_id AS anon_1_users_id, anon_1.users_name AS anon_1_users_name, anon_1.users_flag AS anon_1_users_flag, anon_1.users_price AS anon_1_users_price, anon_1.users_created AS anon_1_users_created, anon_1.users_data AS anon_1_users_data \nFROM (SELECT users.id AS users_id, users.name AS users_name, users.flag AS users_flag, users.price AS users_price, users.created AS users_created, users.data AS users_data \nFROM users) AS anon_1 \nWHERE anon_1.users_id = ?",
      1,
    ]);
  });

  test("ORDER BY of what is selected", () => {
    expect(sql(select(u.c.id, u.c.id).orderBy(u.c.id))).toEqual(
      "SELECT users.id, users.id AS id__1 \nFROM users ORDER BY users.id",
    );
    expect(sql(select(func.count(u.c.id)).orderBy(func.count(u.c.id)))).toEqual(
      "SELECT count(users.id) AS count_1 \nFROM users ORDER BY count(users.id)",
    );
    expect(sql(select(u.c.id.label("z"), u.c.id.label("y")).orderBy("z", "y"))).toEqual(
      "SELECT users.id AS z, users.id AS y \nFROM users ORDER BY z, y",
    );
    expect(sql(select(u).orderBy("id"))).toEqual(
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users ORDER BY users.id",
    );
  });

  test("joins that cannot be placed", () => {
    expect(() => sql(select(u.c.id).join(n))).toThrow(
      "Don't know how to join to Table('nodes', MetaData(), Column('id', Integer(), table=<nodes>, primary_key=True, nullable=False), Column('parent_id', Integer(), ForeignKey('nodes.id'), table=<nodes>), schema=None). Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.",
    );
    expect(sql(select(u.c.id, n.c.id).join(a))).toEqual(
      "SELECT users.id, nodes.id AS id_1 \nFROM users JOIN addresses ON users.id = addresses.user_id, nodes",
    );
    expect(sql(select(a.c.id).join(o, o.c.address_id.eq(a.c.id)))).toEqual(
      "SELECT addresses.id \nFROM addresses JOIN orders ON orders.address_id = addresses.id",
    );
  });

  test("an alias joined with its table", () => {
    expect(sql(select(n.alias("x").join(n, n.c.id.eq(5))))).toEqual([
      "SELECT x.id, x.parent_id, nodes.id AS id_1, nodes.parent_id AS parent_id_1 \nFROM nodes AS x JOIN nodes ON nodes.id = ?",
      5,
    ]);
  });

  test("functions as operands", () => {
    expect(sql(select(func.coalesce(func.max(u.c.id), 0).add(1)))).toEqual([
      "SELECT coalesce(max(users.id), ?) + ? AS anon_1 \nFROM users",
      0,
      1,
    ]);
    expect(sql(select(func.strftime("%Y", u.c.created).label("y")).groupBy("y"))).toEqual([
      "SELECT strftime(?, users.created) AS y \nFROM users GROUP BY y",
      "%Y",
    ]);
    expect(sql(select(func.length(u.c.name).gt(3)))).toEqual([
      "SELECT length(users.name) > ? AS anon_1 \nFROM users",
      3,
    ]);
    expect(sql(select(func.abs(u.c.id.sub(5))))).toEqual(["SELECT abs(users.id - ?) AS abs_1 \nFROM users", 5]);
    expect(sql(select(func.round(u.c.price, 2).mul(2)))).toEqual([
      "SELECT round(users.price, ?) * ? AS anon_1 \nFROM users",
      2,
      2,
    ]);
  });

  test("text is not a column", () => {
    expect(() => sql(select("foo bar"))).toThrow(
      "Textual column expression 'foo bar' should be explicitly declared with text('foo bar'), or use literal_column('foo bar') for more specificity",
    );
  });

  test("compound SELECTs are of one width", () => {
    expect(() => sql(union(select(u.c.id), select(a.c.id, a.c.email)))).toThrow(
      "All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has 1 columns, select #2 has 2",
    );
  });

  test("automatic correlation", () => {
    expect(sql(select(u.c.id).where(u.c.id.eq(select(u.c.id).where(u.c.id.eq(5)).scalarSubquery())))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = (SELECT users.id \nFROM users \nWHERE users.id = ?)",
      5,
    ]);
    expect(sql(select(u.c.id).where(exists(select(a.c.id).where(a.c.user_id.eq(u.c.id)).correlate(u, a))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE EXISTS (SELECT addresses.id \nFROM addresses \nWHERE addresses.user_id = users.id)",
    );
    expect(
      sql(select(u.c.id, select(a.c.email).where(a.c.user_id.eq(u.c.id)).limit(1).scalarSubquery().label("e"))),
    ).toEqual([
      "SELECT users.id, (SELECT addresses.email \nFROM addresses \nWHERE addresses.user_id = users.id\n LIMIT ? OFFSET ?) AS e \nFROM users",
      1,
      0,
    ]);
  });

  test("correlation over two levels", () => {
    expect(
      sql(
        select(u.c.id).where(
          exists(
            select(a.c.id).where(
              a.c.user_id.eq(u.c.id),
              exists(select(o.c.id).where(o.c.address_id.eq(a.c.id), o.c.user_id.eq(u.c.id))),
            ),
          ),
        ),
      ),
    ).toEqual(
      "SELECT users.id \nFROM users \nWHERE EXISTS (SELECT addresses.id \nFROM addresses \nWHERE addresses.user_id = users.id AND (EXISTS (SELECT orders.id \nFROM orders, users \nWHERE orders.address_id = addresses.id AND orders.user_id = users.id)))",
    );
  });

  test("subqueries beside tables", () => {
    expect(sql(((s) => select(s.c.at("id")).where(s.c.at("id").eq(u.c.id)))(select(u.c.id).subquery()))).toEqual(
      "SELECT anon_1.id \nFROM (SELECT users.id AS id \nFROM users) AS anon_1, users \nWHERE anon_1.id = users.id",
    );
    expect(
      sql(
        ((s) =>
          select(u)
            .join(s, u.c.id.eq(s.c.at("id")))
            .orderBy(s.c.at("id")))(select(u.c.id).limit(2).subquery("lim")),
      ),
    ).toEqual([
      "SELECT users.id, users.name, users.flag, users.price, users.created, users.data \nFROM users JOIN (SELECT users.id AS id \nFROM users\n LIMIT ? OFFSET ?) AS lim ON users.id = lim.id ORDER BY lim.id",
      2,
      0,
    ]);
  });

  test("aliases alone", () => {
    expect(sql(select(u.alias("x")))).toEqual(
      "SELECT x.id, x.name, x.flag, x.price, x.created, x.data \nFROM users AS x",
    );
    expect(sql(select(u.alias("x").c.at("id")))).toEqual("SELECT x.id \nFROM users AS x");
    expect(sql(select(select(u.c.id).alias("al")))).toEqual(
      "SELECT al.id \nFROM (SELECT users.id AS id \nFROM users) AS al",
    );
  });

  test("text among other things", () => {
    expect(sql(select(text("a, b")).selectFrom(text("t")).where(text("x = 5")).orderBy(text("z")))).toEqual(
      "SELECT a, b \nFROM t \nWHERE x = 5 ORDER BY z",
    );
    expect(sql(select(u.c.id, text("x AS y")))).toEqual("SELECT users.id, x AS y \nFROM users");
    expect(sql(select(u.c.id).orderBy(text("id DESC")))).toEqual("SELECT users.id \nFROM users ORDER BY id DESC");
    expect(sql(select(func.count(text("1"))))).toEqual("SELECT count(1) AS count_1");
    expect(sql(select(text("count(*)")).selectFrom(u))).toEqual("SELECT count(*) \nFROM users");
  });

  test("parameters rendered as literals", () => {
    expect(sql(select(u.c.id).where(u.c.id.eq(bindparam("q", { value: 5, literalExecute: true }))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.id = 5",
    );
    expect(
      sql(select(u.c.id).where(u.c.id.in_(bindparam("q", { value: [1, 2], expanding: true, literalExecute: true })))),
    ).toEqual("SELECT users.id \nFROM users \nWHERE users.id IN (1, 2)");
    expect(sql(select(u.c.id).where(u.c.name.eq(literal("x", null, { literalExecute: true }))))).toEqual(
      "SELECT users.id \nFROM users \nWHERE users.name = 'x'",
    );
  });

  test("names of parameters do not meet", () => {
    expect(
      sql(
        select(u.c.id).where(
          u.c.name.eq(bindparam("x", { value: "a" })),
          u.c.name.eq(bindparam("x", { value: "a", unique: true })),
        ),
      ),
    ).toEqual(["SELECT users.id \nFROM users \nWHERE users.name = ? AND users.name = ?", "a", "a"]);
    expect(() => sql(select(u.c.id).where(u.c.id.eq(bindparam("id_1", { value: 5 })), u.c.id.eq(6)))).toThrow(
      "Bind parameter 'id_1' conflicts with unique bind parameter of the same name",
    );
  });

  test("everything after WHERE", () => {
    expect(
      sql(
        select(u.c.name, func.count(a.c.id).label("n"))
          .outerjoin(a)
          .groupBy(u.c.name)
          .having(func.count(a.c.id).gt(1))
          .orderBy(desc("n"), u.c.name)
          .limit(3)
          .offset(1),
      ),
    ).toEqual([
      "SELECT users.name, count(addresses.id) AS n \nFROM users LEFT OUTER JOIN addresses ON users.id = addresses.user_id GROUP BY users.name \nHAVING count(addresses.id) > ? ORDER BY n DESC, users.name\n LIMIT ? OFFSET ?",
      1,
      3,
      1,
    ]);
    expect(sql(select(u.c.id).distinct().orderBy(u.c.id.desc().nullsLast()).limit(5))).toEqual([
      "SELECT DISTINCT users.id \nFROM users ORDER BY users.id DESC NULLS LAST\n LIMIT ? OFFSET ?",
      5,
      0,
    ]);
  });

  test("compound SELECTs with LIMIT", () => {
    expect(
      sql(
        ((s) => select(s.c.at("id")).where(s.c.at("id").gt(1)))(
          union(select(u.c.id), select(a.c.id)).limit(3).subquery(),
        ),
      ),
    ).toEqual([
      "SELECT anon_1.id \nFROM (SELECT users.id AS id \nFROM users UNION SELECT addresses.id AS id \nFROM addresses\n LIMIT ? OFFSET ?) AS anon_1 \nWHERE anon_1.id > ?",
      3,
      0,
      1,
    ]);
    expect(sql(union(select(u.c.id).where(u.c.id.eq(1)), select(u.c.id).where(u.c.id.eq(2))).orderBy(u.c.id))).toEqual([
      "SELECT users.id \nFROM users \nWHERE users.id = ? UNION SELECT users.id \nFROM users \nWHERE users.id = ? ORDER BY id",
      1,
      2,
    ]);
  });

  test("table labels of compound SELECTs", () => {
    expect(sql(union(select(u.c.id, u.c.name), select(a.c.id, a.c.email)).setLabelStyle("tablename_plus_col"))).toEqual(
      "SELECT users.id AS users_id, users.name AS users_name \nFROM users UNION SELECT addresses.id, addresses.email \nFROM addresses",
    );
    expect(
      sql(
        ((s) => select(s).setLabelStyle("tablename_plus_col"))(
          union(
            select(u.c.id).setLabelStyle("tablename_plus_col"),
            select(a.c.id).setLabelStyle("tablename_plus_col"),
          ).subquery(),
        ),
      ),
    ).toEqual(
      "SELECT anon_1.users_id AS anon_1_users_id \nFROM (SELECT users.id AS users_id \nFROM users UNION SELECT addresses.id AS addresses_id \nFROM addresses) AS anon_1",
    );
  });

  test("NOT EXISTS", () => {
    expect(sql(select(exists().where(u.c.id.eq(1)).not()))).toEqual([
      "SELECT NOT (EXISTS (SELECT * \nFROM users \nWHERE users.id = ?)) AS anon_1",
      1,
    ]);
    expect(sql(select(exists().where(u.c.id.eq(1)).eq(true)))).toEqual([
      "SELECT (EXISTS (SELECT * \nFROM users \nWHERE users.id = ?)) = 1 AS anon_1",
      1,
    ]);
    expect(sql(select(u.c.id).where(exists().where(a.c.user_id.eq(u.c.id)).eq(false)))).toEqual(
      "SELECT users.id \nFROM users \nWHERE (EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id)) = 0",
    );
    expect(sql(select(u.c.id).where(not_(or_(u.c.id.eq(1), exists().where(a.c.user_id.eq(u.c.id))))))).toEqual([
      "SELECT users.id \nFROM users \nWHERE NOT (users.id = ? OR (EXISTS (SELECT * \nFROM addresses \nWHERE addresses.user_id = users.id)))",
      1,
    ]);
  });

  test("a tuple cannot be selected", () => {
    expect(() => sql(select(tuple_(u.c.id, u.c.name)))).toThrow(
      "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, consider using the Bundle object.",
    );
  });

  test("explicit FROM", () => {
    expect(sql(select(literal(1)).selectFrom(u).where(u.c.id.eq(5)))).toEqual([
      "SELECT ? AS anon_1 \nFROM users \nWHERE users.id = ?",
      1,
      5,
    ]);
    expect(sql(select(u.c.id).selectFrom(u, a))).toEqual("SELECT users.id \nFROM users, addresses");
    expect(sql(select(u.c.id).selectFrom(a))).toEqual("SELECT users.id \nFROM addresses, users");
    expect(sql(select(func.count(u.c.id)).selectFrom(u.join(a)))).toEqual(
      "SELECT count(users.id) AS count_1 \nFROM users JOIN addresses ON users.id = addresses.user_id",
    );
  });

  test("HAVING alone", () => {
    expect(sql(select(func.count()).having(func.count().gt(1)))).toEqual([
      "SELECT count(*) AS count_1 \nHAVING count(*) > ?",
      1,
    ]);
    expect(sql(select(u.c.id).having(u.c.id.gt(1)).having(u.c.id.lt(5)))).toEqual([
      "SELECT users.id \nFROM users \nHAVING users.id > ? AND users.id < ?",
      1,
      5,
    ]);
  });

  test("slices", () => {
    expect(sql(select(u.c.id).slice(0, 5))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", 5, 0]);
    expect(sql(select(u.c.id).slice(null, 3))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", 3, 0]);
    expect(sql(select(u.c.id).slice(4, null))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", -1, 4]);
    expect(sql(select(u.c.id).limit(null).offset(null))).toEqual("SELECT users.id \nFROM users");
    expect(sql(select(u.c.id).limit(0))).toEqual(["SELECT users.id \nFROM users\n LIMIT ? OFFSET ?", 0, 0]);
  });
});
