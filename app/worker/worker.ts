/**
 * The worker in the sandbox: a classic script, because an opaque origin loads no modules. It gets SQLite from the frame, says
 * that it is ready, and runs one program; the next one gets a worker of its own.
 */
import initSqlJs from "sql.js/dist/sql-wasm-browser.js";
import * as flushlight from "../../src-engine/index.ts";
import { languages } from "../languages/languages.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { PageMessage, WorkerBoot, WorkerMessage } from "../protocol/messages.ts";
import { base64Of, wireText } from "../protocol/wire.ts";
import type { PrintLevel } from "./execute.ts";
import { Execution } from "./execute.ts";
import { explain } from "./explain.ts";
import { rebuild } from "./rebuild.ts";
import { reflect } from "./reflect.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";
import { WARM_UP } from "./warm-up.ts";

/** The worker's global scope, as far as it is used here: the page's types have no worker in them. */
interface WorkerScope {
  postMessage(message: string): void;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
  addEventListener(type: "unhandledrejection", listener: (event: PromiseRejectionEvent) => void): void;
  console: Record<string, (...values: unknown[]) => void>;
}

const scope = globalThis as unknown as WorkerScope;
// Kept from the start: the program may put anything in their places.
const post = scope.postMessage.bind(scope);
const clock = performance.now.bind(performance);
const later = setTimeout.bind(globalThis);

/** Milliseconds after which a worker that has nothing to run warms up. */
const IDLE = 150;

let sqlJs: Awaited<ReturnType<typeof initSqlJs>> | null = null;
let started = false;
/** A warm-up that has begun is over before a program starts. */
let warmed: Promise<void> = Promise.resolve();

scope.addEventListener("message", (event) => {
  // Only the frame can send here, and what it sends comes from the page.
  const message = event.data as WorkerBoot | PageMessage;
  if (message.type === "boot" && sqlJs === null) void boot(message.wasm);
  if (message.type === "run" && sqlJs !== null && !started) {
    started = true;
    void warmed.then(() => run(message));
  }
  // A stranger's program may have changed whatever answers, so a worker that has run one answers nothing.
  if (message.type === "explain" && sqlJs !== null && !started) {
    const answer: WorkerMessage = {
      type: "explained",
      id: message.id,
      ...explain(() => host.openDatabase(message.request.file), message.request),
    };
    post(JSON.stringify(answer));
  }
  if (message.type === "rebuild" && sqlJs !== null && !started) {
    const built = rebuild(() => host.openDatabase(message.request.file), message.request);
    const database = "problem" in built ? built : { ...built, bytes: base64Of(built.bytes) };
    post(wireText({ type: "rebuilt", id: message.id, database }));
  }
  if (message.type === "reflect" && sqlJs !== null && !started) {
    const schema = reflect(() => host.openDatabase(message.bytes));
    post(JSON.stringify({ type: "reflected", id: message.id, schema } satisfies WorkerMessage));
  }
});

async function boot(wasm: ArrayBuffer): Promise<void> {
  sqlJs = await initSqlJs({ wasmBinary: wasm });
  post(JSON.stringify({ type: "ready" } satisfies WorkerMessage));
  later(() => {
    if (!started) warmed = warmUp();
  }, IDLE);
}

/** Runs a program that nobody hears of. */
async function warmUp(): Promise<void> {
  const request = { code: WARM_UP, language: "typescript", limits: DEFAULT_LIMITS } as const;
  await new Execution(0, request, { ...host, send() {}, settled: async () => [] }).run();
}

async function run({ run, request }: Extract<PageMessage, { type: "run" }>): Promise<void> {
  const uncaught: unknown[] = [];
  scope.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    uncaught.push(event.reason);
  });
  scope.addEventListener("error", (event) => {
    event.preventDefault();
    uncaught.push(event.error);
  });
  const execution = new Execution(run, request, {
    ...host,
    send: post,
    // Promises run to their end before the next timer does, and only then is a rejection known to be unhandled.
    settled: () => new Promise((done) => later(() => later(() => done(uncaught), 0), 0)),
  });
  const print =
    (level: PrintLevel) =>
    (...values: unknown[]) =>
      execution.print(level, values);
  Object.assign(scope.console, {
    log: print("log"),
    debug: print("log"),
    dir: print("log"),
    table: print("log"),
    info: print("info"),
    warn: print("warn"),
    error: print("error"),
  });
  await execution.run();
}

const host = {
  engine: {
    trace: flushlight.trace,
    setDriverFactory: flushlight.setDriverFactory,
    modelSnapshot: flushlight.modelSnapshot,
    observePredictions: () => flushlight.observePredictions(),
    previewObject: flushlight.previewObject,
    sourceSql: flushlight.sourceSql,
    modules: { flushlight },
  },
  languages,
  openDatabase: (bytes?: Uint8Array) => new SqlJsDriver(new (initialised().Database)(bytes), initialised()),
  now: clock,
} as const;

function initialised(): NonNullable<typeof sqlJs> {
  if (sqlJs === null) throw new Error("SQLite is not there yet.");
  return sqlJs;
}
