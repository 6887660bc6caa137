import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Ratios of one workload to its floor. */
export interface Ratios {
  readonly fastest: number;
  readonly median: number;
  /** What watching adds to the engine's own time, 0.3 being 30 %; `null` where it was not measured. */
  readonly watched: number | null;
  readonly recorded: number | null;
  readonly statements: number;
}

/** A result that is kept, for later ones to be held against. */
export interface RecordedResult {
  readonly date: string;
  readonly node: string;
  readonly rounds: number;
  readonly workloads: Readonly<Record<string, Ratios>>;
}

const FILE = fileURLToPath(new URL("recorded.json", import.meta.url));

/** How much slower a workload may be before it is called so: machines differ by less, as ratios. */
const TOLERANCE = 1.2;

export function readRecorded(): RecordedResult | null {
  try {
    return JSON.parse(readFileSync(FILE, "utf8")) as RecordedResult;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Keeps a result; workloads that were not measured keep theirs. */
export function keepResult(measured: ReadonlyMap<string, Ratios>, rounds: number): void {
  const workloads = Object.fromEntries([...Object.entries(readRecorded()?.workloads ?? {}), ...measured]);
  const date = new Date().toISOString().slice(0, 10);
  const result: RecordedResult = { date, node: process.version, rounds, workloads };
  writeFileSync(FILE, `${JSON.stringify(result, null, 2)}\n`);
}

/** Sentences about every workload that has become slower than it was. */
export function regressions(measured: ReadonlyMap<string, Ratios>, recorded: RecordedResult): string[] {
  const found: string[] = [];
  for (const [name, { fastest }] of measured) {
    const before = recorded.workloads[name];
    if (before === undefined || fastest <= before.fastest * TOLERANCE) continue;
    const more = Math.round(100 * (fastest / before.fastest - 1));
    found.push(
      `REGRESSION ${name}: ${fastest.toFixed(2)} times the floor, ${more} % more than ${before.fastest} on ${recorded.date}`,
    );
  }
  return found;
}
