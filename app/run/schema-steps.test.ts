import { expect, it } from "vitest";
import type { StatementKind, TraceEvent, TraceEventBody, TransactionAction } from "../../src-engine/trace/events.ts";
import { emptyRun, fold } from "./run-model.ts";
import { schemaSteps } from "./schema-steps.ts";

const sql = (text: string, kind: StatementKind, extra: { error?: string; params?: unknown[][] } = {}): TraceEventBody =>
  ({
    type: "statement",
    sql: text,
    kind,
    table: null,
    params: extra.params ?? [[]],
    many: false,
    rows: [],
    cause: null,
    flush: null,
    rowCount: -1,
    durationMs: 0,
    error: extra.error ?? null,
    source: 0,
  }) as TraceEventBody;
const transaction = (action: TransactionAction): TraceEventBody => ({
  type: "transaction",
  action,
  name: null,
  cause: null,
});

/** The steps before the run's last statement. */
function steps(...bodies: TraceEventBody[]): readonly string[] {
  const run = fold(
    emptyRun,
    bodies.map((body, place) => ({ ...body, seq: place + 1, line: 1 }) as TraceEvent),
  );
  const last = run.statements.at(-1);
  if (!last) throw new Error("no statement");
  return schemaSteps(run, last).map((step) => [step.sql, ...step.params].join(" "));
}

const question = sql("SELECT 1", "select");

it("takes what shapes tables, whatever said it, and no rows", () => {
  expect(
    steps(
      sql("PRAGMA foreign_keys = ON", "pragma"),
      sql("\nCREATE TABLE a (id INTEGER)", "ddl"),
      sql("INSERT INTO a VALUES (1)", "insert"),
      sql("create index ix on a (id)", "other"),
      sql("DROP TABLE gone", "ddl", { error: "no such table" }),
      question,
    ),
  ).toEqual(["PRAGMA foreign_keys = ON", "\nCREATE TABLE a (id INTEGER)", "create index ix on a (id)"]);
});

it("leaves out what was rolled back before, and keeps what was rolled back only after", () => {
  const create = (name: string) => sql(`CREATE TABLE ${name} (id INTEGER)`, "ddl");
  expect(
    steps(
      transaction("BEGIN"),
      create("a"),
      transaction("SAVEPOINT"),
      create("b"),
      transaction("RELEASE SAVEPOINT"),
      transaction("ROLLBACK"),
      transaction("BEGIN"),
      create("c"),
      question,
      transaction("ROLLBACK"),
    ),
  ).toEqual(["CREATE TABLE c (id INTEGER)"]);
});

it("takes rows too where the database has counted them", () => {
  expect(
    steps(
      sql("CREATE TABLE a (id)", "ddl"),
      sql("INSERT INTO a VALUES (?)", "insert", { params: [[1], [2]] }),
      sql("ANALYZE", "other"),
      question,
    ),
  ).toEqual(["CREATE TABLE a (id)", "INSERT INTO a VALUES (?) 1", "INSERT INTO a VALUES (?) 2", "ANALYZE"]);
});
