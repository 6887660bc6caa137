import { createContext, useContext } from "react";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { PlanStep, RunFile } from "../protocol/messages.ts";
import type { RunModel, Statement } from "./run-model.ts";
import { loadParts } from "./runner.ts";
import type { SandboxParts } from "./sandbox.ts";
import { Sandbox } from "./sandbox.ts";
import { schemaSteps } from "./schema-steps.ts";

/** How the database would execute a statement, or why that is not known. */
export type Explanation =
  | { readonly kind: "plan"; readonly steps: readonly PlanStep[] }
  /** The database refused. */
  | { readonly kind: "refused"; readonly message: string }
  /** Nobody answered. */
  | { readonly kind: "unknown"; readonly message: string };

/** Milliseconds for an answer, once the sandbox is there. */
const PATIENCE = 4_000;
/** Milliseconds after which a sandbox that nobody asks is given back. */
const IDLE = 60_000;

/**
 * Asks SQLite for the plans of statements. The run's own database went with its sandbox, in which a stranger's program could
 * go on for ever; so each question makes the tables again as they were when the statement ran, in a sandbox that runs no program.
 */
export class Explainer {
  readonly #load: () => Promise<SandboxParts>;
  #sandbox: Promise<Sandbox> | null = null;
  #questions = 0;
  #answers = new Map<number, (explanation: Explanation) => void>();
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(load: () => Promise<SandboxParts> = loadParts) {
    this.#load = load;
  }

  /** Never rejects. @param files those that the run could open */
  async explain(run: RunModel, statement: Statement, files: readonly RunFile[] = []): Promise<Explanation> {
    clearTimeout(this.#idle);
    try {
      this.#sandbox ??= this.#open();
      const sandbox = await this.#sandbox;
      return await this.#ask(sandbox, { run, statement, files });
    } catch (error) {
      this.#close();
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#close(), IDLE);
    }
  }

  async #open(): Promise<Sandbox> {
    const sandbox = new Sandbox(await this.#load());
    const demise = await sandbox.ready;
    if (demise !== null) {
      sandbox.remove();
      throw new Error("The sandbox in which SQLite answers did not start.");
    }
    sandbox.onMessage = (message) => {
      if (message.type !== "explained") return;
      const { id, plan, error } = message;
      const answer: Explanation = error === null ? { kind: "plan", steps: plan } : { kind: "refused", message: error };
      this.#answers.get(id)?.(answer);
      this.#answers.delete(id);
    };
    sandbox.onDemise = () => this.#close();
    return sandbox;
  }

  #ask(
    sandbox: Sandbox,
    {
      run,
      statement,
      files: [file],
    }: { readonly run: RunModel; readonly statement: Statement; readonly files: readonly RunFile[] },
  ): Promise<Explanation> {
    const id = ++this.#questions;
    return new Promise((resolve) => {
      const silence = setTimeout(() => this.#close(), PATIENCE);
      this.#answers.set(id, (explanation) => {
        clearTimeout(silence);
        resolve(explanation);
      });
      const { sql, params } = statement;
      const request = {
        ...(file === undefined ? {} : { file: file.bytes }),
        schema: schemaSteps(run, statement),
        sql,
        params: params[0] ?? [],
        databaseBytes: DEFAULT_LIMITS.databaseBytes,
      };
      sandbox.explain({ type: "explain", id, request });
    });
  }

  /** Ends the sandbox; questions without an answer get none. */
  #close(): void {
    const sandbox = this.#sandbox;
    this.#sandbox = null;
    void sandbox?.then(
      (it) => it.remove(),
      () => {},
    );
    for (const answer of this.#answers.values()) answer({ kind: "unknown", message: "SQLite did not answer in time." });
    this.#answers.clear();
  }
}

/** Makes nothing until it is asked. */
export const ExplainerContext = createContext(new Explainer());

export function useExplainer(): Explainer {
  return useContext(ExplainerContext);
}
