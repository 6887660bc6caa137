import { expect, test } from "vitest";
import { canonical, compare, settle } from "./compare.ts";
import type { RecordedEvent, Recording, Scenario } from "./document.ts";
import { parseJson, parseScenario } from "./document.ts";
import { diffLines } from "./report.ts";

const events: RecordedEvent[] = [
  { tx: "BEGIN" },
  { sql: "INSERT INTO users (name) VALUES (?)", params: ["ed"] },
  { state: "pending_to_persistent", object: "User#1" },
  { tx: "COMMIT" },
];

const recording: Recording = {
  mapping: {},
  ddl: ["\nCREATE TABLE users (\n\tid INTEGER NOT NULL, \n\tname VARCHAR, \n\tPRIMARY KEY (id)\n)\n\n"],
  steps: [
    { events: [] },
    { events: [{ state: "transient_to_pending", object: "User:ed" }] },
    { events, result: [{ entity: "User#1" }], warnings: ["mind"] },
    { events: [], error: { class: "ValueError", message: "list.remove(x): x not in list" } },
  ],
  rows: {
    users: [
      [1, "ed"],
      [2, "wendy"],
    ],
  },
};

const scenario: Scenario = parseScenario({
  id: "one-user",
  models: { tables: [{ name: "user_tags", columns: [] }], classes: [{ name: "User", table: "users" }] },
  steps: [
    { op: "new", as: "ed", class: "User", args: { name: "ed" } },
    { op: "add", objects: ["ed"] },
    { op: "commit" },
    { op: "remove", object: "ed", attr: "tags", value: { ref: "ed" } },
  ],
  expect: recording,
});

/** The recording with one step replaced. */
function withStep(index: number, change: object): Recording {
  return {
    ...recording,
    steps: recording.steps?.map((step, i) => (i === index ? { ...step, ...change } : step)) ?? [],
  };
}

test("a run that does what was recorded passes", () => {
  expect(compare(scenario, structuredClone(recording))).toBeNull();
});

test.each([
  [
    "another mapping error",
    { ...recording, mapping: { error: { class: "ArgumentError", message: "no" } } },
    "mapping",
    "error",
  ],
  ["a mapping warning", { ...recording, mapping: { warnings: ["overlaps"] } }, "mapping", "warnings"],
  ["white space in DDL", { ...recording, ddl: [recording.ddl?.[0]?.replace(", \n", ",\n") ?? ""] }, "ddl", "ddl[0]"],
  ["one more table", { ...recording, ddl: [...(recording.ddl ?? []), "CREATE TABLE t"] }, "ddl", "ddl[1]"],
  [
    "a statement's text",
    withStep(2, {
      events: [events[0], { sql: "INSERT INTO users (name) VALUES (?)\n", params: ["ed"] }, ...events.slice(2)],
    }),
    3,
    "events[1]",
  ],
  [
    "a parameter",
    withStep(2, {
      events: [events[0], { sql: "INSERT INTO users (name) VALUES (?)", params: ["Ed"] }, ...events.slice(2)],
    }),
    3,
    "events[1]",
  ],
  [
    "a parameter's type",
    withStep(2, {
      events: [events[0], { sql: "INSERT INTO users (name) VALUES (?)", params: [1] }, ...events.slice(2)],
    }),
    3,
    "events[1]",
  ],
  [
    "one statement as many",
    withStep(2, {
      events: [
        events[0],
        { sql: "INSERT INTO users (name) VALUES (?)", params: [["ed"]], many: true },
        ...events.slice(2),
      ],
    }),
    3,
    "events[1]",
  ],
  [
    "the order of statements and transactions",
    withStep(2, { events: [events[1], events[0], events[2], events[3]] }),
    3,
    "events[0]",
  ],
  ["an event too few", withStep(2, { events: events.slice(0, 3) }), 3, "events[3]"],
  ["an event too many", withStep(0, { events: [{ tx: "BEGIN" }] }), 1, "events[0]"],
  [
    "an object's name",
    withStep(1, { events: [{ state: "transient_to_pending", object: "User:wendy" }] }),
    2,
    "events[0]",
  ],
  ["a result", withStep(2, { result: [{ entity: "User#2" }] }), 3, "result"],
  ["no result", withStep(2, { result: undefined }), 3, "result"],
  ["a result where none is", withStep(0, { result: false }), 1, "result"],
  ["no warning", withStep(2, { warnings: undefined }), 3, "warnings"],
  ["a warning twice", withStep(2, { warnings: ["mind", "mind"] }), 3, "warnings"],
  ["no error", withStep(3, { error: undefined }), 4, "error"],
  [
    "an error's class",
    withStep(3, { error: { class: "TypeError", message: "list.remove(x): x not in list" } }),
    4,
    "error",
  ],
  ["an error's text", withStep(3, { error: { class: "ValueError", message: "not in list" } }), 4, "error"],
  ["an error where none is", withStep(0, { error: { class: "TypeError", message: "undefined" } }), 1, "error"],
  ["a row", { ...recording, rows: { users: [[1, "ed"]] } }, "rows", "users[1]"],
  ["a table", { ...recording, rows: { ...recording.rows, tags: [[1]] } }, "rows", "tags[0]"],
  ["nothing after the mapping", { mapping: {} }, "ddl", "ddl[0]"],
] as [string, Recording, string | number, string][])("a run that differs in %s fails there", (_, got, at, field) => {
  expect(compare(scenario, got)).toMatchObject({ at, field });
});

test("rows have no order, and a boolean parameter is its integer", () => {
  expect(
    compare(scenario, {
      ...recording,
      rows: {
        users: [
          [2, "wendy"],
          [1, "ed"],
        ],
      },
    }),
  ).toBeNull();
  const one = withStep(2, {
    events: [events[0], { sql: "INSERT INTO users (name) VALUES (?)", params: [1] }, ...events.slice(2)],
  });
  const yes = withStep(2, {
    events: [events[0], { sql: "INSERT INTO users (name) VALUES (?)", params: [true] }, ...events.slice(2)],
  });
  expect(compare({ ...scenario, expect: yes }, one)).toBeNull();
});

test("an unbroken run of transitions is sorted by transition and object, and no further", () => {
  const text = (recorded: readonly RecordedEvent[]) =>
    settle(recorded, new Set()).map((e) => ("state" in e ? `${e.state} ${e.object}` : "tx" in e ? e.tx : e.sql));
  expect(
    text([
      { state: "pending_to_persistent", object: "User#2" },
      { state: "pending_to_persistent", object: "User#10" },
      { state: "loaded_as_persistent", object: "User#3" },
      { tx: "COMMIT" },
      { state: "pending_to_persistent", object: "Address#1" },
    ]),
  ).toEqual([
    "loaded_as_persistent User#3",
    "pending_to_persistent User#10",
    "pending_to_persistent User#2",
    "COMMIT",
    "pending_to_persistent Address#1",
  ]);
});

test("the rows of a multi-row statement are sorted on a many-to-many table only", () => {
  const many = (table: string) => ({
    sql: `INSERT INTO ${table} (a, b) VALUES (?, ?)`,
    params: [
      [2, 1],
      [10, 1],
      [1, null],
    ],
    many: true,
  });
  const secondary = new Set(["user_tags"]);
  expect(settle([many("user_tags")], secondary)).toMatchObject([
    {
      params: [
        [1, null],
        [10, 1],
        [2, 1],
      ],
    },
  ]);
  expect(settle([many('"user_tags"')], secondary)).toMatchObject([
    {
      params: [
        [1, null],
        [10, 1],
        [2, 1],
      ],
    },
  ]);
  expect(settle([many("users")], secondary)).toMatchObject([
    {
      params: [
        [2, 1],
        [10, 1],
        [1, null],
      ],
    },
  ]);
});

test("sort keys are spelled as Python's json.dumps spells them", () => {
  expect(canonical([1, null, true, "naïve", { b: 1, a: "x" }])).toBe(
    '[1, null, true, "na\\u00efve", {"a": "x", "b": 1}]',
  );
});

test("integers beyond 2^53 are read exactly", () => {
  expect(parseJson('{"n": [9007199254740993, -9007199254740993, 12], "s": "9007199254740993, ", "f": 1.0}')).toEqual({
    n: [9007199254740993n, -9007199254740993n, 12],
    s: "9007199254740993, ",
    f: 1,
  });
});

test("a document that is no scenario is refused with its id and field", () => {
  const steps = [{ op: "teleport" }];
  expect(() => parseScenario({ id: "x", models: { classes: [] }, steps, expect: { mapping: {} } })).toThrow(
    /^scenario x: steps\.0\.op: /,
  );
});

test("a diff keeps common lines and marks the others", () => {
  expect(diffLines(["BEGIN", "UPDATE", "COMMIT"], ["BEGIN", "DELETE", "DELETE", "COMMIT"])).toEqual([
    "  BEGIN",
    "- UPDATE",
    "+ DELETE",
    "+ DELETE",
    "  COMMIT",
  ]);
});
