/**
 * Measures the engine against the same statements on raw sql.js.
 *
 *     npm run bench -- [WORKLOAD… | page] [--rounds N] [--runs N] [--times N]
 *     npm run bench -- scale [queries | flushes | graph | moments …] [--dist DIR] [--profile DIR]
 *
 * Each workload takes turns between both subjects, a new process each time. Printed are the ratios of the medians and of the
 * fastest runs; goals are on the latter. Ends with status 1 when the subjects leave different rows behind.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { least, median } from "./figures.ts";
import { measurePage } from "./page.ts";
import { measureScale } from "./scale.ts";
import type { Measurement } from "./subject.ts";
import { type Workload, workloads } from "./workloads.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Inside node_modules, so that the built subject finds its packages and nothing of it is ever committed. */
const OUT = join(ROOT, "node_modules/.cache/flushlight-bench");

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "3" },
      runs: { type: "string", default: "5" },
      times: { type: "string", default: "5" },
      dist: { type: "string" },
      profile: { type: "string" },
    },
  });
  if (positionals[0] === "scale") {
    await measureScale(positionals.slice(1), { dist: values.dist ?? null, profile: values.profile ?? null });
    return 0;
  }
  const all = positionals.length === 0;
  if (all || positionals.includes("page")) await measurePage(Number(values.times));
  const names = all ? Object.keys(workloads) : positionals.filter((name) => name !== "page");
  if (names.length === 0) return 0;
  const unknown = names.find((name) => workloads[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`no workload ${unknown}: there are ${Object.keys(workloads).join(", ")}, page, scale`);

  await buildSubject();
  console.log(row("", "", "engine ms", "floor ms", "median ×", "fastest ×", "goal", "µs/object"));
  const fastest = new Map<string, number>();
  let equal = true;
  for (const name of names) {
    const workload = workloads[name] as Workload;
    const { engine, floor, same } = compare(name, Number(values.rounds), values.runs);
    fastest.set(name, least(engine));
    equal &&= same;
    console.log(
      row(
        name,
        workload.title,
        median(engine).toFixed(1),
        median(floor).toFixed(1),
        (median(engine) / median(floor)).toFixed(2),
        (least(engine) / least(floor)).toFixed(2),
        workload.goal?.toFixed(1) ?? "",
        ((1000 * least(engine)) / workload.objects).toFixed(1),
      ),
    );
    if (!same) console.log(`      ${name}: engine and floor left different rows`);
  }
  const [flat, chain] = [fastest.get("flat"), fastest.get("chain")];
  if (flat !== undefined && chain !== undefined) {
    console.log(`a chain costs ${(chain / flat).toFixed(2)} times what as many flat objects cost (goal 3)`);
  }
  return equal ? 0 : 1;
}

/** Bundles the subject as a build of the page would, so that nothing of the development tools is measured. */
async function buildSubject(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    build: { ssr: join(ROOT, "tools/bench/subject.ts"), outDir: OUT, target: "es2022", emptyOutDir: true },
  });
}

function compare(name: string, rounds: number, runs: string) {
  const statements = join(OUT, `${name}.json`);
  subject("record", name, statements);
  const engine: Measurement[] = [];
  const floor: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    engine.push(JSON.parse(subject("engine", name, runs)) as Measurement);
    floor.push(JSON.parse(subject("floor", name, runs, statements)) as Measurement);
  }
  const found = new Set([...engine, ...floor].map((measurement) => measurement.contents));
  const times = (measurements: Measurement[]) => measurements.flatMap((measurement) => measurement.milliseconds);
  return { engine: times(engine), floor: times(floor), same: found.size === 1 };
}

function subject(...args: string[]): string {
  return execFileSync(process.execPath, ["--expose-gc", join(OUT, "subject.js"), ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

function row(name: string, title: string, ...figures: string[]): string {
  return [name.padEnd(5), title.padEnd(44), ...figures.map((figure) => figure.padStart(10))].join(" ");
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
