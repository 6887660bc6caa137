import type { Axis } from "../../run/moments/axis.ts";
import type { Mark } from "../../run/moments/view.ts";
import type { Frame, RunModel, Statement } from "../../run/run-model.ts";
import { counted } from "../../ui/words.ts";
import { type TickKind, tickKind, tickKinds } from "./track.ts";

const longest = 80;

function clipped(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** What lies on some beats, a line each; of many beats, only what they hold altogether. */
export function wordsOn(run: RunModel, axis: Axis, { from, to }: { readonly from: number; readonly to: number }) {
  if (from === to) {
    const marks = axis.marks[from] ?? [];
    if (marks.length > 0) return marks.map((mark) => markWords(run, mark));
    return [from === 0 ? "before the run" : "the end of the run"];
  }
  const marks = axis.marks.slice(from, to + 1).flat();
  const statements = marks.flatMap((mark) => (mark.kind === "statement" ? (run.statements[mark.statement] ?? []) : []));
  const [first, last] = [statements[0], statements.at(-1)];
  if (!first || !last) return marks.length > 0 ? marks.slice(0, 3).map((mark) => markWords(run, mark)) : [];
  if (first === last) return [statementWords(run, first)];
  return [`statements ${first.index + 1} to ${last.index + 1}`, kindsOf(statements)];
}

function kindsOf(statements: readonly Statement[]): string {
  const counts = new Map<TickKind, number>();
  for (const { kind } of statements) counts.set(tickKind(kind), (counts.get(tickKind(kind)) ?? 0) + 1);
  return tickKinds
    .flatMap((kind) => {
      const count = counts.get(kind);
      return count === undefined ? [] : [`${count} ${kind.toUpperCase()}`];
    })
    .join(", ");
}

/** What a mark is. */
export function markWords(run: RunModel, mark: Mark): string {
  switch (mark.kind) {
    case "line":
      return `end of line ${mark.line}`;
    case "statement": {
      const statement = run.statements[mark.statement];
      return statement ? statementWords(run, statement) : "statement";
    }
    case "transaction":
    case "savepoint": {
      const frame = run.frames[mark.frame];
      return frame ? (mark.phase === "begin" ? beginWords(frame) : endWords(frame)) : mark.kind;
    }
    case "flush": {
      const flush = run.flushes.find((each) => each.id === mark.flush);
      if (mark.phase === "begin") return `flush begins: ${counted(flush?.statements.length ?? 0, "statement")}`;
      return flush?.outcome === "failed" ? "flush failed" : "flush ends";
    }
    case "output":
    case "warning":
    case "error": {
      const message = run.messages[mark.message];
      if (!message) return mark.kind;
      if (message.kind === "output") return `prints ${clipped(message.text)}`;
      const name = message.kind === "warning" ? message.category : message.name;
      return clipped(`${name}: ${message.message}`);
    }
    default:
      return mark satisfies never;
  }
}

function statementWords(run: RunModel, { index, sql, line, error }: Statement): string {
  const where = line === null ? "" : `, line ${line}`;
  const failed = error === null ? "" : " (rejected)";
  return `statement ${index + 1} of ${run.statements.length}${where}${failed}: ${clipped(sql)}`;
}

function beginWords(frame: Frame): string {
  const words = frame.kind === "transaction" ? "BEGIN" : `SAVEPOINT ${frame.name ?? ""}`.trim();
  return frame.outcome === "rolled-back" ? `${words} (later rolled back)` : words;
}

function endWords(frame: Frame): string {
  if (frame.kind === "transaction") return frame.outcome === "rolled-back" ? "ROLLBACK" : "COMMIT";
  return `${frame.outcome === "rolled-back" ? "ROLLBACK TO" : "RELEASE"} ${frame.name ?? "SAVEPOINT"}`;
}

/** Where the scrubber stands: `at statement 5 of 15, line 31`. */
export function standingWords(run: RunModel, axis: Axis, beat: number): string {
  const all = run.statements.length;
  if (beat >= axis.end) return `end of the run, ${counted(all, "statement")}`;
  if (beat === 0) return "before the run";
  const marks = axis.marks[beat] ?? [];
  const executed = axis.statements[beat] ?? 0;
  const line = marks.find((mark) => mark.line !== null)?.line ?? null;
  const where = line === null ? "" : `, line ${line}`;
  if (marks.some((mark) => mark.kind === "statement")) return `at statement ${executed} of ${all}${where}`;
  const after = executed === 0 ? "before statement 1" : `after statement ${executed} of ${all}`;
  return `${after}${where}`;
}

/** Letters of the longest {@link standingWords} of a run in a program of ordinary length. */
export function standingRoom({ statements: { length: all } }: RunModel): number {
  return `after statement ${all} of ${all}, line 99`.length;
}

/** The same where there is little room: `5 of 15 · line 31`. */
export function shortStandingWords(run: RunModel, axis: Axis, beat: number): string {
  if (beat >= axis.end) return "end of the run";
  if (beat === 0) return "before the run";
  const line = axis.marks[beat]?.find((mark) => mark.line !== null)?.line ?? null;
  return `${axis.statements[beat] ?? 0} of ${run.statements.length}${line === null ? "" : ` · line ${line}`}`;
}
