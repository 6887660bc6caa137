/**
 * Runs a scenario on Node, without a page, and prints its trace. A file that ends in `.py` is Python.
 *
 *     npm run -s play -- FILE [--json]
 *
 * One event a line with `--json`, as the engine emits it. The exit status is 0 when the program ended without an error,
 * 1 when it ended in one, 2 when there is no such file.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { toWire } from "../../app/protocol/wire.ts";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { runCommand } from "../host/command.ts";
import { runProgram } from "../host/program.ts";
import { traceListing } from "./listing.ts";

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error("usage: npm run -s play -- FILE [--json]");
  const lines = values.json ? (event: TraceEvent) => [jsonLine(event)] : traceListing();
  const events: TraceEvent[] = [];
  const code = readFileSync(file, "utf8");
  const language = file.endsWith(".py") ? "python" : "typescript";
  const { outcome } = await runProgram(code, (event) => events.push(event), undefined, undefined, language);
  for (const event of events) for (const line of lines(event)) process.stdout.write(`${line}\n`);
  return outcome === "completed" ? 0 : 1;
}

/** JSON has neither bigint nor bytes: they are written as the page's protocol writes them. */
function jsonLine(event: TraceEvent): string {
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === "bigint" || value instanceof Uint8Array ? toWire(value) : value,
  );
}

await runCommand(main);
