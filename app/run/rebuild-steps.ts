import type { DriverValue } from "../../src-engine/trace/events.ts";
import type { RebuildStep, RunResult, TableRows } from "../protocol/messages.ts";
import { wireText } from "../protocol/wire.ts";
import { beginWord, endWord } from "./frame-words.ts";
import { hasUncommitted } from "./moments/uncommitted.ts";
import type { RunModel, Statement } from "./run-model.ts";

/** What a worker cuts longer values to. */
const CUT = { chars: 50_000, bytes: 4_096 };

/** All that a run said to its database that can have changed it, in order. */
export function rebuildSteps(run: RunModel, result: RunResult): readonly RebuildStep[] {
  const control = (sql: string): RebuildStep => ({ sql, params: [], refused: false });
  const steps: RebuildStep[] = [];
  if (result.foreignKeys && !hasForeignKeyPragma(run)) steps.push(control("PRAGMA foreign_keys=ON"));
  for (const entry of run.entries) {
    if (entry.kind === "frame-open" || entry.kind === "frame-close") {
      const frame = run.frames[entry.frame];
      if (frame) steps.push(control(entry.kind === "frame-open" ? beginWord(frame) : endWord(frame, entry.outcome)));
    } else if (entry.kind === "statement") {
      const statement = run.statements[entry.statement];
      if (statement && statement.kind !== "select") steps.push(...stepsOf(statement));
    }
  }
  return steps;
}

/** Of a refused statement with several rows it is not known which row was refused; where one was, the rest was not tried. */
function stepsOf({ sql, params, error }: Statement): readonly RebuildStep[] {
  if (error === null) return params.map((row) => ({ sql, params: row, refused: false }));
  return params.length === 1 ? params.map((row) => ({ sql, params: row, refused: true })) : [];
}

/** Whether a statement was told with values cut short. */
export function isCut({ sql, params }: Statement): boolean {
  return cutText(sql) || params.some((row) => row.some(cutValue));
}

function cutValue(value: DriverValue): boolean {
  return typeof value === "string" ? cutText(value) : value instanceof Uint8Array && value.length === CUT.bytes;
}

function cutText(text: string): boolean {
  return text.length === CUT.chars + 1 && text.endsWith("…");
}

/** What is to be said of a database that was made again. @param tables what it held after the last step */
export function notesOn(run: RunModel, result: RunResult, tables: readonly TableRows[]): readonly string[] {
  // A run that was killed told nothing of its rows.
  const killed = result.outcome === "stopped" || (result.tables.length === 0 && result.outcome === "limited");
  const different = killed ? [] : result.tables.filter((table) => !tables.some((other) => isSame(table, other)));
  const frames = run.open.flatMap((id) => run.frames[id] ?? []);
  const isOpen = hasUncommitted(run, { seq: run.seq, frames });
  return [
    ...(different.length > 0
      ? [
          `The rows of ${different.map(({ name }) => name).join(", ")} differ from the run's: what the database itself works out, as CURRENT_TIMESTAMP, is another each time.`,
        ]
      : []),
    ...(isOpen ? ["A transaction was open at the end: what it did is not in the file."] : []),
  ];
}

function isSame(one: TableRows, other: TableRows): boolean {
  const text = ({ name, columns, rows, total }: TableRows) => wireText([name, columns, rows, total]);
  return one.name === other.name && text(one) === text(other);
}

/** Whether the run itself said what is to become of foreign keys; an engine that is told to says it unseen. */
export function hasForeignKeyPragma(run: RunModel): boolean {
  return run.statements.some(({ sql }) => /^\s*pragma\s+foreign_keys\b/i.test(sql));
}
