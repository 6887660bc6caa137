import { expect, test } from "vitest";
import type { TraceEvent, TraceEventBody } from "../../src-engine/trace/events.ts";
import { traceListing } from "./listing.ts";

/** The listing of events that all stem from one line. */
function listing(line: number | null, bodies: readonly TraceEventBody[]): string {
  const lines = traceListing();
  return bodies.flatMap((body, i) => lines({ ...body, seq: i + 1, line } as TraceEvent)).join("\n");
}

const user = { id: 1, className: "User", identity: [1] };
const statement = {
  type: "statement",
  kind: "update",
  table: "addresses",
  many: true,
  rows: [],
  flush: 1,
  rowCount: 2,
  durationMs: 0.1,
  error: null,
  source: 0,
} as const;

test("a statement shows its line, its rows of parameters and its whole cause, outermost first", () => {
  const text = listing(12, [
    {
      type: "cause",
      cause: { id: 1, parent: null, line: 12, kind: "operation", name: "commit", object: null, detail: null },
    },
    { type: "cause", cause: { id: 2, parent: 1, line: 12, kind: "flush", flush: 1 } },
    {
      type: "cause",
      cause: { id: 3, parent: null, line: 9, kind: "operation", name: "delete", object: user, detail: null },
    },
    {
      type: "cause",
      cause: {
        id: 4,
        parent: 3,
        line: 9,
        kind: "action",
        action: "nullify",
        relationship: "User.addresses",
        object: { ...user, className: "Address" },
        detail: null,
      },
    },
    { type: "transaction", action: "BEGIN", name: null, cause: 1 },
    {
      ...statement,
      sql: "UPDATE addresses SET user_id=? WHERE addresses.id = ?",
      params: [
        [null, 1],
        ["O'Hara", 2],
      ],
      rows: [
        { object: { ...user, className: "Address" }, causes: [4] },
        { object: { ...user, className: "Address", identity: [2] }, causes: [] },
      ],
      cause: 2,
    },
    { type: "state", transition: "persistent_to_deleted", object: user, cause: 2 },
    { type: "transaction", action: "SAVEPOINT", name: "sa_savepoint_1", cause: 1 },
  ]);
  expect(text).toBe(
    [
      "  12  BEGIN",
      "  12  UPDATE addresses SET user_id=? WHERE addresses.id = ?",
      "        (NULL, 1)",
      "          Address#1 ← delete on line 9 › nullify along User.addresses",
      "        ('O''Hara', 2)",
      "      ← commit › flush",
      "  12  · User#1 persistent to deleted",
      "  12  SAVEPOINT sa_savepoint_1",
    ].join("\n"),
  );
});

test("output, warnings and errors stand where they happened", () => {
  const text = listing(null, [
    { type: "output", text: "two\nlines", level: "log" },
    { type: "warning", category: "SAWarning", message: "mind", code: null },
    { ...statement, sql: "DELETE FROM users", params: [[]], cause: null, error: "FOREIGN KEY constraint failed" },
    { type: "error", name: "IntegrityError", message: "no\nmore", code: "gkpj", column: null, phase: "run" },
  ]);
  expect(text).toBe(
    [
      "      > two",
      "      > lines",
      "      SAWarning: mind",
      "      DELETE FROM users",
      "        refused: FOREIGN KEY constraint failed",
      "      IntegrityError: no",
      "      more",
    ].join("\n"),
  );
});
