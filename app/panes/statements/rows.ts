import type { Cause, FlushId, ObjectRef, Transition } from "../../../src-engine/trace/events.ts";
import { causeChain, causeLabel } from "../../run/causes.ts";
import type { Entry, Frame, FrameId, Message, RunModel, Statement, StatementIndex } from "../../run/run-model.ts";

/** One row of the list, in the order in which it happened. */
export type Row = RowPlace &
  (
    | { readonly kind: "line"; readonly line: number | null; readonly text: string }
    | { readonly kind: "begin"; readonly frame: Frame }
    | { readonly kind: "end"; readonly frame: Frame; readonly outcome: Frame["outcome"] }
    | { readonly kind: "flush"; readonly flush: FlushId; readonly statements: number; readonly why: string | null }
    | {
        readonly kind: "statement";
        readonly statement: Statement;
        /** The instances that its rows stand for, by the names they have got since. */
        readonly objects: readonly ObjectRef[];
        readonly why: string | null;
      }
    | { readonly kind: "setup"; readonly statements: readonly Statement[]; readonly open: boolean }
    | { readonly kind: "transitions"; readonly groups: readonly TransitionGroup[] }
    | { readonly kind: "message"; readonly message: Message }
  );

interface RowPlace {
  /** Stays the same when rows are added after it. */
  readonly key: string;
  /** The transactions and savepoints around it, outermost first. */
  readonly rails: readonly Frame[];
  readonly inFlush: boolean;
}

export interface TransitionGroup {
  readonly transition: Transition;
  readonly objects: readonly ObjectRef[];
}

export interface RowOptions {
  /** The program that ran, for showing a line's text. */
  readonly text: string;
  readonly showTransitions: boolean;
  readonly showOutput: boolean;
  /** Sequences of DDL that are unfolded, by the index of their first statement. */
  readonly unfolded: ReadonlySet<StatementIndex>;
}

/** Lays a run out as rows: a heading for each line of the program, frames around what ran in them, DDL folded away. */
export function statementRows(run: RunModel, options: RowOptions): readonly Row[] {
  return new RowBuilder(run, options).build();
}

/** A row without its place. */
type RowBody = Row extends infer R ? (R extends Row ? Omit<R, keyof RowPlace> : never) : never;

class RowBuilder {
  readonly #run: RunModel;
  readonly #options: RowOptions;
  readonly #lines: readonly string[];
  readonly #rows: Row[] = [];
  readonly #open: FrameId[] = [];
  #line: number | null | undefined;
  #flush: FlushId | null = null;

  constructor(run: RunModel, options: RowOptions) {
    this.#run = run;
    this.#options = options;
    this.#lines = options.text.split("\n");
  }

  build(): readonly Row[] {
    const { entries } = this.#run;
    for (let place = 0; place < entries.length; ) {
      const setup = this.#setupFrom(place);
      if (setup.length > 0) {
        this.#putSetup(entries[place] as Entry, setup);
        place += setup.length;
      } else if (entries[place]?.kind === "transition") {
        const end = endOfTransitions(entries, place);
        this.#putTransitions(entries.slice(place, end));
        place = end;
      } else {
        this.#putEntry(entries[place] as Entry, place);
        place += 1;
      }
    }
    return this.#rows;
  }

  #putEntry(entry: Entry, place: number): void {
    switch (entry.kind) {
      case "statement": {
        const statement = this.#run.statements[entry.statement];
        if (statement) this.#putStatement(statement);
        return;
      }
      case "frame-open": {
        const frame = this.#run.frames[entry.frame];
        if (!frame) return;
        this.#putLine(entry.line);
        this.#put(`begin-${frame.id}`, { kind: "begin", frame });
        this.#open.push(frame.id);
        return;
      }
      case "frame-close": {
        const frame = this.#run.frames[entry.frame];
        if (!frame) return;
        this.#putLine(entry.line);
        this.#open.splice(this.#open.indexOf(frame.id));
        this.#put(`end-${frame.id}`, { kind: "end", frame, outcome: entry.outcome });
        return;
      }
      case "flush-begin":
        return;
      case "flush-end":
        this.#flush = null;
        return;
      case "message": {
        const message = this.#run.messages[entry.message];
        if (!message || (message.kind === "output" && !this.#options.showOutput)) return;
        this.#putLine(entry.line);
        this.#put(`message-${entry.message}`, { kind: "message", message });
        return;
      }
      case "transition":
        this.#putTransitions([entry]);
        return;
      default:
        throw new Error(`Entry ${place} is of no known kind: ${JSON.stringify(entry satisfies never)}`);
    }
  }

  #putStatement(statement: Statement): void {
    this.#putLine(statement.line);
    if (statement.flush !== null && statement.flush !== this.#flush) this.#putFlush(statement.flush);
    const why = whyOf(this.#run, statement);
    const objects = statement.rows.flatMap(({ object }) =>
      object === null ? [] : object.identity === null ? (this.#run.objects.get(object.id)?.ref ?? object) : object,
    );
    const row = { kind: "statement", statement, objects, why } as const;
    this.#put(`statement-${statement.index}`, row, statement.flush !== null);
  }

  /** Said at the flush's first statement, because a flush may begin before its transaction does and may emit nothing. */
  #putFlush(id: FlushId): void {
    this.#flush = id;
    const flush = this.#run.flushes.find((f) => f.id === id);
    const chain = causeChain(this.#run.causes, flush?.cause ?? null);
    const cause = chain.find((c) => c.kind === "autoflush") ?? chain.find((c) => c.kind === "operation");
    this.#put(
      `flush-${id}`,
      { kind: "flush", flush: id, statements: flush?.statements.length ?? 0, why: cause ? causeLabel(cause) : null },
      true,
    );
  }

  #putTransitions(entries: readonly Entry[]): void {
    if (!this.#options.showTransitions) return;
    const groups = new Map<Transition, ObjectRef[]>();
    for (const entry of entries) {
      if (entry.kind !== "transition") continue;
      const transition = this.#run.transitions[entry.transition];
      if (!transition) continue;
      const group = groups.get(transition.transition);
      if (group) group.push(transition.object);
      else groups.set(transition.transition, [transition.object]);
    }
    const [first] = entries;
    if (first?.kind !== "transition") return;
    this.#putLine(first.line);
    this.#put(
      `transitions-${first.transition}`,
      { kind: "transitions", groups: [...groups].map(([transition, objects]) => ({ transition, objects })) },
      this.#flush !== null,
    );
  }

  /** The DDL and PRAGMA statements that follow each other from here on; only two or more are worth folding. */
  #setupFrom(place: number): readonly Statement[] {
    const statements: Statement[] = [];
    for (const entry of this.#run.entries.slice(place, place + 1_000)) {
      if (entry.kind !== "statement") break;
      const statement = this.#run.statements[entry.statement];
      if (!statement || !isSetup(statement) || statement.line !== (statements[0] ?? statement).line) break;
      statements.push(statement);
    }
    return statements.length > 1 ? statements : [];
  }

  #putSetup(entry: Entry, statements: readonly Statement[]): void {
    const first = statements[0]?.index ?? 0;
    const open = this.#options.unfolded.has(first);
    this.#putLine(entry.line);
    this.#put(`setup-${first}`, { kind: "setup", statements, open });
    if (open) for (const statement of statements) this.#putStatement(statement);
  }

  #putLine(line: number | null): void {
    if (line === this.#line) return;
    this.#line = line;
    if (line === null) return;
    const text = this.#lines[line - 1]?.trim() ?? "";
    this.#put(`line-${line}-${this.#rows.length}`, { kind: "line", line, text });
  }

  #put(key: string, body: RowBody, inFlush = false): void {
    const rails = this.#open.flatMap((id) => this.#run.frames[id] ?? []);
    this.#rows.push({ key, rails, inFlush, ...body });
  }
}

function endOfTransitions(entries: readonly Entry[], start: number): number {
  const line = entries[start]?.line;
  let end = start;
  while (entries[end]?.kind === "transition" && entries[end]?.line === line) end += 1;
  return end;
}

function isSetup(statement: Statement): boolean {
  return (statement.kind === "ddl" || statement.kind === "pragma") && statement.error === null;
}

/** Why a statement was emitted, in a few words: its nearest cause that says more than "flush". */
function whyOf(run: RunModel, statement: Statement): string | null {
  const heads = [...statement.rows.flatMap((row) => row.causes), statement.cause];
  for (const head of heads) {
    const cause = causeChain(run.causes, head).find(saysWhy);
    if (cause) return causeLabel(cause);
  }
  return null;
}

function saysWhy(cause: Cause): boolean {
  if (cause.kind === "action") return cause.relationship !== null;
  return cause.kind === "cascade" || cause.kind === "load";
}
