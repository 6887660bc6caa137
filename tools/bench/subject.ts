/**
 * One subject of one measurement, in a process of its own: `engine`, the floor that does the same statements on raw sql.js,
 * or `record`, which writes those statements down. Started by `main.ts`, built; answers in JSON on standard output.
 *
 *     subject.js engine WORKLOAD RUNS
 *     subject.js floor WORKLOAD RUNS STATEMENTS.json
 *     subject.js record WORKLOAD STATEMENTS.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import initSqlJs, { type Database, type SqlValue, type Statement } from "sql.js";
import { SqlJsDriver } from "../../app/worker/sqljs-driver.ts";
import { createEngine, trace } from "../../src-engine/index.ts";
import type { DriverValue } from "../../src-engine/trace/events.ts";
import { contents, type Execute, prepareDatabase } from "./database.ts";
import { type Workload, workloads } from "./workloads.ts";

/** What a subject answers. */
export interface Measurement {
  readonly milliseconds: readonly number[];
  /** The tables afterwards; equal for every subject. */
  readonly contents: string;
}

/** One executed statement with all its rows of parameters. */
type Recorded = readonly [sql: string, rows: readonly (readonly DriverValue[])[]];

const sqlJs = await initSqlJs();
const WARM_UPS = 3;

/** A database ready for a run, what is to be measured, and how to look at the result. */
interface Run {
  readonly execute: Execute;
  readonly work: () => void;
  readonly close: () => void;
}

function engineRun(workload: Workload): Run {
  const driver = new SqlJsDriver(new sqlJs.Database());
  const execute: Execute = (sql) => driver.execute(sql, []).rows;
  prepareDatabase(execute, workload.seededUsers);
  const engine = createEngine("sqlite://", { driver, foreignKeys: true });
  return { execute, work: () => workload.run(engine), close: () => driver.close() };
}

/** The same statements with the same parameters, each text prepared once, every result read. */
function floorRun(workload: Workload, statements: readonly Recorded[]): Run {
  const database: Database = new sqlJs.Database();
  const execute: Execute = (sql) => database.exec(sql)[0]?.values ?? [];
  prepareDatabase(execute, workload.seededUsers);
  const prepared = new Map<string, Statement>();
  const work = () => {
    for (const [sql, rows] of statements) {
      const statement = prepared.get(sql) ?? database.prepare(sql);
      prepared.set(sql, statement);
      for (const row of rows) {
        if (row.length > 0) statement.bind(row as SqlValue[]);
        const results = [];
        while (statement.step()) results.push(statement.get());
        statement.reset();
      }
    }
  };
  return { execute, work, close: () => database.close() };
}

function measure(begin: () => Run, runs: number): Measurement {
  const milliseconds: number[] = [];
  let found = "";
  for (let i = -WARM_UPS; i < runs; i++) {
    const run = begin();
    globalThis.gc?.();
    const start = performance.now();
    run.work();
    const took = performance.now() - start;
    if (i >= 0) milliseconds.push(took);
    found = contents(run.execute);
    run.close();
  }
  return { milliseconds, contents: found };
}

function record(workload: Workload): Recorded[] {
  const recorded: Recorded[] = [];
  const run = engineRun(workload);
  trace.start((event) => {
    if (event.type === "statement") recorded.push([event.sql, event.params]);
    if (event.type === "transaction") recorded.push([`${event.action}${event.name ? ` ${event.name}` : ""}`, [[]]]);
  });
  run.work();
  trace.stop();
  run.close();
  return recorded;
}

const [kind, name = "", ...rest] = process.argv.slice(2);
const workload = workloads[name];
if (workload === undefined) throw new Error(`no workload ${name}`);
if (kind === "record") {
  writeFileSync(rest[0] as string, JSON.stringify(record(workload)));
} else {
  const runs = Number(rest[0]);
  const statements = kind === "floor" ? (JSON.parse(readFileSync(rest[1] as string, "utf8")) as Recorded[]) : [];
  const begin = () => (kind === "floor" ? floorRun(workload, statements) : engineRun(workload));
  process.stdout.write(JSON.stringify(measure(begin, runs)));
}
