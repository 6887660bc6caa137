import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { observePredictions } from "../../src-engine/index.ts";
import { type Comparison, compareFates, foreseenSteps } from "./fates.ts";
import { readScenarios } from "./files.ts";
import { differenceText } from "./report.ts";
import { runScenario } from "./run.ts";

const scenariosOf = (name: string) =>
  readScenarios(fileURLToPath(new URL(`./recordings/${name}.jsonl.gz`, import.meta.url)));

/** Compares every scenario that has a delete to be foreseen. */
function compareAll(names: readonly string[]): Comparison[] {
  return names
    .flatMap(scenariosOf)
    .filter((scenario) => foreseenSteps(scenario).length > 0)
    .flatMap(compareFates);
}

const texts = (some: readonly Comparison[], of: (each: Comparison) => readonly string[]) =>
  some.flatMap((each) => of(each).map((text) => `${each.scenario} step ${each.step}: ${text}`)).join("\n");

const kinds = (some: readonly Comparison[]) => new Set(some.map((each) => each.kind));

test("what is foreseen of a delete is what the reference recorded", { timeout: 240_000 }, () => {
  const all = compareAll(["small", "core", "options"]);
  expect(texts(all, (each) => each.differences)).toBe("");
  expect(new Set(all.map((each) => each.scenario)).size).toBeGreaterThan(500);
  expect(kinds(all)).toEqual(new Set(["done", "refused", "other"]));
  // A preview leaves the session, its objects, its transaction and the trace as they were.
  expect(texts(all, (each) => each.disturbed)).toBe("");
});

test("what is foreseen of each delete of the walkthroughs comes true", { timeout: 120_000 }, () => {
  const all = compareAll(["seeds"]);
  expect(texts(all, (each) => [...each.differences, ...each.disturbed])).toBe("");
  expect(all.length).toBeGreaterThan(15);
});

test("a run in which predictions are told does what was recorded", { timeout: 120_000 }, () => {
  const failures = scenariosOf("small")
    .slice(0, 100)
    .flatMap((scenario) => {
      const end = observePredictions();
      try {
        const { difference } = runScenario(scenario);
        return difference === null ? [] : [differenceText(scenario, difference, null)];
      } finally {
        end();
      }
    });
  expect(failures.join("\n")).toBe("");
});
