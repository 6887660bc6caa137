import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import type { ExplainRequest } from "../protocol/messages.ts";
import { explain } from "./explain.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";

const sqlJs = await initSqlJs();
const steps = (...texts: string[]) => texts.map((sql) => ({ sql, params: [] }));

const ask = (request: Partial<ExplainRequest>) =>
  explain(() => new SqlJsDriver(new sqlJs.Database()), {
    schema: [],
    sql: "SELECT 1",
    params: [],
    databaseBytes: 1024 * 1024,
    ...request,
  });

const TABLES = steps(
  "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
  "CREATE TABLE addresses (id INTEGER PRIMARY KEY, user_id INTEGER, email TEXT)",
);
const BY_USER = { sql: "SELECT * FROM addresses WHERE user_id = ?", params: [1] };

test("a table without a fitting index is scanned, with one it is searched", () => {
  expect(ask({ schema: TABLES, ...BY_USER }).plan.map(({ detail }) => detail)).toEqual(["SCAN addresses"]);
  const indexed = [...TABLES, ...steps("CREATE INDEX ix_user ON addresses (user_id)")];
  expect(ask({ schema: indexed, ...BY_USER }).plan.map(({ detail }) => detail)).toEqual([
    "SEARCH addresses USING INDEX ix_user (user_id=?)",
  ]);
});

test("steps within steps name their parent", () => {
  const { plan } = ask({ schema: TABLES, sql: "SELECT id FROM users UNION SELECT id FROM addresses" });
  const [top] = plan;
  expect(top).toMatchObject({ parent: 0, detail: "MERGE (UNION)" });
  expect(plan.filter(({ parent }) => parent === top?.id)).toHaveLength(2);
});

test("a step of the schema that fails is passed over", () => {
  const twice = [...TABLES, ...TABLES, ...steps("CREATE INDEX ix_user ON addresses (user_id)")];
  expect(ask({ schema: twice, ...BY_USER })).toMatchObject({ error: null, plan: [{}] });
});

test("a statement that the database does not take is answered with its message", () => {
  expect(ask({ sql: "SELECT * FROM nowhere" })).toEqual({ plan: [], error: "no such table: nowhere" });
});

test("making the schema keeps to the size that it is given", () => {
  const big = steps("CREATE TABLE big AS SELECT zeroblob(10000000) AS x", "CREATE TABLE small (x)");
  expect(ask({ schema: big, sql: "SELECT * FROM big" }).error).toBe("no such table: big");
  expect(ask({ schema: big, sql: "SELECT * FROM small" }).error).toBe(null);
});
