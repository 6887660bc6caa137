import type { RunModel } from "../../run/run-model.ts";

/** How many statements each line of the program emitted. */
export function statementsByLine(run: RunModel): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { line } of run.statements) if (line !== null) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
