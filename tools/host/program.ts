import { type Languages, languages } from "../../app/languages/languages.ts";
import { DEFAULT_LIMITS, type Limits } from "../../app/protocol/limits.ts";
import type { RunResult } from "../../app/protocol/messages.ts";
import { parseWorkerMessage } from "../../app/protocol/parse.ts";
import { Execution, type PrintLevel } from "../../app/worker/execute.ts";
import * as flushlight from "../../src-engine/index.ts";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { pythonLanguage } from "./python.ts";
import { openDatabase } from "./sqlite.ts";

/** The language of a program, where it is not TypeScript. */
export type ProgramLanguage = keyof Languages;

/**
 * Runs a scenario to its end, just as the page's worker does, and hands every event of its trace to `sink`: what it prints and
 * what it fails with among them.
 * @param open makes its databases
 * @param language what it is written in; Python's interpreter is loaded by the first program that needs it
 * @returns how it ended, and what its tables hold then
 */
export async function runProgram(
  code: string,
  sink: (event: TraceEvent) => void,
  limits: Limits = DEFAULT_LIMITS,
  open: typeof openDatabase = openDatabase,
  language: ProgramLanguage = "typescript",
): Promise<RunResult> {
  const uncaught: unknown[] = [];
  const notice = (reason: unknown) => uncaught.push(reason);
  let result: RunResult | null = null;
  const request = { code, language, limits } as const;
  const known = language === "python" ? { ...languages, python: await pythonLanguage() } : languages;
  const execution = new Execution(1, request, {
    engine: {
      trace: flushlight.trace,
      setDriverFactory: flushlight.setDriverFactory,
      modelSnapshot: flushlight.modelSnapshot,
      modules: { flushlight },
    },
    languages: known,
    openDatabase: open,
    send: (text) => {
      const message = parseWorkerMessage(text);
      if (message === null) throw new Error(`a message that the page would refuse: ${text.slice(0, 1000)}`);
      if (message.type === "trace") for (const event of message.events) sink(event);
      if (message.type === "finished") result = message.result;
    },
    now: () => performance.now(),
    settled: () => new Promise((done) => setTimeout(() => setTimeout(() => done(uncaught), 0), 0)),
  });
  process.on("unhandledRejection", notice);
  const restoreConsole = redirectConsole((level, values) => execution.print(level, values));
  try {
    await execution.run();
  } finally {
    restoreConsole();
    process.off("unhandledRejection", notice);
  }
  if (result === null) throw new Error("the run did not say how it ended");
  return result;
}

const LEVELS: readonly PrintLevel[] = ["log", "info", "warn", "error"];

function redirectConsole(print: (level: PrintLevel, values: readonly unknown[]) => void): () => void {
  const before = { ...console };
  for (const level of LEVELS) console[level] = (...values: unknown[]) => print(level, values);
  return () => Object.assign(console, before);
}
