import { expect, test } from "vitest";
import { CircularDependencyError } from "../errors.ts";
import { findCycles, sortByLevels } from "./topological.ts";

function graph(...edges: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const predecessors = new Map<string, Set<string>>();
  for (const [before, after] of edges) {
    const befores = predecessors.get(after);
    if (befores === undefined) predecessors.set(after, new Set([before]));
    else befores.add(before);
  }
  return predecessors;
}

test("a level holds everything that waits for nothing, in the given order", () => {
  const edges = graph(["users", "addresses"], ["users", "orders"], ["orders", "items"]);
  expect([...sortByLevels(["items", "orders", "users", "addresses", "tags"], edges)]).toEqual([
    ["users", "tags"],
    ["orders", "addresses"],
    ["items"],
  ]);
});

test("what must come before but is not there counts as done", () => {
  expect([...sortByLevels(["b"], graph(["a", "b"]))]).toEqual([["b"]]);
});

test("levels before a circle are given out; then the circle is refused", () => {
  const levels = sortByLevels(["a", "b", "c"], graph(["a", "b"], ["b", "c"], ["c", "b"]));
  expect(levels.next().value).toEqual(["a"]);
  expect(() => levels.next()).toThrow(CircularDependencyError);
});

test("circles are found, those of one item included, and what only leads to them is not", () => {
  const edges = graph(["a", "b"], ["b", "a"], ["b", "c"], ["d", "d"], ["e", "d"]);
  expect(findCycles(["a", "b", "c", "d", "e"], edges)).toEqual(new Set(["a", "b", "d"]));
});

test("a chain of 20,000 is sorted without recursion and in order", () => {
  const items = Array.from({ length: 20_000 }, (_, i) => `n${i}`);
  const edges = graph(...items.slice(1).map((item, i) => [`n${i}`, item] as const));
  expect([...sortByLevels([...items].reverse(), edges)].flat()).toEqual(items);
  expect(findCycles(items, edges).size).toBe(0);
});
