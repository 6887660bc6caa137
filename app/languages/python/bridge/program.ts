import type { PyodideInterface } from "pyodide";
import type { Language, Program, ProgramHost } from "../../language.ts";
import { SyntaxProblem } from "../../language.ts";
import { Bridge } from "./bridge.ts";
import type { Engine } from "./engine.ts";
import { PythonError, type PythonPort } from "./python-port.ts";

/** What `sqlalchemy._facade.program` offers. */
interface PythonRunner extends PythonPort {
  /** Takes the functions that the package calls. */
  connect(operations: object): void;
  /** Runs a program; gives nothing, or what it failed with as JSON. */
  run(source: string): string | undefined;
}

/** What a program failed with. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly line: number | null;
  readonly traceback: string;
  /** The error of the engine's that it is, or `null` for an exception of Python's own. */
  readonly kept: number | null;
}

/**
 * Python scenarios on a loaded interpreter, which has the packages beside this file on its `sys.path`. One interpreter may run
 * any number of programs, one after the other: each finds it as if it were the first.
 */
export function pythonOn(interpreter: PyodideInterface): Language {
  let runtime: Runtime | null = null;
  // Read now, so that no program has to wait for it.
  const runner = interpreter.pyimport("sqlalchemy._facade.program") as unknown as PythonRunner;
  return {
    prepare(source) {
      const checked = interpreter.pyimport("flushlight_syntax") as { check(source: string): string | undefined };
      const problem = checked.check(source);
      if (problem !== undefined) throw syntaxProblem(problem);
      return new PythonProgram(source, (engine) => {
        runtime ??= new Runtime(runner, engine);
        return runtime;
      });
    },
  };
}

function syntaxProblem(text: string): SyntaxProblem {
  const { message, line, column } = JSON.parse(text) as { message: string; line: number; column: number | null };
  return new SyntaxProblem(message, { line, column });
}

/** The bridge of one interpreter. */
class Runtime {
  readonly bridge: Bridge;
  readonly runner: PythonRunner;

  constructor(runner: PythonRunner, engine: Engine) {
    this.bridge = new Bridge(engine);
    this.runner = runner;
    runner.connect({
      ...this.bridge.operations,
      print: (text: string) => console.log(text),
      complain: (text: string) => console.error(text),
    });
    const { dispatch, line, repr, compositeValues, equal } = runner;
    this.bridge.connect({ dispatch, line, repr, compositeValues, equal });
  }
}

class PythonProgram implements Program {
  readonly #source: string;
  readonly #open: (engine: Engine) => Runtime;
  #runtime: Runtime | null = null;
  readonly #lines = new WeakMap<object, number | null>();

  constructor(source: string, open: (engine: Engine) => Runtime) {
    this.#source = source;
    this.#open = open;
  }

  run(host: ProgramHost): void {
    const engine = host.modules.flushlight as unknown as Engine;
    const runtime = this.#open(engine);
    this.#runtime = runtime;
    runtime.bridge.begin(host);
    const failed = runtime.runner.run(this.#source);
    if (failed === undefined) return;
    const failure = JSON.parse(failed) as Failure;
    const error = failure.kept === null ? raised(failure) : runtime.bridge.keptError(failure.kept);
    if (typeof error === "object" && error !== null) this.#lines.set(error, failure.line);
    throw error;
  }

  line(): number | null {
    return this.#runtime?.runner.line() || null;
  }

  lineOf(error: unknown): number | null {
    return typeof error === "object" && error !== null ? (this.#lines.get(error) ?? null) : null;
  }

  mapping(): boolean {
    return this.#runtime?.bridge.mapping ?? false;
  }
}

function raised({ name, message, line, traceback }: Failure): PythonError {
  const error = new PythonError(-1, name, message, line);
  error.stack = traceback;
  return error;
}
