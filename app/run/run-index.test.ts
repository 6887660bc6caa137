import { expect, it } from "vitest";
import type { Cause, TraceEvent, TraceEventBody } from "../../src-engine/trace/events.ts";
import { indexOf } from "./run-index.ts";
import { emptyRun, fold } from "./run-model.ts";

const user = { id: 1, className: "User", identity: [1] };
const cascade = (id: number, parent: number | null, relationship: string): TraceEventBody => ({
  type: "cause",
  cause: { id, parent, line: 1, kind: "cascade", option: "delete", relationship, from: user, to: user, backref: false },
});
const statement = (cause: number | null, rowCauses: readonly number[] = []): TraceEventBody => ({
  type: "statement",
  sql: "DELETE",
  kind: "delete",
  table: "users",
  params: [[1]],
  many: false,
  rows: [{ object: user, causes: rowCauses }],
  cause,
  flush: null,
  rowCount: 1,
  durationMs: 0,
  error: null,
  source: 0,
});

const indexOfBodies = (...bodies: TraceEventBody[]) =>
  indexOf(
    fold(
      emptyRun,
      bodies.map((body, place) => ({ ...body, seq: place + 1, line: place + 1 }) as TraceEvent),
    ),
  );

it("finds statements by all that their causes, and those of their rows, went along", () => {
  const { byRelationship, byObject, byTable, byLine } = indexOfBodies(
    cascade(1, null, "User.addresses"),
    cascade(2, 1, "Address.tags"),
    cascade(3, 1, "Address.notes"),
    statement(2),
    statement(null, [3, 2]),
    statement(1),
  );
  expect(Object.fromEntries(byRelationship)).toEqual({
    "User.addresses": [0, 1, 2],
    "Address.tags": [0, 1],
    "Address.notes": [1],
  });
  expect(byObject.get(1)).toEqual([0, 1, 2]);
  expect(byTable.get("users")).toEqual([0, 1, 2]);
  expect(byLine.get(5)).toEqual([1]);
});

it("ends where causes go in a circle or are missing, and takes very long chains", () => {
  const circle: Cause[] = [];
  for (const body of [cascade(1, 2, "A.b"), cascade(2, 1, "B.a")]) if (body.type === "cause") circle.push(body.cause);
  const chain = Array.from({ length: 20_000 }, (_, at) => cascade(at + 10, at === 0 ? 99_999 : at + 9, "C.c"));
  const { byRelationship } = indexOfBodies(
    ...circle.map((cause): TraceEventBody => ({ type: "cause", cause })),
    ...chain,
    statement(1),
    statement(20_009),
  );
  expect(byRelationship.get("A.b")).toEqual([0]);
  expect(byRelationship.get("C.c")).toEqual([1]);
});
