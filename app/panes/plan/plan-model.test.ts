import { describe, expect, it } from "vitest";
import type { Cause, ObjectRef, PlanAction, TraceEvent, TraceEventBody } from "../../../src-engine/trace/events.ts";
import { emptyRun, fold } from "../../run/run-model.ts";
import { type FlushSpan, flushAt } from "./flush-at.ts";
import { comesAfter, comesBefore, inOrder, isIdle, type Plan, planOf, stepTitle } from "./plan-model.ts";

const person: ObjectRef = { id: 1, className: "Person", identity: [1] };
const log: ObjectRef = { id: 2, className: "Log", identity: [1] };
const step = (id: number, kind: PlanAction["kind"], subject: string, more: Partial<PlanAction> = {}): PlanAction => ({
  id,
  kind,
  subject,
  isDelete: kind.startsWith("delete"),
  objects: [],
  after: [],
  ...more,
});

/** A flush that inserts a person and a log of it, and the row of an association. */
const actions: readonly PlanAction[] = [
  step(1, "delete-all", "Log", { after: [5] }),
  step(2, "process-all", "Person.logs", { objects: [person], after: [4] }),
  step(3, "process-all", "Person.tags", { objects: [person], after: [4] }),
  step(4, "save-all", "Person", { objects: [person] }),
  step(5, "save-all", "Log", { objects: [log], after: [2] }),
];
const cause = (row: Cause): TraceEventBody => ({ type: "cause", cause: row });
const statement = (
  kind: "insert" | "update" | "delete" | "select",
  object: ObjectRef | null,
  because: number | null,
): TraceEventBody => ({
  type: "statement",
  sql: kind,
  kind,
  table: null,
  params: [[]],
  many: false,
  rows: [{ object, causes: because === null ? [] : [because] }],
  cause: kind === "select" ? because : null,
  flush: 1,
  rowCount: 1,
  durationMs: 0,
  error: null,
  source: 0,
});

function planWith(plan: readonly PlanAction[], ...bodies: readonly TraceEventBody[]): Plan {
  const events: TraceEventBody[] = [
    { type: "flush", phase: "begin", flush: 1, cause: null },
    { type: "plan", flush: 1, actions: plan, cycles: [] },
    ...bodies,
    { type: "flush", phase: "end", flush: 1, cause: null },
  ];
  const run = fold(
    emptyRun,
    events.map((body, place) => ({ ...body, seq: place + 1, line: 1 }) as TraceEvent),
  );
  const [flush] = run.flushes;
  const made = flush ? planOf(run, flush) : null;
  if (!made) throw new Error("No plan");
  return made;
}

const titles = (plan: Plan) => plan.steps.map(({ action }) => stepTitle(action));

describe("a plan", () => {
  it("stands in the order in which its steps are carried out", () => {
    const plan = planWith(actions);
    expect(titles(plan)).toEqual([
      "Save Person",
      "Process Person.logs",
      "Process Person.tags",
      "Save Log",
      "Delete Log",
    ]);
    expect(plan.steps.filter(isIdle).map(({ action }) => stepTitle(action))).toEqual(["Delete Log"]);
    expect(plan.split).toEqual([]);
  });

  it("puts what waits for itself last, and says so", () => {
    const { sorted, circular } = inOrder([
      step(1, "save", "Node", { after: [2] }),
      step(2, "save", "Node", { after: [1] }),
      step(3, "save", "Leaf"),
    ]);
    expect(sorted.map(({ id }) => id)).toEqual([3, 1, 2]);
    expect([...circular]).toEqual([1, 2]);
  });

  it("knows the classes whose steps were split up by object", () => {
    const plan = planWith([
      step(1, "save", "Node", { objects: [person] }),
      step(2, "save", "Node", { objects: [log], after: [1] }),
      step(3, "process", "Node.children", { objects: [person], after: [1] }),
    ]);
    expect(plan.split).toEqual(["Node"]);
  });

  it("gives each statement to the step that emitted it", () => {
    const association: Cause = {
      id: 9,
      parent: 8,
      line: 1,
      kind: "action",
      action: "association-insert",
      relationship: "Person.tags",
      object: null,
      detail: null,
    };
    const load: Cause = {
      id: 7,
      parent: null,
      line: 1,
      kind: "load",
      why: "dependency",
      object: person,
      attribute: "Person.logs",
    };
    const plan = planWith(
      actions,
      cause(load),
      statement("select", null, 7),
      statement("insert", person, null),
      statement("insert", log, null),
      cause(association),
      statement("insert", null, 9),
    );
    const owners = plan.steps.map((each) => [stepTitle(each.action), each.statements]);
    expect(owners).toEqual([
      ["Save Person", [1]],
      ["Process Person.logs", []],
      ["Process Person.tags", [3]],
      ["Save Log", [2]],
      ["Delete Log", []],
    ]);
    expect(plan.loads).toEqual([0]);
    expect(plan.stepOf.get(2)).toBe(5);
  });

  it("tells what comes before a step and what waits for it, through steps that are not shown", () => {
    const plan = planWith(actions);
    const save = plan.byId.get(5);
    const first = plan.byId.get(4);
    if (!save || !first) throw new Error("No such step");
    const withoutProcess = (each: { readonly id: number }) => each.id !== 2;
    expect(comesAfter(plan, save, () => true).map(({ id }) => id)).toEqual([2]);
    expect(comesAfter(plan, save, withoutProcess).map(({ id }) => id)).toEqual([4]);
    expect(comesBefore(plan, first, withoutProcess).map(({ id }) => id)).toEqual([3, 5]);
  });
});

describe("the flush that is shown", () => {
  const flush = (id: number, from: number, to: number | null): FlushSpan => ({
    kind: "flush",
    flush: id,
    from,
    to,
    depth: 0,
    outcome: to === null ? "running" : "done",
  });
  const flushes = [flush(1, 10, 20), flush(2, 30, null)];

  it("is the one at the moment, else the last before it, else the first to come", () => {
    const seen = [5, 10, 20, 25, 40, null].map((moment) => {
      const found = flushAt(flushes, moment);
      return found && `${found.when} ${found.span.flush}`;
    });
    expect(seen).toEqual(["after 1", "now 1", "now 1", "before 1", "now 2", "before 2"]);
    expect(flushAt([], 5)).toBeNull();
  });
});
