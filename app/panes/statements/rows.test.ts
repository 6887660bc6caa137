import { describe, expect, it } from "vitest";
import type { StatementKind, TraceEvent, TraceEventBody } from "../../../src-engine/trace/events.ts";
import { emptyRun, fold, type RunModel } from "../../run/run-model.ts";
import { whyFlush, whyOf } from "../../run/statement-facts.ts";
import { type Row, type RowOptions, type Summary, statementRows } from "./rows.ts";

const program = `createAll();
session.add(user);
session.commit();
print("done");`;

const options: RowOptions = {
  text: program,
  grouping: "line",
  showTransitions: true,
  showOutput: true,
  unfolded: new Set(),
  closed: new Set(),
  shows: null,
};

type Step = readonly [line: number, body: TraceEventBody];

const statement = (
  kind: StatementKind,
  sql: string,
  extra: { flush?: number; cause?: number } = {},
): TraceEventBody => ({
  type: "statement",
  sql,
  kind,
  table: null,
  params: [[]],
  many: false,
  rows: [],
  cause: extra.cause ?? null,
  flush: extra.flush ?? null,
  rowCount: -1,
  durationMs: 0,
  error: null,
  source: 0,
});
const transaction = (action: "BEGIN" | "COMMIT" | "ROLLBACK"): TraceEventBody => ({
  type: "transaction",
  action,
  name: null,
  cause: null,
});

/** The list as a person reads it: a line a row, two spaces for each transaction around it. */
function listing(steps: readonly Step[], changed: Partial<RowOptions> = {}): string {
  const events = steps.map(([line, body], place) => ({ ...body, seq: place + 1, line }) as TraceEvent);
  const run = fold(emptyRun, events);
  const rows = statementRows(run, { ...options, ...changed });
  return rows.map((row) => "  ".repeat(row.rails.length) + words(row, run)).join("\n");
}

function words(row: Row, run: RunModel): string {
  switch (row.kind) {
    case "group":
      return headingWords(row, run) + (row.open ? "" : ` … ${summaryWords(row.summary)}`);
    case "repeat":
      return `repeat of ${row.repeat.what}`;
    case "begin":
      return "BEGIN";
    case "end":
      return row.outcome;
    case "flush":
      return `flush of ${row.statements} because of ${whyFlush(run, row.flush)}`;
    case "statement": {
      const why = whyOf(run, row.statement);
      return why === null ? row.statement.sql : `${row.statement.sql} (${why})`;
    }
    case "setup":
      return `${row.open ? "-" : "+"} ${row.statements.length} statements`;
    case "transitions":
      return row.groups.map(({ transition, objects }) => `${transition} ×${objects.length}`).join(", ");
    case "message":
      return row.message.kind === "output" ? `> ${row.message.text}` : row.message.kind;
    default:
      return row satisfies never;
  }
}

function headingWords({ heading }: Extract<Row, { kind: "group" }>, run: RunModel): string {
  if (heading.kind === "line") return `${heading.line}: ${heading.text}`;
  return heading.kind === "flush" ? `flush because of ${whyFlush(run, heading.flush)}` : "outside";
}

function summaryWords({ kinds, durationMs }: Summary): string {
  return `${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ")}, ${durationMs} ms`;
}

const setup: readonly Step[] = [
  [1, transaction("BEGIN")],
  [1, statement("pragma", "PRAGMA")],
  [1, statement("ddl", "CREATE TABLE a")],
  [1, statement("ddl", "CREATE TABLE b")],
  [1, transaction("COMMIT")],
];
const user = { id: 1, className: "User", identity: null };
const other = { id: 2, className: "User", identity: null };
const pending = (object: typeof user): TraceEventBody => ({
  type: "state",
  transition: "transient_to_pending",
  object,
  cause: null,
});

describe("the rows of the statement list", () => {
  it("heads what a line did by the line, and frames it by its transaction", () => {
    const steps: Step[] = [
      [2, pending(user)],
      [2, pending(other)],
      [
        3,
        {
          type: "cause",
          cause: {
            id: 1,
            parent: null,
            line: 3,
            kind: "operation",
            name: "session.commit",
            object: null,
            detail: null,
          },
        },
      ],
      [3, { type: "flush", phase: "begin", flush: 1, cause: 1 }],
      [3, transaction("BEGIN")],
      [3, statement("insert", "INSERT", { flush: 1 })],
      [3, statement("insert", "INSERT too", { flush: 1 })],
      [3, { type: "flush", phase: "end", flush: 1, cause: 1 }],
      [3, transaction("COMMIT")],
      [4, { type: "output", level: "log", text: "done" }],
    ];
    expect(listing(steps)).toBe(
      [
        "2: session.add(user);",
        "transient_to_pending ×2",
        "3: session.commit();",
        "BEGIN",
        "  flush of 2 because of session.commit",
        "  INSERT",
        "  INSERT too",
        "committed",
        '4: print("done");',
        "> done",
      ].join("\n"),
    );
  });

  it("folds the schema's statements away, and unfolds them", () => {
    expect(listing(setup)).toBe("1: createAll();\nBEGIN\n  + 3 statements\ncommitted");
    expect(listing(setup, { unfolded: new Set([0]) })).toBe(
      "1: createAll();\nBEGIN\n  - 3 statements\n  PRAGMA\n  CREATE TABLE a\n  CREATE TABLE b\ncommitted",
    );
  });

  it("says why a statement was emitted by its nearest telling cause", () => {
    const steps: Step[] = [
      [
        4,
        {
          type: "cause",
          cause: {
            id: 1,
            parent: null,
            line: 4,
            kind: "load",
            why: "lazy",
            object: { id: 1, className: "Log", identity: [1] },
            attribute: "person",
          },
        },
      ],
      [4, statement("select", "SELECT", { cause: 1 })],
    ];
    expect(listing(steps)).toBe('4: print("done");\nSELECT (lazy load Log.person)');
  });

  it("leaves out what is switched off, and lines that then have nothing", () => {
    const steps: Step[] = [
      [2, pending(user)],
      [4, { type: "output", level: "log", text: "done" }],
    ];
    expect(listing(steps, { showTransitions: false })).toBe('4: print("done");\n> done');
    expect(listing(steps, { showTransitions: false, showOutput: false })).toBe("");
  });

  it("keeps a transaction without an end open around all that follows", () => {
    const steps: Step[] = [
      [3, transaction("BEGIN")],
      [4, statement("select", "SELECT")],
    ];
    expect(listing(steps)).toBe('3: session.commit();\nBEGIN\n  4: print("done");\n  SELECT');
  });

  const flushing: readonly Step[] = [
    [2, statement("select", "SELECT before")],
    [3, { type: "flush", phase: "begin", flush: 1, cause: null }],
    [3, transaction("BEGIN")],
    [3, statement("insert", "INSERT", { flush: 1 })],
    [3, statement("insert", "INSERT too", { flush: 1 })],
    [3, { type: "flush", phase: "end", flush: 1, cause: null }],
    [3, transaction("COMMIT")],
    [4, statement("select", "SELECT after")],
  ];

  it("folds a line's group to what it comes to, and goes on after it", () => {
    const open = statementRows(
      fold(
        emptyRun,
        flushing.map(([line, body], place) => ({ ...body, seq: place + 1, line }) as TraceEvent),
      ),
      options,
    );
    const groups = open.flatMap((row) => (row.kind === "group" ? row.group : []));
    expect(listing(flushing, { closed: new Set([groups[1] ?? ""]) })).toBe(
      [
        "2: session.add(user);",
        "SELECT before",
        "3: session.commit(); … 2 insert, 0 ms",
        '4: print("done");',
        "SELECT after",
      ].join("\n"),
    );
  });

  it("groups by flush, with queries between them and transactions outside", () => {
    expect(listing(flushing, { grouping: "flush" })).toBe(
      [
        "outside",
        "SELECT before",
        "BEGIN",
        "  flush because of null",
        "  INSERT",
        "  INSERT too",
        "committed",
        "outside",
        "SELECT after",
      ].join("\n"),
    );
    expect(listing(flushing, { grouping: "flush", closed: new Set(["flush-1"]) })).toContain(
      "BEGIN\n  flush because of null … 2 insert, 0 ms\ncommitted",
    );
  });

  it("groups by nothing", () => {
    expect(listing(flushing, { grouping: "none" })).toBe(
      "SELECT before\nBEGIN\n  flush of 2 because of null\n  INSERT\n  INSERT too\ncommitted\nSELECT after",
    );
  });

  it("shows of a filtered run its statements, with the lines and transactions around them", () => {
    const steps: Step[] = [[2, pending(user)], ...setup, ...flushing, [4, { type: "output", level: "log", text: "x" }]];
    const shows = (wanted: string) => ({ shows: ({ sql }: { readonly sql: string }) => sql === wanted });
    expect(listing(steps, shows("INSERT too"))).toBe(
      "3: session.commit();\nBEGIN\n  flush of 2 because of null\n  INSERT too\ncommitted",
    );
    expect(listing(steps, shows("CREATE TABLE b"))).toBe("1: createAll();\nBEGIN\n  CREATE TABLE b\ncommitted");
    expect(listing(steps, shows("nothing"))).toBe("");
  });
});
