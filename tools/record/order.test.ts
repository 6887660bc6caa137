import { expect, test } from "vitest";
import { orderOf, playedHash } from "./order.ts";

test("records a scenario as a presentation that plays", () => {
  expect(orderOf(["notebook-2-not-null", "-o", "out/demo.mp4", "--speed", "0.5", "--size", "801x601"])).toEqual({
    hash: "#notebook-2-not-null&play=0.5&present",
    output: "out/demo.mp4",
    format: "mp4",
    size: { width: 800, height: 600 },
    theme: "light",
  });
});

test("keeps of a link what is looked at, and none of its own ways of showing it", () => {
  expect(playedHash("https://example.org/page/#v1.abc_-&at=5&embed=graph&play=3&present&panes=plan&step=2", 1)).toBe(
    "#v1.abc_-&at=5&panes=plan&play=1&present",
  );
});

test.each([
  [[], /^usage/],
  [["one", "two"], /^usage/],
  [["one", "-o", "demo.avi"], /demo\.avi ends in none/],
  [["one", "--speed", "fast"], /The speed is fast/],
  [["one", "--size", "big"], /The size is big/],
  [["https://example.org/"], /neither a link to a program nor a scenario/],
])("says what is wrong with %j", (argv, message) => {
  expect(() => orderOf(argv)).toThrow(message);
});
