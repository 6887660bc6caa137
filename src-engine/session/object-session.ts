import { type WalkedCascade, walkCascade } from "../cascade/cascade-walk.ts";
import type { Compiled } from "../compiler/compiled.ts";
import type { Connection } from "../connection/connection.ts";
import { InvalidRequestError, StatementError } from "../errors.ts";
import { fire, isHeard } from "../events/listeners.ts";
import { foresightNow } from "../instrumentation/foresight.ts";
import { type IdentityKey, identityKey } from "../instrumentation/identity-key.ts";
import type { IdentityMap } from "../instrumentation/identity-map.ts";
import { stateText } from "../instrumentation/naming.ts";
import { NO_CHANGE, PASSIVE_CLASS_MISMATCH } from "../instrumentation/passive.ts";
import { attributeNamed, type InstanceState } from "../instrumentation/state.ts";
import { getFromIdentity, loadOnIdent, loadOnPkIdentity } from "../loading/identity-load.ts";
import { DEFAULT_LOAD } from "../loading/load-context.ts";
import type { LoaderOption } from "../loading/loader-options.ts";
import type { DriverRows, LoadingSession, ParameterValues } from "../loading/session-port.ts";
import { mapperOf } from "../mapping/class-mapper.ts";
import type { MappedClass, RelationshipProperty } from "../mapping/mapper.ts";
import { type ForUpdate, forUpdateOf } from "../sql/select-base.ts";
import type { CauseId, Transition } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { membersOf } from "../types/repr.ts";
import { type FlushHost, flushSession } from "./flush.ts";
import { Merge } from "./merge.ts";
import { requireState } from "./object-state.ts";
import { primaryKeyValues } from "./primary-key-values.ts";
import {
  beginOn,
  type JoinTransactionMode,
  joinModeOf,
  requireBind,
  type SessionBind,
  type SessionConnection,
} from "./session-bind.ts";
import { type ObjectsHost, SessionObjects } from "./session-objects.ts";
import { SessionTransaction, type TransactionSession } from "./session-transaction.ts";

export interface SessionOptions {
  /** Flush before each query (default true). */
  readonly autoflush?: boolean;
  /** Expire every object when a transaction is committed (default true). */
  readonly expireOnCommit?: boolean;
  /** The class of the session's queries (default `Query`). */
  readonly queryCls?: QueryClass;
  /** How a transaction of the connection that the session is given is joined (default "conditional_savepoint"). */
  readonly joinTransactionMode?: JoinTransactionMode;
  /** Begin a transaction when one is needed (default true), or only by `begin()` ("Disabling Autobegin to Prevent Implicit Transactions"). */
  readonly autobegin?: boolean;
}

/** A subclass of `Query`. */
export type QueryClass = new (session: never, items: readonly unknown[]) => object;

/** How `Session.get()` loads. */
export interface GetOptions {
  /** Loader options for the object, where it is loaded. */
  readonly options?: readonly LoaderOption[];
  /** Load the row even where the object is at hand, and give the object its values. */
  readonly populateExisting?: boolean;
  /** Load the row with FOR UPDATE. */
  readonly withForUpdate?: boolean | Partial<ForUpdate>;
}

const AUTOFLUSH_NOTE =
  "This warning originated from the Session 'autoflush' process, which was invoked automatically in response to a user-initiated operation. Consider using ``no_autoflush`` context manager if this warning happened while initializing objects.";
const AUTOFLUSH_DETAIL =
  "raised as a result of Query-invoked autoflush; consider using a session.no_autoflush block if this flush is occurring prematurely";

/** The number of the latest session; the one that is made to keep the shape of sessions takes 0. */
let sessions = -1;

/**
 * The part of a session that knows objects and transactions: {@link Session} adds what queries.
 */
export abstract class ObjectSession implements LoadingSession, FlushHost, ObjectsHost, TransactionSession {
  /** The `sessionmaker()` that made this session. */
  factory: object | null = null;
  autoflush: boolean;
  readonly expireOnCommit: boolean;
  readonly bind: SessionBind | null;
  readonly joinTransactionMode: JoinTransactionMode;
  readonly queryCls: QueryClass | null;
  readonly autobegins: boolean;
  readonly hashKey = String(++sessions);
  readonly objects: SessionObjects;
  transaction: SessionTransaction | null = null;
  nestedTransaction: SessionTransaction | null = null;
  warnOnEvents = false;
  #flushing = false;

  constructor(bind: SessionBind | null = null, options: SessionOptions = {}) {
    this.bind = bind;
    this.joinTransactionMode = joinModeOf(options.joinTransactionMode ?? "conditional_savepoint");
    this.queryCls = options.queryCls ?? null;
    this.autobegins = options.autobegin ?? true;
    this.autoflush = options.autoflush ?? true;
    this.expireOnCommit = options.expireOnCommit ?? true;
    this.objects = new SessionObjects(this);
  }

  // ── objects ──────────────────────────────────────────────────────────────

  /**
   * Places an object into the session: it and what its `save-update` cascades reach become pending, or persistent where
   * they have an identity ("ORM: Adding New or Existing Items").
   * @throws UnmappedInstanceError for anything but an instance of a mapped class
   */
  add(object: object): void {
    if (this.warnOnEvents) this.flushWarning("Session.add()");
    const state = requireState(object);
    this.#operation("add", state, () => this.saveOrUpdate(state));
  }

  addAll(objects: Iterable<object>): void {
    if (this.warnOnEvents) this.flushWarning("Session.add_all()");
    for (const object of membersOf(objects)) {
      const state = requireState(object);
      this.#operation("add_all", state, () => this.saveOrUpdate(state));
    }
  }

  /**
   * Marks an object, and what its `delete` cascades reach, for deletion by the next flush ("ORM: Deleting").
   * @throws InvalidRequestError where it is not persistent
   */
  delete(object: object): void {
    if (this.warnOnEvents) this.flushWarning("Session.delete()");
    const state = requireState(object);
    if (state.key === null) throw new InvalidRequestError(`Instance '${stateText(state)}' is not persisted`);
    this.#operation("delete", state, (cause) => {
      foresightNow()?.deletes(state, cause);
      // What the cascade reaches is gathered before anything is marked: loading it may flush.
      const reached: { state: InstanceState; cause: CauseId | null }[] = [];
      const causes = new Map<InstanceState, CauseId | null>([[state, cause]]);
      this.objects.doom(state, cause, () => {
        for (const step of walkCascade("delete", state)) {
          const own = this.#cascadeCause("delete", step, causes.get(step.from) ?? cause);
          causes.set(step.to, own);
          reached.push({ state: step.to, cause: own });
        }
      });
      for (const each of reached) {
        if (each.state.key !== null) this.objects.doom(each.state, each.cause, () => {});
      }
    });
  }

  /** Removes an object, and what its `expunge` cascades reach, from the session. */
  expunge(object: object): void {
    const state = requireState(object);
    if (state.session !== this) {
      throw new InvalidRequestError(`Instance ${stateText(state)} is not present in this Session`);
    }
    this.#operation("expunge", state, () => this.expungeState(state));
  }

  expungeState(state: InstanceState): void {
    if (trace.active) this.#tellNotLoaded(state);
    const reached = [...walkCascade("expunge", state)].map((step) => step.to);
    this.objects.expunge([state, ...reached]);
  }

  /** Says along which relationships nothing leaves the session because nothing is there. */
  #tellNotLoaded(state: InstanceState): void {
    if (state.key === null) return;
    for (const relationship of state.mapper.relationships) {
      if (!relationship.cascade.expunge || state.values[relationship.slot] !== undefined) continue;
      trace.emit({
        type: "omission",
        reason: "not-loaded",
        relationship: `${relationship}`,
        object: state.ref(),
        flush: null,
        cause: trace.current,
      });
    }
  }

  expungeAll(): void {
    this.objects.expungeAll();
  }

  /**
   * Copies an object, and what its `merge` cascades reach, onto the session's object of the same identity, which is loaded
   * or made ("ORM: Merging").
   * @param options `load: false` takes the given state as the database's, without any statement
   */
  merge<T extends object>(object: T, options: { readonly load?: boolean } = {}): T {
    if (this.warnOnEvents) this.flushWarning("Session.merge()");
    const load = options.load ?? true;
    const state = requireState(object);
    return this.#operation("merge", state, () => {
      if (load) this.runAutoflush("Session.merge");
      return this.noAutoflush(() => new Merge(this, load).merge(state).object as T);
    });
  }

  /** Expires an object's attributes, all or those named: reading them loads them anew. */
  expire(object: object, attributes: readonly string[] | null = null): void {
    const state = requireState(object);
    this.#operation("expire", state, () => this.#expire(state, attributes));
  }

  expireAll(): void {
    for (const state of this.identityMap.allStates()) state.expire();
  }

  /** Loads an object's attributes, all or those named, from its row at once. */
  refresh(object: object, attributes: readonly string[] | null = null): void {
    const state = requireState(object);
    this.#operation("refresh", state, () => {
      this.#expire(state, attributes);
      this.runAutoflush("Session.refresh");
      const loaded = loadOnIdent(this, state.mapper, state.key as IdentityKey, {
        refreshState: state,
        onlyLoad: attributes === null ? null : new Set(attributes),
        load: { ...DEFAULT_LOAD, autoflush: false },
        requireKey: true,
        by: "Session.refresh",
      });
      if (loaded === null) throw new InvalidRequestError(`Could not refresh instance '${stateText(state)}'`);
    });
  }

  #expire(state: InstanceState, attributes: readonly string[] | null): void {
    if (!this.identityMap.containsState(state)) {
      throw new InvalidRequestError(`Instance '${stateText(state)}' is not persistent within this Session`);
    }
    if (attributes !== null && attributes.length > 0) {
      state.expireAttributes(attributes.map((key) => attributeNamed(state, key)));
      return;
    }
    // Expiring cuts the ties that the cascade runs along, so it is followed first.
    const reached = [...walkCascade("refresh-expire", state)].map((step) => step.to);
    this.objects.expire(state);
    for (const each of reached) this.objects.expire(each);
  }

  /**
   * The object of a class with that primary key: the session's own, or loaded; `null` where there is no row.
   * @param identity the key's value; for several columns a list in their order, or an object by attribute name
   * @throws InvalidRequestError where the key has other columns
   */
  get<T extends object>(
    class_: abstract new (...args: never[]) => T,
    identity: unknown,
    options?: GetOptions,
  ): T | null;
  get(class_: MappedClass, identity: unknown, options?: GetOptions): object | null;
  get(class_: MappedClass, identity: unknown, options: GetOptions = {}): object | null {
    const mapper = mapperOf(class_);
    const values = primaryKeyValues(mapper, identity);
    const { populateExisting = false, withForUpdate = false } = options;
    const forUpdate = withForUpdate === false ? null : forUpdateOf(withForUpdate === true ? {} : withForUpdate);
    return this.#operation("get", null, () => {
      if (!populateExisting && !mapper.alwaysRefresh && forUpdate === null) {
        const present = getFromIdentity(this, mapper, identityKey(mapper, values));
        if (present === PASSIVE_CLASS_MISMATCH) return null;
        if (present !== null) return present as object;
      }
      return loadOnPkIdentity(this, mapper, values, {
        load: { ...DEFAULT_LOAD, populateExisting },
        loaderOptions: options.options ?? [],
        forUpdate,
        labelStyle: "tablename_plus_col",
        by: "Session.get",
      });
    });
  }

  /** Whether the object is pending or persistent here. */
  contains(object: object): boolean {
    return this.containsState(requireState(object));
  }

  /** Pending objects. */
  get new(): ReadonlySet<object> {
    return objectsOf(this.objects.pending);
  }

  /** Persistent objects with changes that are not marked for deletion. */
  get dirty(): ReadonlySet<object> {
    return objectsOf([...this.identityMap.modified].filter((state) => !this.objects.doomed.has(state)));
  }

  /** Objects marked for deletion. */
  get deleted(): ReadonlySet<object> {
    return objectsOf(this.objects.doomed);
  }

  get identityMap(): IdentityMap {
    return this.objects.identityMap;
  }

  /** Every pending and persistent object. */
  *[Symbol.iterator](): Generator<object> {
    for (const state of [...this.objects.pending, ...this.identityMap.allStates()]) yield state.object;
  }

  /** Whether an object has net changes that a flush would write. */
  isModified(object: object, options: { readonly includeCollections?: boolean } = {}): boolean {
    const state = requireState(object);
    if (!state.modified) return false;
    return state.manager.attributes.some((attribute) => {
      if (
        attribute === undefined ||
        (options.includeCollections === false && (attribute.collection || attribute.dynamic))
      )
        return false;
      const history = attribute.getHistory(state, NO_CHANGE);
      return history.added.length > 0 || history.deleted.length > 0;
    });
  }

  // ── transactions ─────────────────────────────────────────────────────────

  /** Begins the transaction explicitly. */
  begin(options: { readonly nested?: boolean } = {}): SessionTransaction {
    if (this.transaction === null) {
      const transaction = new SessionTransaction(this, "begin");
      if (!options.nested) return transaction;
    } else if (!options.nested) {
      throw new InvalidRequestError("A transaction is already begun on this Session.");
    }
    return this.#operation("begin_nested", null, () => {
      const nested = (this.transaction as SessionTransaction).beginInner("nested");
      this.nestedTransaction = nested;
      return nested;
    });
  }

  /** Begins a savepoint, inside a transaction that begins with it where there is none. */
  beginNested(): SessionTransaction {
    return this.begin({ nested: true });
  }

  /** Flushes, then commits the outermost transaction. */
  commit(): void {
    this.#operation("commit", null, () => {
      this.autobegin();
      (this.transaction as SessionTransaction).commit(true);
    });
  }

  /** Rolls back the outermost transaction; objects become what they were before it, and expire. */
  rollback(): void {
    this.#operation("rollback", null, () => this.transaction?.rollback({ toRoot: true }));
  }

  /** Releases every object and ends the transaction. The session can be used again. */
  close(): void {
    this.#operation("close", null, () => {
      this.objects.expungeAll();
      while (this.transaction !== null) this.transaction.close();
    });
  }

  get inTransaction(): boolean {
    return this.transaction !== null;
  }

  get inNestedTransaction(): boolean {
    return this.nestedTransaction !== null;
  }

  /** False after a failed flush until the transaction is rolled back. */
  get isActive(): boolean {
    return this.transaction === null || this.transaction.isActive;
  }

  /** The connection that the session's statements go to, in its transaction. */
  connection(): Connection {
    this.autobegin();
    return (this.transaction as SessionTransaction).connection();
  }

  // ── flush ────────────────────────────────────────────────────────────────

  /**
   * Writes all changes to the database ("ORM: Flushing").
   * @param objects writes only these
   */
  flush(objects: readonly object[] | null = null): void {
    if (this.#flushing) throw new InvalidRequestError("Session is already flushing");
    if (this.isClean) return;
    const run = () => {
      this.#flushing = true;
      try {
        flushSession(this, objects);
      } finally {
        this.#flushing = false;
      }
    };
    if (trace.current === null) this.#operation("flush", null, run);
    else run();
  }

  /** Runs `work` without flushing before its queries. */
  noAutoflush<T>(work: () => T): T {
    const before = this.autoflush;
    this.autoflush = false;
    try {
      return work();
    } finally {
      this.autoflush = before;
    }
  }

  // ── what the rooms below ask of a session ────────────────────────────────

  get flushing(): boolean {
    return this.#flushing;
  }

  get isClean(): boolean {
    return this.objects.isClean;
  }

  get pendingStates(): ReadonlySet<InstanceState> {
    return this.objects.pending;
  }

  get deletedStates(): ReadonlySet<InstanceState> {
    return this.objects.doomed;
  }

  get dialect() {
    return requireBind(this.bind).dialect;
  }

  connect(): SessionConnection {
    return beginOn(requireBind(this.bind), this.joinTransactionMode);
  }

  /**
   * Begins a transaction where there is none.
   * @throws InvalidRequestError for a session that waits for `begin()`
   */
  autobegin(): void {
    if (this.transaction !== null) return;
    if (!this.autobegins) {
      throw new InvalidRequestError(
        "Autobegin is disabled on this Session; please call session.begin() to start a new transaction",
      );
    }
    new SessionTransaction(this, "autobegin");
  }

  beginFlush(): SessionTransaction {
    this.autobegin();
    return (this.transaction as SessionTransaction).beginInner("subtransaction");
  }

  runAutoflush(by: string | RelationshipProperty): void {
    if (!this.autoflush || this.#flushing || this.isClean) return;
    const cause = trace.active ? trace.cause({ kind: "autoflush", by: `${by}` }) : null;
    try {
      trace.within(cause, () => trace.annotateWarnings(AUTOFLUSH_NOTE, () => this.flush()));
    } catch (error) {
      if (error instanceof StatementError) error.message = `(${AUTOFLUSH_DETAIL})\n${error.message}`;
      throw error;
    }
  }

  executeCompiled(compiled: Compiled, values: ParameterValues): DriverRows {
    return this.connection().executeCompiled(compiled, values);
  }

  saveOrUpdate(state: InstanceState): void {
    state.orphanedOutsideOfSession = false;
    this.objects.saveOrUpdate(state, trace.current);
    for (const step of walkCascade("save-update", state, { haltOn: (each) => this.containsState(each) })) {
      const cause = this.#cascadeCause("save-update", step, step.from.attachCause ?? trace.current);
      step.to.attachCause = null;
      this.objects.saveOrUpdate(step.to, cause);
    }
  }

  attachPersistent(state: InstanceState): void {
    this.objects.update(state);
  }

  containsState(state: InstanceState): boolean {
    return this.objects.contains(state);
  }

  isNew(state: InstanceState): boolean {
    return this.objects.isPending(state);
  }

  expungeStates(states: Iterable<InstanceState>, toTransient = false): void {
    this.objects.expunge(states, toTransient);
  }

  restoreDeleted(state: InstanceState): void {
    this.objects.restoreDeleted(state);
  }

  detachStates(states: Iterable<InstanceState>): void {
    this.objects.detach(states);
  }

  removeNewlyDeleted(states: Iterable<InstanceState>): void {
    this.objects.removeNewlyDeleted(states);
  }

  noteLoaded(state: InstanceState): void {
    this.tellTransition("loaded_as_persistent", state);
  }

  /** Tells the listeners of a session event: those of all sessions, of the factory that made this one, and its own. */
  tell(name: string, ...args: readonly unknown[]): void {
    if (isHeard(name))
      fire([this.constructor, ...(this.factory === null ? [] : [this.factory]), this], name, [this, ...args]);
  }

  tellTransition(transition: Transition, state: InstanceState): void {
    if (isHeard(transition)) this.tell(transition, state.object);
    if (trace.recording) trace.touch(state);
    if (trace.active) trace.emit({ type: "state", transition, object: state.ref(), cause: trace.current });
  }

  flushWarning(what: string): void {
    trace.warn(
      `Usage of the '${what}' operation is not currently supported within the execution stage of the flush process. Results may not be consistent.  Consider using alternative event listeners or connection-level operations instead.`,
    );
  }

  /** Does the work of one public method as a cause of its own; inside another operation it is part of that one. */
  #operation<T>(name: string, state: InstanceState | null, work: (cause: CauseId | null) => T): T {
    if (!trace.active) return work(null);
    const cause = trace.cause({ kind: "operation", name, object: state?.ref() ?? null, detail: null });
    return trace.within(cause, () => work(cause));
  }

  #cascadeCause(
    option: WalkedCascade,
    step: { from: InstanceState; relationship: { toString(): string }; to: InstanceState },
    parent: CauseId | null,
  ): CauseId | null {
    if (!trace.active) return null;
    const { from, relationship, to } = step;
    return trace.cause(
      { kind: "cascade", option, relationship: `${relationship}`, from: from.ref(), to: to.ref(), backref: false },
      parent,
    );
  }
}

function objectsOf(states: Iterable<InstanceState>): ReadonlySet<object> {
  return new Set([...states].map((state) => state.object));
}

/** The session that an object belongs to, or `null`. */
export function objectSession(object: object): unknown {
  return requireState(object).session;
}
