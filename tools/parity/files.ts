import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parseJson, parseScenario, type Scenario } from "./document.ts";

/**
 * Reads recordings: `.json` (one scenario or an array of them), `.jsonl` or `.jsonl.gz` (one a line).
 * @throws Error naming the file, and the line or scenario that cannot be read
 */
export function readScenarios(path: string): Scenario[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const lined = /\.jsonl(\.gz)?$/.test(path);
  try {
    if (!lined) {
      const document = parseJson(text);
      return (Array.isArray(document) ? document : [document]).map(parseScenario);
    }
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => parseScenario(parseJson(line)));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
