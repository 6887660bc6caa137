import { describe, expect, it } from "vitest";
import type { RelationshipSnapshot, TraceEvent } from "../../src-engine/trace/events.ts";
import { emptyRun, fold } from "./run-model.ts";
import { relatedTo } from "./selection.ts";

const relationship = (name: string, target: string, reverse: string): RelationshipSnapshot => ({
  name,
  target,
  direction: name === "logs" ? "one-to-many" : "many-to-one",
  uselist: name === "logs",
  cascade: ["save-update", "merge"],
  secondary: null,
  reverse,
  fromBackref: false,
  passiveDeletes: false,
  passiveUpdates: true,
  viewonly: false,
  singleParent: false,
  postUpdate: false,
  lazy: "select",
  pairs: [],
});

/** `session.delete(person)` on line 9, which nullifies a log's key and deletes the person. */
const events: readonly TraceEvent[] = [
  {
    seq: 1,
    line: null,
    type: "schema",
    model: {
      classes: [
        {
          name: "Person",
          table: "persons",
          inherits: null,
          line: 1,
          attributes: [],
          relationships: [relationship("logs", "Log", "person")],
        },
        {
          name: "Log",
          table: "logs",
          inherits: null,
          line: 4,
          attributes: [],
          relationships: [relationship("person", "Person", "logs")],
        },
      ],
      tables: [],
    },
  },
  {
    seq: 2,
    line: 9,
    type: "cause",
    cause: { id: 1, parent: null, line: 9, kind: "operation", name: "session.delete", object: null, detail: null },
  },
  {
    seq: 3,
    line: 10,
    type: "cause",
    cause: {
      id: 2,
      parent: 1,
      line: 10,
      kind: "action",
      action: "nullify",
      relationship: "Person.logs",
      object: null,
      detail: null,
    },
  },
  {
    seq: 4,
    line: 10,
    type: "statement",
    sql: "UPDATE logs SET person_id=? WHERE logs.uid = ?",
    kind: "update",
    table: "logs",
    params: [[null, 1]],
    many: false,
    rows: [{ object: { id: 2, className: "Log", identity: [1] }, causes: [2] }],
    cause: 1,
    flush: null,
    rowCount: 1,
    durationMs: 0,
    error: null,
    source: 0,
  },
  {
    seq: 5,
    line: 10,
    type: "statement",
    sql: "DELETE FROM persons WHERE persons.uid = ?",
    kind: "delete",
    table: "persons",
    params: [[1]],
    many: false,
    rows: [{ object: { id: 1, className: "Person", identity: [1] }, causes: [1] }],
    cause: 1,
    flush: null,
    rowCount: 1,
    durationMs: 0,
    error: null,
    source: 0,
  },
];
const run = fold(emptyRun, events);

describe("relatedTo", () => {
  it("leads from a statement to its line, table, objects and the relationships that caused it", () => {
    expect(relatedTo(run, { kind: "statement", statement: 0 })).toEqual({
      statements: new Set([0]),
      lines: new Set([10]),
      objects: new Set([2]),
      classes: new Set(["Log"]),
      tables: new Set(["logs"]),
      relationships: new Set(["Person.logs"]),
    });
  });

  it("leads from either side of a relationship to the statements that it caused", () => {
    for (const relationship of ["Person.logs", "Log.person"]) {
      const { statements, lines, relationships } = relatedTo(run, { kind: "edge", relationship });
      expect([...statements]).toEqual([0]);
      expect([...lines]).toEqual([10]);
      expect([...relationships].sort()).toEqual(["Log.person", "Person.logs"]);
    }
  });

  it("leads from a line to the statements it emitted", () => {
    expect([...relatedTo(run, { kind: "line", line: 10 }).statements]).toEqual([0, 1]);
    expect([...relatedTo(run, { kind: "line", line: 11 }).statements]).toEqual([]);
  });

  it("leads from a class and from its table to the statements on that table", () => {
    expect([...relatedTo(run, { kind: "class", name: "Person" }).statements]).toEqual([1]);
    expect([...relatedTo(run, { kind: "table", name: "persons" }).statements]).toEqual([1]);
  });

  it("leads from an object to its class and statements", () => {
    const { statements, classes } = relatedTo(run, { kind: "object", object: 2 });
    expect([...statements]).toEqual([0]);
    expect([...classes]).toEqual(["Log"]);
  });

  it("finds nothing for a statement that is not there", () => {
    expect(relatedTo(run, { kind: "statement", statement: 99 }).lines.size).toBe(0);
  });
});
