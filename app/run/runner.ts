import workerAddress from "virtual:sandbox-worker";
import wasmAddress from "sql.js/dist/sql-wasm-browser.wasm?url";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { LimitKind, Limits } from "../protocol/limits.ts";
import { DEFAULT_LIMITS, describeLimit } from "../protocol/limits.ts";
import type {
  LanguageName,
  PreviewAnswer,
  PreviewRequest,
  RunFile,
  RunId,
  RunRequest,
  RunResult,
  WorkerMessage,
} from "../protocol/messages.ts";
import { pythonStarted } from "./python-loading.ts";
import type { Demise, SandboxParts } from "./sandbox.ts";
import { Sandbox } from "./sandbox.ts";

/** Takes the events of a run, a batch at a time, in order. */
export type OnEvents = (events: readonly TraceEvent[]) => void;

export interface RunOptions {
  readonly language?: LanguageName;
  readonly limits?: Partial<Limits>;
  /** Run only as far as to foresee this; the answer is in the result. */
  readonly preview?: PreviewRequest;
  /** Databases that the program may open by their names. */
  readonly files?: readonly RunFile[];
}

/** Milliseconds that a worker has beyond the deadline to end a run by itself, which keeps its rows and its line. */
const GRACE = 250;
/** Milliseconds that a worker may take until it begins; it first ends its warm-up, which on a busy machine is no matter of a moment. */
const BEGIN_TIME = 30_000;
/** Milliseconds into a run that wants the machine for itself after which the next sandbox is made ready, if the run is not over before. */
const FIRST_SPARE_DELAY = 1_000;
/** Milliseconds between two questions whether a running sandbox still lives. */
const HEARTBEAT = 500;
/** Milliseconds without an answer after which it may have died; a machine that is busy answers late, too. */
const SILENCE = 1_500;

/**
 * Runs programs, one at a time, each in a sandbox of its own; the next sandbox is made ready while one is in use. However a
 * program ends, and whether it ends, the run does: at the deadline at the latest.
 */
export class Runner {
  readonly #load: LoadParts;
  #spare: { readonly language: LanguageName; readonly sandbox: Sandbox } | null = null;
  /** The language of the latest run: the next will most likely be of the same. */
  #language: LanguageName = "typescript";
  #current: Run | null = null;
  #runs = 0;

  /** @param load fetches what sandboxes are made from, for each of them */
  constructor(load: LoadParts = loadParts) {
    this.#load = load;
  }

  /** Makes the next sandbox ready before it is needed. */
  async warm(language: LanguageName = this.#language): Promise<void> {
    if (this.#spare?.language === language) return;
    const parts = await this.#load(language);
    // Meanwhile somebody else may have made one, or want none of this language any more.
    if (this.#spare?.language === language || language !== this.#language) return;
    this.#dropSpare();
    this.#spare = { language, sandbox: new Sandbox(parts) };
  }

  /**
   * Runs a program; one that is still running is stopped first.
   * @returns how it ended; never rejects for what the program does
   */
  async run(code: string, onEvents: OnEvents, options: RunOptions = {}): Promise<RunResult> {
    this.stop();
    const id: RunId = ++this.#runs;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { language = "typescript", preview, files = [] } = options;
    const request = { code, language, limits, files, ...(preview === undefined ? {} : { preview }) };
    const run = new Run(id, request, onEvents);
    this.#current = run;
    this.#language = language;
    try {
      const sandbox = await this.#takeSandbox(run, language);
      if (sandbox !== null) run.start(sandbox);
    } catch (error) {
      run.fail(`Programs cannot run: ${error instanceof Error ? error.message : String(error)}`);
    }
    const result = await run.ended;
    if (this.#current === run) this.#current = null;
    // Frames without an origin may share a process, so whatever killed this one may have killed the spare.
    if (run.diedSilently) this.#dropSpare();
    // A language that could not be had is asked for again when somebody wants it, not before.
    if (run.started) void this.warm().catch(() => {});
    return result;
  }

  /**
   * Asks what would become of a program's objects: runs it anew, as far as to the moment. To be asked of a runner beside the
   * one whose run is shown, because one that is still running is stopped first.
   */
  async preview(
    code: string,
    request: PreviewRequest,
    options: Omit<RunOptions, "preview"> = {},
  ): Promise<PreviewAnswer> {
    const result = await this.run(code, () => {}, { ...options, preview: request });
    if (result.preview !== undefined) return result.preview;
    switch (result.outcome) {
      case "limited":
        return { problem: "The program reached a limit before that moment." };
      case "stopped":
        return { problem: "The question was withdrawn." };
      default:
        return { problem: "The program could not be run as far as to that moment." };
    }
  }

  /** Resolves when the next run could start at once. */
  async ready(): Promise<void> {
    await this.warm();
    await this.#spare?.sandbox.ready;
  }

  /** Ends what is running, at once. */
  stop(): void {
    this.#current?.stop();
    this.#current = null;
  }

  /** Ends everything. The runner can be used again. */
  dispose(): void {
    this.stop();
    this.#dropSpare();
  }

  async #takeSandbox(run: Run, language: LanguageName): Promise<Sandbox | null> {
    for (let attempt = 0; ; attempt++) {
      // Stopped before its language is there: it does not wait for it.
      await Promise.race([this.warm(language), run.ended]);
      if (run.over) return null;
      const sandbox = this.#spare?.sandbox;
      this.#spare = null;
      if (sandbox === undefined) continue;
      run.abandon = () => this.#putBack(language, sandbox);
      const demise = await sandbox.ready;
      if (run.over) return null;
      if (demise === null) {
        if (language === "python") pythonStarted(null);
        run.abandon = () => sandbox.remove();
        // The next one is made while this one runs. Not so at first, when the page still opens: booting a worker keeps a core
        // busy for as long as a short run takes, so it waits until that is over.
        // An interpreter costs more than that each time.
        const waits = this.#runs === 1 || language === "python";
        setTimeout(() => void this.warm().catch(() => {}), waits ? FIRST_SPARE_DELAY : 0);
        return sandbox;
      }
      sandbox.remove();
      if (attempt === 0) continue;
      const reason = startFailure(demise);
      if (language === "python") pythonStarted(reason);
      throw new Error(reason);
    }
  }

  /** Keeps a sandbox that nothing has run in for the next run: what it takes to start is not lost. */
  #putBack(language: LanguageName, sandbox: Sandbox): void {
    if (this.#spare === null && language === this.#language) this.#spare = { language, sandbox };
    else sandbox.remove();
  }

  #dropSpare(): void {
    this.#spare?.sandbox.remove();
    this.#spare = null;
  }
}

/** One run, from its start in a sandbox until the first of: its own word, the deadline, a stop, the sandbox's demise. */
class Run {
  readonly ended: Promise<RunResult>;
  /** True when the sandbox stopped answering without a word. */
  diedSilently = false;
  over = false;
  /** Whether a sandbox has been given it. */
  started = false;
  /** Ends the sandbox that was made for it. */
  abandon: () => void = () => {};

  readonly #id: RunId;
  readonly #request: RunRequest;
  readonly #onEvents: OnEvents;
  #end: (result: RunResult) => void = () => {};
  /** When the program itself began to run, as its worker told. */
  #began: number | null = null;
  #seq = 0;
  #line: number | null = null;
  #statements = 0;
  /** When the sandbox last answered, and when it was last asked. */
  #heard = 0;
  #asked = 0;
  /** True while it is being found out whether it has died. */
  #doubted = false;
  /** The beginning of the statement that was executing when last heard of. */
  #executing: string | null = null;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(id: RunId, request: RunRequest, onEvents: OnEvents) {
    this.#id = id;
    this.#request = request;
    this.#onEvents = onEvents;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  start(sandbox: Sandbox): void {
    this.started = true;
    sandbox.onMessage = (message) => this.#receive(message);
    sandbox.onDemise = (demise) => this.#demised(demise);
    this.#deadline = setTimeout(() => this.fail("The sandbox did not begin the program in time."), BEGIN_TIME);
    this.#watch(sandbox, performance.now());
    sandbox.run({ type: "run", run: this.#id, request: this.#request });
  }

  stop(): void {
    this.#finish("stopped", null);
  }

  fail(message: string): void {
    if (this.over) return;
    this.#tell("SandboxError", message, "run");
    this.#finish("failed", null);
  }

  #receive(message: WorkerMessage): void {
    if (this.over || !("run" in message) || message.run !== this.#id) return;
    switch (message.type) {
      case "begun":
        this.#begin();
        return;
      case "trace":
        this.#note(message.events);
        this.#onEvents(message.events);
        return;
      case "whereabouts":
        this.#executing = message.sql;
        this.#line = message.line ?? this.#line;
        return;
      case "finished":
        this.#settle(message.result);
        return;
      default:
        message satisfies never;
    }
  }

  /** Once: what the program says of itself later is not believed. */
  #begin(): void {
    if (this.#began !== null) return;
    this.#began = performance.now();
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#overdue(), this.#request.limits.deadlineMs + GRACE);
  }

  #note(events: readonly TraceEvent[]): void {
    this.#executing = null;
    for (const event of events) {
      this.#seq = Math.max(this.#seq, event.seq);
      this.#line = event.line ?? this.#line;
      if (event.type === "statement") this.#statements++;
    }
  }

  /** The worker did not end it in time: it is inside a statement, or in code that takes no notice, or dead. */
  #overdue(): void {
    this.#limit("deadline");
    // Whatever became of it may have become of the next one.
    this.diedSilently = performance.now() - this.#heard >= SILENCE;
  }

  #watch(sandbox: Sandbox, now: number): void {
    sandbox.onPong = () => {
      this.#heard = performance.now();
    };
    this.#heard = now;
    this.#asked = now;
    sandbox.ping();
    this.#heartbeat = setInterval(() => this.#listen(sandbox), HEARTBEAT);
  }

  #listen(sandbox: Sandbox): void {
    const now = performance.now();
    // Where the page itself stood still, the answers are still waiting to be read.
    if (now - this.#asked > SILENCE / 2) this.#heard = now;
    this.#asked = now;
    sandbox.ping();
    if (now - this.#heard > SILENCE && !this.#doubted) void this.#doubt(sandbox);
  }

  /** Has it that is silent compared with another one: only one that stays so while the other speaks has died. */
  async #doubt(sandbox: Sandbox): Promise<void> {
    this.#doubted = true;
    const asked = performance.now();
    await sandbox.anotherSpeaks();
    this.#doubted = false;
    // An answer that came while the other one was made is read before its greeting is.
    if (this.#heard < asked) this.#limit("memory");
  }

  #demised(demise: Demise): void {
    if (demise.kind === "flood") this.#limit("flood");
    else if (demise.kind === "worker-failed" && !outOfMemory(demise.message)) {
      this.fail(`The program ended its worker: ${demise.message}`);
    } else this.#limit("memory");
  }

  #limit(kind: LimitKind): void {
    if (this.over) return;
    if (kind === "memory") this.diedSilently = true;
    const during = this.#executing === null ? "" : ` It was executing: ${this.#executing}`;
    this.#tell("LimitReached", `${describeLimit(kind, this.#request.limits)}${during}`, "limit");
    this.#finish("limited", kind);
  }

  /** Adds to the trace what the sandbox could not say any more. */
  #tell(name: string, message: string, phase: "limit" | "run"): void {
    const place = { seq: this.#seq + 1, line: this.#line };
    this.#onEvents([{ ...place, type: "error", name, message, code: null, column: null, phase }]);
  }

  #finish(outcome: RunResult["outcome"], limit: LimitKind | null): void {
    const elapsedMs = this.#began === null ? 0 : performance.now() - this.#began;
    const counted = { statements: this.#statements, elapsedMs };
    this.#settle({ outcome, limit, ...counted, model: null, tables: [], uncommitted: false });
  }

  #settle(result: RunResult): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.#deadline);
    clearInterval(this.#heartbeat);
    this.abandon();
    this.#end(result);
  }
}

function outOfMemory(message: string): boolean {
  return /out of memory|memory/i.test(message);
}

function startFailure(demise: Demise): string {
  switch (demise.kind) {
    case "refused":
      return "the browser did not put the sandbox's frame into a sandbox.";
    case "worker-failed":
      return `the worker does not start (${demise.message}).`;
    case "silent":
      return "the sandbox did not start in time.";
    case "flood":
      return "the sandbox sent what it should not have sent.";
  }
}

/** Fetches what the sandboxes of a language are made from. */
export type LoadParts = (language: LanguageName) => Promise<SandboxParts>;

let parts: Promise<SandboxParts> | null = null;

/**
 * Fetches the worker's text and SQLite, and all that Python is where that is wanted; once for all who ask, unless it failed.
 * @throws Error in words, where something cannot be had
 */
export async function loadParts(language: LanguageName = "typescript"): Promise<SandboxParts> {
  if (language === "typescript") return commonParts();
  const [common, { worker, files }] = await Promise.all([
    commonParts(),
    import("./python-parts.ts").then(({ loadPythonParts }) => loadPythonParts()),
  ]);
  return { ...common, worker, python: files };
}

function commonParts(): Promise<SandboxParts> {
  parts ??= fetchParts().catch((error) => {
    parts = null;
    throw error;
  });
  return parts;
}

async function fetchParts(): Promise<SandboxParts> {
  const [worker, wasm, frame] = await Promise.all([
    fetched(workerAddress, "The engine").then((response) => response.text()),
    fetched(wasmAddress, "SQLite").then((response) => response.arrayBuffer()),
    fetched(new URL("sandbox.html", document.baseURI).href, "The sandbox").then((response) => response.text()),
  ]);
  return { host: new URL("sandbox-host.html", document.baseURI).href, frame, worker, wasm };
}

async function fetched(address: string, what: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${what} could not be fetched (${response.status}).`);
  return response;
}
