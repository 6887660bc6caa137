import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Phase } from "./phases.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Inside node_modules, so that the built subject finds its packages and nothing of it is ever committed. */
const OUT = join(ROOT, "node_modules/.cache/flushlight-bench");
const WHOLE = join(OUT, "whole");
const BY_FILE = join(OUT, "by-file");

/**
 * Bundles the subject as a build of the page would, so that nothing of the development tools is measured; and once more file
 * by file, for profiles that tell files apart.
 */
export async function buildSubjects(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const entry = join(ROOT, "tools/bench/subject.ts");
  for (const outDir of [WHOLE, BY_FILE]) {
    const output = outDir === BY_FILE ? { preserveModules: true, preserveModulesRoot: ROOT } : {};
    await build({
      root: ROOT,
      configFile: false,
      logLevel: "error",
      build: { ssr: entry, outDir, target: "es2022", emptyOutDir: true, minify: false, rolldownOptions: { output } },
    });
  }
}

/** Where a workload's statements are written down. */
export function statementsOf(name: string): string {
  return join(OUT, `${name}.json`);
}

/** Runs a subject in a process of its own. @returns its answer */
export function subject(...args: readonly string[]): string {
  return run(join(WHOLE, "subject.js"), args);
}

/** Shares of the time by phase; the profile itself is left in a directory where one is given. */
export function profileOf(name: string, directory: string | null): Readonly<Record<Phase, number>> {
  const file: string[] = [];
  if (directory !== null) {
    mkdirSync(directory, { recursive: true });
    file.push(resolve(directory, `${name}.cpuprofile`));
  }
  return JSON.parse(run(join(BY_FILE, "tools/bench/subject.js"), ["profile", name, "3", ...file])) as Record<
    Phase,
    number
  >;
}

function run(script: string, args: readonly string[]): string {
  return execFileSync(process.execPath, ["--expose-gc", script, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
}
