/**
 * What a language is to those who run programs: source in, something to run out. Nothing here or below knows of a page or a
 * worker, so the command-line tools run the same programs in the same way.
 */
export interface Language {
  /**
   * Makes a program out of its source.
   * @throws SyntaxProblem when the source is no program of this language
   */
  prepare(source: string): Program;
}

/** A program, ready to run once. */
export interface Program {
  /**
   * Runs it to its end; a promise when the program itself waits for something.
   * @throws SyntaxProblem for an import that the host does not have, and whatever the program throws
   */
  run(host: ProgramHost): void | Promise<void>;
  /** The line of the source that is running now, from 1; `null` before the first. */
  line(): number | null;
  /** The line at which an error was thrown: the innermost, where {@link line} tells only the outermost by then. */
  lineOf(error: unknown): number | null;
  /** True while the program is declaring a mapped class, when what goes wrong is a mistake in the mapping. */
  mapping(): boolean;
}

/** What a program may use and must suffer. */
export interface ProgramHost {
  /** Modules that the program may import, by name. */
  readonly modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Called in each round of a loop and at each start of a function. Throws to stop the program. */
  tick(): void;
  /** Called when it goes on to another line, while {@link Program.line} still tells the one that it leaves. */
  leave(): void;
  /** Called after each mapped class with the base that declared it. */
  register(base: unknown, mapped: unknown): void;
}

/** A mistake in the source that is found before, or instead of, running it. */
export class SyntaxProblem extends Error {
  override readonly name = "SyntaxError";
  /** From 1. */
  readonly line: number;
  /** From 1; `null` when only the line is known. */
  readonly column: number | null;

  constructor(message: string, place: { readonly line: number; readonly column: number | null }) {
    super(message);
    this.line = place.line;
    this.column = place.column;
  }
}
