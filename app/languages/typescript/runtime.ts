import type { ProgramHost } from "../language.ts";

/** What the calls and assignments that `instrument` writes into a scenario refer to. */
export class ScenarioRuntime {
  #line: number | null = null;
  /** The line of the mapped class that is being declared. */
  #declared: number | null = null;
  #host: ProgramHost | null = null;
  #error: unknown = null;
  #errorLine: number | null = null;

  get line(): number | null {
    return this.#line;
  }

  /** Assigned before each statement, also when it is the same line again. */
  set line(line: number | null) {
    if (line === this.#line) return;
    if (this.#line !== null) this.#host?.leave();
    this.#line = line;
  }

  attach(host: ProgramHost): void {
    this.#host = host;
  }

  tick(): void {
    this.#host?.tick();
  }

  /** Begins the declaration of a mapped class. */
  declare(line: number): void {
    this.line = line;
    this.#declared = line;
  }

  /** Ends it. */
  register(base: unknown, mapped: unknown): void {
    this.#host?.register(base, mapped);
    this.#declared = null;
  }

  /** True while a mapped class is being declared: between {@link declare} and {@link register}. */
  get mapping(): boolean {
    return this.#declared !== null && this.#declared === this.line;
  }

  /** Notes where an error left a function, and gives it back to be thrown on. The first function it leaves is the innermost. */
  thrown(error: unknown): unknown {
    if (error !== this.#error) {
      this.#error = error;
      this.#errorLine = this.line;
    }
    return error;
  }

  lineOf(error: unknown): number | null {
    return error === this.#error ? this.#errorLine : this.line;
  }
}
