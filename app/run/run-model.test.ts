import { describe, expect, it } from "vitest";
import type { ObjectRef, TraceEvent, TraceEventBody } from "../../src-engine/trace/events.ts";
import { emptyRun, fold } from "./run-model.ts";

/** Numbers events and puts each on a line. */
function trace(...bodies: readonly (readonly [line: number | null, body: TraceEventBody])[]): TraceEvent[] {
  return bodies.map(([line, body], place) => ({ ...body, seq: place + 1, line }) as TraceEvent);
}

const statement = (sql: string, flush: number | null = null): TraceEventBody => ({
  type: "statement",
  sql,
  kind: "other",
  table: null,
  params: [[]],
  many: false,
  rows: [],
  cause: null,
  flush,
  rowCount: -1,
  durationMs: 0,
  error: null,
  source: 0,
});
const transaction = (action: "BEGIN" | "COMMIT" | "ROLLBACK"): TraceEventBody => ({
  type: "transaction",
  action,
  name: null,
  cause: null,
});
const savepoint = (
  action: "SAVEPOINT" | "RELEASE SAVEPOINT" | "ROLLBACK TO SAVEPOINT",
  name: string,
): TraceEventBody => ({ type: "transaction", action, name, cause: null });

describe("fold", () => {
  it("leaves the model it is given as it was", () => {
    const before = fold(emptyRun, trace([1, statement("one")]));
    fold(before, trace([2, statement("two")]));
    expect(before.statements.map((s) => s.sql)).toEqual(["one"]);
    expect(emptyRun.statements).toEqual([]);
  });

  it("comes to the same model however the events are cut into batches", () => {
    const events = trace(
      [1, transaction("BEGIN")],
      [1, { type: "flush", phase: "begin", flush: 1, cause: null }],
      [1, statement("insert", 1)],
      [1, { type: "flush", phase: "end", flush: 1, cause: null }],
      [1, transaction("COMMIT")],
      [2, { type: "output", text: "done", level: "log" }],
    );
    const whole = fold(emptyRun, events);
    const piecewise = events.reduce((model, event) => fold(model, [event]), emptyRun);
    expect(piecewise).toEqual(whole);
  });

  it("puts statements into the transactions and savepoints that they ran in", () => {
    const model = fold(
      emptyRun,
      trace(
        [1, statement("before")],
        [2, transaction("BEGIN")],
        [2, statement("outer")],
        [3, savepoint("SAVEPOINT", "a")],
        [3, statement("inner")],
        [4, savepoint("ROLLBACK TO SAVEPOINT", "a")],
        [5, statement("outer again")],
        [6, transaction("COMMIT")],
      ),
    );
    expect(model.statements.map(({ sql, frame }) => [sql, frame])).toEqual([
      ["before", null],
      ["outer", 0],
      ["inner", 1],
      ["outer again", 0],
    ]);
    expect(model.frames.map(({ kind, depth, parent, outcome }) => ({ kind, depth, parent, outcome }))).toEqual([
      { kind: "transaction", depth: 0, parent: null, outcome: "committed" },
      { kind: "savepoint", depth: 1, parent: 0, outcome: "rolled-back" },
    ]);
    expect(model.open).toEqual([]);
  });

  it("ends savepoints that are open when their transaction ends", () => {
    const model = fold(
      emptyRun,
      trace([1, transaction("BEGIN")], [1, savepoint("SAVEPOINT", "a")], [2, transaction("ROLLBACK")]),
    );
    expect(model.frames.map((frame) => frame.outcome)).toEqual(["rolled-back", "rolled-back"]);
    expect(model.entries.map((entry) => entry.kind)).toEqual([
      "frame-open",
      "frame-open",
      "frame-close",
      "frame-close",
    ]);
  });

  it("lets a transaction without an end stay open", () => {
    const model = fold(emptyRun, trace([1, transaction("BEGIN")], [1, statement("insert")]));
    expect(model.frames.map((frame) => frame.outcome)).toEqual(["open"]);
    expect(model.open).toEqual([0]);
  });

  it("takes no notice of an end without a beginning", () => {
    const model = fold(emptyRun, trace([1, transaction("COMMIT")]));
    expect(model.frames).toEqual([]);
    expect(model.entries).toEqual([]);
  });

  it("gathers the statements of each flush and how it ended", () => {
    const model = fold(
      emptyRun,
      trace(
        [1, { type: "flush", phase: "begin", flush: 7, cause: 3 }],
        [1, statement("insert", 7)],
        [1, statement("update", 7)],
        [1, { type: "flush", phase: "failed", flush: 7, cause: 3 }],
      ),
    );
    expect(model.flushes).toEqual([{ id: 7, line: 1, cause: 3, outcome: "failed", statements: [0, 1], plan: null }]);
  });

  it("knows each object by its latest name and state", () => {
    const pending: ObjectRef = { id: 1, className: "User", identity: null };
    const stored: ObjectRef = { ...pending, identity: [5] };
    const state = (
      transition: "transient_to_pending" | "pending_to_persistent",
      object: ObjectRef,
    ): TraceEventBody => ({
      type: "state",
      transition,
      object,
      cause: null,
    });
    const model = fold(
      emptyRun,
      trace([1, state("transient_to_pending", pending)], [2, state("pending_to_persistent", stored)]),
    );
    expect(model.objects.get(1)).toEqual({ ref: stored, state: "persistent" });
  });
});
