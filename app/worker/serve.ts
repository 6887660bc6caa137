/**
 * What every worker in the sandbox does: it gets SQLite from the frame, makes its language ready, says that it is ready, and runs
 * one program; the next one gets a worker of its own.
 */
import initSqlJs from "sql.js/dist/sql-wasm-browser.js";
import * as flushlight from "../../src-engine/index.ts";
import type { Language } from "../languages/language.ts";
import type { Languages } from "../languages/languages.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { LanguageName, PageMessage, WorkerBoot, WorkerMessage } from "../protocol/messages.ts";
import { base64Of, wireText } from "../protocol/wire.ts";
import type { PrintLevel } from "./execute.ts";
import { Execution } from "./execute.ts";
import { explain } from "./explain.ts";
import { rebuild } from "./rebuild.ts";
import { reflect } from "./reflect.ts";
import { scope } from "./scope.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";

/** The language of a worker. */
export interface ServedLanguage {
  readonly name: LanguageName;
  /** Makes it ready. The files that it is made from come with the message. */
  load(boot: WorkerBoot): Promise<Language>;
  /** A program that goes through all that most programs go through; see `warm-up.ts`. */
  readonly warmUp: string;
}

// Kept from the start: the program may put anything in their places.
const post = scope.postMessage.bind(scope);
const clock = performance.now.bind(performance);
const later = setTimeout.bind(globalThis);

/** Milliseconds after which a worker that has nothing to run warms up. */
const IDLE = 150;

let sqlJs: Awaited<ReturnType<typeof initSqlJs>> | null = null;

/** Answers the messages of the frame, for the life of the worker. */
export function serve(served: ServedLanguage): void {
  let language: Language | null = null;
  let booting = false;
  let started = false;
  /** A warm-up that has begun is over before a program starts. */
  let warmed: Promise<void> = Promise.resolve();

  async function boot(message: WorkerBoot): Promise<void> {
    [sqlJs, language] = await Promise.all([initSqlJs({ wasmBinary: message.wasm }), served.load(message)]);
    post(JSON.stringify({ type: "ready" } satisfies WorkerMessage));
    const ready = language;
    later(() => {
      if (!started) warmed = warmUp(served, ready);
    }, IDLE);
  }

  scope.addEventListener("message", (event) => {
    // Only the frame can send here, and what it sends comes from the page.
    const message = event.data as WorkerBoot | PageMessage;
    if (message.type === "boot") {
      if (!booting) void boot(message);
      booting = true;
      return;
    }
    // A stranger's program may have changed whatever answers, so a worker that has run one answers nothing.
    if (language === null || started) return;
    if (message.type === "run") {
      const ready = language;
      started = true;
      void warmed.then(() => run(message, { [served.name]: ready }));
    } else answer(message);
  });
}

/** Answers a question to a worker that has run nothing. */
function answer(message: Exclude<PageMessage, { type: "run" }>): void {
  switch (message.type) {
    case "explain": {
      const { id, request } = message;
      const explained = explain(() => host.openDatabase(request.file), request);
      post(JSON.stringify({ type: "explained", id, ...explained } satisfies WorkerMessage));
      return;
    }
    case "rebuild": {
      const built = rebuild(() => host.openDatabase(message.request.file), message.request);
      const database = "problem" in built ? built : { ...built, bytes: base64Of(built.bytes) };
      post(wireText({ type: "rebuilt", id: message.id, database }));
      return;
    }
    case "reflect": {
      const schema = reflect(() => host.openDatabase(message.bytes));
      post(JSON.stringify({ type: "reflected", id: message.id, schema } satisfies WorkerMessage));
      return;
    }
    case "ping":
      // The frame answers those.
      return;
    default:
      message satisfies never;
  }
}

/** Runs a program that nobody hears of. */
async function warmUp({ name, warmUp: code }: ServedLanguage, language: Language): Promise<void> {
  const request = { code, language: name, limits: DEFAULT_LIMITS } as const;
  const quiet = { ...host, languages: { [name]: language }, send() {}, settled: async () => [] };
  await new Execution(0, request, quiet).run();
}

async function run({ run, request }: Extract<PageMessage, { type: "run" }>, languages: Languages): Promise<void> {
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
    languages,
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
  post(JSON.stringify({ type: "begun", run } satisfies WorkerMessage));
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
  openDatabase: (bytes?: Uint8Array) => new SqlJsDriver(new (initialised().Database)(bytes), initialised()),
  now: clock,
} as const;

function initialised(): NonNullable<typeof sqlJs> {
  if (sqlJs === null) throw new Error("SQLite is not there yet.");
  return sqlJs;
}
