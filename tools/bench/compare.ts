import { least, median } from "./figures.ts";
import type { Ratios } from "./history.ts";
import type { Measurement } from "./subject.ts";
import { statementsOf, subject } from "./subjects.ts";

/** One workload's figures. */
export interface Comparison extends Ratios {
  /** Of the fastest runs. */
  readonly floorMs: number;
  readonly engineMs: number;
  /** Whether every subject left the same rows. */
  readonly same: boolean;
}

/** Takes turns between a workload's subjects, a new process each time. */
export function compareWorkload(
  name: string,
  { rounds, runs, traced }: { readonly rounds: number; readonly runs: number; readonly traced: boolean },
): Comparison {
  const statements = Number(subject("record", name, statementsOf(name)));
  const kinds = traced ? ["floor", "engine", "watched", "recorded"] : ["floor", "engine"];
  const measured = new Map(kinds.map((kind): [string, Measurement[]] => [kind, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [kind, found] of measured) {
      found.push(JSON.parse(subject(kind, name, String(runs), statementsOf(name))) as Measurement);
    }
  }
  const times = (kind: string) => (measured.get(kind) ?? []).flatMap(({ milliseconds }) => milliseconds);
  const floor = times("floor");
  const engine = times("engine");
  const more = (kind: string) => (traced ? least(times(kind)) / least(engine) - 1 : null);
  const contents = new Set([...measured.values()].flat().map((each) => each.contents));
  return {
    statements,
    floorMs: least(floor),
    engineMs: least(engine),
    fastest: least(engine) / least(floor),
    median: median(engine) / median(floor),
    watched: more("watched"),
    recorded: more("recorded"),
    same: contents.size === 1,
  };
}
