import type { Connection } from "../connection/connection.ts";
import { FlushError, InvalidRequestError, PendingRollbackError, ResourceClosedError } from "../errors.ts";
import type { IdentityKey } from "../instrumentation/identity-key.ts";
import type { IdentityMap } from "../instrumentation/identity-map.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import { keepShape } from "../shapes.ts";
import { trace } from "../trace/recorder.ts";
import type { SessionConnection } from "./session-bind.ts";

/** What a session's transactions ask of it. */
export interface TransactionSession {
  readonly identityMap: IdentityMap;
  readonly expireOnCommit: boolean;
  readonly flushing: boolean;
  readonly isClean: boolean;
  /** Pending objects, and those marked for deletion. */
  readonly pendingStates: ReadonlySet<InstanceState>;
  readonly deletedStates: ReadonlySet<InstanceState>;
  transaction: SessionTransaction | null;
  nestedTransaction: SessionTransaction | null;
  connect(): SessionConnection;
  flush(): void;
  tell(event: TransactionEvent, ...args: readonly unknown[]): void;
  expungeStates(states: Iterable<InstanceState>, toTransient: boolean): void;
  restoreDeleted(state: InstanceState): void;
  detachStates(states: Iterable<InstanceState>): void;
}

type TransactionEvent =
  | "after_begin"
  | "before_commit"
  | "after_commit"
  | "after_rollback"
  | "after_soft_rollback"
  | "after_transaction_create"
  | "after_transaction_end";

export type TransactionOrigin = "begin" | "autobegin" | "nested" | "subtransaction";
type TransactionState = "active" | "prepared" | "committed" | "deactive" | "closed";

/** What a transaction has done to the session's objects, for undoing it. */
interface Snapshot {
  /** Objects that became persistent. */
  readonly added: Set<InstanceState>;
  readonly deleted: Set<InstanceState>;
  readonly dirty: Set<InstanceState>;
  /** Objects whose identity changed, with the identity that they had. */
  readonly keySwitches: Map<InstanceState, IdentityKey>;
}

/** More flushes than this within one commit mean that a listener makes new work each time. */
const MAX_FLUSHES = 100;

/**
 * A session's transaction ("ORM: Transactions and Connection Management"): the outermost one, a savepoint, or the inner one
 * that a flush runs in. The database is connected to with the first statement.
 */
export class SessionTransaction {
  readonly session: TransactionSession;
  readonly parent: SessionTransaction | null;
  readonly nested: boolean;
  readonly snapshot: Snapshot;
  readonly #origin: TransactionOrigin;
  readonly #previousNested: SessionTransaction | null;
  #state: TransactionState = "active";
  #connected: SessionConnection | null = null;
  /** What made a flush roll this transaction back. */
  #rollbackError: Error | null = null;

  constructor(session: TransactionSession, origin: TransactionOrigin, parent: SessionTransaction | null = null) {
    this.session = session;
    this.parent = parent;
    this.#origin = origin;
    this.nested = origin === "nested";
    this.#previousNested = session.nestedTransaction;
    this.snapshot = this.#takeSnapshot();
    session.transaction = this;
    session.tell("after_transaction_create", this);
  }

  get isActive(): boolean {
    return this.#state === "active";
  }

  get isBoundary(): boolean {
    return this.nested || this.parent === null;
  }

  get hasConnection(): boolean {
    return this.#connected !== null;
  }

  /** Starts a transaction inside this one. */
  beginInner(origin: "nested" | "subtransaction"): SessionTransaction {
    this.#require("active");
    return new SessionTransaction(this.session, origin, this);
  }

  /** The connection that the transaction's statements go to; it begins, or sets its savepoint, with the first. */
  connection(): Connection {
    this.#require("active");
    if (this.#connected !== null) return this.#connected.connection;
    if (this.parent === null) this.#connected = this.session.connect();
    else {
      const connection = this.parent.connection();
      if (!this.nested) return connection;
      this.#connected = { connection, transaction: connection.beginNested(), shouldCommit: true, closes: false };
    }
    this.session.tell("after_begin", this, this.#connected.connection);
    return this.#connected.connection;
  }

  /**
   * Commits; a savepoint is released. Inner transactions that are still open are committed first.
   * @throws PendingRollbackError, InvalidRequestError, ResourceClosedError as the transaction's state demands
   */
  commit(toRoot = false): void {
    if (this.#state !== "prepared") this.#prepare();
    if (this.isBoundary) {
      if (this.#connected?.shouldCommit) this.#connected.transaction.commit();
      this.#state = "committed";
      this.session.tell("after_commit");
      this.#removeSnapshot();
    }
    this.close();
    if (toRoot) this.parent?.commit(true);
  }

  #prepare(): void {
    this.#require("active");
    if (this.isBoundary) this.session.tell("before_commit");
    const current = this.session.transaction;
    if (current !== null && current !== this) {
      for (const inner of current.#selfAndParents(this)) inner.commit();
    }
    if (!this.session.flushing) {
      let flushes = 0;
      while (!this.session.isClean) {
        if (flushes++ >= MAX_FLUSHES) {
          throw new FlushError(
            "Over 100 subsequent flushes have occurred within session.commit() - is an after_flush() hook creating new objects?",
          );
        }
        this.session.flush();
      }
    }
    this.#state = "prepared";
  }

  /**
   * Rolls back up to the nearest savepoint or the beginning, and restores the session's objects.
   * @param error what made it necessary, remembered for whoever goes on with an enclosing transaction
   */
  rollback(options: { readonly error?: Error; readonly toRoot?: boolean } = {}): void {
    this.#require("active", "deactive", "prepared");
    const { session } = this;
    const current = session.transaction;
    if (current !== null && current !== this) {
      for (const inner of current.#selfAndParents(this)) inner.close();
    }
    let boundary: SessionTransaction = this;
    let failure: unknown = null;
    if (this.#state === "active" || this.#state === "prepared") {
      for (const each of this.#selfAndParents(null)) {
        if (!each.isBoundary) {
          each.#state = "deactive";
          continue;
        }
        try {
          each.#connected?.transaction.rollback();
          each.#state = "deactive";
          session.tell("after_rollback");
        } catch (thrown) {
          failure = thrown;
        } finally {
          each.#state = "deactive";
          each.#restoreSnapshot(each.nested);
        }
        boundary = each;
        break;
      }
    }
    if (failure === null && !session.isClean) {
      trace.warn("Session's state has been changed on a non-active transaction - this state will be discarded.");
      boundary.#restoreSnapshot(boundary.nested);
    }
    this.close();
    if (this.parent !== null && options.error !== undefined) this.parent.#rollbackError = options.error;
    if (failure !== null) throw failure;
    session.tell("after_soft_rollback", this);
    if (options.toRoot) this.parent?.rollback({ toRoot: true });
  }

  /** Ends the transaction; what is not committed is rolled back in the database, while objects stay as they are. */
  close(): void {
    const { session } = this;
    if (this.nested) session.nestedTransaction = this.#previousNested;
    session.transaction = this.parent;
    const connected = this.#connected;
    if (connected?.shouldCommit && connected.transaction.isActive) connected.transaction.close();
    if (connected?.closes) connected.connection.close();
    this.#state = "closed";
    session.tell("after_transaction_end", this);
  }

  /** Takes note of objects that a flush has written. */
  noteSaved(states: Iterable<InstanceState>): void {
    const { added, dirty } = this.snapshot;
    const { pendingStates } = this.session;
    for (const state of states) (state.pendingIn === pendingStates ? added : dirty).add(state);
  }

  noteKeySwitch(state: InstanceState, oldKey: IdentityKey): void {
    if (!this.snapshot.keySwitches.has(state)) this.snapshot.keySwitches.set(state, oldKey);
  }

  #takeSnapshot(): Snapshot {
    // The inner transaction of a flush shares what its surroundings know.
    if (!this.isBoundary) return (this.parent as SessionTransaction).snapshot;
    if (this.nested && !this.session.flushing) this.session.flush();
    return { added: new Set(), deleted: new Set(), dirty: new Set(), keySwitches: new Map() };
  }

  #restoreSnapshot(dirtyOnly: boolean): void {
    const { session, snapshot } = this;
    const { identityMap } = session;
    const toExpunge = new Set([...snapshot.added, ...session.pendingStates]);
    session.expungeStates(toExpunge, true);
    for (const [state, oldKey] of snapshot.keySwitches) {
      identityMap.discard(state);
      state.key = oldKey;
      if (trace.recording) trace.touch(state);
      if (!toExpunge.has(state)) identityMap.replace(state);
    }
    for (const state of new Set([...snapshot.deleted, ...session.deletedStates])) session.restoreDeleted(state);
    for (const state of identityMap.allStates()) {
      // An orphan that the flush would have deleted stays after all.
      state.deleteCause = null;
      if (!dirtyOnly || state.modified || snapshot.dirty.has(state)) state.expire();
    }
  }

  #removeSnapshot(): void {
    const { session, snapshot } = this;
    if (!this.nested) {
      if (!session.expireOnCommit) return;
      for (const state of session.identityMap.allStates()) state.expire();
      session.detachStates([...snapshot.deleted]);
      snapshot.deleted.clear();
      return;
    }
    const outer = (this.parent as SessionTransaction).snapshot;
    for (const state of snapshot.added) outer.added.add(state);
    for (const state of snapshot.dirty) outer.dirty.add(state);
    for (const state of snapshot.deleted) outer.deleted.add(state);
    for (const [state, key] of snapshot.keySwitches) outer.keySwitches.set(state, key);
  }

  /** This transaction and those around it, up to and without `end`. */
  #selfAndParents(end: SessionTransaction | null): SessionTransaction[] {
    const found: SessionTransaction[] = [];
    for (let each: SessionTransaction | null = this; ; each = each.parent) {
      found.push(each);
      if (each.parent === end) return found;
      if (each.parent === null) {
        throw new InvalidRequestError(`Transaction ${end} is not on the active transaction list`);
      }
    }
  }

  #require(...allowed: readonly TransactionState[]): void {
    if (allowed.includes(this.#state)) return;
    switch (this.#state) {
      case "deactive":
        if (this.#rollbackError !== null) {
          throw new PendingRollbackError(
            `This Session's transaction has been rolled back due to a previous exception during flush. To begin a new transaction with this Session, first issue Session.rollback(). Original exception was: ${this.#rollbackError.message}`,
            { code: "7s2a" },
          );
        }
        throw new InvalidRequestError(
          "This session is in 'inactive' state, due to the SQL transaction being rolled back; no further SQL can be emitted within this transaction.",
        );
      case "closed":
        throw new ResourceClosedError("This transaction is closed");
      default:
        throw new InvalidRequestError(
          `This session is in '${this.#state}' state; no further SQL can be emitted within this transaction.`,
        );
    }
  }

  toString(): string {
    return `<SessionTransaction ${this.#origin}>`;
  }
}

keepShape(new SessionTransaction({ nestedTransaction: null, tell() {} } as unknown as TransactionSession, "begin"));
