import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readScenarios } from "./files.ts";
import { differenceText } from "./report.ts";
import { runScenario } from "./run.ts";

/** A fixed part of the recordings; `npm run parity` runs them all. */
const SAMPLE = ["seeds", "small", "expressions", "dialects"];

describe.each(SAMPLE)("%s", (name) => {
  const scenarios = readScenarios(fileURLToPath(new URL(`./recordings/${name}.jsonl.gz`, import.meta.url)));

  test(`its ${scenarios.length} scenarios do what was recorded`, { timeout: 120_000 }, () => {
    const failures = scenarios.flatMap((scenario) => {
      const { difference } = runScenario(scenario);
      return difference === null ? [] : [differenceText(scenario, difference, null)];
    });
    expect(failures.join("\n")).toBe("");
  });
});
