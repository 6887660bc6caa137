import { describe, expect, it } from "vitest";
import type { StatementKind, TraceEvent, TraceEventBody } from "../../../src-engine/trace/events.ts";
import { axisOf } from "../../run/moments/axis.ts";
import { marksOf, spansOf } from "../../run/moments/moments.ts";
import { emptyRun, fold, type RunModel } from "../../run/run-model.ts";
import { beatAt, beatsNear, relatedPath, scaleOf, trackOf, xOf } from "./track.ts";
import { shortStandingWords, standingRoom, standingWords, wordsOn } from "./words.ts";

const statement = (kind: StatementKind, sql: string, error: string | null = null): TraceEventBody => ({
  type: "statement",
  sql,
  kind,
  table: null,
  params: [[]],
  many: false,
  rows: [],
  cause: null,
  flush: null,
  rowCount: 1,
  durationMs: 0,
  error,
  source: 0,
});
const transaction = (action: "BEGIN" | "COMMIT" | "ROLLBACK"): TraceEventBody => ({
  type: "transaction",
  action,
  name: null,
  cause: null,
});

function runOf(...steps: readonly (readonly [line: number, body: TraceEventBody])[]): RunModel {
  return fold(
    emptyRun,
    steps.map(([line, body], place) => ({ ...body, seq: place + 1, line }) as TraceEvent),
  );
}

const small = runOf(
  [3, transaction("BEGIN")],
  [3, statement("insert", "INSERT INTO users")],
  [4, statement("delete", "DELETE FROM users", "FOREIGN KEY constraint failed")],
  [4, transaction("ROLLBACK")],
);

describe("a short run", () => {
  const axis = axisOf(marksOf(small));
  const scale = scaleOf(axis, 524);
  const track = trackOf(small, axis, spansOf(small), scale);

  it("has a tick in the colour of each statement", () => {
    expect(track.ticks.insert).toMatch(/^M\d+,12h4v15h-4z$/);
    expect(track.ticks.delete).toMatch(/^M\d+,12h4v15h-4z$/);
    expect(track.ticks.select).toBe("");
  });

  it("marks what was rolled back, and the statement that was rejected", () => {
    expect(track.bands).toEqual([
      { kind: "transaction", undone: true, open: false, from: xOf(scale, 1), to: xOf(scale, 4), count: 1 },
    ]);
    expect(track.alerts.map(({ kind }) => kind)).toEqual(["error"]);
  });

  it("finds the beat at a place and says what is there", () => {
    const beat = beatAt(scale, axis, xOf(scale, 2) + 5);
    expect(beat).toBe(2);
    expect(wordsOn(small, axis, beatsNear(scale, axis, xOf(scale, 2)))).toEqual([
      "statement 1 of 2, line 3: INSERT INTO users",
    ]);
    expect(wordsOn(small, axis, { from: 1, to: 1 })).toEqual(["BEGIN (later rolled back)"]);
    expect(wordsOn(small, axis, { from: 3, to: 3 })).toEqual([
      "statement 2 of 2, line 4 (rejected): DELETE FROM users",
    ]);
    expect(beatAt(scale, axis, -50)).toBe(0);
    expect(beatAt(scale, axis, 5_000)).toBe(axis.end);
  });

  it("puts a square over the statements of the selection", () => {
    expect(relatedPath(axis, scale, new Set([1]))).toBe(`M${Math.round(xOf(scale, 3)) - 2},6h4v4h-4z`);
    expect(relatedPath(axis, scale, new Set())).toBe("");
  });

  it("says where the scrubber stands", () => {
    for (let beat = 0; beat <= axis.end; beat++) {
      expect(standingWords(small, axis, beat).length).toBeLessThanOrEqual(standingRoom(small));
    }
    expect([0, 1, 2, 4, axis.end].map((beat) => standingWords(small, axis, beat))).toEqual([
      "before the run",
      "before statement 1, line 3",
      "at statement 1 of 2, line 3",
      "after statement 2 of 2, line 4",
      "end of the run, 2 statements",
    ]);
    expect([0, 2, 4, axis.end].map((beat) => shortStandingWords(small, axis, beat))).toEqual([
      "before the run",
      "1 of 2 · line 3",
      "2 of 2 · line 4",
      "end of the run",
    ]);
  });
});

describe("a long run", () => {
  const many = runOf(
    ...Array.from({ length: 10_000 }, (_, at) => {
      const body: TraceEventBody[] = [
        transaction("BEGIN"),
        statement(at % 4 === 0 ? "delete" : "insert", `statement of ${at}`),
        transaction(at % 1_000 === 7 ? "ROLLBACK" : "COMMIT"),
      ];
      return body.map((each) => [at + 1, each] as const);
    }).flat(),
  );
  const axis = axisOf(marksOf(many));
  const scale = scaleOf(axis, 800);
  const track = trackOf(many, axis, spansOf(many), scale);

  it("is drawn in as many pieces as there are pixels, not statements", () => {
    const columns = [...track.ticks.insert.matchAll(/M(\d+),/g)].map(([, x]) => x);
    expect(columns.length).toBeGreaterThan(700);
    expect(columns.length).toBeLessThanOrEqual(800);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it("divides a column among the kinds by their share", () => {
    const [, part] =
      /^M\d+,[\d.]+h1v([\d.]+)/.exec(track.ticks.delete.slice(track.ticks.delete.indexOf("M400,"))) ?? [];
    expect(Number(part)).toBeGreaterThan(15 / 8);
    expect(Number(part)).toBeLessThan(15 / 2);
  });

  it("keeps every rollback in sight", () => {
    const undone = track.bands.filter((band) => band.undone);
    expect(undone).toHaveLength(10);
    expect(undone.every((band) => band.to - band.from >= 2)).toBe(true);
    expect(track.bands.length).toBeLessThan(30);
    expect(track.bands.slice(-10).every((band) => band.undone)).toBe(true);
  });

  it("tells what lies under the pointer altogether", () => {
    const words = wordsOn(many, axis, beatsNear(scale, axis, 400));
    expect(words[0]).toMatch(/^statements \d+ to \d+$/);
    expect(words[1]).toMatch(/^\d+ INSERT, \d+ DELETE$/);
  });
});
