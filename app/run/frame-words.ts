import type { Frame } from "./run-model.ts";

/** What opens a transaction or a savepoint, in SQL. */
export function beginWord(frame: Frame): string {
  return frame.kind === "transaction" ? "BEGIN" : `SAVEPOINT ${frame.name ?? ""}`.trim();
}

/** What ends it. */
export function endWord(frame: Frame, outcome: Frame["outcome"]): string {
  if (frame.kind === "transaction") return outcome === "rolled-back" ? "ROLLBACK" : "COMMIT";
  return `${outcome === "rolled-back" ? "ROLLBACK TO" : "RELEASE"} ${frame.name ?? "SAVEPOINT"}`;
}
