import { describe, expect, it } from "vitest";
import { axisOf, beatAfterKey, beatOf, type Key, momentOf, stepFrom } from "./axis.ts";
import type { Mark } from "./view.ts";

const base = { line: 1, depth: 0 };
const statement = (seq: number, index: number): Mark => ({ ...base, seq, kind: "statement", statement: index });
const line = (seq: number, number: number): Mark => ({ ...base, seq, kind: "line", line: number });
const flush = (seq: number, phase: "begin" | "end"): Mark => ({ ...base, seq, kind: "flush", flush: 1, phase });

/** Beats: 1 line, 2 flush begins, 3 and 4 statements, 5 flush ends, 6 statement and line; 7 the end. */
const axis = axisOf([
  line(2, 1),
  flush(5, "begin"),
  statement(6, 0),
  statement(9, 1),
  flush(10, "end"),
  statement(14, 2),
  line(14, 2),
]);

describe("the axis", () => {
  it("gives marks of one moment one beat, and the end of the run one of its own", () => {
    expect(axis.moments).toEqual([2, 5, 6, 9, 10, 14]);
    expect(axis.end).toBe(7);
    expect(axis.marks[6]?.map((mark) => mark.kind)).toEqual(["statement", "line"]);
    expect(axis.statements).toEqual([0, 0, 0, 1, 2, 2, 3, 3]);
  });

  it("finds the beat of any moment, and the moment of any beat", () => {
    expect([0, 1, 2, 4, 9, 14, 99, null].map((moment) => beatOf(axis, moment))).toEqual([0, 0, 1, 1, 4, 6, 6, 7]);
    expect([0, 1, 6, 7].map((beat) => momentOf(axis, beat))).toEqual([0, 2, 14, null]);
  });

  it("has a beginning and an end even where nothing happened", () => {
    const empty = axisOf([]);
    expect(empty.end).toBe(1);
    expect(beatOf(empty, null)).toBe(1);
    expect(stepFrom(empty, 0, "statement", 1)).toBe(1);
  });
});

describe("steps", () => {
  it("go from one mark of the unit to the next, past the last to the end and before the first to the beginning", () => {
    const forward = (unit: "statement" | "line" | "flush") => {
      const beats = [0];
      while (beats.at(-1) !== axis.end) beats.push(stepFrom(axis, beats.at(-1) ?? 0, unit, 1));
      return beats;
    };
    expect(forward("statement")).toEqual([0, 3, 4, 6, 7]);
    expect(forward("line")).toEqual([0, 1, 6, 7]);
    expect(forward("flush")).toEqual([0, 2, 5, 7]);
    expect(stepFrom(axis, 7, "statement", -1)).toBe(6);
    expect(stepFrom(axis, 3, "statement", -1)).toBe(0);
  });

  it("are taken by the keys of a slider", () => {
    const press = (key: string, held: Partial<Key> = {}) =>
      beatAfterKey(axis, 3, { key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held });
    expect(press("ArrowRight")).toBe(4);
    expect(press("ArrowLeft")).toBe(0);
    expect(press("ArrowRight", { shiftKey: true })).toBe(5);
    expect(press("ArrowLeft", { shiftKey: true })).toBe(2);
    expect(press("ArrowRight", { altKey: true })).toBe(6);
    expect(press("ArrowLeft", { altKey: true })).toBe(1);
    expect(press("Home")).toBe(0);
    expect(press("End")).toBe(7);
    expect(press("ArrowRight", { ctrlKey: true })).toBeNull();
    expect(press("x")).toBeNull();
  });
});
