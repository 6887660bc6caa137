import { expect, it } from "vitest";
import { sqlTokens } from "./sql-tokens.ts";

const kinds = (sql: string) =>
  sqlTokens(sql)
    .filter((token) => token.kind !== "space")
    .map(({ kind, text }) => `${kind} ${text}`);

it("tells keywords, names, parameters and values apart", () => {
  expect(kinds("SELECT users.id AS users_id FROM users WHERE name = ? AND age > 18")).toEqual([
    "keyword SELECT",
    "name users",
    "punctuation .",
    "name id",
    "keyword AS",
    "name users_id",
    "keyword FROM",
    "name users",
    "keyword WHERE",
    "name name",
    "punctuation =",
    "parameter ?",
    "keyword AND",
    "name age",
    "punctuation >",
    "number 18",
  ]);
});

it("takes quoted keywords for names and quoted quotes for text", () => {
  expect(kinds(`SELECT "order" FROM t WHERE x = 'it''s SELECT' -- why`)).toEqual([
    "keyword SELECT",
    'name "order"',
    "keyword FROM",
    "name t",
    "keyword WHERE",
    "name x",
    "punctuation =",
    "string 'it''s SELECT'",
    "comment -- why",
  ]);
});

it("loses no character, whatever it is given", () => {
  for (const sql of [
    "",
    "'unfinished",
    '"unfinished',
    "/* unfinished",
    "größe = 1.5e3 ¿?",
    "\n\tSELECT\r\n1",
    "🙂 []`",
  ]) {
    const joined = sqlTokens(sql).map((token) => token.text);
    expect(joined.join("")).toBe(sql);
  }
});
