import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import type { TraceEvent, TraceEventBody } from "../../src-engine/trace/events.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { Databases } from "./databases.ts";
import { Meter } from "./meter.ts";
import { MAX_RECORDED_ROWS } from "./row-recorder.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";

const sqlJs = await initSqlJs();

/** A database of a run, and what is told of its rows; statements and ends of transactions are told as the engine does. */
function watched(...setup: string[]) {
  let told: string[] = [];
  const tell = (body: TraceEventBody) => {
    if (body.type === "table") {
      const rows = body.rows.map(({ rowid, values }) => `${rowid}:${values.join(",")}`);
      told.push(`table ${body.name}(${body.columns?.join(",") ?? "gone"})${rows.map((row) => ` ${row}`).join("")}`);
    }
    if (body.type === "rows") {
      for (const { table, rowid, before, after, byDatabase } of body.changes) {
        const values = (row: typeof before) => (row === null ? "-" : row.map((each) => each ?? "NULL").join(","));
        told.push(`${byDatabase ? "db " : ""}${table} ${rowid}: ${values(before)} > ${values(after)}`);
      }
    }
  };
  const meter = new Meter(DEFAULT_LIMITS, { now: () => 0, locate: () => null });
  const databases = new Databases(
    () => new SqlJsDriver(new sqlJs.Database(), sqlJs),
    meter,
    () => {},
  );
  databases.record(tell);
  const driver = databases.open();
  const run = (sql: string, ...params: (string | number | bigint | null)[]): string[] => {
    told = [];
    try {
      driver.execute(sql, params);
    } catch (error) {
      told.push(String((error as Error).message));
    }
    databases.told({ type: "statement" } as TraceEvent);
    return told;
  };
  const control = (action: Extract<TraceEvent, { type: "transaction" }>["action"], name: string | null = null) => {
    told = [];
    databases.told({ type: "transaction", action, name, cause: null, seq: 0, line: null });
    driver.execute(name === null ? action : `${action} ${name}`);
    return told;
  };
  for (const sql of setup) run(sql);
  return { run, control, driver, databases };
}

test("a table is told with its columns when it is made, changed and dropped", () => {
  const { run } = watched();
  expect(run("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")).toEqual(["table users(id,name)"]);
  run("INSERT INTO users (name) VALUES ('ed')");
  expect(run("ALTER TABLE users ADD COLUMN age INTEGER")).toEqual(["table users(id,name,age) 1:1,ed,"]);
  expect(run("CREATE TABLE copy AS SELECT id, name FROM users")).toEqual(["table copy(id,name) 1:1,ed"]);
  expect(run("DROP TABLE users")).toEqual(["table users(gone)"]);
});

test("each statement tells what it did to rows", () => {
  const { run } = watched("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
  expect(run("INSERT INTO users (name) VALUES (?), (?)", "ed", "jack")).toEqual([
    "users 1: - > 1,ed",
    "users 2: - > 2,jack",
  ]);
  expect(run("UPDATE users SET name = 'eve' WHERE id = 1")).toEqual(["users 1: 1,ed > 1,eve"]);
  expect(run("UPDATE users SET name = 'eve' WHERE id = 1")).toEqual([]);
  expect(run("SELECT * FROM users")).toEqual([]);
  expect(run("UPDATE users SET id = 9 WHERE id = 2")).toEqual(["users 2: 2,jack > -", "users 9: - > 9,jack"]);
  expect(run("DELETE FROM users WHERE id = 1")).toEqual(["users 1: 1,eve > -"]);
});

const CASCADES = [
  "PRAGMA foreign_keys=ON",
  "CREATE TABLE users (id INTEGER PRIMARY KEY)",
  "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE)",
  "CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders ON DELETE CASCADE)",
  "CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE SET NULL)",
  "INSERT INTO users VALUES (1), (2)",
  "INSERT INTO orders VALUES (10, 1), (11, 2)",
  "INSERT INTO items VALUES (100, 10), (101, 10), (102, 11)",
  "INSERT INTO notes VALUES (5, 1)",
];

test("ON DELETE, two levels down, is the database's doing", () => {
  const { run } = watched(...CASCADES);
  expect(run("DELETE FROM users WHERE id = 1").sort()).toEqual([
    "db items 100: 100,10 > -",
    "db items 101: 101,10 > -",
    "db notes 5: 5,1 > 5,NULL",
    "db orders 10: 10,1 > -",
    "users 1: 1 > -",
  ]);
  expect(run("UPDATE users SET id = 7 WHERE id = 2").sort()).toEqual([
    "db orders 11: 11,2 > 11,7",
    "users 2: 2 > -",
    "users 7: - > 7",
  ]);
});

test.each(["", " RETURNING id"])(
  "in a table that refers to itself, rows that were not matched%s are too",
  (returning) => {
    const { run, driver } = watched(
      "PRAGMA foreign_keys=ON",
      "CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES nodes ON DELETE CASCADE)",
      "CREATE TABLE links (id INTEGER PRIMARY KEY, next INTEGER REFERENCES links ON DELETE SET NULL)",
      "INSERT INTO nodes VALUES (1, NULL), (2, 1), (3, 2), (4, NULL), (5, 4)",
      "INSERT INTO links VALUES (1, NULL), (2, 1), (3, 1)",
    );
    expect(run(`DELETE FROM nodes WHERE id IN (1, 4)${returning}`).sort()).toEqual([
      "db nodes 2: 2,1 > -",
      "db nodes 3: 3,2 > -",
      "db nodes 5: 5,4 > -",
      "nodes 1: 1,NULL > -",
      "nodes 4: 4,NULL > -",
    ]);
    expect(driver.execute(`DELETE FROM links WHERE id = 1${returning}`)).toMatchObject({
      columns: returning === "" ? [] : ["id"],
      rows: returning === "" ? [] : [[1]],
      changes: 1,
    });
    expect(run("SELECT 1").sort()).toEqual([
      "db links 2: 2,1 > 2,NULL",
      "db links 3: 3,1 > 3,NULL",
      "links 1: 1,NULL > -",
    ]);
  },
);

test("what triggers do is the database's doing, in the statement's own table too", () => {
  const { run } = watched(
    "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER)",
    "CREATE TABLE log (id INTEGER PRIMARY KEY, n INTEGER)",
    "INSERT INTO a VALUES (1, 0), (2, 0)",
    "CREATE TRIGGER t AFTER UPDATE ON a WHEN new.id = 1 BEGIN UPDATE a SET n = 5 WHERE id = 2; INSERT INTO log (n) VALUES (new.n); END",
  );
  expect(run("UPDATE a SET n = 1 WHERE id = 1").sort()).toEqual([
    "a 1: 1,0 > 1,1",
    "db a 2: 2,0 > 2,5",
    "db log 1: - > 1,1",
  ]);
});

test("a rollback tells nothing and is known: so is one to a savepoint", () => {
  const { run, control } = watched("CREATE TABLE t (id INTEGER PRIMARY KEY, n)", "INSERT INTO t VALUES (1, 'a')");
  control("BEGIN");
  run("UPDATE t SET n = 'b'");
  control("SAVEPOINT", "s");
  run("DELETE FROM t");
  run("CREATE TABLE u (id INTEGER)");
  expect(control("ROLLBACK TO SAVEPOINT", "s")).toEqual([]);
  expect(run("UPDATE t SET n = 'c' WHERE id = 1")).toEqual(["t 1: 1,b > 1,c"]);
  expect(control("ROLLBACK")).toEqual([]);
  expect(run("DELETE FROM t WHERE id = 1")).toEqual(["t 1: 1,a > -"]);
  expect(run("CREATE TABLE u (id INTEGER)")).toEqual(["table u(id)"]);
});

test("a rollback that the program writes itself is told as what it brings back", () => {
  const { run } = watched("CREATE TABLE t (id INTEGER PRIMARY KEY, n)", "INSERT INTO t VALUES (1, 'a')");
  run("BEGIN");
  run("UPDATE t SET n = 'b'");
  run("INSERT INTO t VALUES (2, 'x')");
  expect(run("ROLLBACK")).toEqual(["t 2: 2,x > -", "t 1: 1,b > 1,a"]);
});

test("DELETE without WHERE, REPLACE, and tables without rowids are compared as a whole", () => {
  const { run } = watched(
    "CREATE TABLE t (id INTEGER PRIMARY KEY, n UNIQUE)",
    "CREATE TABLE w (a TEXT PRIMARY KEY, b) WITHOUT ROWID",
  );
  run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
  expect(run("INSERT OR REPLACE INTO t VALUES (3, 'a')").sort()).toEqual(["t 1: 1,a > -", "t 3: - > 3,a"]);
  expect(run("REPLACE INTO t VALUES (2, 'c')")).toEqual(["t 2: 2,b > 2,c"]);
  expect(run("DELETE FROM t")).toEqual(["t 2: 2,c > -", "t 3: 3,a > -"]);
  expect(run("INSERT INTO w VALUES ('x', 1), ('y', 2)")).toEqual(["w 1: - > x,1", "w 2: - > y,2"]);
  expect(run("UPDATE w SET b = 3 WHERE a = 'y'")).toEqual(["w 2: y,2 > y,3"]);
});

test("a statement that fails midway has done nothing, unless it says OR FAIL", () => {
  const { run } = watched("CREATE TABLE t (id INTEGER PRIMARY KEY, n NOT NULL)", "INSERT INTO t VALUES (1, 'a')");
  const insert = "INTO t VALUES (2, 'b'), (3, NULL)";
  expect(run(`INSERT ${insert}`)).toEqual(["NOT NULL constraint failed: t.n"]);
  expect(run("UPDATE t SET n = 'c'")).toEqual(["t 1: 1,a > 1,c"]);
  expect(run(`INSERT OR FAIL ${insert}`)).toEqual(["NOT NULL constraint failed: t.n", "t 2: - > 2,b"]);
});

test("rowids that no number holds have a number that stands for them", () => {
  const { run } = watched("CREATE TABLE t (id INTEGER PRIMARY KEY, n)");
  const [told] = run("INSERT INTO t VALUES (?, 'big')", 9223372036854775807n);
  expect(told).toBe(`t ${Number.MAX_SAFE_INTEGER}: - > 9223372036854775807,big`);
  expect(run("UPDATE t SET n = 'x'")).toHaveLength(1);
});

test("of a large table only so many rows are told", () => {
  const { run } = watched("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  const many = MAX_RECORDED_ROWS * 3;
  const counted = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many}) SELECT i FROM n`;
  expect(run(`INSERT INTO t ${counted}`)).toHaveLength(MAX_RECORDED_ROWS);
  expect(run(`DELETE FROM t WHERE id <= 10 OR id > ${many - 10}`)).toHaveLength(10);
});

test("the first database is the one that is told; where it is closed, the next", () => {
  const { run, driver, databases } = watched("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  const second = databases.open();
  second.execute("CREATE TABLE u (id INTEGER PRIMARY KEY)");
  second.execute("INSERT INTO u VALUES (1)");
  expect(run("INSERT INTO t VALUES (1)")).toEqual(["t 1: - > 1"]);
  let told: string[] = [];
  databases.record((body) => told.push(body.type === "table" ? `${body.name} ${body.columns ?? "gone"}` : body.type));
  driver.close();
  expect(told).toEqual(["u id"]);
  told = [];
});
