/**
 * Measures the engine against the same statements on raw sql.js.
 *
 *     npm run bench -- [WORKLOAD… | sizes] [--rounds N] [--runs N] [--untraced] [--no-phases] [--keep] [--profiles DIR]
 *     npm run bench -- page [--times N]
 *     npm run bench -- scale [queries | flushes | graph | moments …] [--dist DIR] [--profile DIR]
 *
 * A round runs each subject of a workload in a process of its own, one after the other: the floor, the engine unwatched,
 * watched, and recorded as the page does it. Printed are ratios of the fastest runs and of the medians, beside the goals,
 * which are on the former; what being watched costs; and the shares of time by phase, from a CPU profile. `sizes` measures
 * flushes per object at growing sizes. The result is held against `recorded.json`, which `--keep` replaces. Ends with status
 * 1 when subjects leave different rows behind.
 */
import { parseArgs } from "node:util";
import { type Comparison, compareWorkload } from "./compare.ts";
import { keepResult, type Ratios, readRecorded, regressions } from "./history.ts";
import { measurePage } from "./page.ts";
import { PHASES } from "./phases.ts";
import { measureScale } from "./scale.ts";
import type { SizeMeasurement } from "./subject.ts";
import { buildSubjects, profileOf, subject } from "./subjects.ts";
import { scaled, type Workload, workloads } from "./workloads.ts";

const OPTIONS = {
  rounds: { type: "string", default: "9" },
  runs: { type: "string", default: "2" },
  untraced: { type: "boolean", default: false },
  "no-phases": { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  profiles: { type: "string" },
  times: { type: "string", default: "5" },
  dist: { type: "string" },
  profile: { type: "string" },
} as const;

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (positionals[0] === "page") {
    await measurePage(Number(values.times));
    return 0;
  }
  if (positionals[0] === "scale") {
    await measureScale(positionals.slice(1), { dist: values.dist ?? null, profile: values.profile ?? null });
    return 0;
  }
  const names = positionals.length === 0 ? Object.keys(workloads) : positionals.filter((name) => name !== "sizes");
  const unknown = names.find((name) => workloads[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`no workload ${unknown}: there are ${Object.keys(workloads).join(", ")}, sizes, page, scale`);
  }
  await buildSubjects();
  let equal = true;
  if (names.length > 0) {
    const rounds = Number(values.rounds);
    const measured = compareAll(names, { rounds, runs: Number(values.runs), traced: !values.untraced });
    equal = [...measured.values()].every(({ same }) => same);
    const recorded = readRecorded();
    if (recorded !== null) for (const sentence of regressions(measured, recorded)) console.log(sentence);
    if (values.keep) keepResult(new Map([...measured].map(([name, found]) => [name, rounded(found)])), rounds);
    if (!values["no-phases"]) printPhases(names, values.profiles ?? null);
  }
  if (positionals.length === 0 || positionals.includes("sizes")) printSizes();
  return equal ? 0 : 1;
}

function compareAll(
  names: readonly string[],
  how: { readonly rounds: number; readonly runs: number; readonly traced: boolean },
): ReadonlyMap<string, Comparison> {
  const headings = ["statements", "floor ms", "engine ms", "fastest ×", "goal", "median ×", "watched", "recorded"];
  console.log(row("", "", headings));
  const measured = new Map<string, Comparison>();
  for (const name of names) {
    const workload = workloads[name] as Workload;
    const found = compareWorkload(name, how);
    measured.set(name, found);
    const reached = found.fastest <= workload.goal ? "✓" : "✗";
    console.log(
      row(name, workload.title, [
        String(found.statements),
        found.floorMs.toFixed(1),
        found.engineMs.toFixed(1),
        found.fastest.toFixed(2),
        `${reached} ${workload.goal.toFixed(1)}`,
        found.median.toFixed(2),
        percentMore(found.watched),
        percentMore(found.recorded),
      ]),
    );
    if (!found.same) console.log(`      ${name}: the subjects left different rows`);
  }
  return measured;
}

const percentMore = (share: number | null) => (share === null ? "" : `${(100 * share).toFixed(0)} %`);

function rounded({ fastest, median, watched, recorded, statements }: Ratios): Ratios {
  const two = (value: number) => Math.round(100 * value) / 100;
  return {
    ...{ fastest: two(fastest), median: two(median), statements },
    ...{ watched: watched === null ? null : two(watched), recorded: recorded === null ? null : two(recorded) },
  };
}

function printPhases(names: readonly string[], directory: string | null): void {
  console.log(`\n${row("", "share of the engine's time, by phase", [...PHASES])}`);
  for (const name of names) {
    const shares = profileOf(name, directory);
    const title = (workloads[name] as Workload).title;
    console.log(
      row(
        name,
        title,
        PHASES.map((phase) => `${(100 * shares[phase]).toFixed(0)} %`),
      ),
    );
  }
}

/** The goal: an object costs at most so many times what it costs at the size where it is cheapest. */
const SPREAD = 1.5;

function printSizes(): void {
  console.log(`\nflushes per object, fastest run (goal: within ${SPREAD} times)`);
  for (const [name, { title }] of Object.entries(scaled)) {
    const found = JSON.parse(subject("sizes", name)) as readonly SizeMeasurement[];
    const times = found.map(({ microseconds }) => microseconds);
    const spread = Math.max(...times) / Math.min(...times);
    const figures = found.map(({ objects, microseconds }) => `${microseconds.toFixed(1)} µs at ${objects}`);
    console.log(
      `${name.padEnd(5)} ${title.padEnd(44)} ${figures.join(", ")}: ${spread.toFixed(2)} times ${spread <= SPREAD ? "✓" : "✗"}`,
    );
  }
}

function row(name: string, title: string, figures: readonly string[]): string {
  return [name.padEnd(5), title.padEnd(44), ...figures.map((figure) => figure.padStart(10))].join(" ");
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
