import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { countFeatures } from "./coverage.ts";
import { readScenarios } from "./files.ts";

const RECORDINGS = fileURLToPath(new URL("./recordings/", import.meta.url));
/** Random models show none of what is looked for here more often than once in hundreds. */
const RANDOM: ReadonlySet<string> = new Set(["small.jsonl.gz", "core.jsonl.gz", "deep.jsonl.gz"]);
const ENOUGH = 3;

test("every construct, type, option and feature of querying and mapping is recorded at least three times", () => {
  const files = readdirSync(RECORDINGS).filter((name) => !RANDOM.has(name));
  const counts = countFeatures(files.flatMap((name) => [...readScenarios(RECORDINGS + name)]));
  const rare = [...counts].filter(([, count]) => count < ENOUGH).map(([name, count]) => `${name}: ${count}`);
  expect(rare).toEqual([]);
});
