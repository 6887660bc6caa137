/**
 * Runs recorded scenarios on the engine and reports where it departs from the reference.
 *
 *     npm run parity -- FILE… [--only ID] [--diff] [--summary] [--python]
 *
 * With `--python` each is performed by the reference's own program in Python, on our package of SQLAlchemy's name.
 * Files are `.json`, `.jsonl` or `.jsonl.gz`. Without files: everything in `recordings/`. Ends with `N passed, M failed`;
 * the exit status is 0 when nothing failed, 1 when something did, 2 when a file or an argument cannot be read.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runCommand } from "../host/command.ts";
import { readScenarios } from "./files.ts";
import { runScenarioInPython } from "./python/run.ts";
import { differenceText, summaryText, unifiedDiff } from "./report.ts";
import { runScenario } from "./run.ts";

const RECORDINGS = fileURLToPath(new URL("./recordings/", import.meta.url));

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      only: { type: "string" },
      diff: { type: "boolean", default: false },
      summary: { type: "boolean", default: false },
      python: { type: "boolean", default: false },
    },
  });
  const files = positionals.length > 0 ? positionals : readdirSync(RECORDINGS).map((name) => RECORDINGS + name);
  const perform = values.python ? runScenarioInPython : runScenario;
  const failures = [];
  let passed = 0;
  for (const file of files) {
    for (const scenario of readScenarios(file)) {
      if (values.only !== undefined && scenario.id !== values.only) continue;
      const { difference, recording, stack } = await perform(scenario);
      if (values.diff) console.log(unifiedDiff(scenario, recording));
      if (difference === null) {
        passed++;
        continue;
      }
      failures.push({ scenario, difference });
      if (!values.summary) console.log(differenceText(scenario, difference, values.only === undefined ? null : stack));
    }
  }
  if (values.only !== undefined && passed + failures.length === 0) throw new Error(`no scenario ${values.only}`);
  if (values.summary && failures.length > 0) console.log(summaryText(failures));
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

await runCommand(main);
