import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import { inlineLongIntegers } from "./sqljs-driver.ts";

test("a SELECT gives its columns and rows, an INSERT its changes and rowid", () => {
  const driver = openDatabase();
  driver.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, photo BLOB)");
  const inserted = driver.execute("INSERT INTO users (name, photo) VALUES (?, ?)", ["ed", new Uint8Array([1, 2])]);
  expect(inserted.columns).toEqual([]);
  expect(inserted.changes).toBe(1);
  expect(inserted.lastInsertRowid).toBe(1);
  expect(driver.execute("INSERT INTO users (name) VALUES (?), (?) RETURNING id, name", ["jack", null])).toMatchObject({
    columns: ["id", "name"],
    rows: [
      [2, "jack"],
      [3, null],
    ],
    changes: 2,
  });
  const selected = driver.execute("SELECT * FROM users WHERE id = ?", [1]);
  expect(selected.columns).toEqual(["id", "name", "photo"]);
  expect(selected.rows).toEqual([[1, "ed", new Uint8Array([1, 2])]]);
  expect(selected.changes).toBe(-1);
  driver.close();
});

test("integers beyond 32 and 53 bits go in and come out exactly", () => {
  const driver = openDatabase();
  driver.execute("CREATE TABLE n (i INTEGER, t TEXT, r REAL, plain)");
  const big = 9007199254740993n;
  driver.execute("INSERT INTO n VALUES (?, ?, ?, ?)", [big, 3000000000, 0.5, -3000000000]);
  expect(driver.execute("SELECT * FROM n WHERE i = ? AND r = ?", [big, 0.5]).rows).toEqual([
    [big, "3000000000", 0.5, -3000000000],
  ]);
  expect(driver.execute("SELECT ? - ?", [5, 3000000000]).rows).toEqual([[-2999999995]]);
  expect(driver.execute("SELECT typeof(plain) FROM n").rows).toEqual([["integer"]]);
});

test("only placeholders are written over", () => {
  const sql = `SELECT '?', "?", [?], ? /* ? */ -- ?\n, 'it''s ?', ?`;
  expect(inlineLongIntegers(sql, [3000000000, "x"])).toEqual({
    sql: `SELECT '?', "?", [?], 3000000000 /* ? */ -- ?\n, 'it''s ?', ?`,
    params: ["x"],
  });
});

test("a rejected statement throws SQLite's words and leaves the driver usable", () => {
  const driver = openDatabase();
  driver.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
  expect(() => driver.execute("INSERT INTO users (name) VALUES (?)", [null])).toThrow(
    "NOT NULL constraint failed: users.name",
  );
  expect(() => driver.execute("SELEC 1")).toThrow('near "SELEC": syntax error');
  expect(driver.execute("INSERT INTO users (name) VALUES (?)", ["ed"]).changes).toBe(1);
});

test("a prepared SELECT sees a table's new columns", () => {
  const driver = openDatabase();
  driver.execute("CREATE TABLE users (id INTEGER PRIMARY KEY)");
  expect(driver.execute("SELECT * FROM users").columns).toEqual(["id"]);
  driver.execute("ALTER TABLE users ADD COLUMN name TEXT");
  expect(driver.execute("SELECT * FROM users").columns).toEqual(["id", "name"]);
});
