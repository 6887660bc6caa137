import { expect, test } from "vitest";
import { printed, printedLine } from "./printed.ts";

class Point {
  x = 1;
  get y(): number {
    throw new Error("an accessor was called");
  }
}

test.each<[unknown, string]>([
  ["a", '"a"'],
  [-0, "-0"],
  [5n, "5n"],
  [undefined, "undefined"],
  [[1, [2, null]], "[1, [2, null]]"],
  [{ a: 1, "b c": "d" }, '{ a: 1, "b c": "d" }'],
  [new Map([["k", new Set([1])]]), 'Map(1) {"k" => Set(1) {1}}'],
  [new Uint8Array([1, 255]), "Uint8Array(2) [1, 255]"],
  [new TypeError("no"), "TypeError: no"],
  [new Point(), "Point { x: 1 }"],
  [{ toString: () => "itself" }, "itself"],
  [Point, "[class Point]"],
  [Array.from({ length: 102 }, (_, i) => i).slice(99), "[99, 100, 101]"],
])("%o prints as %s", (value, text) => {
  expect(printed(value)).toBe(text);
});

test("a circle ends, depth ends, length ends", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(printed(circle)).toBe("{ self: [circular] }");
  expect(printed({ a: { b: { c: { d: { e: 1 } } } } })).toBe("{ a: { b: { c: { d: Object {…} } } } }");
  expect(printedLine(["x".repeat(20_000)])).toHaveLength(10_001);
});

test("what cannot be looked at is said to be so", () => {
  const hostile = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error("no");
      },
    },
  );
  expect(printed(hostile)).toBe("[cannot be printed: no]");
});

test("texts print bare, values with their quotes", () => {
  expect(printedLine(["a", ["b"], 1])).toBe('a ["b"] 1');
});
