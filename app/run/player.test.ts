import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { createPlayer, storyOf } from "./player.ts";
import { createWorkbench, type Workbench } from "./workbench.ts";

const statement = (seq: number, kind: "ddl" | "insert" | "delete"): TraceEvent => ({
  ...{ type: "statement", seq, line: seq, sql: kind, kind, table: "t", params: [], many: false, rows: [] },
  ...{ cause: null, flush: null, rowCount: 1, durationMs: 0, error: null, source: 0 },
});
/** A table is made, then come two statements that a playback tells. */
const events = [statement(1, "ddl"), statement(2, "insert"), statement(3, "delete")];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function shown(): Promise<Workbench> {
  const workbench = createWorkbench({
    runner: {
      run: async (_text, tell) => {
        tell(events);
        return { outcome: "completed", model: null, tables: [], durationMs: 0 } as never;
      },
      stop: () => {},
    },
  });
  workbench.replaceText("program");
  await vi.advanceTimersByTimeAsync(1);
  return workbench;
}

const standing = ({ store }: Workbench) => [store.getState().moment, store.getState().selection] as const;

test("plays the statements that are not of the schema, one at a time, and ends where the run ends", async () => {
  const workbench = await shown();
  const player = createPlayer(workbench);
  player.setSpeed(2);
  player.play(true);
  expect(standing(workbench)).toEqual([0, { kind: "none" }]);
  expect(player.store.getState()).toMatchObject({ playing: true, captions: true });
  vi.advanceTimersByTime(500);
  expect(standing(workbench)).toEqual([2, { kind: "statement", statement: 1 }]);
  vi.advanceTimersByTime(499);
  expect(standing(workbench)[0]).toBe(2);
  vi.advanceTimersByTime(1);
  expect(standing(workbench)).toEqual([3, { kind: "statement", statement: 2 }]);
  vi.advanceTimersByTime(500);
  expect(standing(workbench)).toEqual([null, { kind: "none" }]);
  expect(player.store.getState()).toMatchObject({ playing: false, captions: false });
});

test("stops in the middle, and captions stay until the end is gone to", async () => {
  const workbench = await shown();
  const player = createPlayer(workbench);
  player.play(true);
  vi.advanceTimersByTime(1_000);
  player.play(false);
  vi.advanceTimersByTime(5_000);
  expect(standing(workbench)[0]).toBe(2);
  expect(player.store.getState().captions).toBe(true);
  player.stepStory(1);
  expect(standing(workbench)[0]).toBe(3);
  player.stepStory(-1);
  player.stepStory(-1);
  expect(standing(workbench)[0]).toBe(0);
  workbench.goTo(null);
  expect(player.store.getState().captions).toBe(false);
});

test("another run is not played", async () => {
  const workbench = await shown();
  const player = createPlayer(workbench);
  player.play(true);
  workbench.replaceText("another");
  await vi.advanceTimersByTimeAsync(1);
  expect(player.store.getState().playing).toBe(false);
});

test("a run of nothing but its schema is told by that", async () => {
  const workbench = await shown();
  const model = workbench.store.getState().shown?.model;
  if (model === undefined) throw new Error("no run is shown");
  expect(storyOf(model).map(({ index }) => index)).toEqual([1, 2]);
  const schema = { ...model, statements: model.statements.slice(0, 1) };
  expect(storyOf(schema).map(({ index }) => index)).toEqual([0]);
});
