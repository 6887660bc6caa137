import fc from "fast-check";
import { expect, test } from "vitest";
import type { Selection } from "../run/selection.ts";
import { addressText, plainView, readAddress, selectionOf, selectionText } from "./address.ts";

test("reads a gallery item and how it is looked at", () => {
  expect(readAddress("#notebook-2-not-null&select=statement.12&at=12+1&panes=objects,graph!&play=2")).toEqual({
    program: { kind: "scenario", id: "notebook-2-not-null" },
    view: {
      ...plainView,
      selection: { kind: "statement", statement: 12 },
      at: "12+1",
      panes: "objects,graph!",
      play: 2,
    },
    unknown: [],
  });
});

test("an address without a program still says how to look", () => {
  expect(readAddress("#safe")).toEqual({ program: null, view: { ...plainView, safe: true }, unknown: [] });
  expect(readAddress("")).toEqual({ program: null, view: plainView, unknown: [] });
});

test("a step of a lesson is counted from 1", () => {
  expect(readAddress("#lesson-2-delete-orphan&step=3").view).toEqual({ ...plainView, step: 3 });
  expect(readAddress("#lesson-2-delete-orphan&step=0&step=two&step=1000").unknown).toEqual([
    "step=0",
    "step=two",
    "step=1000",
  ]);
});

test("names what means nothing here", () => {
  expect(readAddress("#v1.abc&at=soon&colour=red&select=thing.5&play=-1&panes=%zz").unknown).toEqual([
    "at=soon",
    "colour=red",
    "select=thing.5",
    "play=-1",
    "panes=%zz",
  ]);
});

test("writes what it reads", () => {
  const text =
    "#v1.abc&select=edge.Tag.%C3%BCber&at=start+3&panes=why,plan&embed=statements&play=4&step=3&present&safe";
  expect(addressText(readAddress(text))).toBe(text);
  expect(addressText({ program: null, view: plainView })).toBe("");
});

test("every selection comes back as it went", () => {
  const selections: Selection[] = [
    { kind: "statement", statement: 0 },
    { kind: "object", object: 17 },
    { kind: "edge", relationship: "User.addresses" },
    { kind: "class", name: "Naïve" },
    { kind: "table", name: "main.users & more" },
    { kind: "line", line: 4 },
  ];
  for (const selection of selections) {
    expect(selectionOf(selectionText(selection))).toEqual(selection);
    expect(readAddress(addressText({ program: null, view: { ...plainView, selection } })).view.selection).toEqual(
      selection,
    );
  }
});

test("reads anything without failing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (hash) => {
      const address = readAddress(hash);
      expect(readAddress(addressText(address)).program).toEqual(address.program);
    }),
  );
});

test("a scenario's Python version has an address of its own", () => {
  const program = { kind: "scenario", id: "notebook-2-not-null", language: "python" } as const;
  expect(addressText({ program, view: { ...plainView, at: "3" } })).toBe("#notebook-2-not-null&python&at=3");
  expect(readAddress("#notebook-2-not-null&python&at=3")).toMatchObject({ program, view: { at: "3" }, unknown: [] });
  expect(readAddress("#python").program).toEqual({ kind: "scenario", id: "python" });
});
