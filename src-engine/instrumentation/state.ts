import { BuiltinError } from "../errors.ts";
import { isHeard } from "../events/listeners.ts";
import type { MappedClass, Mapper } from "../mapping/mapper.ts";
import { fireMapperEvent } from "../mapping/mapper-events.ts";
import type { CauseId, ObjectId, ObjectRef } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { typeName } from "../types/repr.ts";
import type { History } from "./history.ts";
import type { IdentityKey } from "./identity-key.ts";
import { ATTR_WAS_SET, NO_VALUE, PASSIVE_NO_RESULT, SQL_OK } from "./passive.ts";
import { PendingCollection } from "./pending-collection.ts";

/** What an instance state needs of an attribute's implementation. */
export interface StateAttribute {
  readonly key: string;
  readonly slot: number;
  readonly collection: boolean;
  readonly dynamic: boolean;
  readonly usesObjects: boolean;
  readonly acceptsScalarLoader: boolean;
  readonly loadOnUnexpire: boolean;
  readonly sendModifiedEvents: boolean;
  readonly hasLoader: boolean;
  /** A copy of a collection's present members, kept as the committed value. */
  copy(value: unknown): unknown;
  /** Marks a collection as no longer the attribute's. */
  invalidate(collection: unknown): void;
  getHistory(state: InstanceState, passive: number): History;
}

/** What instances of one mapped class share. */
export interface StateManager {
  readonly mapper: Mapper;
  /** Every attribute's implementation, by slot; a hierarchy's other classes leave holes. */
  readonly attributes: readonly (StateAttribute | undefined)[];
  readonly byKey: ReadonlyMap<string, StateAttribute>;
  /** Attributes whose expired value is loaded together with the row. */
  readonly loaderAttributes: readonly StateAttribute[];
  readonly collectionAttributes: readonly StateAttribute[];
  /** All attributes, as a set: what has expired when everything has. */
  readonly everything: ReadonlySet<StateAttribute>;
  /** A list with a place for each attribute's value, and nothing in it. */
  blankValues(): unknown[];
  /** Loads expired column attributes of one instance. Filled in by loading. */
  readonly loadExpired: (state: InstanceState, attributes: readonly StateAttribute[], passive: number) => void;
}

/** What instances ask of the session that they belong to; the session itself is several rooms above. */
export interface SessionPort {
  /** True while a flush runs in which changing relationships no longer has an effect on it. */
  readonly warnOnEvents: boolean;
  /** Warns that `what` was used during such a flush. */
  flushWarning(what: string): void;
  /** Makes sure that a transaction has begun, so that a rollback knows what to restore. */
  autobegin(): void;
  /** Whether the object is pending or persistent here. */
  containsState(state: InstanceState): boolean;
  isNew(state: InstanceState): boolean;
  /** Adds an object that a relationship's `save-update` cascade has reached. */
  saveOrUpdate(state: InstanceState): void;
  /** Removes an object and what its `expunge` cascades reach. */
  expungeState(state: InstanceState): void;
}

/** A loader for one attribute of one instance, set by a loader option. */
export type StateCallable = (state: InstanceState, passive: number) => unknown;

/** Which parent holds an object through a relationship, or `false` once the last one has let go of it. */
export interface ParentClaim {
  readonly relationship: object;
  parent: InstanceState | false;
}

/** No attribute: most objects have nothing expired, and share this. */
const NOTHING: ReadonlySet<StateAttribute> = new Set();

const STATE = Symbol("flushlight.state");

interface Stateful {
  [STATE]?: InstanceState;
}

/** The state of a mapped instance, or `null` for anything else. */
export function stateOf(value: unknown): InstanceState | null {
  if (typeof value !== "object" || value === null) return null;
  return (value as Stateful)[STATE] ?? null;
}

/**
 * The state of what should be a mapped instance.
 * @throws AttributeError where it is none
 */
export function instanceState(object: object): InstanceState {
  const state = (object as Stateful)[STATE];
  if (state !== undefined) return state;
  throw new BuiltinError("AttributeError", `'${typeName(object)}' object has no attribute '_sa_instance_state'`);
}

/**
 * What the ORM knows about one instance: its attribute values, their committed values, its identity and its session
 * ("ORM: State Management").
 *
 * Values lie in `values` by the slot of their attribute; `undefined` means that the attribute has no value here.
 * `committed` holds, per slot, the value that the database is known to have for each attribute changed since.
 */
export class InstanceState {
  readonly id: ObjectId;
  readonly object: object;
  readonly manager: StateManager;
  readonly mapper: Mapper;

  values: unknown[];
  committed: unknown[] | null = null;
  key: IdentityKey | null = null;
  session: SessionPort | null = null;
  /** The identity map's set of changed states, while this state is in an identity map. */
  changedIn: Set<InstanceState> | null = null;
  /** Its place in the identity map's order; owned by the identity map. */
  mapPlace = -1;
  /** The session's set of pending states, while this state is among them. */
  pendingIn: Set<InstanceState> | null = null;

  modified = false;
  expired = false;
  /** True once a flush has deleted the row, until that is rolled back. */
  isDeleted = false;
  /** True while the object is being loaded and may be lazily loaded from though pending. */
  loadPending = false;
  orphanedOutsideOfSession = false;
  /** Position among the pending objects of its session. */
  insertOrder = 0;

  /** Attributes to be loaded when they are read. The set is shared between objects: it is replaced, never changed. */
  expiredAttributes: ReadonlySet<StateAttribute> = NOTHING;
  callables: Map<StateAttribute, StateCallable> | null = null;
  /** One for each relationship that has held this object; there are seldom more than two, so that a list is enough. */
  parents: ParentClaim[] | null = null;
  pendingMutations: Map<StateAttribute, PendingCollection> | null = null;
  /** Blank collections that reading gave and the object does not have yet, by slot. */
  emptyCollections: unknown[] | null = null;
  /** Values that were known before they expired, for attributes that a pending look-up depends on. */
  lastKnownValues: Map<StateAttribute, unknown> | null = null;

  /** Loader options that came with the query which loaded this object; owned by loading. */
  loadOptions: readonly unknown[] = [];
  loadPath: unknown = null;
  /** Number of the load that last visited this object; owned by loading. */
  runId = 0;

  /** What the flush that is running knows of the object; owned by the unit of work. */
  flushEntry: object | null = null;

  /** Why the object is in its session, why it is to be deleted, and what changed it since the last flush. */
  attachCause: CauseId | null = null;
  deleteCause: CauseId | null = null;
  changeCauses: CauseId[] | null = null;
  /** Why attributes changed since the last flush, by name; kept while somebody watches. */
  changedBy: Map<string, CauseId> | null = null;

  /** @param id given for an object that no run knows: what a preview takes a row for */
  constructor(object: object, manager: StateManager, id: ObjectId = trace.nextObjectId()) {
    this.id = id;
    if (trace.census !== null && id !== 0) trace.census.set(id, this);
    this.object = object;
    this.manager = manager;
    this.mapper = manager.mapper;
    this.values = manager.blankValues();
    (object as Stateful)[STATE] = this;
  }

  get class_(): MappedClass {
    return this.mapper.class_;
  }

  get transient(): boolean {
    return this.key === null && this.session === null;
  }
  get pending(): boolean {
    return this.key === null && this.session !== null;
  }
  get persistent(): boolean {
    return this.key !== null && this.session !== null && !this.isDeleted;
  }
  get deleted(): boolean {
    return this.key !== null && this.session !== null && this.isDeleted;
  }
  get detached(): boolean {
    return this.key !== null && this.session === null;
  }

  /** Whether the attribute has a value in memory. */
  has(attribute: StateAttribute): boolean {
    return this.values[attribute.slot] !== undefined;
  }

  /** The committed value of a changed attribute; `undefined` when it has not changed. */
  committedValue(attribute: StateAttribute): unknown {
    return this.committed === null ? undefined : this.committed[attribute.slot];
  }

  setCommitted(attribute: StateAttribute, value: unknown): void {
    this.committed ??= this.manager.blankValues();
    this.committed[attribute.slot] = value;
  }

  dropCommitted(attribute: StateAttribute): void {
    if (this.committed !== null) this.committed[attribute.slot] = undefined;
  }

  getHistory(key: string, passive: number): History {
    return attributeNamed(this, key).getHistory(this, passive);
  }

  pendingMutation(attribute: StateAttribute): PendingCollection {
    this.pendingMutations ??= new Map();
    let pending = this.pendingMutations.get(attribute);
    if (pending === undefined) {
      pending = new PendingCollection();
      this.pendingMutations.set(attribute, pending);
    }
    return pending;
  }

  /**
   * Says that an attribute is about to change, and keeps its committed value the first time.
   * @param previous the value before the change; for a collection, `NO_VALUE` means "whatever is present"
   */
  modifiedEvent(attribute: StateAttribute | null, previous: unknown, collection = false): void {
    if (trace.recording) trace.touch(this);
    if (attribute !== null) {
      if (!attribute.sendModifiedEvents) {
        if (trace.active) this.#tellUnwritten(attribute);
        return;
      }
      if (this.committedValue(attribute) === undefined) {
        let kept = previous;
        if (collection) {
          if (kept === NO_VALUE && this.has(attribute)) kept = this.values[attribute.slot];
          if (kept !== null && kept !== NO_VALUE) kept = attribute.copy(kept);
        }
        this.setCommitted(attribute, kept);
      }
      if (this.lastKnownValues?.has(attribute)) this.lastKnownValues.set(attribute, NO_VALUE);
      if (trace.active) this.#noteChange(attribute);
    }
    if (!this.modified) {
      this.modified = true;
      this.changedIn?.add(this);
    }
    this.session?.autobegin();
  }

  /** Takes a present value for changed, whatever it was before. */
  flagModified(attribute: StateAttribute): void {
    this.dropCommitted(attribute);
    this.modifiedEvent(attribute, NO_VALUE);
  }

  /** Marks single attributes as equal to the database's. */
  commit(attributes: Iterable<StateAttribute>): void {
    if (trace.recording) trace.touch(this);
    for (const attribute of attributes) this.#commit(attribute);
    this.expired = false;
  }

  /** Puts the database's value in place of an attribute's own. */
  commitValue(attribute: StateAttribute, value: unknown): void {
    if (trace.recording) trace.touch(this);
    this.values[attribute.slot] = value;
    this.#commit(attribute);
    this.expired = false;
  }

  #commit(attribute: StateAttribute): void {
    this.dropCommitted(attribute);
    if (this.values[attribute.slot] === undefined) return;
    this.dropExpired(attribute);
    this.callables?.delete(attribute);
  }

  addExpired(attribute: StateAttribute): void {
    if (!this.expiredAttributes.has(attribute)) {
      this.expiredAttributes = new Set(this.expiredAttributes).add(attribute);
    }
  }

  dropExpired(attribute: StateAttribute): void {
    if (this.expiredAttributes.has(attribute)) this.#keepExpired((each) => each !== attribute);
  }

  clearExpired(): void {
    this.expiredAttributes = NOTHING;
  }

  #keepExpired(stays: (attribute: StateAttribute) => boolean): void {
    const left = [...this.expiredAttributes].filter(stays);
    this.expiredAttributes = left.length === 0 ? NOTHING : new Set(left);
  }

  /** Marks the whole instance as equal to its row, as after a load or a flush. */
  commitAll(): void {
    if (trace.recording) trace.touch(this);
    this.committed = null;
    this.pendingMutations = null;
    if (this.expiredAttributes.size > 0) this.#keepExpired((attribute) => !this.has(attribute));
    if (this.modified) this.changedIn?.delete(this);
    this.modified = false;
    this.expired = false;
    this.changeCauses = null;
    this.changedBy = null;
  }

  /** Forgets every value; the next reading loads the row anew. */
  expire(): void {
    if (trace.recording) trace.touch(this);
    this.expired = true;
    if (this.modified) {
      this.changedIn?.delete(this);
      this.committed = null;
      this.modified = false;
    }
    this.pendingMutations = null;
    this.parents = null;
    this.changeCauses = null;
    this.changedBy = null;
    this.expiredAttributes = this.manager.everything;
    if (this.callables !== null) {
      for (const attribute of this.expiredAttributes) this.callables.delete(attribute);
    }
    for (const attribute of this.manager.collectionAttributes) {
      const collection = this.values[attribute.slot];
      if (collection !== undefined) attribute.invalidate(collection);
    }
    this.lastKnownValues?.forEach((_, attribute) => {
      const value = this.values[attribute.slot];
      if (value !== undefined) this.lastKnownValues?.set(attribute, value);
    });
    this.values = this.manager.blankValues();
    if (isHeard("expire")) fireMapperEvent(this.mapper, "expire", [this.object, null]);
  }

  /** Forgets the values of some attributes. */
  expireAttributes(attributes: Iterable<StateAttribute>, noLoader = false): void {
    if (trace.recording) trace.touch(this);
    for (const attribute of attributes) {
      if (attribute.acceptsScalarLoader) {
        if (noLoader && (attribute.hasLoader || this.callables?.has(attribute))) continue;
        this.addExpired(attribute);
        this.callables?.delete(attribute);
      }
      const old = this.values[attribute.slot];
      this.values[attribute.slot] = undefined;
      if (attribute.collection && old !== undefined) attribute.invalidate(old);
      if (old !== undefined && this.lastKnownValues?.has(attribute)) this.lastKnownValues.set(attribute, old);
      this.dropCommitted(attribute);
      this.pendingMutations?.delete(attribute);
    }
    if (isHeard("expire")) fireMapperEvent(this.mapper, "expire", [this.object, [...attributes].map(({ key }) => key)]);
  }

  /** Removes an attribute's value and its loader, so that the class's way of loading it applies again. */
  reset(attribute: StateAttribute): void {
    if (trace.recording) trace.touch(this);
    const old = this.values[attribute.slot];
    this.values[attribute.slot] = undefined;
    if (attribute.collection && old !== undefined) attribute.invalidate(old);
    this.dropExpired(attribute);
    this.callables?.delete(attribute);
  }

  /** Loads what is expired and unchanged. */
  loadExpired(passive: number): typeof ATTR_WAS_SET | typeof PASSIVE_NO_RESULT {
    if ((passive & SQL_OK) === 0) return PASSIVE_NO_RESULT;
    const wanted: StateAttribute[] = [];
    for (const attribute of this.expiredAttributes) {
      if (attribute.loadOnUnexpire && this.committedValue(attribute) === undefined) wanted.push(attribute);
    }
    this.manager.loadExpired(this, wanted, passive);
    this.clearExpired();
    if (trace.recording) trace.touch(this);
    return ATTR_WAS_SET;
  }

  /** The attributes without uncommitted changes among `attributes`. */
  unmodified(attributes: Iterable<StateAttribute>): StateAttribute[] {
    return [...attributes].filter((attribute) => this.committedValue(attribute) === undefined);
  }

  /** Attributes that have neither a value nor a change. */
  unloaded(): StateAttribute[] {
    return [...this.manager.byKey.values()].filter((a) => !this.has(a) && this.committedValue(a) === undefined);
  }

  /** Asks that the last value before an expiration of this attribute be kept. */
  trackLastKnownValue(attribute: StateAttribute): void {
    this.lastKnownValues ??= new Map();
    if (!this.lastKnownValues.has(attribute)) this.lastKnownValues.set(attribute, NO_VALUE);
  }

  /** The instance as trace events name it. */
  ref(): ObjectRef {
    return { id: this.id, className: this.mapper.className, identity: this.key?.identity ?? null };
  }

  /** Says that a change of an attribute is never written, which is so for `viewonly` relationships. */
  #tellUnwritten(attribute: StateAttribute): void {
    const relationship = `${this.mapper.className}.${attribute.key}`;
    const object = this.ref();
    const cause = trace.current ?? trace.cause({ kind: "operation", name: "set", object, detail: relationship });
    trace.emit({ type: "omission", reason: "viewonly", relationship, object, flush: trace.flush, cause });
  }

  #noteChange(attribute: StateAttribute): void {
    const cause =
      trace.current ??
      trace.cause({
        kind: "operation",
        name: "set",
        object: this.ref(),
        detail: `${this.mapper.className}.${attribute.key}`,
      });
    if (cause === null) return;
    this.changedBy ??= new Map();
    this.changedBy.set(attribute.key, cause);
    this.changeCauses ??= [];
    if (!this.changeCauses.includes(cause)) this.changeCauses.push(cause);
  }
}

/**
 * The implementation of an attribute by name.
 * @throws KeyError where there is none of that name
 */
export function attributeNamed(state: InstanceState, key: string): StateAttribute {
  const found = state.manager.byKey.get(key);
  if (found === undefined) throw new BuiltinError("KeyError", `'${key}'`);
  return found;
}
