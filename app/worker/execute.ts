import type {
  Fate,
  FateOperation,
  ModelSnapshot,
  ObjectId,
  TraceEvent,
  TraceEventBody,
} from "../../src-engine/trace/events.ts";
import type { Locate, TraceSink } from "../../src-engine/trace/recorder.ts";
import type { Program } from "../languages/language.ts";
import { SyntaxProblem } from "../languages/language.ts";
import type { Languages } from "../languages/languages.ts";
import type { LimitKind } from "../protocol/limits.ts";
import { describeLimit } from "../protocol/limits.ts";
import type { PreviewAnswer, RunFile, RunId, RunRequest, RunResult } from "../protocol/messages.ts";
import { MAX_TRANSLATION, MAX_TRANSLATIONS } from "../protocol/messages.ts";
import type { Driver, WatchableDriver } from "./databases.ts";
import { Databases } from "./databases.ts";
import { Meter } from "./meter.ts";
import { printed, printedLine } from "./printed.ts";
import { Reporter } from "./reporter.ts";

/** What a run needs of the engine. */
export interface EnginePort {
  readonly trace: {
    start(sink: TraceSink, locate?: Locate): void;
    stop(): void;
    emit(body: TraceEventBody): void;
    record(on: boolean): void;
    leaveLine(): void;
    census: Map<ObjectId, object> | null;
  };
  /** Has predictions told; gives what ends that. */
  observePredictions?(): () => void;
  /** The fates of an operation on the object of that number, or why there are none. */
  previewObject?(
    id: ObjectId,
    operation: FateOperation,
    options: { readonly relationship?: string },
  ): readonly Fate[] | string;
  /** The SQL of a statement event's `source` in another dialect; `null` where there is none. */
  sourceSql?(source: number, dialect: "postgresql" | "mysql"): string | null;
  setDriverFactory(factory: (url: string) => Driver): void;
  /** The mapping of a base's registry. */
  modelSnapshot(registry: unknown): ModelSnapshot;
  /** What a program may import, by the name of the module. */
  readonly modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a run needs of the place where it runs. */
export interface RunHost {
  readonly engine: EnginePort;
  /** The languages that run here. */
  readonly languages: Languages;
  /** @param bytes a file of SQLite's to begin with */
  openDatabase(bytes?: Uint8Array): WatchableDriver;
  /** Takes a message to the page, as JSON. */
  send(text: string): void;
  /** Milliseconds of a clock that never goes backwards. */
  now(): number;
  /** Resolves when everything that the program left to promises has run; with the errors that nobody caught. */
  settled(): Promise<readonly unknown[]>;
}

/** Thrown at each line of a program from the moment on at which all that was wanted of it is known. */
class Answered extends Error {}

/** Where a program prints to. */
export type PrintLevel = Extract<TraceEvent, { type: "output" }>["level"];

/** One run: from a request to the message that says how it ended. A realm sees one run only. */
export class Execution {
  readonly #host: RunHost;
  readonly #request: RunRequest;
  readonly #meter: Meter;
  readonly #reporter: Reporter;
  readonly #databases: Databases;
  readonly #bases = new Set<object>();
  /** The compiled forms that were executed. */
  readonly #sources = new Set<number>();
  #program: Program | null = null;
  /** Where the event that is being told happened, when that is not where the program is now. */
  #place: number | null = null;
  #recording = true;
  /** The number of the latest event. */
  #seq = 0;
  #answer: PreviewAnswer | null = null;

  constructor(run: RunId, request: RunRequest, host: RunHost) {
    this.#host = host;
    this.#request = request;
    this.#meter = new Meter(request.limits, { now: host.now, locate: () => this.#program?.line() ?? null });
    this.#reporter = new Reporter(run, this.#meter, host);
    this.#databases = new Databases(
      (url) => host.openDatabase(fileOf(url, request.files)),
      this.#meter,
      (sql) => this.#reporter.executing(sql, this.#program?.line() ?? null),
    );
  }

  /** Runs the program to its end and reports it. Rejects only for a defect of ours. */
  async run(): Promise<void> {
    const { trace } = this.#host.engine;
    this.#host.engine.setDriverFactory((url) => this.#databases.open(url));
    trace.start(
      (event) => this.#take(event),
      () => this.#place ?? this.#program?.line() ?? null,
    );
    trace.record(true);
    trace.census = this.#request.preview === undefined ? null : new Map();
    const endPredictions = this.#host.engine.observePredictions?.();
    this.#databases.record((body) => trace.emit(body));
    const errors: unknown[] = [];
    try {
      await this.#perform();
    } catch (error) {
      errors.push(error);
    }
    errors.push(...(await this.#host.settled()));
    const elapsedMs = this.#meter.elapsed();
    this.#reporter.lift();
    if (this.#recording) trace.leaveLine();
    this.#foresee();
    endPredictions?.();
    trace.census = null;
    // What a program fails with once it has been stopped is of no interest.
    if (this.#meter.reached !== null) this.#tellLimit(this.#meter.reached);
    else if (this.#answer === null) for (const error of errors) this.#tell(error);
    trace.stop();
    this.#reporter.finish({ ...this.#ending(errors.length > 0 && this.#answer === null), elapsedMs });
  }

  /** Answers what was asked of the run, once. */
  #foresee(): void {
    const { preview } = this.#request;
    if (preview === undefined || this.#answer !== null || this.#meter.reached !== null) return;
    const { object, operation, relationship } = preview;
    const options = relationship === undefined ? {} : { relationship };
    const found = this.#host.engine.previewObject?.(object, operation, options) ?? "Nothing can be foreseen here.";
    this.#answer = typeof found === "string" ? { problem: found } : { fates: found };
  }

  /** The program goes on to another line. */
  #leave(): void {
    this.#host.engine.trace.leaveLine();
    const moment = this.#request.preview?.moment ?? null;
    if (moment === null) return;
    if (this.#seq >= moment) this.#foresee();
    if (this.#answer !== null) throw new Answered();
  }

  #take(event: TraceEvent): void {
    this.#seq = event.seq;
    if (event.type === "statement" && event.source !== 0 && this.#sources.size < MAX_TRANSLATIONS) {
      this.#sources.add(event.source);
    }
    this.#reporter.add(event);
    this.#databases.told(event);
    if (!this.#recording || !this.#reporter.recordIsFull) return;
    this.#stopRecording();
    this.#host.engine.trace.emit({ type: "unrecorded" });
  }

  #stopRecording(): void {
    this.#recording = false;
    this.#databases.stopRecording();
    this.#host.engine.trace.record(false);
  }

  /** Takes what the program prints. */
  print(level: PrintLevel, values: readonly unknown[]): void {
    this.#meter.line();
    this.#host.engine.trace.emit({ type: "output", level, text: printedLine(values) });
  }

  async #perform(): Promise<void> {
    const language = this.#host.languages[this.#request.language];
    if (language === undefined) throw new Error(`Nothing here runs ${this.#request.language}.`);
    this.#program = language.prepare(this.#request.code);
    await this.#program.run({
      modules: this.#host.engine.modules,
      tick: () => {
        if (this.#meter.tick()) this.#reporter.passing(this.#program?.line() ?? null);
      },
      leave: () => this.#leave(),
      register: (base, mapped) => this.#register(base, mapped),
    });
  }

  #register(base: unknown, mapped: unknown): void {
    if (typeof base !== "function" && (typeof base !== "object" || base === null)) return;
    this.#bases.add(base);
    const register: unknown = Reflect.get(base, "register");
    if (typeof register === "function") Reflect.apply(register, base, [mapped]);
  }

  /** Reports an error that ended the program, or a part of it. */
  #tell(error: unknown): void {
    const inSource = error instanceof SyntaxProblem;
    this.#place = inSource ? error.line : (this.#program?.lineOf(error) ?? null);
    const mapping = this.#program?.mapping() ?? false;
    this.#host.engine.trace.emit({
      type: "error",
      ...described(error),
      column: inSource ? error.column : null,
      phase: inSource ? "syntax" : mapping ? "mapping" : "run",
    });
  }

  #tellLimit(limit: LimitKind): void {
    this.#place = this.#meter.reachedAt;
    const message = describeLimit(limit, this.#request.limits);
    this.#host.engine.trace.emit({
      type: "error",
      name: "LimitReached",
      message,
      code: null,
      column: null,
      phase: "limit",
    });
  }

  #ending(failed: boolean): Omit<RunResult, "elapsedMs"> {
    const limit = this.#meter.reached;
    const { foreignKeys, ...held } = this.#databases.contents();
    return {
      outcome: limit !== null ? "limited" : failed ? "failed" : "completed",
      limit,
      statements: this.#meter.statements,
      model: this.#model(),
      ...held,
      ...(foreignKeys ? { foreignKeys } : {}),
      ...(this.#answer === null ? {} : { preview: this.#answer }),
      ...this.#translations(),
    };
  }

  /** The run's statements in the SQL of other databases. */
  #translations(): Pick<RunResult, "translations"> {
    const { engine } = this.#host;
    if (engine.sourceSql === undefined || this.#request.preview !== undefined) return {};
    const translations = [...this.#sources].map((source) => ({
      source,
      postgresql: sqlIn(engine, source, "postgresql"),
      mysql: sqlIn(engine, source, "mysql"),
    }));
    return translations.length === 0 ? {} : { translations };
  }

  /** The mapping of every base that mapped something; `null` where there is none or it is wrong. */
  #model(): ModelSnapshot | null {
    const registries = new Set([...this.#bases].map((base): unknown => Reflect.get(base, "registry")));
    const models = [...registries].flatMap((registry) => this.#modelOf(registry) ?? []);
    if (models.length === 0) return null;
    return {
      classes: models.flatMap((model) => model.classes),
      tables: models.flatMap((model) => model.tables),
    };
  }

  #modelOf(registry: unknown): ModelSnapshot | null {
    try {
      return this.#host.engine.modelSnapshot(registry);
    } catch {
      return null;
    }
  }
}

/** The file that a database's URL names, if it is there. */
function fileOf(url: string, files: readonly RunFile[] = []): Uint8Array | undefined {
  const [, path] = /^sqlite(?:\+\w+)?:\/\/\/(?:\.\/)?([^?]+)/.exec(url) ?? [];
  return files.find(({ name }) => name === path)?.bytes;
}

function described(error: unknown): { name: string; message: string; code: string | null } {
  if (!(error instanceof Error)) return { name: "Error", message: printed(error), code: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return { name: error.name, message: error.message, code };
}

/** A dialect may have no words for a statement; that is no failure of the run. */
function sqlIn(engine: EnginePort, source: number, dialect: "postgresql" | "mysql"): string | null {
  try {
    return engine.sourceSql?.(source, dialect)?.slice(0, MAX_TRANSLATION) ?? null;
  } catch {
    return null;
  }
}
