import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import * as flushlight from "../../src-engine/index.ts";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { languages } from "../languages/languages.ts";
import type { Limits } from "../protocol/limits.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { RunResult } from "../protocol/messages.ts";
import { parseWorkerMessage } from "../protocol/parse.ts";
import { Execution } from "./execute.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";

const sqlJs = await initSqlJs();

interface Ran {
  readonly events: readonly TraceEvent[];
  readonly result: RunResult;
  /** How many messages carried events. */
  readonly batches: number;
}

/** Runs a program as the worker does; each message must be one that the page takes. */
async function run(code: string, limits: Partial<Limits> = {}): Promise<Ran> {
  const events: TraceEvent[] = [];
  let result: RunResult | null = null;
  let batches = 0;
  const execution = new Execution(
    1,
    { code, language: "typescript", limits: { ...DEFAULT_LIMITS, ...limits } },
    {
      engine: {
        trace: flushlight.trace,
        setDriverFactory: flushlight.setDriverFactory,
        modelSnapshot: flushlight.modelSnapshot,
        sourceSql: flushlight.sourceSql,
        modules: { flushlight, test: { print: (...values: unknown[]) => execution.print("log", values) } },
      },
      languages,
      openDatabase: () => new SqlJsDriver(new sqlJs.Database(), sqlJs),
      send(text) {
        const message = parseWorkerMessage(text);
        if (message === null) throw new Error(`The page would refuse ${text}`);
        if (message.type === "trace") {
          batches++;
          events.push(...message.events);
        }
        if (message.type === "finished") result = message.result;
      },
      now: () => performance.now(),
      settled: async () => [],
    },
  );
  await execution.run();
  if (result === null) throw new Error("The run did not finish.");
  return { events, result, batches };
}

const MAPPED = `import { Integer, Session, String, column, createEngine, declarativeBase, text } from "flushlight";
import { print } from "test";
const Base = declarativeBase();
class User extends Base.mapped("users", { id: column(Integer, { primaryKey: true }), name: column(String(20)) }) {}
const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
`;

test("tells each statement in the SQL of other databases, where they can say it", async () => {
  const { events, result } = await run(
    `${MAPPED}session.add(new User({ name: "ed" })); session.flush(); session.execute(text("SELECT 1"));`,
  );
  const insert = events.find((event) => event.type === "statement" && event.kind === "insert");
  const source = insert?.type === "statement" ? insert.source : 0;
  expect(result.translations?.find((each) => each.source === source)).toEqual({
    source,
    postgresql: "INSERT INTO users (name) VALUES (%(name)s) RETURNING users.id",
    mysql: "INSERT INTO users (name) VALUES (%s)",
  });
  const sources = new Set(events.flatMap((event) => (event.type === "statement" ? [event.source] : [])));
  sources.delete(0);
  expect(result.translations?.map((each) => each.source)).toEqual([...sources]);
});

const errorsOf = ({ events }: Ran) =>
  events.flatMap((event) =>
    event.type === "error" ? [{ line: event.line, name: event.name, message: event.message, phase: event.phase }] : [],
  );

describe("a run", () => {
  test("tells its statements with their lines, the mapping and every table's rows", async () => {
    const { events, result } = await run(`${MAPPED}session.add(new User({ name: "ed" }));
session.commit();`);
    const inserts = events.flatMap((event) => (event.type === "statement" && event.kind === "insert" ? [event] : []));
    expect(inserts.map(({ sql, params, line }) => ({ sql, params, line }))).toEqual([
      { sql: "INSERT INTO users (name) VALUES (?)", params: [["ed"]], line: 9 },
    ]);
    expect(result).toMatchObject({ outcome: "completed", limit: null, uncommitted: false });
    expect(result.tables).toEqual([{ name: "users", columns: ["id", "name"], rows: [[1, "ed"]], total: 1 }]);
    expect(result.model?.classes.map(({ name }) => name)).toEqual(["User"]);
  });

  test("that leaves a transaction open says so", async () => {
    const { result } = await run(`${MAPPED}session.add(new User({ name: "ed" }));\nsession.flush();`);
    expect(result.uncommitted).toBe(true);
    expect(result.tables[0]?.total).toBe(1);
  });

  test("sends what it did in few messages", async () => {
    const { events, batches } = await run(`${MAPPED}for (let i = 0; i < 300; i++) session.execute(text("SELECT 1"));`);
    expect(events.length).toBeGreaterThan(300);
    expect(batches).toBeLessThan(30);
  });

  test.each([
    [
      "a thrown error",
      "\nfunction f() {\n  throw new RangeError('no');\n}\nf();",
      { line: 3, name: "RangeError", phase: "run" },
    ],
    ["a syntax error", "\nfoo(;", { line: 2, name: "SyntaxError", phase: "syntax" }],
    [
      "a mapping error",
      `${MAPPED}class Bad extends Base.mapped("bad", {}) {}`,
      { line: 8, name: "ArgumentError", phase: "mapping" },
    ],
    [
      "a rejected statement",
      `${MAPPED}\nsession.execute(text("SELEC"));`,
      { line: 9, name: "OperationalError", phase: "run" },
    ],
    [
      "something thrown that is no error",
      "throw { a: 1 };",
      { line: 1, name: "Error", message: "{ a: 1 }", phase: "run" },
    ],
  ])("ends in %s at its line", async (_, code, expected) => {
    const ran = await run(code);
    expect(ran.result.outcome).toBe("failed");
    expect(errorsOf(ran)).toEqual([expect.objectContaining(expected)]);
  });
});

describe("limits", () => {
  test.each<[string, string, Partial<Limits>, RunResult["limit"], number]>([
    ["time", "\nfor (;;) {}", { deadlineMs: 50 }, "deadline", 2],
    [
      "time, though everything is caught",
      "for (;;) {\n  try { for (;;); } catch {}\n}",
      { deadlineMs: 50 },
      "deadline",
      2,
    ],
    ["output", `import { print } from "test";\nfor (;;)\n  print(1);`, { outputLines: 10 }, "output", 3],
    ["statements", `${MAPPED}for (;;) session.execute(text("SELECT 1"));`, { statements: 20 }, "statements", 8],
    [
      "statements, though the engine tells of its own trouble",
      `${MAPPED}for (;;) {\n  try { session.execute(text("SELECT 1")); } catch {}\n}`,
      { statements: 20 },
      "statements",
      9,
    ],
    ["events", `${MAPPED}for (;;) session.execute(text("SELECT 1"));`, { events: 50 }, "events", 8],
    [
      "what is told",
      `import { print } from "test";\nfor (;;) print("x".repeat(9000));`,
      { reportChars: 50_000 },
      "report",
      2,
    ],
    [
      "the database",
      `${MAPPED}session.execute(text("CREATE TABLE t (b)"));\nfor (;;) session.execute(text("INSERT INTO t VALUES (zeroblob(50000))"));`,
      { databaseBytes: 1_000_000 },
      "database",
      9,
    ],
    [
      "the database, though more room is asked for",
      `${MAPPED}session.execute(text("PRAGMA max_page_count = 1000000"));\nsession.execute(text("CREATE TABLE t (b)"));\nfor (;;) session.execute(text("INSERT INTO t VALUES (zeroblob(50000))"));`,
      { databaseBytes: 1_000_000 },
      "database",
      10,
    ],
  ])("of %s end a run in words at its line", async (_, code, limits, limit, line) => {
    const ran = await run(code, limits);
    expect(ran.result).toMatchObject({ outcome: "limited", limit });
    expect(errorsOf(ran)).toEqual([
      { line, name: "LimitReached", message: expect.stringMatching(/^Stopped by the .* limit: /), phase: "limit" },
    ]);
  });

  test("leave what was done before on view", async () => {
    const { result } = await run(`${MAPPED}session.add(new User({ name: "ed" }));\nsession.commit();\nfor (;;);`, {
      deadlineMs: 500,
    });
    expect(result.tables[0]?.rows).toEqual([[1, "ed"]]);
  });
});
