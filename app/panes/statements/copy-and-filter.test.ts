import { expect, it } from "vitest";
import type { DriverValue, StatementKind, TraceEvent, TraceEventBody } from "../../../src-engine/trace/events.ts";
import { scriptOf, withoutParameters, withParameters } from "../../export/sql-script.ts";
import { emptyRun, fold } from "../../run/run-model.ts";
import { chipCounts, type Filter, matcher, noFilter, objectChoices, tableChoices } from "./filter.ts";

const program = "createAll();\nsession.add(user);\nsession.commit();\nuser.addresses;";
const user = { id: 1, className: "User", identity: null };

interface Said {
  readonly params?: readonly (readonly DriverValue[])[];
  readonly flush?: number;
  readonly cause?: number;
  readonly error?: string;
  readonly table?: string;
  readonly written?: boolean;
}

const statement = (kind: StatementKind, sql: string, said: Said = {}): TraceEventBody => ({
  type: "statement",
  sql,
  kind,
  table: said.table ?? null,
  params: said.params ?? [[]],
  many: (said.params?.length ?? 1) > 1,
  rows: said.written ? [{ object: user, causes: [] }] : [],
  cause: said.cause ?? null,
  flush: said.flush ?? null,
  rowCount: 1,
  durationMs: 0.1,
  error: said.error ?? null,
  source: 0,
});
const transaction = (action: "BEGIN" | "COMMIT" | "ROLLBACK"): TraceEventBody => ({
  type: "transaction",
  action,
  name: null,
  cause: null,
});

const bodies: readonly (readonly [number, TraceEventBody])[] = [
  [1, statement("ddl", "\nCREATE TABLE users (\n\tid INTEGER\n)\n\n")],
  [
    3,
    {
      type: "cause",
      cause: { id: 1, parent: null, line: 3, kind: "operation", name: "session.commit", object: null, detail: null },
    },
  ],
  [3, { type: "flush", phase: "begin", flush: 1, cause: 1 }],
  [3, transaction("BEGIN")],
  [
    3,
    statement("insert", "INSERT INTO users (name) VALUES (?)", {
      params: [["it's"], [null]],
      flush: 1,
      table: "users",
      written: true,
    }),
  ],
  [3, { type: "state", transition: "pending_to_persistent", object: { ...user, identity: [7] }, cause: null }],
  [3, statement("insert", "INSERT INTO users\nVALUES (?)", { params: [[1]], flush: 1, error: "UNIQUE\nfailed" })],
  [3, { type: "flush", phase: "failed", flush: 1, cause: 1 }],
  [3, transaction("ROLLBACK")],
  [
    4,
    {
      type: "cause",
      cause: { id: 2, parent: null, line: 4, kind: "load", why: "lazy", object: user, attribute: "User.addresses" },
    },
  ],
  [4, statement("select", "SELECT * FROM addresses WHERE user_id = ?", { params: [[7]], cause: 2 })],
];
const run = fold(
  emptyRun,
  bodies.map(([line, body], place) => ({ ...body, seq: place + 1, line }) as TraceEvent),
);

it("copies a run as a script with comments, of which the rejected is one", () => {
  expect(scriptOf(run, program, null)).toBe(`-- line 1: createAll();
CREATE TABLE users (
	id INTEGER
);

-- line 3: session.commit();
BEGIN;
-- flush: session.commit
INSERT INTO users (name) VALUES ('it''s');
INSERT INTO users (name) VALUES (NULL);
-- rejected: UNIQUE
-- failed
-- INSERT INTO users
-- VALUES (1);
ROLLBACK;

-- line 4: user.addresses;
-- lazy load User.addresses
SELECT * FROM addresses WHERE user_id = 7;
`);
});

it("copies what is picked out without transactions, of which it would be a part only", () => {
  expect(scriptOf(run, program, ({ kind }) => kind === "select")).toBe(
    "-- line 4: user.addresses;\n-- lazy load User.addresses\nSELECT * FROM addresses WHERE user_id = 7;\n",
  );
});

it("copies one statement with its parameters, row by row, and without", () => {
  const [, insert] = run.statements;
  if (!insert) throw new Error("no statement");
  expect(withParameters(insert)).toBe(
    "INSERT INTO users (name) VALUES ('it''s');\nINSERT INTO users (name) VALUES (NULL);",
  );
  expect(withoutParameters(insert)).toBe("INSERT INTO users (name) VALUES (?)");
});

/** The places of the statements that a filter lets through. */
function shown(filter: Partial<Filter>): readonly number[] | null {
  const shows = matcher(run, { ...noFilter, ...filter });
  return shows === null ? null : run.statements.filter(shows).map(({ index }) => index);
}

it("filters by kind, table, object and words, all of which must fit", () => {
  expect(shown({})).toBe(null);
  expect(shown({ text: "  " })).toBe(null);
  expect(shown({ chips: new Set(["insert"]) })).toEqual([1, 2]);
  expect(shown({ chips: new Set(["insert", "schema"]) })).toEqual([0, 1, 2]);
  expect(shown({ chips: new Set(["failed"]) })).toEqual([2]);
  expect(shown({ table: "users" })).toEqual([0, 1, 2]);
  expect(shown({ table: "addresses" })).toEqual([3]);
  expect(shown({ table: "user" })).toEqual([]);
  expect(shown({ object: 1 })).toEqual([1, 3]);
  expect(shown({ text: "it''S" })).toEqual([1]);
  expect(shown({ text: "lazy ADDRESSES" })).toEqual([3]);
  expect(shown({ text: "unique" })).toEqual([2]);
  expect(shown({ text: "user#7" })).toEqual([1]);
  expect(shown({ text: "unique", chips: new Set(["select"]) })).toEqual([]);
});

it("offers what there is to filter by", () => {
  expect([...chipCounts(run)]).toEqual([
    ["select", 1],
    ["insert", 2],
    ["schema", 1],
    ["failed", 1],
  ]);
  expect(tableChoices(run)).toEqual([{ value: "users", label: "users" }]);
  expect(objectChoices(run)).toEqual([{ value: "1", label: "User#7" }]);
});
