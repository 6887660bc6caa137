/**
 * The vocabulary of a run: what the engine tells whoever watches it.
 *
 * Every event is a plain row of primitives and ids, so that a batch of them crosses `postMessage` cheaply.
 * Nothing here formats text for display; a consumer derives words, graphs and timelines from these rows.
 */

/** Identifies a {@link Cause} row within one run. */
export type CauseId = number & { readonly __id?: "cause" };
/** Identifies an instance within one run, from its first appearance until the end. */
export type ObjectId = number & { readonly __id?: "object" };
/** Identifies a flush within one run. */
export type FlushId = number & { readonly __id?: "flush" };

/** A value as the database driver takes and gives it. */
export type DriverValue = string | number | bigint | null | Uint8Array;

/** One instance as an event names it: its class and, once it has one, its primary key at that moment. */
export interface ObjectRef {
  readonly id: ObjectId;
  readonly className: string;
  /** Primary key values in the order of the table's key columns; `null` while there is no identity. */
  readonly identity: readonly unknown[] | null;
}

/** The cascade options of a relationship, as SQLAlchemy names them ("ORM: Cascades"). */
export type CascadeOption = "save-update" | "merge" | "expunge" | "delete" | "delete-orphan" | "refresh-expire";

/**
 * Why something happened. Causes form a tree through `parent`; the root of each is a user operation.
 * The parent of a cascade step is the cause of the object it came from.
 */
export type Cause = { readonly id: CauseId; readonly parent: CauseId | null; readonly line: number | null } & (
  | {
      readonly kind: "operation";
      readonly name: string;
      readonly object: ObjectRef | null;
      readonly detail: string | null;
    }
  | {
      readonly kind: "cascade";
      readonly option: CascadeOption;
      /** `User.addresses` */
      readonly relationship: string;
      readonly from: ObjectRef;
      readonly to: ObjectRef;
      /** True when the step came through a backref event rather than a walk of the relationship. */
      readonly backref: boolean;
    }
  | { readonly kind: "autoflush"; readonly by: string }
  | { readonly kind: "flush"; readonly flush: FlushId }
  | {
      readonly kind: "load";
      readonly why: "lazy" | "expired" | "deferred" | "eager" | "refresh" | "dependency" | "merge" | "cascade";
      readonly object: ObjectRef | null;
      readonly attribute: string | null;
    }
  | {
      readonly kind: "action";
      /** The unit of work's step that led to the statement. */
      readonly action:
        | "save"
        | "delete"
        | "nullify"
        | "sync"
        | "association-insert"
        | "association-delete"
        | "post-update"
        | "key-switch"
        | "orphan";
      readonly relationship: string | null;
      readonly object: ObjectRef | null;
      readonly detail: string | null;
    }
);

/** The kind of a statement, read off the compiled form rather than the text. */
export type StatementKind = "select" | "insert" | "update" | "delete" | "ddl" | "pragma" | "other";

/** One row of a statement's parameters: the instance it stands for and the causes that put it there. */
export interface StatementRow {
  readonly object: ObjectRef | null;
  readonly causes: readonly CauseId[];
}

/** An object state transition, named as SQLAlchemy's session events are ("ORM: Session Events"). */
export type Transition =
  | "transient_to_pending"
  | "pending_to_transient"
  | "pending_to_persistent"
  | "persistent_to_deleted"
  | "deleted_to_persistent"
  | "deleted_to_detached"
  | "persistent_to_detached"
  | "persistent_to_transient"
  | "detached_to_persistent"
  | "loaded_as_persistent";

export type TransactionAction =
  | "BEGIN"
  | "COMMIT"
  | "ROLLBACK"
  | "SAVEPOINT"
  | "ROLLBACK TO SAVEPOINT"
  | "RELEASE SAVEPOINT";

/** One step of the unit of work's sorted plan. */
export interface PlanAction {
  readonly id: number;
  readonly kind: "save-all" | "delete-all" | "save" | "delete" | "process-all" | "process" | "post-update";
  /** Class name, or `Class.relationship` for the steps of a relationship. */
  readonly subject: string;
  readonly isDelete: boolean;
  readonly objects: readonly ObjectRef[];
  /** Ids of the actions that must come first. */
  readonly after: readonly number[];
}

interface Positioned {
  /** Position in the run's one stream of events, starting at 1. */
  readonly seq: number;
  /** Line of the user's code being executed, starting at 1; `null` when unknown. */
  readonly line: number | null;
}

export type TraceEvent = Positioned &
  (
    | { readonly type: "cause"; readonly cause: Cause }
    | {
        readonly type: "statement";
        readonly sql: string;
        readonly kind: StatementKind;
        /** The table written or, for a plain SELECT of one entity, read; else `null`. */
        readonly table: string | null;
        /** One array per row of parameters; a single execution has exactly one. */
        readonly params: readonly (readonly DriverValue[])[];
        /** True when one statement text was executed for several rows of parameters. */
        readonly many: boolean;
        readonly rows: readonly StatementRow[];
        readonly cause: CauseId | null;
        readonly flush: FlushId | null;
        /** Rows returned (SELECT, RETURNING) or matched (INSERT, UPDATE, DELETE); -1 when unknown. */
        readonly rowCount: number;
        readonly durationMs: number;
        /** The driver's message when the statement was rejected. */
        readonly error: string | null;
        /** Reference to the compiled form's source, for showing it in another dialect; 0 for literal text. */
        readonly source: number;
      }
    | {
        readonly type: "transaction";
        readonly action: TransactionAction;
        readonly name: string | null;
        readonly cause: CauseId | null;
      }
    | {
        readonly type: "state";
        readonly transition: Transition;
        readonly object: ObjectRef;
        readonly cause: CauseId | null;
      }
    | {
        readonly type: "flush";
        readonly phase: "begin" | "end" | "failed";
        readonly flush: FlushId;
        readonly cause: CauseId | null;
      }
    | {
        readonly type: "plan";
        readonly flush: FlushId;
        readonly actions: readonly PlanAction[];
        readonly cycles: readonly (readonly number[])[];
      }
    | { readonly type: "schema"; readonly model: ModelSnapshot }
    /** Something that the ORM could have done in this place, and why it did not. */
    | {
        readonly type: "omission";
        readonly reason: OmissionReason;
        /** `User.addresses`; `null` where it is about the object's own row. */
        readonly relationship: string | null;
        readonly object: ObjectRef;
        readonly flush: FlushId | null;
        readonly cause: CauseId | null;
      }
    /**
     * A table as it stands when it is first seen: made just now, changed, or found in the database. `columns` is `null` when
     * it has gone. Undone by a rollback without another event.
     */
    | {
        readonly type: "table";
        readonly name: string;
        readonly columns: readonly string[] | null;
        readonly rows: readonly TableRow[];
      }
    /** What the statement before this event did to rows, found in the database itself. Undone by a rollback without another event. */
    | { readonly type: "rows"; readonly changes: readonly RowChange[] }
    /** What has become of objects since they were last told; only what is different. */
    | { readonly type: "objects"; readonly images: readonly ObjectImage[] }
    /** The program goes on to another line, having done something on this one. */
    | { readonly type: "line" }
    /** From here on nothing more is told of rows, objects and lines: the run has told as much of them as it may. */
    | { readonly type: "unrecorded" }
    /** What an operation is going to do, foreseen before it runs. */
    | {
        readonly type: "prediction";
        readonly operation: FateOperation;
        readonly object: ObjectRef;
        readonly fates: readonly Fate[];
        readonly cause: CauseId | null;
      }
    | { readonly type: "output"; readonly text: string; readonly level: "log" | "info" | "warn" | "error" }
    | { readonly type: "warning"; readonly category: string; readonly message: string; readonly code: string | null }
    | {
        readonly type: "error";
        readonly name: string;
        readonly message: string;
        readonly code: string | null;
        readonly column: number | null;
        readonly phase: "syntax" | "mapping" | "run" | "limit";
      }
  );

/** Why the unit of work left an object or a relationship alone. */
export type OmissionReason =
  /** `passive_deletes`: children that are not loaded are the database's business. */
  | "passive-deletes"
  /** `passive_deletes="all"`: so are those that are loaded. */
  | "passive-deletes-all"
  /** The collection was not loaded, and nothing asked for it. */
  | "not-loaded"
  /** `viewonly`: changes in memory are never written. */
  | "viewonly"
  /** `passive_updates`: the database carries a changed key on. */
  | "passive-updates"
  /** In `session.dirty`, without a net change that would be written. */
  | "unchanged";

export interface TableRow {
  /** The row's rowid; where it has none, or none that a number holds, a number that stands for the row. */
  readonly rowid: number;
  readonly values: readonly DriverValue[];
}

export interface RowChange {
  readonly table: string;
  readonly rowid: number;
  /** `null` where there was no such row before. */
  readonly before: readonly DriverValue[] | null;
  /** `null` where there is none any more. */
  readonly after: readonly DriverValue[] | null;
  /** True for what the database did by itself: ON DELETE, ON UPDATE, triggers. */
  readonly byDatabase: boolean;
}

/** The state of an object towards its session ("Quickie Intro to Object States"). */
export type LifeState = "transient" | "pending" | "persistent" | "deleted" | "detached";

/** An object as it is at one moment. */
export interface ObjectImage {
  readonly object: ObjectRef;
  readonly state: LifeState;
  /** In `session.dirty`. */
  readonly dirty: boolean;
  /** In `session.deleted`: marked for the next flush. */
  readonly doomed: boolean;
  /** The attributes that differ from the image before; all that are set in the first. */
  readonly attributes: readonly AttributeImage[];
}

export interface AttributeImage {
  readonly name: string;
  readonly kind: "column" | "reference" | "collection";
  readonly status: "loaded" | "expired" | "unloaded";
  /** What it holds, at most so many members of a collection; empty unless `loaded`. */
  readonly value: readonly AttributeValue[];
  /** Members of the collection altogether. */
  readonly size: number;
  /** What a flush would find; `null` while nothing has changed. */
  readonly history: { readonly added: readonly AttributeValue[]; readonly deleted: readonly AttributeValue[] } | null;
}

/** A printed value, or an object. */
export type AttributeValue = string | { readonly ref: ObjectRef };

/** What may be foreseen. */
export type FateOperation = "delete" | "remove" | "add" | "expunge" | "merge" | "refresh";

/** What becomes of one object, row or class. */
export type FateKind =
  | "deleted"
  | "nullified"
  | "left-to-database"
  | "refused"
  | "orphaned"
  | "added"
  | "expunged"
  | "merged"
  | "refreshed"
  | "untouched";

export interface Fate {
  /** The object; `id` 0 for a row that no object of the session stands for. */
  readonly object: ObjectRef;
  readonly kind: FateKind;
  /** Who does it. */
  readonly by: "orm" | "database";
  readonly reason: FateReason;
  /** How the operation gets there: the relationships (or, for the database, foreign keys) it goes along, from its start. */
  readonly path: readonly FateStep[];
}

export interface FateStep {
  /** `User.addresses`, or `addresses.user_id` for a foreign key. */
  readonly along: string;
  readonly from: ObjectRef;
}

/** Which setting decides. */
export type FateReason =
  | "operation"
  | "cascade"
  | "no-cascade"
  | "delete-orphan"
  | "not-orphan"
  | "passive-deletes"
  | "passive-deletes-all"
  | "viewonly"
  | "not-null"
  | "primary-key"
  | "on-delete-cascade"
  | "on-delete-set-null"
  | "on-delete-set-default"
  | "restrict"
  | "foreign-keys-off"
  | "association";

/** An event before the recorder has given it its place and line. */
export type TraceEventBody = TraceEvent extends infer E
  ? E extends TraceEvent
    ? Omit<E, "seq" | "line">
    : never
  : never;

/** The mapped classes and tables as the page's graph draws them. */
export interface ModelSnapshot {
  readonly classes: readonly ClassSnapshot[];
  readonly tables: readonly TableSnapshot[];
}

export interface ClassSnapshot {
  readonly name: string;
  readonly table: string | null;
  readonly inherits: string | null;
  readonly line: number | null;
  readonly attributes: readonly { readonly name: string; readonly column: string }[];
  readonly relationships: readonly RelationshipSnapshot[];
}

export interface RelationshipSnapshot {
  readonly name: string;
  readonly target: string;
  readonly direction: "one-to-many" | "many-to-one" | "many-to-many";
  readonly uselist: boolean;
  readonly cascade: readonly CascadeOption[];
  readonly secondary: string | null;
  /** The name of the relationship on the other side, when the two are linked. */
  readonly reverse: string | null;
  /** True when this side was made by the other side's `backref`. */
  readonly fromBackref: boolean;
  readonly passiveDeletes: boolean | "all";
  readonly passiveUpdates: boolean;
  readonly viewonly: boolean;
  readonly singleParent: boolean;
  readonly postUpdate: boolean;
  readonly lazy: string;
  /** Column pairs `[local, remote]` as `table.column`. */
  readonly pairs: readonly (readonly [string, string])[];
}

export interface TableSnapshot {
  readonly name: string;
  readonly columns: readonly ColumnSnapshot[];
}

export interface ColumnSnapshot {
  readonly name: string;
  readonly type: string;
  readonly primaryKey: boolean;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly foreignKeys: readonly {
    readonly target: string;
    readonly onDelete: string | null;
    readonly onUpdate: string | null;
  }[];
}
