import type { Reflected } from "../protocol/messages.ts";
import { loadParts } from "./runner.ts";
import { Sandbox, type SandboxParts } from "./sandbox.ts";

/** Milliseconds for an answer, once the sandbox is there. */
const PATIENCE = 15_000;

/**
 * Finds out what is in a file of SQLite's. A file is a stranger's too, so SQLite reads it in a sandbox, which runs no program.
 * Never rejects.
 */
export async function reflectFile(
  bytes: Uint8Array,
  load: () => Promise<SandboxParts> = loadParts,
): Promise<Reflected> {
  let sandbox: Sandbox | null = null;
  try {
    sandbox = new Sandbox(await load());
    if ((await sandbox.ready) !== null) return { problem: "The sandbox in which SQLite answers did not start." };
    return await asked(sandbox, bytes);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    sandbox?.remove();
  }
}

function asked(sandbox: Sandbox, bytes: Uint8Array): Promise<Reflected> {
  return new Promise((resolve) => {
    const silence = setTimeout(() => resolve({ problem: "SQLite did not answer in time." }), PATIENCE);
    const end = (answer: Reflected) => {
      clearTimeout(silence);
      resolve(answer);
    };
    sandbox.onMessage = (message) => {
      if (message.type === "reflected") end(message.schema);
    };
    sandbox.onDemise = () => end({ problem: "The sandbox in which SQLite answers ended." });
    sandbox.reflect({ type: "reflect", id: 1, bytes });
  });
}
