import type { Engine } from "./engine.ts";
import { PythonError } from "./python-port.ts";

/** An error as Python is told of it. */
export interface WireError {
  /** An exception of Python's own that comes back. */
  readonly p?: number;
  readonly name: string;
  readonly message: string;
  readonly code?: string | null;
  /** The number under which the error waits, in case Python lets it pass on. */
  readonly kept: number;
  readonly statement?: string | null;
  readonly params?: unknown;
  /** The driver's error or the conversion's: its message, or an exception of Python's own. */
  readonly orig?: { readonly p?: number; readonly name: string; readonly message: string } | null;
}

/** Errors that crossed into Python and may come back: one that passes through Python unchanged stays the same object. */
export class KeptErrors {
  readonly #kept: unknown[] = [];
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get(id: number): unknown {
    return this.#kept[id];
  }

  clear(): void {
    this.#kept.length = 0;
  }

  describe(error: unknown, encode: (value: unknown) => unknown): WireError {
    const kept = this.#kept.push(error) - 1;
    if (error instanceof PythonError) return { p: error.id, name: error.name, message: error.message, kept };
    if (error instanceof this.#engine.StatementError) {
      const { name, message, code, statement, params, orig } = error;
      return { name, message, code, kept, statement, params: encode(params ?? null), orig: original(orig) };
    }
    if (error instanceof this.#engine.SQLAlchemyError) {
      return { name: error.name, message: error.message, code: error.code, kept };
    }
    if (error instanceof this.#engine.BuiltinError) return { name: error.name, message: error.message, kept };
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      return { name: "RecursionError", message: "maximum recursion depth exceeded", kept };
    }
    if (error instanceof Error) return { name: `js:${error.name}`, message: error.message, kept };
    return { name: "js:Error", message: String(error), kept };
  }
}

function original(error: Error | null): WireError["orig"] {
  if (error === null) return null;
  if (error instanceof PythonError) return { p: error.id, name: error.name, message: error.message };
  return { name: error.name, message: error.message };
}
