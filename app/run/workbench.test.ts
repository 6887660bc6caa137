import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { RunResult } from "../protocol/messages.ts";
import { createWorkbench, isOld, type RunnerPort, standingOf } from "./workbench.ts";

const result: RunResult = {
  outcome: "completed",
  limit: null,
  elapsedMs: 1,
  statements: 1,
  model: null,
  tables: [],
  uncommitted: false,
};
const select: TraceEvent = {
  seq: 1,
  line: 1,
  type: "statement",
  sql: "SELECT 1",
  kind: "select",
  table: null,
  params: [[]],
  many: false,
  rows: [],
  cause: null,
  flush: null,
  rowCount: 1,
  durationMs: 0,
  error: null,
  source: 0,
};
const failure = (name: string, phase: "syntax" | "run"): TraceEvent => ({
  seq: 2,
  line: 1,
  type: "error",
  name,
  message: "",
  code: null,
  column: null,
  phase,
});

/** Runs nothing: each text has the events it is given here, `hangs` never ends. */
function runnerOf(programs: Record<string, readonly TraceEvent[]>): RunnerPort & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    run({ text }, onEvents) {
      texts.push(text);
      const events = programs[text] ?? [];
      if (events.length > 0) onEvents(events);
      return text === "hangs" ? new Promise(() => {}) : Promise.resolve(result);
    },
    stop() {},
  };
}

const programs = {
  good: [select],
  "good too": [select],
  unreadable: [failure("SyntaxError", "syntax")],
  slip: [select, failure("ReferenceError", "run")],
  refused: [select, failure("IntegrityError", "run")],
  hangs: [select],
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(text: string) {
  const runner = runnerOf(programs);
  const workbench = createWorkbench({ runner, typingPause: 200, patience: 300 });
  workbench.replaceText(text);
  await vi.advanceTimersByTimeAsync(0);
  const type = async (typed: string) => {
    workbench.edit(typed);
    await vi.advanceTimersByTimeAsync(250);
  };
  return { runner, workbench, type, state: () => workbench.store.getState() };
}

describe("the workbench", () => {
  it("makes edits itself while there is no editor, and runs what comes of them", () => {
    const runner = runnerOf({});
    const workbench = createWorkbench({ runner, autoRun: false });
    workbench.replaceText("a(b, c)", { run: false });
    workbench.applyEdits([
      { from: 0, to: 1, text: "call" },
      { from: 3, to: 6, text: "" },
    ]);
    expect(workbench.store.getState().text).toBe("call(b)");
    expect(runner.texts).toEqual(["call(b)"]);
    workbench.applyEdits([]);
    expect(runner.texts).toEqual(["call(b)"]);
  });

  it("leaves edits to the editor that is at work", () => {
    const runner = runnerOf({});
    const workbench = createWorkbench({ runner, autoRun: false });
    const detach = workbench.attachEditor(([edit]) => workbench.edit(`by the editor: ${edit?.text}`));
    workbench.applyEdits([{ from: 0, to: 0, text: "a" }]);
    detach();
    workbench.applyEdits([{ from: 0, to: 0, text: "b" }]);
    expect(runner.texts).toEqual(["by the editor: a", "bby the editor: a"]);
  });

  it("runs a text once it is opened, and again after a pause in typing", async () => {
    const { runner, workbench, state } = await open("good");
    workbench.edit("good t");
    workbench.edit("good to");
    workbench.edit("good too");
    expect(standingOf(state())).toBe("pending");
    await vi.advanceTimersByTimeAsync(250);
    expect(runner.texts).toEqual(["good", "good too"]);
    expect(standingOf(state())).toBe("present");
  });

  it("keeps the last good run on show while the text cannot be read", async () => {
    const { type, state } = await open("good");
    await type("unreadable");
    expect(state().shown?.text).toBe("good");
    expect(standingOf(state())).toBe("failed");
    await type("good too");
    expect(state().shown?.text).toBe("good too");
    expect(isOld(state())).toBe(false);
  });

  it("keeps it for a slip while typing, but shows what was asked for", async () => {
    const { type, state, workbench } = await open("good");
    await type("slip");
    expect(state().shown?.text).toBe("good");
    workbench.run("asked");
    await vi.advanceTimersByTimeAsync(0);
    expect(state().shown?.text).toBe("slip");
  });

  it("shows a run that the database refused", async () => {
    const { type, state } = await open("good");
    await type("refused");
    expect(state().shown?.text).toBe("refused");
  });

  it("shows nothing of another document for one that fails", async () => {
    const { state, workbench } = await open("good");
    workbench.replaceText("unreadable");
    await vi.advanceTimersByTimeAsync(0);
    expect(state().shown?.text).toBe("unreadable");
  });

  it("does not run what is typed when that is switched off, and says that the run is old", async () => {
    const { runner, type, state, workbench } = await open("good");
    workbench.setAutoRun(false);
    await type("good too");
    expect(runner.texts).toEqual(["good"]);
    expect(standingOf(state())).toBe("edited");
    workbench.setAutoRun(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(runner.texts).toEqual(["good", "good too"]);
  });

  it("shows a run that goes on once it has taken a while", async () => {
    const { type, state } = await open("good");
    await type("hangs");
    expect(state().shown?.text).toBe("good");
    await vi.advanceTimersByTimeAsync(300);
    expect(state().shown?.text).toBe("hangs");
    expect(state().shown?.model.statements).toHaveLength(1);
  });

  it("drops a selected statement when another program runs, not when the same does", async () => {
    const { type, state, workbench } = await open("good");
    workbench.select({ kind: "statement", statement: 0 }, "statements");
    workbench.run("asked");
    await vi.advanceTimersByTimeAsync(0);
    expect(state().selection).toEqual({ kind: "statement", statement: 0 });
    await type("good too");
    expect(state().selection).toEqual({ kind: "none" });
  });
});
