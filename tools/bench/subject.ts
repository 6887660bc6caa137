/**
 * One subject of one measurement, in a process of its own, built and started by the benchmark. Answers in JSON on standard
 * output.
 *
 *     subject.js record WORKLOAD STATEMENTS.json     writes down what the engine sends to its driver
 *     subject.js floor WORKLOAD RUNS STATEMENTS.json raw sql.js doing the same
 *     subject.js engine WORKLOAD RUNS                the engine, unwatched
 *     subject.js watched WORKLOAD RUNS               the engine, its statements and causes told to somebody
 *     subject.js recorded WORKLOAD RUNS              the engine as the page runs it: told also what becomes of each object
 *     subject.js profile WORKLOAD RUNS               a CPU profile of the engine's runs, by source file
 *     subject.js sizes WORKLOAD                      time of flushes per object, at growing sizes
 */
import { readFileSync, writeFileSync } from "node:fs";
import initSqlJs from "sql.js";
import { SqlJsDriver } from "../../app/worker/sqljs-driver.ts";
import { createEngine, type Engine, trace } from "../../src-engine/index.ts";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { contents, type Execute, prepareDatabase } from "./database.ts";
import { least } from "./figures.ts";
import { countStatements, RecordingDriver, resend, type Sent } from "./floor.ts";
import { phasesOf, profiled } from "./phases.ts";
import { flushTime, type Scaled, scaled, type Workload, workloads } from "./workloads.ts";

/** What a subject answers that was timed. */
export interface Measurement {
  readonly milliseconds: readonly number[];
  /** The tables afterwards; equal for every subject. */
  readonly contents: string;
}

/** What it costs to flush so many objects. */
export interface SizeMeasurement {
  readonly objects: number;
  readonly microseconds: number;
}

const sqlJs = await initSqlJs();
/** sql.js is several times slower until its WebAssembly is compiled for good, and so is the engine until it is optimized. */
const WARM_UPS = 3;
/** A new batch is begun after so many events, as the worker does. */
const BATCH = 1000;

/** A database ready for a run, what is to be measured, and how to look at the result. */
interface Run {
  readonly execute: Execute;
  readonly work: () => void;
  readonly close: () => void;
}

function engineRun(seededUsers: number, work: (engine: Engine) => void): Run {
  const driver = new SqlJsDriver(new sqlJs.Database());
  const execute: Execute = (sql) => driver.execute(sql, []).rows;
  prepareDatabase(execute, seededUsers);
  const engine = createEngine("sqlite://", { driver, foreignKeys: true });
  return { execute, work: () => work(engine), close: () => driver.close() };
}

function watchedRun(workload: Workload, objects: boolean): Run {
  const run = engineRun(workload.seededUsers, workload.run);
  const work = () => {
    let batch: TraceEvent[] = [];
    trace.start((event) => {
      if (batch.push(event) >= BATCH) batch = [];
    });
    trace.record(objects);
    try {
      run.work();
    } finally {
      trace.stop();
    }
  };
  return { ...run, work };
}

function floorRun(workload: Workload, sent: readonly Sent[]): Run {
  const database = new sqlJs.Database();
  const execute: Execute = (sql) => database.exec(sql)[0]?.values ?? [];
  prepareDatabase(execute, workload.seededUsers);
  return { execute, work: () => resend(database, sent), close: () => database.close() };
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

function record(workload: Workload): readonly Sent[] {
  const plain = new SqlJsDriver(new sqlJs.Database());
  prepareDatabase((sql) => plain.execute(sql, []).rows, workload.seededUsers);
  const driver = new RecordingDriver(plain);
  const engine = createEngine("sqlite://", { driver, foreignKeys: true });
  driver.sent.length = 0;
  workload.run(engine);
  plain.close();
  return driver.sent;
}

async function profile(workload: Workload, runs: number): Promise<Readonly<Record<string, number>>> {
  measure(() => engineRun(workload.seededUsers, workload.run), 1);
  const prepared = Array.from({ length: runs }, () => engineRun(workload.seededUsers, workload.run));
  globalThis.gc?.();
  const found = await profiled(() => {
    for (const run of prepared) run.work();
  });
  for (const run of prepared) run.close();
  if (rest[1] !== undefined) writeFileSync(rest[1], JSON.stringify(found));
  return phasesOf(found);
}

/** Small sizes are measured more often, so that each is as steady as the others. */
function sizes({ run, sizes }: Scaled): SizeMeasurement[] {
  const once = (size: number) => {
    const before = flushTime();
    const begun = engineRun(0, (engine) => run(engine, size));
    globalThis.gc?.();
    begun.work();
    begun.close();
    return (1000 * (flushTime() - before)) / size;
  };
  for (let i = 0; i < WARM_UPS; i++) once(10_000);
  return sizes.map((objects) => {
    const times = Array.from({ length: Math.max(2, Math.min(20, 50_000 / objects)) }, () => once(objects));
    return { objects, microseconds: least(times) };
  });
}

const [kind, name = "", ...rest] = process.argv.slice(2);

async function answer(): Promise<unknown> {
  if (kind === "sizes") {
    const found = scaled[name];
    if (found === undefined) throw new Error(`no workload ${name} that is scaled`);
    return sizes(found);
  }
  const workload = workloads[name];
  if (workload === undefined) throw new Error(`no workload ${name}`);
  const runs = Number(rest[0]);
  switch (kind) {
    case "record": {
      const sent = record(workload);
      writeFileSync(rest[0] as string, JSON.stringify(sent));
      return countStatements(sent);
    }
    case "floor": {
      const sent = JSON.parse(readFileSync(rest[1] as string, "utf8")) as readonly Sent[];
      return measure(() => floorRun(workload, sent), runs);
    }
    case "watched":
    case "recorded":
      return measure(() => watchedRun(workload, kind === "recorded"), runs);
    case "profile":
      return profile(workload, runs);
    default:
      return measure(() => engineRun(workload.seededUsers, workload.run), runs);
  }
}

process.stdout.write(JSON.stringify(await answer()));
