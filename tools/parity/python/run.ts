import { fileURLToPath } from "node:url";
import { pythonScripts, type RunScript } from "../../host/python-scripts.ts";
import { compare } from "../compare.ts";
import type { Recording, Scenario } from "../document.ts";
import type { Outcome } from "../run.ts";

const REFERENCE = fileURLToPath(new URL("../reference/", import.meta.url));

/** The reference's own program performs the scenario; here its `sqlalchemy` is ours. */
const SCRIPT = "import oracle; result = oracle.run(given)";

let running: Promise<RunScript> | null = null;

/**
 * Runs a scenario in Python on the engine, by the program that recorded it on SQLAlchemy, and compares. Never throws: a crash
 * is a difference.
 */
export async function runScenarioInPython(scenario: Scenario): Promise<Outcome> {
  running ??= pythonScripts(REFERENCE);
  const run = await running;
  const { expect: _, ...given } = scenario;
  const [recording, stack] = attempt(() => inScenario(run(SCRIPT, given) as Recording));
  const difference = compare(scenario, recording);
  return { scenario, recording, difference, stack: difference === null ? null : stack };
}

/** Error texts name the module of the program; that of recordings is another. */
function inScenario(recording: Recording): Recording {
  return JSON.parse(JSON.stringify(recording).replaceAll("__main__.", "scenario.")) as Recording;
}

function attempt(work: () => Recording): readonly [Recording, string | null] {
  try {
    return [work(), null];
  } catch (error) {
    const { name, message, stack = null } = error as Error;
    return [{ mapping: { error: { class: name, message } } }, stack];
  }
}
