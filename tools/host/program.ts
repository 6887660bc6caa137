import { inspect } from "node:util";
import type { Program } from "../../app/languages/language.ts";
import { SyntaxProblem } from "../../app/languages/language.ts";
import { typescript } from "../../app/languages/typescript/typescript.ts";
import * as flushlight from "../../src-engine/index.ts";
import type { TraceEvent, TraceEventBody } from "../../src-engine/trace/events.ts";
import { openDatabase } from "./sqlite.ts";

const LEVELS = ["log", "info", "warn", "error"] as const;

/**
 * Runs a TypeScript scenario to its end, as the page does but without its limits, and hands every event of its trace to
 * `sink`, what it prints and what it fails with among them.
 * @returns true when it ended without an error
 */
export async function runProgram(source: string, sink: (event: TraceEvent) => void): Promise<boolean> {
  const { trace } = flushlight;
  let program: Program | null = null;
  let failedAt: number | null = null;
  trace.start(sink, () => failedAt ?? program?.line() ?? null);
  flushlight.setDriverFactory(openDatabase);
  const restoreConsole = captureConsole();
  try {
    program = typescript.prepare(source);
    await program.run({ modules: { flushlight }, tick() {}, register });
    return true;
  } catch (error) {
    failedAt = error instanceof SyntaxProblem ? error.line : (program?.lineOf(error) ?? null);
    trace.emit(errorEvent(error, program?.mapping() ?? false));
    return false;
  } finally {
    restoreConsole();
    trace.stop();
  }
}

/** Enters a mapped class by name, as scenarios need not do themselves. */
function register(base: unknown, mapped: unknown): void {
  if (typeof base === "function" && "register" in base) Reflect.apply(base.register as () => void, base, [mapped]);
}

/** Makes the program's printing part of its trace. */
function captureConsole(): () => void {
  const before = LEVELS.map((level) => console[level]);
  for (const level of LEVELS) {
    console[level] = (...values: unknown[]) => {
      const text = values.map((value) => (typeof value === "string" ? value : printed(value))).join(" ");
      flushlight.trace.emit({ type: "output", text, level });
    };
  }
  return () => {
    for (const [index, level] of LEVELS.entries()) console[level] = before[index] as typeof console.log;
  };
}

/** A value as it prints: what has words of its own says them; nothing is loaded for it. */
function printed(value: unknown): string {
  return inspect(value, { depth: 3, getters: false });
}

function errorEvent(error: unknown, mapping: boolean): TraceEventBody {
  if (!(error instanceof Error)) {
    return { type: "error", name: "Error", message: String(error), code: null, column: null, phase: "run" };
  }
  const syntax = error instanceof SyntaxProblem;
  return {
    type: "error",
    name: error.name,
    message: error.message,
    code: error instanceof flushlight.SQLAlchemyError ? error.code : null,
    column: syntax ? error.column : null,
    phase: syntax ? "syntax" : mapping ? "mapping" : "run",
  };
}
