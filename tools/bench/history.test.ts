import { expect, test } from "vitest";
import { type Ratios, regressions } from "./history.ts";

const ratios = (fastest: number): Ratios => ({
  fastest,
  median: fastest,
  watched: null,
  recorded: null,
  statements: 1,
});

test("what is more than 20 % slower than the recorded result is called a regression", () => {
  const recorded = { date: "2030-01-02", node: "v20", rounds: 9, workloads: { W1: ratios(2), W2: ratios(2) } };
  const measured = new Map([
    ["W1", ratios(2.39)],
    ["W2", ratios(2.5)],
    ["W3", ratios(9)],
  ]);
  expect(regressions(measured, recorded)).toEqual([
    "REGRESSION W2: 2.50 times the floor, 25 % more than 2 on 2030-01-02",
  ]);
});
