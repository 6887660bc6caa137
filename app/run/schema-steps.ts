import type { ExplainRequest } from "../protocol/messages.ts";
import type { FrameId, RunModel, Statement } from "./run-model.ts";

type Step = ExplainRequest["schema"][number];

const SHAPES = /^\s*(?:create|alter|drop|pragma|attach|detach|reindex|analyze)\b/i;
const COUNTS = /^\s*(?:analyze\b|pragma\s+optimize\b)/i;
const WRITES: ReadonlySet<Statement["kind"]> = new Set(["insert", "update", "delete"]);

/**
 * What has to be executed in an empty database so that it plans a statement as the run's own database did: all that shaped its
 * tables before, without what failed or was rolled back by then. SQLite plans by tables and indexes; only where the run had it
 * count rows (ANALYZE) do rows matter, and only then are they among the steps.
 */
export function schemaSteps(run: RunModel, statement: Statement): readonly Step[] {
  const before = run.statements.slice(0, statement.index).filter(({ error }) => error === null);
  const counted = before.some(({ sql }) => COUNTS.test(sql));
  const undone = undoneBefore(run, statement);
  return before.flatMap((earlier) => {
    if (!SHAPES.test(earlier.sql) && !(counted && WRITES.has(earlier.kind))) return [];
    if (isIn(run, earlier.frame, undone)) return [];
    return earlier.params.map((params) => ({ sql: earlier.sql, params }));
  });
}

/** The transactions and savepoints that had been rolled back when the statement ran. */
function undoneBefore(run: RunModel, statement: Statement): ReadonlySet<FrameId> {
  const undone = new Set<FrameId>();
  for (const entry of run.entries) {
    if (entry.kind === "statement" && entry.statement === statement.index) break;
    if (entry.kind === "frame-close" && entry.outcome === "rolled-back") undone.add(entry.frame);
  }
  return undone;
}

function isIn(run: RunModel, frame: FrameId | null, frames: ReadonlySet<FrameId>): boolean {
  for (let id = frame; id !== null; id = run.frames[id]?.parent ?? null) if (frames.has(id)) return true;
  return false;
}
