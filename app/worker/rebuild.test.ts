import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import type { RebuildStep } from "../protocol/messages.ts";
import { parseWorkerMessage } from "../protocol/parse.ts";
import { base64Of, wireText } from "../protocol/wire.ts";
import { rebuild } from "./rebuild.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";

const sqlJs = await initSqlJs();
const step = (sql: string, params: RebuildStep["params"] = [], refused = false): RebuildStep => ({
  sql,
  params,
  refused,
});
const built = (...steps: RebuildStep[]) =>
  rebuild(() => new SqlJsDriver(new sqlJs.Database()), { steps, databaseBytes: 1024 * 1024 });

const users = step("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE)");

test("the file holds what was committed, and the rows tell what was not", () => {
  const file = built(
    users,
    step("BEGIN"),
    step("INSERT INTO users (name) VALUES (?)", ["ed"]),
    step("INSERT INTO users (name) VALUES (?)", ["ed"], true),
    step("COMMIT"),
    step("BEGIN"),
    step("INSERT INTO users (name) VALUES (?)", ["wendy"]),
  );
  if ("problem" in file) throw new Error(file.problem);
  expect(file.tables.map(({ name, rows }) => [name, rows])).toEqual([
    [
      "users",
      [
        [1, "ed"],
        [2, "wendy"],
      ],
    ],
  ]);
  expect(new sqlJs.Database(file.bytes).exec("SELECT * FROM users")[0]?.values).toEqual([[1, "ed"]]);
});

test("what goes otherwise than in the run is no file", () => {
  expect(built(users, users)).toEqual({
    problem:
      "The database refused what it took in the run: CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE): table users already exists",
  });
  expect(built(step("SELECT 1", [], true))).toEqual({
    problem: "The database took what it refused in the run: SELECT 1",
  });
});

test("a database beyond its size is no file", () => {
  const problem = { problem: expect.stringContaining("database or disk is full") };
  expect(built(step("CREATE TABLE big AS SELECT zeroblob(2000000) AS bytes"))).toEqual(problem);
});

test("a file crosses as text, whole; what is none is refused", () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
  const message = (text: unknown) =>
    parseWorkerMessage(wireText({ type: "rebuilt", id: 1, database: { bytes: text, tables: [] } }));
  expect(message(base64Of(bytes))).toEqual({ type: "rebuilt", id: 1, database: { bytes, tables: [] } });
  expect(message("<not base64>")).toBeNull();
  expect(message(7)).toBeNull();
});
