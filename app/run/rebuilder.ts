import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { RebuildRequest, Rebuilt, RunFile, RunResult } from "../protocol/messages.ts";
import { isCut, notesOn, rebuildSteps } from "./rebuild-steps.ts";
import type { RunModel } from "./run-model.ts";
import { loadParts } from "./runner.ts";
import { Sandbox, type SandboxParts } from "./sandbox.ts";

/** The database of a run as SQLite's file, with what there is to say about it; or why there is none. */
export type DatabaseFile =
  | { readonly bytes: Uint8Array; readonly notes: readonly string[] }
  | { readonly problem: string };

export interface RebuildOptions {
  readonly signal?: AbortSignal;
  /** Those that the run could open. */
  readonly files?: readonly RunFile[];
  readonly load?: () => Promise<SandboxParts>;
}

/** Milliseconds for an answer, once the sandbox is there. */
const PATIENCE = 15_000;
/**
 * Makes the database of a run again. The run's own went with its sandbox, in which a stranger's program could go on for ever;
 * so what was said to it is said again to an empty one, in a sandbox that runs no program, and the rows are compared.
 * Never rejects.
 */
export async function rebuildDatabase(
  run: RunModel,
  result: RunResult,
  { signal, files: [file] = [], load = loadParts }: RebuildOptions = {},
): Promise<DatabaseFile> {
  if (run.statements.length === 0) return { problem: "The run said nothing to a database." };
  if (run.statements.some(isCut)) {
    return { problem: "The run has values too long to be recorded whole, so its database cannot be made again." };
  }
  let sandbox: Sandbox | null = null;
  try {
    sandbox = new Sandbox(await load());
    if ((await sandbox.ready) !== null) return { problem: "The sandbox in which SQLite answers did not start." };
    const request = {
      ...(file === undefined ? {} : { file: file.bytes }),
      steps: rebuildSteps(run, result),
      databaseBytes: DEFAULT_LIMITS.databaseBytes,
    };
    const answer = await asked(sandbox, request, signal);
    return "problem" in answer ? answer : { bytes: answer.bytes, notes: notesOn(run, result, answer.tables) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    sandbox?.remove();
  }
}

function asked(sandbox: Sandbox, request: RebuildRequest, signal: AbortSignal | undefined): Promise<Rebuilt> {
  return new Promise((resolve) => {
    const silence = setTimeout(() => resolve({ problem: "SQLite did not answer in time." }), PATIENCE);
    const end = (answer: Rebuilt) => {
      clearTimeout(silence);
      resolve(answer);
    };
    const giveUp = () => end({ problem: "Given up." });
    signal?.addEventListener("abort", giveUp);
    if (signal?.aborted) return giveUp();
    sandbox.onMessage = (message) => {
      if (message.type === "rebuilt") end(message.database);
    };
    sandbox.onDemise = () => end({ problem: "The sandbox in which SQLite answers ended." });
    sandbox.rebuild({ type: "rebuild", id: 1, request });
  });
}
