import type { FrameId, RunModel } from "../run-model.ts";
import type { MomentView } from "./view.ts";

const writing: ReadonlySet<string> = new Set(["insert", "update", "delete", "ddl"]);

/** Whether the transaction that was open at the moment had written anything that it had not taken back. */
export function hasUncommitted(run: RunModel, { seq, frames }: Pick<MomentView, "seq" | "frames">): boolean {
  const [open] = frames;
  if (open === undefined) return false;
  for (let place = run.statements.length - 1; place >= 0; place--) {
    const statement = run.statements[place];
    if (statement === undefined || statement.seq > seq) continue;
    const way = wayOut(run, statement.frame);
    if (way.at(-1) !== open.id) return false;
    const stands = way.every((frame) => frame === open.id || run.frames[frame]?.outcome !== "rolled-back");
    if (stands && statement.error === null && writing.has(statement.kind)) return true;
  }
  return false;
}

/** A transaction or savepoint and those around it, the innermost first. */
function wayOut(run: RunModel, frame: FrameId | null): readonly FrameId[] {
  const way: FrameId[] = [];
  for (let next = frame; next !== null; next = run.frames[next]?.parent ?? null) way.push(next);
  return way;
}
