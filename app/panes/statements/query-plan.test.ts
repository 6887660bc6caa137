import { expect, it } from "vitest";
import { type PlanNode, planTree } from "./query-plan.ts";

const lines = (nodes: readonly PlanNode[], depth = 0): readonly string[] =>
  nodes.flatMap(({ detail, tone, hint, children }) => [
    `${"  ".repeat(depth)}${tone} ${detail}${hint === null ? "" : ` — ${hint}`}`,
    ...lines(children, depth + 1),
  ]);

it("puts steps into the steps that they belong to, and says what they mean", () => {
  const steps = [
    { id: 2, parent: 0, detail: "CO-ROUTINE anon_1" },
    { id: 5, parent: 2, detail: "SCAN users" },
    { id: 9, parent: 0, detail: "SEARCH addresses USING INTEGER PRIMARY KEY (rowid=?)" },
    { id: 12, parent: 0, detail: "USE TEMP B-TREE FOR ORDER BY" },
    { id: 14, parent: 0, detail: "SOMETHING NEW" },
  ];
  expect(lines(planTree(steps, "SELECT 1"))).toEqual([
    "plain CO-ROUTINE anon_1 — Gives its rows one by one to what is outside.",
    "  scan SCAN users — Reads every row of users.",
    "search SEARCH addresses USING INTEGER PRIMARY KEY (rowid=?) — Goes straight to the row of addresses by its primary key.",
    "extra USE TEMP B-TREE FOR ORDER BY — Sorts rows for ORDER BY; an index in that order would save it.",
    "plain SOMETHING NEW",
  ]);
});

it.each([
  ["SELECT * FROM a WHERE a.user_id = ?", "Reads every row of a. An index on a.user_id would let it search."],
  ["SELECT * FROM a WHERE ? = a.user_id", "Reads every row of a. An index on a.user_id would let it search."],
  ["SELECT * FROM a WHERE a.name LIKE ?", "Reads every row of a."],
  ["SELECT a.x = 1 FROM a", "Reads every row of a."],
])("advises an index where a condition could use one: %s", (sql, hint) => {
  expect(planTree([{ id: 1, parent: 0, detail: "SCAN a" }], sql)[0]?.hint).toBe(hint);
});

it.each([
  ["SEARCH a USING INDEX ix (x=? AND y>?)", "Finds rows of a by x, y in index ix."],
  ["SEARCH a USING COVERING INDEX ix (x=?)", "Finds its rows by x in index ix, and needs not read the table."],
  [
    "SEARCH a USING AUTOMATIC COVERING INDEX (x=?)",
    "Makes an index of a for this one statement: a lasting one on x would save that.",
  ],
  ["SCAN a USING COVERING INDEX ix", "Reads all of index ix, and not the table."],
])("reads %s", (detail, hint) => {
  expect(planTree([{ id: 1, parent: 0, detail }], "")[0]?.hint).toBe(hint);
});

it("ends for steps that name each other, themselves, or nobody", () => {
  const steps = [
    { id: 1, parent: 2, detail: "A" },
    { id: 2, parent: 1, detail: "B" },
    { id: 3, parent: 3, detail: "C" },
    { id: 4, parent: 99, detail: "D" },
    { id: 0, parent: 0, detail: "E" },
  ];
  expect(lines(planTree(steps, "")).map((line) => line.trim())).toEqual([
    "plain A",
    "plain B",
    "plain C",
    "plain D",
    "plain E",
  ]);
});
