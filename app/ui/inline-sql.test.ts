import initSqlJs from "sql.js";
import { expect, it } from "vitest";
import type { DriverValue } from "../../src-engine/trace/events.ts";
import { inlined, sqlLiteral } from "./inline-sql.ts";

const { Database } = await initSqlJs();

it("puts values in the places of question marks", () => {
  expect(inlined("UPDATE t SET a=?, b=? WHERE c = ?", [null, "it's", 3])).toBe(
    "UPDATE t SET a=NULL, b='it''s' WHERE c = 3",
  );
  expect(inlined("SELECT ?2, ?1", ["a", "b"])).toBe("SELECT 'b', 'a'");
});

it("leaves question marks that are no parameters alone, and values that look like them", () => {
  expect(inlined("SELECT '?', \"?\", [?], `?` /* ? */, ? -- ?\n, ?", ["? '?'", 2])).toBe(
    "SELECT '?', \"?\", [?], `?` /* ? */, '? ''?''' -- ?\n, 2",
  );
});

it("leaves a question mark without a parameter, and makes no comment of two minus signs", () => {
  expect(inlined("SELECT ? -?, ?", [1, -2])).toBe("SELECT 1 - -2, ?");
});

it.each<[string, DriverValue]>([
  ["a text with quotes", "it's ''quoted''"],
  ["a text with a zero character", "a\0b'c"],
  ["an end of a statement", "'; DROP TABLE t; --"],
  ["NULL", null],
  ["an integer", -42],
  ["a real", 1.5e-7],
  ["infinity", Number.POSITIVE_INFINITY],
  ["a big integer", 9_007_199_254_740_993n],
  ["bytes", new Uint8Array([0, 255, 16])],
])("SQLite reads %s back as it was", (_, value) => {
  const database = new Database();
  const statement = database.prepare(`SELECT ${sqlLiteral(value)}`);
  statement.step();
  const [read] =
    typeof value === "bigint"
      ? (statement as unknown as { get(p: null, c: object): unknown[] }).get(null, { useBigInt: true })
      : statement.get();
  expect(read).toEqual(value);
  database.close();
});
