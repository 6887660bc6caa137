import { expect, test } from "vitest";
import { CircularDependencyError } from "../errors.ts";
import { findCycles, type Sortable, sortByLevels } from "./topological.ts";

interface Item extends Sortable<Item> {
  readonly name: string;
  readonly predecessors: Item[];
  toString(): string;
}

/** Items by name, each with what the edges say must come before it. */
function graph(names: readonly string[], ...edges: readonly (readonly [string, string])[]): (name: string) => Item {
  const items = new Map<string, Item>();
  for (const name of names) items.set(name, { name, predecessors: [], place: 0, toString: () => name });
  const item = (name: string) => items.get(name) as Item;
  for (const [before, after] of edges) item(after).predecessors.push(item(before));
  return item;
}

const named = (items: Iterable<Item>) => [...items].map(({ name }) => name);
const levels = (items: readonly Item[]) => [...sortByLevels(items)].map(named);

test("a level holds everything that waits for nothing, in the given order", () => {
  const names = ["items", "orders", "users", "addresses", "tags"];
  const item = graph(names, ["users", "addresses"], ["users", "orders"], ["orders", "items"]);
  expect(levels(names.map(item))).toEqual([["users", "tags"], ["orders", "addresses"], ["items"]]);
});

test("what must come before but is not there counts as done", () => {
  const item = graph(["a", "b"], ["a", "b"]);
  expect(levels([item("b")])).toEqual([["b"]]);
});

test("what is named twice as coming before counts once", () => {
  const item = graph(["a", "b"], ["a", "b"], ["a", "b"]);
  expect(levels([item("b"), item("a")])).toEqual([["a"], ["b"]]);
});

test("levels before a circle are given out; then the circle is refused", () => {
  const names = ["a", "b", "c"];
  const sorting = sortByLevels(names.map(graph(names, ["a", "b"], ["b", "c"], ["c", "b"])));
  expect(named(sorting.next().value as Item[])).toEqual(["a"]);
  expect(() => sorting.next()).toThrow(CircularDependencyError);
});

test("circles are found, those of one item included, and what only leads to them is not", () => {
  const names = ["a", "b", "c", "d", "e"];
  const item = graph(names, ["a", "b"], ["b", "a"], ["b", "c"], ["d", "d"], ["e", "d"]);
  expect(named(findCycles(names.map(item)))).toEqual(["b", "a", "d"]);
});

test("a chain of 20,000 is sorted without recursion and in order", () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `n${i}`);
  const item = graph(names, ...names.slice(1).map((name, i) => [`n${i}`, name] as const));
  expect(levels([...names].reverse().map(item)).flat()).toEqual(names);
  expect(findCycles(names.map(item)).size).toBe(0);
});
