import { expect, test } from "vitest";
import { IdMap } from "./id-map.ts";

test("it holds what a map holds, in the order of ids, whatever the ids", () => {
  const map = new IdMap<string>();
  for (const [id, value] of [
    [2, "b"],
    [1, "a"],
    [Number.MAX_SAFE_INTEGER, "far"],
    [2, "c"],
    [0.5, "half"],
  ] as const) {
    map.set(id, value);
  }
  expect([...map]).toEqual([
    [1, "a"],
    [2, "c"],
    [Number.MAX_SAFE_INTEGER, "far"],
    [0.5, "half"],
  ]);
  expect(map.size).toBe(4);
  expect([map.get(2), map.get(3), map.has(1), map.has(0)]).toEqual(["c", undefined, true, false]);
  expect([...map.keys()]).toHaveLength(4);
  expect([...map.values()]).toEqual(["a", "c", "far", "half"]);
});

test("a copy goes its own way", () => {
  const first = new IdMap(new Map([[7, "seven"]]));
  const second = new IdMap(first);
  second.set(1, "one");
  second.set(7, "other");
  expect([...first]).toEqual([[7, "seven"]]);
  expect([...second]).toEqual([
    [1, "one"],
    [7, "other"],
  ]);
});
