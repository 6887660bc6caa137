import type { FlushId, ObjectRef, StatementKind, Transition } from "../../../src-engine/trace/events.ts";
import { type LoadsOneByOne, type Repeat, repeatsOf } from "../../run/repeats.ts";
import type { Entry, Frame, FrameId, Message, RunModel, Statement, StatementIndex } from "../../run/run-model.ts";
import { flushOf } from "../../run/statement-facts.ts";

/** One row of the list, in the order in which it happened. */
export type Row = RowPlace &
  (
    | {
        readonly kind: "group";
        readonly group: string;
        readonly heading: Heading;
        readonly summary: Summary;
        readonly open: boolean;
      }
    | { readonly kind: "begin"; readonly frame: Frame }
    | { readonly kind: "end"; readonly frame: Frame; readonly outcome: Frame["outcome"] }
    | { readonly kind: "flush"; readonly flush: FlushId; readonly statements: number }
    | { readonly kind: "statement"; readonly statement: Statement; readonly repeat: Repeat | null }
    /** Said before the first of its statements. */
    | { readonly kind: "repeat"; readonly repeat: LoadsOneByOne }
    | { readonly kind: "setup"; readonly statements: readonly Statement[]; readonly open: boolean }
    | { readonly kind: "transitions"; readonly groups: readonly TransitionGroup[] }
    | { readonly kind: "message"; readonly message: Message }
  );

export type StatementRow = Extract<Row, { kind: "statement" }>;

export type Heading =
  | { readonly kind: "line"; readonly line: number; readonly text: string }
  | { readonly kind: "flush"; readonly flush: FlushId; readonly line: number | null }
  | { readonly kind: "outside"; readonly line: number | null };

/** What a group's statements come to. */
export interface Summary {
  readonly statements: number;
  readonly kinds: ReadonlyMap<StatementKind, number>;
  readonly durationMs: number;
  readonly failed: number;
}

interface RowPlace {
  /** Stays the same when rows are added after it. */
  readonly key: string;
  /** The transactions and savepoints around it, outermost first. */
  readonly rails: readonly Frame[];
  readonly inFlush: boolean;
  /** 1, or 2 within a group. */
  readonly level: 1 | 2;
}

export interface TransitionGroup {
  readonly transition: Transition;
  readonly objects: readonly ObjectRef[];
}

export type Grouping = "line" | "flush" | "none";

export interface RowOptions {
  /** The program that ran, for showing a line's text. */
  readonly text: string;
  readonly grouping: Grouping;
  readonly showTransitions: boolean;
  readonly showOutput: boolean;
  /** Sequences of DDL that are unfolded, by the index of their first statement. */
  readonly unfolded: ReadonlySet<StatementIndex>;
  /** Groups that are folded, by {@link Row} `group`. */
  readonly closed: ReadonlySet<string>;
  /** Which statements are wanted; `null` for all. What is not about statements is then left out. */
  readonly shows: ((statement: Statement) => boolean) | null;
}

/** Lays a run out as rows: groups by line or flush, frames around what ran in them, DDL folded away. */
export function statementRows(run: RunModel, options: RowOptions): readonly Row[] {
  return new RowBuilder(run, options).build();
}

/** A row without its place. */
type RowBody = Row extends infer R ? (R extends Row ? Omit<R, keyof RowPlace> : never) : never;

interface Group {
  readonly key: string;
  readonly open: boolean;
  readonly summary: { -readonly [K in keyof Summary]: Summary[K] } & { readonly kinds: Map<StatementKind, number> };
}

class RowBuilder {
  readonly #run: RunModel;
  readonly #options: RowOptions;
  readonly #lines: readonly string[];
  readonly #repeats: ReadonlyMap<StatementIndex, Repeat>;
  /** Transactions and savepoints with a wanted statement in them; `null` when all are wanted. */
  readonly #frames: ReadonlySet<FrameId> | null;
  readonly #rows: Row[] = [];
  readonly #told = new Set<Repeat>();
  #rails: readonly Frame[] = [];
  /** The line, or flush, that the present group is of. */
  #of: number | string | null = null;
  #group: Group | null = null;
  #groups = 0;
  #flush: FlushId | null = null;

  constructor(run: RunModel, options: RowOptions) {
    this.#run = run;
    this.#options = options;
    this.#lines = options.text.split("\n");
    this.#repeats = repeatsOf(run).byStatement;
    this.#frames = options.shows === null ? null : framesOf(run, options.shows);
  }

  build(): readonly Row[] {
    const { entries } = this.#run;
    for (let place = 0; place < entries.length; ) {
      const entry = entries[place] as Entry;
      if (entry.kind === "transition") {
        const end = endOfTransitions(entries, place);
        if (this.#options.showTransitions && this.#frames === null) this.#putTransitions(entries.slice(place, end));
        place = end;
        continue;
      }
      const setup = this.#setupFrom(place);
      if (setup.length > 1) this.#putSetup(entry.line, setup);
      else this.#putEntry(entry);
      place += Math.max(1, setup.length);
    }
    return this.#rows;
  }

  #putEntry(entry: Exclude<Entry, { kind: "transition" }>): void {
    switch (entry.kind) {
      case "statement": {
        const statement = this.#run.statements[entry.statement];
        if (statement && (this.#options.shows?.(statement) ?? true)) this.#putStatement(statement);
        return;
      }
      case "frame-open": {
        const frame = this.#run.frames[entry.frame];
        if (!frame) return;
        if (this.#enterAside(entry.line, frame)) this.#put(`begin-${frame.id}`, { kind: "begin", frame });
        this.#rails = [...this.#rails, frame];
        return;
      }
      case "frame-close": {
        const frame = this.#run.frames[entry.frame];
        if (!frame) return;
        const wanted = this.#enterAside(entry.line, frame);
        const place = this.#rails.indexOf(frame);
        if (place >= 0) this.#rails = this.#rails.slice(0, place);
        if (wanted) this.#put(`end-${frame.id}`, { kind: "end", frame, outcome: entry.outcome });
        return;
      }
      case "flush-begin":
        return;
      case "flush-end":
        this.#flush = null;
        if (this.#options.grouping === "flush") this.#leave();
        return;
      case "message": {
        const message = this.#run.messages[entry.message];
        if (!message || this.#frames !== null || (message.kind === "output" && !this.#options.showOutput)) return;
        this.#enterAside(entry.line);
        this.#put(`message-${entry.message}`, { kind: "message", message });
        return;
      }
      default:
        entry satisfies never;
    }
  }

  #putStatement(statement: Statement): void {
    this.#enter(statement);
    this.#count(statement);
    const { grouping } = this.#options;
    if (statement.flush !== null && statement.flush !== this.#flush) {
      this.#flush = statement.flush;
      if (grouping !== "flush") this.#putFlush(statement.flush);
    }
    const repeat = this.#repeats.get(statement.index) ?? null;
    if (repeat?.kind === "one-by-one" && !this.#told.has(repeat)) {
      this.#told.add(repeat);
      this.#put(`repeat-${statement.index}`, { kind: "repeat", repeat });
    }
    this.#put(`statement-${statement.index}`, { kind: "statement", statement, repeat }, statement.flush !== null);
  }

  /** Said at the flush's first statement, because a flush may begin before its transaction does and may emit nothing. */
  #putFlush(id: FlushId): void {
    const statements = flushOf(this.#run, id)?.statements.length ?? 0;
    this.#put(`flush-${id}`, { kind: "flush", flush: id, statements }, true);
  }

  #putTransitions(entries: readonly Entry[]): void {
    const [first] = entries;
    if (first?.kind !== "transition") return;
    const groups = new Map<Transition, ObjectRef[]>();
    for (const entry of entries) {
      if (entry.kind !== "transition") continue;
      const transition = this.#run.transitions[entry.transition];
      if (!transition) continue;
      const group = groups.get(transition.transition);
      if (group) group.push(transition.object);
      else groups.set(transition.transition, [transition.object]);
    }
    this.#enterAside(first.line);
    this.#put(
      `transitions-${first.transition}`,
      { kind: "transitions", groups: [...groups].map(([transition, objects]) => ({ transition, objects })) },
      this.#flush !== null,
    );
  }

  /** The DDL and PRAGMA statements that follow each other from here on; only two or more are worth folding. */
  #setupFrom(place: number): readonly Statement[] {
    const statements: Statement[] = [];
    if (this.#frames !== null) return statements;
    for (let at = place; ; at++) {
      const entry = this.#run.entries[at];
      const statement = entry?.kind === "statement" ? this.#run.statements[entry.statement] : undefined;
      if (!statement || !isSetup(statement) || statement.line !== (statements[0] ?? statement).line) return statements;
      statements.push(statement);
    }
  }

  #putSetup(line: number | null, statements: readonly Statement[]): void {
    const [first] = statements;
    if (!first) return;
    const open = this.#options.unfolded.has(first.index);
    if (this.#options.grouping === "line") this.#enter(first);
    else this.#enterAside(line);
    this.#put(`setup-${first.index}`, { kind: "setup", statements, open });
    for (const statement of statements) {
      if (open) this.#putStatement(statement);
      else this.#count(statement);
    }
  }

  /** Goes to the group of a statement. */
  #enter(statement: Statement): void {
    const { line, flush, index } = statement;
    switch (this.#options.grouping) {
      case "line":
        this.#enterLine(line, `line-${line}-${index}`);
        return;
      case "flush":
        if (flush === null) this.#begin("outside", `outside-${index}`, { kind: "outside", line });
        else this.#begin(flush, `flush-${flush}`, { kind: "flush", flush, line });
        return;
      case "none":
    }
  }

  /** Goes to the group of what is no statement. @returns false for a frame that is not wanted */
  #enterAside(line: number | null, frame?: Frame): boolean {
    if (frame && this.#frames?.has(frame.id) === false) return false;
    if (this.#options.grouping === "line") this.#enterLine(line, `line-${line}-after-${this.#groups}`);
    else if (this.#of === "outside") this.#leave();
    return true;
  }

  #enterLine(line: number | null, key: string): void {
    if (line === null) this.#leave();
    else this.#begin(line, key, { kind: "line", line, text: this.#lines[line - 1]?.trim() ?? "" });
  }

  #begin(of: number | string, key: string, heading: Heading): void {
    if (of === this.#of) return;
    this.#leave();
    const open = !this.#options.closed.has(key);
    const summary = { statements: 0, kinds: new Map<StatementKind, number>(), durationMs: 0, failed: 0 };
    this.#put(key, { kind: "group", group: key, heading, summary, open });
    this.#of = of;
    this.#group = { key, open, summary };
    this.#groups += 1;
  }

  #leave(): void {
    this.#of = null;
    this.#group = null;
  }

  #count({ kind, durationMs, error }: Statement): void {
    if (this.#group === null) return;
    const { summary } = this.#group;
    summary.statements += 1;
    summary.kinds.set(kind, (summary.kinds.get(kind) ?? 0) + 1);
    summary.durationMs += durationMs;
    if (error !== null) summary.failed += 1;
  }

  #put(key: string, body: RowBody, inFlush = false): void {
    if (this.#group?.open === false) return;
    // Spread first: a copy of a shape that the engine knows, which counts with ten thousands of rows.
    this.#rows.push({ ...body, key, rails: this.#rails, inFlush, level: this.#group === null ? 1 : 2 });
  }
}

function framesOf(run: RunModel, shows: (statement: Statement) => boolean): ReadonlySet<FrameId> {
  const frames = new Set<FrameId>();
  for (const statement of run.statements) {
    if (!shows(statement)) continue;
    for (let id = statement.frame; id !== null && !frames.has(id); id = run.frames[id]?.parent ?? null) frames.add(id);
  }
  return frames;
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

/** The keys of all groups, for folding them. */
export function groupKeys(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => (row.kind === "group" ? row.group : []));
}
