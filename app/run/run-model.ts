import type {
  Cause,
  CauseId,
  DriverValue,
  FlushId,
  ModelSnapshot,
  ObjectId,
  ObjectRef,
  PlanAction,
  StatementKind,
  StatementRow,
  TraceEvent,
  TransactionAction,
  Transition,
} from "../../src-engine/trace/events.ts";
import { IdMap } from "./id-map.ts";

/** Position of a statement among the statements of its run, starting at 0. */
export type StatementIndex = number & { readonly __id?: "statement" };
/** Identifies a transaction or savepoint within one run. */
export type FrameId = number & { readonly __id?: "frame" };

/**
 * Everything the page knows about one run, derived from its trace events and nothing else.
 * Lists only ever grow, so an index into one stays valid for the life of the run.
 */
export interface RunModel {
  /** The `seq` of the last event taken in. */
  readonly seq: number;
  readonly statements: readonly Statement[];
  readonly frames: readonly Frame[];
  readonly flushes: readonly Flush[];
  readonly transitions: readonly ObjectTransition[];
  /** Prints, warnings and errors, in order. */
  readonly messages: readonly Message[];
  /** What the ORM left undone, and why. */
  readonly omissions: readonly Omission[];
  /** What operations were going to do, foreseen before they ran. */
  readonly predictions: readonly Prediction[];
  /** What rows and objects became, in order: `moments/` tells from it how everything stood at any time of the run. */
  readonly changes: readonly Change[];
  /** The place from which on `changes` are missing, the run having told as many as it may; `null` where none are. */
  readonly recordedUntil: number | null;
  /** What happened, in order: the common thread of the lists above. */
  readonly entries: readonly Entry[];
  readonly causes: ReadonlyMap<CauseId, Cause>;
  readonly objects: ReadonlyMap<ObjectId, ObjectRecord>;
  /** The mapped classes as last told; `null` until the mapping is configured. */
  readonly schema: ModelSnapshot | null;
  /** The transactions and savepoints that are open after the last event, outermost first. */
  readonly open: readonly FrameId[];
  readonly flush: FlushId | null;
}

export interface Statement {
  readonly index: StatementIndex;
  readonly seq: number;
  readonly line: number | null;
  readonly sql: string;
  readonly kind: StatementKind;
  readonly table: string | null;
  readonly params: readonly (readonly DriverValue[])[];
  readonly many: boolean;
  readonly rows: readonly StatementRow[];
  readonly cause: CauseId | null;
  readonly flush: FlushId | null;
  /** The innermost transaction or savepoint it ran in. */
  readonly frame: FrameId | null;
  readonly rowCount: number;
  readonly durationMs: number;
  readonly error: string | null;
  readonly source: number;
}

/** A transaction or a savepoint, from its opening to its end. */
export interface Frame {
  readonly id: FrameId;
  readonly kind: "transaction" | "savepoint";
  readonly name: string | null;
  readonly parent: FrameId | null;
  readonly depth: number;
  readonly outcome: "open" | "committed" | "rolled-back" | "released";
}

export interface Flush {
  readonly id: FlushId;
  readonly line: number | null;
  readonly cause: CauseId | null;
  readonly outcome: "running" | "done" | "failed";
  readonly statements: readonly StatementIndex[];
  readonly plan: { readonly actions: readonly PlanAction[]; readonly cycles: readonly (readonly number[])[] } | null;
}

export interface ObjectTransition {
  readonly seq: number;
  readonly line: number | null;
  readonly transition: Transition;
  readonly object: ObjectRef;
  readonly cause: CauseId | null;
}

export type Message = { readonly seq: number; readonly line: number | null } & (
  | { readonly kind: "output"; readonly level: "log" | "info" | "warn" | "error"; readonly text: string }
  | { readonly kind: "warning"; readonly category: string; readonly message: string; readonly code: string | null }
  | RunError
);

export interface RunError {
  readonly kind: "error";
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly column: number | null;
  readonly phase: "syntax" | "mapping" | "run" | "limit";
}

export type Omission = EventOf<"omission">;
export type Prediction = EventOf<"prediction">;
/** An event that changes what the database or the session holds. */
export type Change = EventOf<"table" | "rows" | "objects" | "line" | "transaction" | "state">;

/** What an object was last seen as. */
export interface ObjectRecord {
  readonly ref: ObjectRef;
  readonly state: "transient" | "pending" | "persistent" | "deleted" | "detached" | null;
}

export type Entry = { readonly seq: number; readonly line: number | null } & (
  | { readonly kind: "statement"; readonly statement: StatementIndex }
  | { readonly kind: "frame-open"; readonly frame: FrameId }
  | { readonly kind: "frame-close"; readonly frame: FrameId; readonly outcome: Frame["outcome"] }
  | { readonly kind: "flush-begin"; readonly flush: FlushId }
  | { readonly kind: "flush-end"; readonly flush: FlushId }
  | { readonly kind: "transition"; readonly transition: number }
  | { readonly kind: "message"; readonly message: number }
);

export const emptyRun: RunModel = {
  seq: 0,
  statements: [],
  frames: [],
  flushes: [],
  transitions: [],
  messages: [],
  omissions: [],
  predictions: [],
  changes: [],
  recordedUntil: null,
  entries: [],
  causes: new IdMap(),
  objects: new IdMap(),
  schema: null,
  open: [],
  flush: null,
};

/**
 * Takes a batch of events into the model.
 * @returns a new model; the given one is unchanged, and the same one comes back for an empty batch
 */
export function fold(model: RunModel, events: readonly TraceEvent[]): RunModel {
  if (events.length === 0) return model;
  const draft = draftOf(model);
  growing.set(draft, new Set());
  for (const event of events) take(draft, event);
  return draft;
}

/** The flushes whose lists of statements a draft has made itself and so may add to. */
const growing = new WeakMap<Draft, Set<FlushId>>();

type Draft = {
  -readonly [K in keyof RunModel]: RunModel[K] extends readonly (infer E)[]
    ? E[]
    : RunModel[K] extends ReadonlyMap<infer I, infer V>
      ? I extends number
        ? IdMap<V>
        : never
      : RunModel[K];
};

function draftOf(model: RunModel): Draft {
  return {
    ...model,
    statements: [...model.statements],
    frames: [...model.frames],
    flushes: [...model.flushes],
    transitions: [...model.transitions],
    messages: [...model.messages],
    omissions: [...model.omissions],
    predictions: [...model.predictions],
    changes: [...model.changes],
    entries: [...model.entries],
    causes: new IdMap(model.causes),
    objects: new IdMap(model.objects),
    open: [...model.open],
  };
}

type EventOf<T extends TraceEvent["type"]> = Extract<TraceEvent, { type: T }>;

function take<T extends TraceEvent["type"]>(draft: Draft, event: EventOf<T>): void {
  draft.seq = event.seq;
  const taker = takers[event.type as T] as (draft: Draft, event: EventOf<T>) => void;
  taker(draft, event);
}

const takers: { readonly [T in TraceEvent["type"]]: (draft: Draft, event: EventOf<T>) => void } = {
  cause: (draft, { cause }) => draft.causes.set(cause.id, cause),
  statement: takeStatement,
  transaction: (draft, event) => {
    draft.changes.push(event);
    transactionTakers[event.action](draft, event);
  },
  state: (draft, event) => {
    draft.changes.push(event);
    takeTransition(draft, event);
  },
  omission: (draft, event) => draft.omissions.push(event),
  prediction: (draft, event) => draft.predictions.push(event),
  table: (draft, event) => draft.changes.push(event),
  rows: (draft, event) => draft.changes.push(event),
  objects: (draft, event) => draft.changes.push(event),
  line: (draft, event) => draft.changes.push(event),
  unrecorded: (draft, { seq }) => {
    draft.recordedUntil = seq;
  },
  flush: takeFlush,
  plan: (draft, { flush, actions, cycles }) => amendFlush(draft, flush, { plan: { actions, cycles } }),
  schema: (draft, { model }) => {
    draft.schema = model;
  },
  output: (draft, { seq, line, level, text }) => takeMessage(draft, { kind: "output", seq, line, level, text }),
  warning: (draft, { seq, line, category, message, code }) =>
    takeMessage(draft, { kind: "warning", seq, line, category, message, code }),
  error: (draft, { seq, line, name, message, code, column, phase }) =>
    takeMessage(draft, { kind: "error", seq, line, name, message, code, column, phase }),
};

const transactionTakers: Record<TransactionAction, (draft: Draft, event: EventOf<"transaction">) => void> = {
  BEGIN: (draft, event) => openFrame(draft, event, "transaction"),
  SAVEPOINT: (draft, event) => openFrame(draft, event, "savepoint"),
  COMMIT: (draft, event) => closeFrame(draft, event, { kind: "transaction", outcome: "committed" }),
  ROLLBACK: (draft, event) => closeFrame(draft, event, { kind: "transaction", outcome: "rolled-back" }),
  "RELEASE SAVEPOINT": (draft, event) => closeFrame(draft, event, { kind: "savepoint", outcome: "released" }),
  "ROLLBACK TO SAVEPOINT": (draft, event) => closeFrame(draft, event, { kind: "savepoint", outcome: "rolled-back" }),
};

function takeStatement(draft: Draft, event: EventOf<"statement">): void {
  const index: StatementIndex = draft.statements.length;
  draft.statements.push({
    index,
    seq: event.seq,
    line: event.line,
    sql: event.sql,
    kind: event.kind,
    table: event.table,
    params: event.params,
    many: event.many,
    rows: event.rows,
    cause: event.cause,
    flush: event.flush,
    frame: draft.open.at(-1) ?? null,
    rowCount: event.rowCount,
    durationMs: event.durationMs,
    error: event.error,
    source: event.source,
  });
  for (const row of event.rows) if (row.object) see(draft, row.object);
  if (event.flush !== null) addToFlush(draft, event.flush, index);
  draft.entries.push({ kind: "statement", seq: event.seq, line: event.line, statement: index });
}

function openFrame(draft: Draft, event: EventOf<"transaction">, kind: Frame["kind"]): void {
  const id: FrameId = draft.frames.length;
  draft.frames.push({
    id,
    kind,
    name: event.name,
    parent: draft.open.at(-1) ?? null,
    depth: draft.open.length,
    outcome: "open",
  });
  draft.open.push(id);
  draft.entries.push({ kind: "frame-open", seq: event.seq, line: event.line, frame: id });
}

/** Ends the innermost open frame that the event names, and with it every frame opened inside. */
function closeFrame(
  draft: Draft,
  event: EventOf<"transaction">,
  { kind, outcome }: { readonly kind: Frame["kind"]; readonly outcome: Exclude<Frame["outcome"], "open"> },
): void {
  const place = draft.open.findLastIndex((id) => {
    const frame = draft.frames[id];
    return frame?.kind === kind && (kind === "transaction" || event.name === null || frame.name === event.name);
  });
  if (place === -1) return;
  for (const id of draft.open.splice(place).reverse()) {
    const frame = draft.frames[id];
    if (!frame) continue;
    draft.frames[id] = { ...frame, outcome };
    draft.entries.push({ kind: "frame-close", seq: event.seq, line: event.line, frame: id, outcome });
  }
}

function takeTransition(draft: Draft, event: EventOf<"state">): void {
  const { seq, line, transition, object, cause } = event;
  see(draft, object, stateAfter[transition]);
  draft.entries.push({ kind: "transition", seq, line, transition: draft.transitions.length });
  draft.transitions.push({ seq, line, transition, object, cause });
}

const stateAfter: Record<Transition, ObjectRecord["state"]> = {
  transient_to_pending: "pending",
  pending_to_transient: "transient",
  pending_to_persistent: "persistent",
  persistent_to_deleted: "deleted",
  deleted_to_persistent: "persistent",
  deleted_to_detached: "detached",
  persistent_to_detached: "detached",
  persistent_to_transient: "transient",
  detached_to_persistent: "persistent",
  loaded_as_persistent: "persistent",
};

function see(draft: Draft, ref: ObjectRef, state?: ObjectRecord["state"]): void {
  const known = draft.objects.get(ref.id);
  draft.objects.set(ref.id, { ref, state: state ?? known?.state ?? null });
}

function takeFlush(draft: Draft, event: EventOf<"flush">): void {
  if (event.phase === "begin") {
    draft.flushes.push({
      id: event.flush,
      line: event.line,
      cause: event.cause,
      outcome: "running",
      statements: [],
      plan: null,
    });
    draft.flush = event.flush;
    draft.entries.push({ kind: "flush-begin", seq: event.seq, line: event.line, flush: event.flush });
    return;
  }
  amendFlush(draft, event.flush, { outcome: event.phase === "end" ? "done" : "failed" });
  draft.flush = null;
  draft.entries.push({ kind: "flush-end", seq: event.seq, line: event.line, flush: event.flush });
}

function addToFlush(draft: Draft, id: FlushId, statement: StatementIndex): void {
  const flush = draft.flushes.findLast((each) => each.id === id);
  if (flush === undefined) return;
  if (growing.get(draft)?.has(id)) {
    (flush.statements as StatementIndex[]).push(statement);
    return;
  }
  amendFlush(draft, id, { statements: [...flush.statements, statement] });
  growing.get(draft)?.add(id);
}

function amendFlush(draft: Draft, id: FlushId, change: Partial<Flush>): void {
  const place = draft.flushes.findLastIndex((flush) => flush.id === id);
  const flush = draft.flushes[place];
  if (flush) draft.flushes[place] = { ...flush, ...change };
}

function takeMessage(draft: Draft, message: Message): void {
  draft.entries.push({ kind: "message", seq: message.seq, line: message.line, message: draft.messages.length });
  draft.messages.push(message);
}
