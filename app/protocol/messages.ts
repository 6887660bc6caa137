/**
 * What the page, the sandbox's frame and the worker in it say to each other.
 *
 *     page  ── FrameBoot (window.postMessage, with a port) ─▶ frame ── WorkerBoot ─▶ worker
 *     page  ── PageMessage (port) ─▶ frame ── run ─▶ worker
 *     page  ◀─ FrameMessage (port) ── frame ◀─ WorkerMessage, as a string of JSON ── worker
 *
 * The frame is ours but the worker runs a stranger's code, which may send anything. The frame passes on only strings, and only
 * so many and so long ones; the page parses each with `parseWorkerMessage` and ends the run at the first that does not fit.
 */
import type {
  DriverValue,
  Fate,
  FateOperation,
  ModelSnapshot,
  ObjectId,
  TraceEvent,
} from "../../src-engine/trace/events.ts";
import type { LimitKind, Limits } from "./limits.ts";

/** Identifies a run within one page. Messages of any other run than the present one are dropped. */
export type RunId = number & { readonly __id?: "run" };

export type LanguageName = "typescript" | "python";

/** What to run. */
export interface RunRequest {
  readonly code: string;
  readonly language: LanguageName;
  readonly limits: Limits;
  /** Run only as far as to foresee this. */
  readonly preview?: PreviewRequest;
  /** Databases that the program may open by their names, as `sqlite:///NAME`: each time as they are here. */
  readonly files?: readonly RunFile[];
}

/** A file of SQLite's. */
export interface RunFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What if an operation were done to an object at a moment of the run? */
export interface PreviewRequest {
  /** The `seq` of an event: asked at the first line that begins at it or after it. `null`: at the end of the program. */
  readonly moment: number | null;
  readonly object: ObjectId;
  readonly operation: FateOperation;
  /** For `remove`: the relationship that lets go of the object, as `User.addresses`. */
  readonly relationship?: string;
}

/** The answer, or why there is none. */
export type PreviewAnswer = { readonly fates: readonly Fate[] } | { readonly problem: string };

/** Page → frame, once, to the window. Carries the port for everything after. */
export interface FrameBoot {
  readonly type: "boot";
  /** The text of the worker: a classic script. */
  readonly worker: string;
  /** SQLite's WebAssembly. */
  readonly wasm: ArrayBuffer;
  /** For a worker that runs Python. */
  readonly python?: PythonFiles;
  readonly flood: FloodLimits;
}

/** What Python runs from. */
export interface PythonFiles {
  /** The interpreter's WebAssembly. */
  readonly wasm: ArrayBuffer;
  /** The classic scripts around it, as UTF-8. */
  readonly scripts: ArrayBuffer;
  /** The standard library: a zip of compiled modules. */
  readonly library: ArrayBuffer;
  /** Our own packages, the same way. */
  readonly packages: ArrayBuffer;
}

/** What the frame lets through before it ends the worker: messages, and characters in one and in all. */
export interface FloodLimits {
  readonly messages: number;
  readonly messageChars: number;
  readonly totalChars: number;
}

/** Frame → worker, once. */
export interface WorkerBoot {
  readonly type: "boot";
  readonly wasm: ArrayBuffer;
  readonly python?: PythonFiles;
}

/** A statement to be asked about, and what the database has to be like before. */
export interface ExplainRequest {
  /** The file that the run began with; without one its database was empty. */
  readonly file?: Uint8Array;
  /** Executed first, in order; those that fail are passed over. */
  readonly schema: readonly { readonly sql: string; readonly params: readonly DriverValue[] }[];
  readonly sql: string;
  readonly params: readonly DriverValue[];
  /** Size that the database may have. */
  readonly databaseBytes: number;
}

/** A row of EXPLAIN QUERY PLAN. `parent` is 0 at the top. */
export interface PlanStep {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** A database to be made again from what a run said to it. */
export interface RebuildRequest {
  /** The file that the run began with; without one its database was empty. */
  readonly file?: Uint8Array;
  /** Executed in order. */
  readonly steps: readonly RebuildStep[];
  /** Size that the database may have. */
  readonly databaseBytes: number;
}

export interface RebuildStep {
  readonly sql: string;
  readonly params: readonly DriverValue[];
  /** Whether the database refused it in the run, as it then has to again. */
  readonly refused: boolean;
}

/** A database as SQLite's file, or why there is none. */
export type Rebuilt =
  | {
      /** Without what no transaction committed. */
      readonly bytes: Uint8Array;
      /** Every table after the last step, what was not committed included. */
      readonly tables: readonly TableRows[];
    }
  | { readonly problem: string };

/** What is in a file of SQLite's, or why that cannot be told. */
export type Reflected = FileSchema | { readonly problem: string };

export interface FileSchema {
  readonly tables: readonly FileTable[];
  /** The names of its views. */
  readonly views: readonly string[];
}

export interface FileTable {
  readonly name: string;
  readonly columns: readonly FileColumn[];
  readonly foreignKeys: readonly FileForeignKey[];
  /** Columns whose values together are unique, the primary key left out. */
  readonly unique: readonly (readonly string[])[];
  readonly rows: number;
}

export interface FileColumn {
  readonly name: string;
  /** As it was declared; empty where it was not. */
  readonly type: string;
  readonly nullable: boolean;
  /** The expression of its default. */
  readonly default: string | null;
  /** Its position in the primary key; 0 where it is no part of it. */
  readonly key: number;
  /** Whether SQLite works it out from other columns. */
  readonly generated: boolean;
  /** How SQLite holds values that are not what the type says; `null` where all are. */
  readonly misfits: "text" | "number" | null;
}

export interface FileForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly referred: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

/** Page → frame (`ping`, answered there) and on to the worker (`run`, or a question to one that runs nothing). */
export type PageMessage =
  | { readonly type: "ping"; readonly id: number }
  | { readonly type: "explain"; readonly id: number; readonly request: ExplainRequest }
  | { readonly type: "rebuild"; readonly id: number; readonly request: RebuildRequest }
  | { readonly type: "reflect"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: "run"; readonly run: RunId; readonly request: RunRequest };

/** Frame → page, to the window, before there is a port. */
export type FrameGreeting =
  | { readonly type: "frame-ready" }
  /** The frame found itself outside a sandbox and will run nothing. */
  | { readonly type: "frame-refused" };

/** Frame → page. */
export type FrameMessage =
  | { readonly type: "pong"; readonly id: number }
  /** The worker broke {@link FloodLimits} or sent something that is no string; it has been ended. */
  | { readonly type: "flood" }
  /** The worker could not be started, or died. */
  | { readonly type: "worker-failed"; readonly message: string }
  | { readonly type: "from-worker"; readonly text: string };

/** Worker → page, through the frame. */
export type WorkerMessage =
  | { readonly type: "ready" }
  /** The program starts now: whatever the worker did before is done. */
  | { readonly type: "begun"; readonly run: RunId }
  | { readonly type: "trace"; readonly run: RunId; readonly events: readonly TraceEvent[] }
  /** Where the run is, told where it might be the last that is heard of it; `sql` when a statement goes to the database now. */
  | { readonly type: "whereabouts"; readonly run: RunId; readonly sql: string | null; readonly line: number | null }
  | { readonly type: "finished"; readonly run: RunId; readonly result: RunResult }
  /** Answers `explain`; `error` is the database's message when it refused. */
  | {
      readonly type: "explained";
      readonly id: number;
      readonly plan: readonly PlanStep[];
      readonly error: string | null;
    }
  /** Answers `rebuild`. The bytes cross as base64. */
  | { readonly type: "rebuilt"; readonly id: number; readonly database: Rebuilt }
  /** Answers `reflect`. */
  | { readonly type: "reflected"; readonly id: number; readonly schema: Reflected };

/** How a run ended, and what the database holds then. Its errors and output are among the trace events. */
export interface RunResult {
  readonly outcome: "completed" | "failed" | "limited" | "stopped";
  /** The limit that ended it, where `outcome` is `limited`. */
  readonly limit: LimitKind | null;
  readonly elapsedMs: number;
  /** Statements that reached the database. */
  readonly statements: number;
  /** The mapped classes and tables; `null` when the program got no further than a syntax error, or was killed. */
  readonly model: ModelSnapshot | null;
  /** Every table at the end of the run; empty when it was killed. */
  readonly tables: readonly TableRows[];
  /** True when a transaction was still open: the rows include what was never committed. */
  readonly uncommitted: boolean;
  /** True when a database of the run enforced foreign keys; told only where it is so. */
  readonly foreignKeys?: true;
  /** The answer to what the request wanted foreseen. */
  readonly preview?: PreviewAnswer;
  /** The run's statements in other databases' SQL, each compiled form once; at most {@link MAX_TRANSLATIONS}. */
  readonly translations?: readonly Translation[];
}

/** A compiled statement in the SQL of other databases; `null` where one cannot say it. */
export interface Translation {
  /** `source` of the statement events that were executed from it. */
  readonly source: number;
  readonly postgresql: string | null;
  readonly mysql: string | null;
}

/** Compiled forms of one run that are translated. */
export const MAX_TRANSLATIONS = 500;
/** Characters of one translation. */
export const MAX_TRANSLATION = 20_000;

/** The rows of one table, at most {@link MAX_TABLE_ROWS} of `total`. */
export interface TableRows {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DriverValue[])[];
  readonly total: number;
}

export const MAX_TABLE_ROWS = 500;
/** Characters of one text cell; the worker cuts longer ones and ends them with "…". */
export const MAX_CELL_CHARS = 2_000;
/** Events in one message. */
export const MAX_BATCH = 500;
/** Steps of one statement's plan. */
export const MAX_PLAN_STEPS = 500;
/** Characters of one step of a plan, and of the message that there is none. */
export const MAX_PLAN_TEXT = 2_000;
/** Tables of a file that are told of. */
export const MAX_FILE_TABLES = 200;
/** Bytes of a database that may be given out as a file, or taken in. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Characters of a statement that is told before it has ended. */
export const MAX_SHOWN_SQL = 300;
