import type { RunModel, Statement, StatementIndex } from "../run-model.ts";
import { clauseOf } from "./clauses.ts";
import { danglingSentences } from "./dangling.ts";
import { databaseSentences } from "./database.ts";
import { databaseRules } from "./database-errors.ts";
import { rules } from "./error-rules.ts";
import {
  code,
  type Explanation,
  listed,
  type Path,
  type Sentence,
  type Step,
  say,
  sentenceText,
  type Words,
} from "./explanation.ts";
import { Facts } from "./facts.ts";
import { omissionSentences } from "./omissions.ts";
import { settingsOf } from "./settings.ts";
import { autoflushedBy, stepOf } from "./steps.ts";
import { objectsOf, type Way, waysOf } from "./ways.ts";

/**
 * Why a statement was emitted: from the line of the program down to its rows, and which settings would have it otherwise.
 * @param text the program that ran, for showing its lines
 */
export function explainStatement(run: RunModel, index: StatementIndex, text = ""): Explanation {
  const facts = new Facts(run, text);
  const statement = run.statements[index];
  if (!statement)
    return { headline: say("There is no such statement."), paths: [], omitted: [], database: [], settings: [] };
  const ways = waysOf(facts, statement);
  return {
    headline: headlineOf(facts, statement, ways),
    paths: pathsOf(facts, statement, ways),
    omitted: omissionSentences(facts, omissionsAt(run, statement)),
    database: [...databaseSentences(facts, statement), ...danglingSentences(facts, statement)],
    settings: unique(
      missed(statement) === ""
        ? [...settingsOf(facts, statement, ways), ...mendsOf(facts, statement)]
        : [...mendsOf(facts, statement), ...settingsOf(facts, statement, ways)],
    ),
  };
}

/** What would have kept the database from rejecting the statement, or have let it find its rows. */
function mendsOf(facts: Facts, statement: Statement): readonly Sentence[] {
  const { line, seq, error } = statement;
  const message = error ?? (missed(statement) === "" ? null : missedText(statement));
  if (message === null) return [];
  const subject = {
    name: "IntegrityError",
    message,
    code: null,
    phase: "run",
    line,
    seq,
    // Rows that are gone before a DELETE are worth a warning, those before an UPDATE are an error.
    warning: error === null && statement.kind === "delete",
    statement,
  } as const;
  const fitting = error === null ? rules : databaseRules;
  return fitting.find(({ fits }) => fits(subject))?.explain(facts, subject).change ?? [];
}

/** What the ORM says of rows that it did not find. */
function missedText({ kind, table, rows, rowCount }: Statement): string {
  return `${kind.toUpperCase()} statement on table '${table}' expected to ${kind} ${rows.length} row(s); ${rowCount} were matched.`;
}

function unique(sentences: readonly Sentence[]): readonly Sentence[] {
  return [...new Map(sentences.map((sentence) => [sentenceText(sentence), sentence])).values()];
}

const mostClauses = 2;

function headlineOf(facts: Facts, statement: Statement, ways: readonly Way[]): Sentence {
  const clauses = ways.map((way) => [clauseOf(facts, way), flushedBy(facts, statement, way)]);
  const shown: Words[] = clauses.slice(0, mostClauses).map((clause, at) => [at === 0 ? "" : "; ", clause]);
  const more = clauses.length - shown.length;
  const whole: Words = clauses.length === 0 ? statementClause(facts, statement) : shown;
  const rejected: Words =
    statement.error === null ? missed(statement) : [" The database rejected it: ", statement.error, "."];
  return say(
    subjectOf(facts, statement),
    ": ",
    whole,
    more > 0 ? `; and ${more} more reason${more === 1 ? "" : "s"} below` : "",
    early(facts, statement),
    ".",
    rejected,
  );
}

/** A flush writes rows that it takes to be there; some are not. */
function missed(statement: Statement): string {
  const { kind, flush, rowCount, rows } = statement;
  if (flush === null || (kind !== "update" && kind !== "delete") || rowCount < 0 || rowCount >= rows.length) return "";
  if (rowCount > 0) return ` It found ${rowCount} of ${rows.length} rows.`;
  return rows.length === 1 ? " There was no such row any more." : " There were no such rows any more.";
}

/** What was said to the database, by its objects where they are known: "DELETE of Address#1 and Address#2". */
export function subjectOf(facts: Facts, statement: Statement): Words {
  const { kind, table, sql } = statement;
  const objects = statement.rows.flatMap(({ object }) => object ?? []);
  const first = sql.trim().split(/\s+/).slice(0, 2).join(" ").toUpperCase();
  const word =
    kind === "ddl"
      ? first
      : kind === "pragma" || kind === "other"
        ? (sql.trim().split(/\s+/)[0] ?? sql).toUpperCase()
        : kind.toUpperCase();
  const name =
    table === null && kind === "ddl"
      ? (/(?:TABLE|INDEX)\s+(?:"([^"]+)"|(\S+))/i.exec(sql)?.slice(1).find(Boolean) ?? null)
      : table;
  if (objects.length > 0) return [word, " of ", facts.objects(objects)];
  if (name === null) return word;
  if (kind === "ddl") return [word, " ", facts.table(name)];
  const count = statement.params.length;
  if (kind === "select") return [word, " from ", facts.table(name)];
  return [word, " in ", facts.table(name), count > 1 ? ` (${count} rows)` : ""];
}

/** The reason of a statement whose rows have none of their own. */
function statementClause(facts: Facts, statement: Statement): Words {
  const chain = facts.chain(statement.cause);
  const told = chain.find((cause) => cause.kind !== "flush");
  if (told)
    return clauseOf(facts, {
      rows: [],
      chain: chain.filter((cause) => cause.kind !== "flush").map((cause) => [cause]),
    });
  if (statement.kind === "ddl" || statement.kind === "pragma")
    return [facts.codeOn(statement.line, "createAll"), " asked for it"];
  if (statement.line === null) return "the program asked for it";
  return [facts.codeOn(statement.line, "the program"), " asked for it"];
}

/** ", and `session.commit()` on line 5 flushed", for objects that were only added or marked. */
function flushedBy(facts: Facts, statement: Statement, way: Way): Words {
  const [[nearest] = []] = way.chain;
  const chain = facts.chain(statement.cause);
  const root = facts.rootOf(statement.cause);
  if (nearest?.kind !== "operation" || root === null || root.id === nearest.id) return "";
  return chain.some(({ kind }) => kind === "autoflush") ? "" : [", and ", facts.operation(root), " flushed"];
}

/** A flush that nobody asked for is worth a word in the headline. */
function early(facts: Facts, statement: Statement): Words {
  if (statement.flush === null || statement.kind === "select") return "";
  const autoflush = facts.chain(statement.cause).find((cause) => cause.kind === "autoflush");
  if (autoflush?.kind !== "autoflush") return "";
  return [". It is written now because ", autoflushedBy(facts, autoflush), " flushes first (autoflush)"];
}

function pathsOf(facts: Facts, statement: Statement, ways: readonly Way[]): readonly Path[] {
  const own = ownSteps(facts, statement);
  const last = statementStep(facts, statement);
  if (ways.length === 0) return [{ rows: null, steps: [...(own.length > 0 ? own : lineStep(facts, statement)), last] }];
  return ways.map((way) => {
    const before = [...way.chain].reverse().flatMap((causes) => stepOf(facts, causes) ?? []);
    const whole = sameStart(facts, statement, way) ? own.slice(1) : own;
    // The unit of work's own steps come after the flush has begun, though they follow from what came before it.
    const actions = before.filter(({ kind }) => kind === "action");
    const rest = before.filter(({ kind }) => kind !== "action");
    return { rows: rowsText(facts, way), steps: [...rest, ...whole, ...actions, last] };
  });
}

/** The steps that led to the statement as a whole; a flush and what asked for it are one. */
function ownSteps(facts: Facts, statement: Statement): readonly Step[] {
  const chain = [...facts.chain(statement.cause)].reverse();
  const steps: Step[] = [];
  chain.forEach((cause, at) => {
    if (cause.kind === "flush") {
      const by = chain[at - 1];
      if (by?.kind === "operation") {
        const commits = by.name === "commit" ? " before it commits" : "";
        const text = say(facts.operation(by), ` flushes${commits}: what has changed is written.`);
        steps.splice(-1, 1, { kind: "flush", text });
      } else if (by?.kind !== "autoflush")
        steps.push({ kind: "flush", text: say("The flush writes what has changed.") });
      return;
    }
    // What needed the flush is told together with the autoflush.
    if (chain[at + 1]?.kind === "autoflush") return;
    const step = stepOf(facts, [cause]);
    if (step) steps.push(step);
  });
  const load = chain.at(-1);
  if (load?.kind !== "load" || load.object === null || !chain.some(({ kind }) => kind === "flush")) return steps;
  const doomed = facts.deletionOf(load.object, load.id);
  if (doomed === null) return steps;
  return [...[...facts.chain(doomed.id)].reverse().flatMap((cause) => stepOf(facts, [cause]) ?? []), ...steps];
}

/** Whether the operation that flushed is the one that changed things too, so that it is told once. */
function sameStart(facts: Facts, statement: Statement, way: Way): boolean {
  const root = facts.rootOf(statement.cause);
  return root !== null && way.chain.at(-1)?.some(({ id }) => id === root.id) === true;
}

function lineStep(facts: Facts, statement: Statement): readonly Step[] {
  if (statement.line === null) return [];
  return [{ kind: "operation", text: say(facts.codeOn(statement.line, "the program"), " runs.") }];
}

function statementStep(facts: Facts, statement: Statement): Step {
  const { kind, rowCount, error } = statement;
  const subject = facts.statement(statement, kind === "ddl" ? "The statement" : kind.toUpperCase());
  const where: Words = statement.table === null ? "" : [" ", facts.table(statement.table)];
  if (error !== null) return { kind: "error", text: say(subject, where, " is rejected: ", error, ".") };
  const count = rowCount < 0 ? "" : `: ${rowCount} row${rowCount === 1 ? "" : "s"}`;
  const values = kind === "update" ? setText(statement) : "";
  return {
    kind: "statement",
    text: say(subject, where, values === "" ? "" : [" ", code(values)], kind === "ddl" ? "" : count, "."),
  };
}

/** `SET person_id = NULL`, where one row of parameters tells it. */
function setText({ sql, params }: Statement): string {
  const columns = /\bSET\s+(.*?)\s+WHERE\b/is.exec(sql)?.[1]?.split(/,\s*/) ?? [];
  const [first] = params;
  if (!first || columns.length === 0 || columns.some((column) => !/^\S+\s*=\s*\?$/.test(column))) return "";
  return `SET ${columns.map((column, at) => `${column.split("=")[0]?.trim()} = ${valueText(first[at])}`).join(", ")}`;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Uint8Array) return "…";
  const text = typeof value === "string" ? `'${value}'` : String(value);
  return text.length > 24 ? `${text.slice(0, 22)}…` : text;
}

function rowsText(facts: Facts, way: Way): Sentence {
  const objects = objectsOf(way);
  if (objects.length > 0) return say(facts.objects(objects));
  return say("Row ", listed(way.rows.map(({ place }) => String(place + 1))));
}

/** What was left alone for the objects of a statement: in its flush, or by its operation. */
function omissionsAt(run: RunModel, statement: Statement) {
  const ids = new Set(statement.rows.flatMap(({ object }) => object?.id ?? []));
  return run.omissions.filter(({ flush, object }) => ids.has(object.id) && flush !== null && flush === statement.flush);
}
