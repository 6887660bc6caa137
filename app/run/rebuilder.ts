import type { DriverValue } from "../../src-engine/trace/events.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { RebuildStep, Rebuilt, RunResult, TableRows } from "../protocol/messages.ts";
import { wireText } from "../protocol/wire.ts";
import { beginWord, endWord } from "./frame-words.ts";
import { hasUncommitted } from "./moments/uncommitted.ts";
import type { RunModel, Statement } from "./run-model.ts";
import { loadParts } from "./runner.ts";
import { Sandbox, type SandboxParts } from "./sandbox.ts";

/** The database of a run as SQLite's file, with what there is to say about it; or why there is none. */
export type DatabaseFile =
  | { readonly bytes: Uint8Array; readonly notes: readonly string[] }
  | { readonly problem: string };

export interface RebuildOptions {
  readonly signal?: AbortSignal;
  readonly load?: () => Promise<SandboxParts>;
}

/** Milliseconds for an answer, once the sandbox is there. */
const PATIENCE = 15_000;
/** What a worker cuts longer values to. */
const CUT = { chars: 50_000, bytes: 4_096 };

/**
 * Makes the database of a run again. The run's own went with its sandbox, in which a stranger's program could go on for ever;
 * so what was said to it is said again to an empty one, in a sandbox that runs no program, and the rows are compared.
 * Never rejects.
 */
export async function rebuildDatabase(
  run: RunModel,
  result: RunResult,
  { signal, load = loadParts }: RebuildOptions = {},
): Promise<DatabaseFile> {
  if (run.statements.length === 0) return { problem: "The run said nothing to a database." };
  if (run.statements.some(isCut)) {
    return { problem: "The run has values too long to be recorded whole, so its database cannot be made again." };
  }
  let sandbox: Sandbox | null = null;
  try {
    sandbox = new Sandbox(await load());
    if ((await sandbox.ready) !== null) return { problem: "The sandbox in which SQLite answers did not start." };
    const answer = await asked(sandbox, rebuildSteps(run, result), signal);
    return "problem" in answer ? answer : { bytes: answer.bytes, notes: notesOn(run, result, answer.tables) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    sandbox?.remove();
  }
}

function asked(sandbox: Sandbox, steps: readonly RebuildStep[], signal: AbortSignal | undefined): Promise<Rebuilt> {
  return new Promise((resolve) => {
    const silence = setTimeout(() => resolve({ problem: "SQLite did not answer in time." }), PATIENCE);
    const end = (answer: Rebuilt) => {
      clearTimeout(silence);
      resolve(answer);
    };
    signal?.addEventListener("abort", () => end({ problem: "Given up." }));
    sandbox.onMessage = (message) => {
      if (message.type === "rebuilt") end(message.database);
    };
    sandbox.onDemise = () => end({ problem: "The sandbox in which SQLite answers ended." });
    const request = { steps, databaseBytes: DEFAULT_LIMITS.databaseBytes };
    sandbox.rebuild({ type: "rebuild", id: 1, request });
  });
}

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

function isCut({ sql, params }: Statement): boolean {
  return cutText(sql) || params.some((row) => row.some(cutValue));
}

function cutValue(value: DriverValue): boolean {
  return typeof value === "string" ? cutText(value) : value instanceof Uint8Array && value.length === CUT.bytes;
}

function cutText(text: string): boolean {
  return text.length === CUT.chars + 1 && text.endsWith("…");
}

function notesOn(run: RunModel, result: RunResult, tables: readonly TableRows[]): readonly string[] {
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
