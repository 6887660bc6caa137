import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Recording, Scenario } from "./document.ts";
import { readScenarios } from "./files.ts";
import { runScenario } from "./run.ts";

const seeds = readScenarios(fileURLToPath(new URL("./recordings/seeds.jsonl.gz", import.meta.url)));
const nullify = seeds.find(({ id }) => id === "notebook-1-nullify") as Scenario;

/** The scenario with its expectation changed. */
function expecting(change: (expect: Recording) => Recording): Scenario {
  return { ...nullify, expect: change(structuredClone(nullify.expect)) };
}

test("a recorded scenario passes", () => {
  expect(runScenario(nullify).difference).toBeNull();
});

test("each kind of wrong expectation makes it fail", () => {
  const commit = nullify.steps.findIndex((step, i) => i > 0 && step.op === "commit");
  const wrong: Record<string, Scenario> = {
    mapping: expecting((e) => ({ ...e, mapping: { error: { class: "ArgumentError", message: "no" } } })),
    ddl: expecting((e) => ({ ...e, ddl: (e.ddl ?? []).toReversed() })),
    step: expecting((e) => ({
      ...e,
      steps: e.steps?.map((step, i) => (i === commit ? { ...step, events: step.events.slice(1) } : step)) ?? [],
    })),
    result: expecting((e) => ({ ...e, steps: e.steps?.map((step) => ({ ...step, result: 7 })) ?? [] })),
    rows: expecting((e) => ({ ...e, rows: { ...e.rows, logs: [] } })),
  };
  const failed = Object.fromEntries(
    Object.entries(wrong).map(([kind, scenario]) => [kind, runScenario(scenario).difference?.at]),
  );
  expect(failed).toEqual({ mapping: "mapping", ddl: "ddl", step: commit + 1, result: 1, rows: "rows" });
});

test("an error inside the engine is that scenario's failure, with its stack, and no more", () => {
  const broken: Scenario = { ...nullify, steps: [{ op: "flush" }, { op: "commit" }] };
  const spoiled = { ...broken, expect: { ...broken.expect, steps: [{ events: [] }, { events: [] }] } };
  Object.defineProperty(spoiled.steps[0], "op", { value: "no such operation" });
  const { difference, stack } = runScenario(spoiled as Scenario);
  expect(difference).toMatchObject({ at: 1, field: "error", expected: null });
  expect(stack).toContain("steps.ts");
});
