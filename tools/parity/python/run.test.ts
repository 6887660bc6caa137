import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readScenarios } from "../files.ts";
import { differenceText } from "../report.ts";
import { runScenarioInPython } from "./run.ts";

/** A part of the random recordings; `npm run parity -- --python FILE…` runs any of them whole. */
const scenarios = readScenarios(fileURLToPath(new URL("../recordings/small.jsonl.gz", import.meta.url))).slice(0, 80);

test("scenarios do in Python what was recorded", { timeout: 120_000 }, async () => {
  const failures = [];
  for (const scenario of scenarios) {
    const { difference, stack } = await runScenarioInPython(scenario);
    if (difference !== null) failures.push(differenceText(scenario, difference, stack));
  }
  expect(failures.join("\n")).toBe("");
});

test("a scenario that does something else is told apart", { timeout: 120_000 }, async () => {
  const scenario = scenarios.find(({ expect: { rows = {} } }) => Object.values(rows).some((each) => each.length > 0));
  if (scenario === undefined) throw new Error("no scenario leaves rows");
  const other = { ...scenario, expect: { ...scenario.expect, rows: {} } };
  expect((await runScenarioInPython(other)).difference?.at).toBe("rows");
});
