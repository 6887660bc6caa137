import { beginWord, endWord } from "../run/frame-words.ts";
import type { Entry, RunModel, Statement } from "../run/run-model.ts";
import { whyFlush, whyOf } from "../run/statement-facts.ts";
import { inlined } from "../ui/inline-sql.ts";

/** A statement as it can be executed: once for each row of parameters, with the values in their places. */
export function withParameters({ sql, params }: Statement): string {
  const rows = params.length === 0 ? [[]] : params;
  return rows.map((row) => ended(inlined(sql, row))).join("\n");
}

/** A statement as the database got it, its parameters apart. */
export function withoutParameters({ sql }: Statement): string {
  return sql.trim();
}

function ended(sql: string): string {
  return /;\s*$/.test(sql) ? sql.trim() : `${sql.trim()};`;
}

/**
 * A run as a script that can be executed: transactions as they were, and comments for lines, flushes and causes. What the
 * database rejected is there as a comment.
 * @param shows which statements are wanted; all without it
 */
export function scriptOf(run: RunModel, program: string, shows: ((statement: Statement) => boolean) | null): string {
  return new Script(run, program, shows).write();
}

class Script {
  readonly #run: RunModel;
  readonly #program: readonly string[];
  readonly #shows: ((statement: Statement) => boolean) | null;
  readonly #lines: string[] = [];
  #line: number | null = null;
  #flush: number | null = null;

  constructor(run: RunModel, program: string, shows: ((statement: Statement) => boolean) | null) {
    this.#run = run;
    this.#program = program.split("\n");
    this.#shows = shows;
  }

  write(): string {
    for (const entry of this.#run.entries) this.#put(entry);
    return `${this.#lines.join("\n").trim()}\n`;
  }

  #put(entry: Entry): void {
    if (entry.kind === "frame-open" || entry.kind === "frame-close") {
      const frame = this.#run.frames[entry.frame];
      // Of statements that are picked out, no transaction is whole.
      if (!frame || this.#shows !== null) return;
      this.#putLine(entry.line);
      const word = entry.kind === "frame-open" ? beginWord(frame) : endWord(frame, entry.outcome);
      this.#lines.push(`${word};`);
    } else if (entry.kind === "statement") {
      const statement = this.#run.statements[entry.statement];
      if (statement && (this.#shows?.(statement) ?? true)) this.#putStatement(statement);
    } else if (entry.kind === "flush-end") {
      this.#flush = null;
    }
  }

  #putStatement(statement: Statement): void {
    this.#putLine(statement.line);
    if (statement.flush !== null && statement.flush !== this.#flush) {
      this.#flush = statement.flush;
      this.#comment(`flush: ${whyFlush(this.#run, statement.flush) ?? "the session"}`);
    }
    const why = whyOf(this.#run, statement);
    if (why !== null) this.#comment(why);
    if (statement.error === null) {
      this.#lines.push(withParameters(statement));
      return;
    }
    this.#comment(`rejected: ${statement.error}`);
    this.#comment(withParameters(statement));
  }

  #putLine(line: number | null): void {
    if (line === null || line === this.#line) return;
    this.#line = line;
    this.#lines.push("");
    this.#comment(`line ${line}: ${this.#program[line - 1]?.trim() ?? ""}`);
  }

  #comment(text: string): void {
    for (const line of text.split(/\r\n|[\r\n]/)) this.#lines.push(`-- ${line.replaceAll("\0", "")}`);
  }
}
