import type {
  AttributeImage,
  DriverValue,
  FlushId,
  LifeState,
  ObjectId,
  ObjectRef,
} from "../../../src-engine/trace/events.ts";
import type { Flush, Frame, FrameId, Statement, StatementIndex } from "../run-model.ts";

/**
 * How everything stood at one moment of a run. Views of moments beside each other share what did not change between them:
 * a table, row or object that is the same object in both has nothing new to show.
 */
export interface MomentView {
  /** The moment: everything up to the event with this `seq` has happened. */
  readonly seq: number;
  /** What "just changed" is measured from: the mark before this one, or, at the end of a line, the end of the line before. */
  readonly since: number;
  /** The line of the program that ran last; `null` before the first. */
  readonly line: number | null;
  /** In the order in which they were made. Rows of a transaction that is still open are among them. */
  readonly tables: readonly TableView[];
  /** Every object seen so far, in the order of their first appearance. */
  readonly objects: readonly ObjectView[];
  readonly session: SessionView;
  /** The flush that was running. */
  readonly flush: RunningFlush | null;
  /** The transactions and savepoints that were open, outermost first. */
  readonly frames: readonly Frame[];
  /** False where the run had told as much of rows and objects as it may before: both are then as they were last told. */
  readonly recorded: boolean;
  /** The last statement that had been executed. */
  readonly statement: Statement | null;
}

export interface TableView {
  readonly name: string;
  readonly columns: readonly string[];
  /** In the order of their rowids; those that have just gone stand where they stood. */
  readonly rows: readonly RowView[];
  /** True where anything in it has just changed, or it has just been made. */
  readonly changed: boolean;
}

export interface RowView {
  readonly rowid: number;
  /** What it holds; what it held, where it has just gone. */
  readonly values: readonly DriverValue[];
  readonly change: "added" | "changed" | "removed" | null;
  /** Positions of the columns that have just changed; empty unless `change` is `changed`. */
  readonly changedColumns: readonly number[];
  /** What it held before, where it has just changed. */
  readonly before: readonly DriverValue[] | null;
  /** True where the database made the change by itself: ON DELETE, ON UPDATE, triggers. */
  readonly byDatabase: boolean;
}

export interface ObjectView {
  readonly ref: ObjectRef;
  readonly state: LifeState;
  /** In `session.dirty`. */
  readonly dirty: boolean;
  /** In `session.deleted`. */
  readonly doomed: boolean;
  readonly attributes: readonly AttributeImage[];
  /** The names of the attributes that have just changed. */
  readonly changed: readonly string[];
  /** The state it had before, where that has just changed; `null` where it has not or there was none. */
  readonly stateBefore: LifeState | null;
  /** True where it has just appeared. */
  readonly appeared: boolean;
}

export interface SessionView {
  /** Pending objects. */
  readonly new: readonly ObjectId[];
  readonly dirty: readonly ObjectId[];
  readonly deleted: readonly ObjectId[];
  /** Persistent objects: those that the identity map holds. */
  readonly identityMap: readonly ObjectId[];
}

/** A flush in the middle of its work. */
export interface RunningFlush {
  readonly id: FlushId;
  /** `null` until it is sorted. */
  readonly plan: Flush["plan"];
  /** Those of its statements that had been executed. */
  readonly statements: readonly StatementIndex[];
}

/** A place on the timeline, in the order of `seq`. Going there is `workbench.goTo(mark.seq)`. */
export type Mark = {
  /** The moment: for a statement the one when its rows have changed. */
  readonly seq: number;
  readonly line: number | null;
  /** How many transactions and savepoints were open, this one included where it opens or ends one. */
  readonly depth: number;
} & (
  | { readonly kind: "line" }
  | { readonly kind: "statement"; readonly statement: StatementIndex }
  | { readonly kind: "transaction" | "savepoint"; readonly frame: FrameId; readonly phase: "begin" | "end" }
  | { readonly kind: "flush"; readonly flush: FlushId; readonly phase: "begin" | "end" }
  /** Position in `run.messages`. */
  | { readonly kind: "output" | "warning" | "error"; readonly message: number }
);

export type MarkKind = Mark["kind"];

/** What lasts: a transaction, a savepoint or a flush, as a band of the timeline. */
export type Span = {
  readonly from: number;
  /** `null` while it had not ended. */
  readonly to: number | null;
  readonly depth: number;
} & (
  | { readonly kind: "transaction" | "savepoint"; readonly frame: FrameId; readonly outcome: Frame["outcome"] }
  | { readonly kind: "flush"; readonly flush: FlushId; readonly outcome: Flush["outcome"] }
);
