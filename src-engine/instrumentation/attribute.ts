import { BuiltinError } from "../errors.ts";
import type { MapperProperty } from "../mapping/mapper.ts";
import { EMPTY_LIST, HISTORY_BLANK, type History } from "./history.ts";
import {
  ATTR_EMPTY,
  ATTR_WAS_SET,
  CALLABLES_OK,
  INIT_OK,
  NO_VALUE,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  PASSIVE_RETURN_NO_VALUE,
} from "./passive.ts";
import type { InstanceState, ParentClaim, StateAttribute } from "./state.ts";

export type AttributeOperation = "append" | "remove" | "replace" | "bulk-replace";

/**
 * Says which attribute and which kind of change started a chain of attribute events. Backrefs compare tokens by identity
 * to stop a chain from running in circles ("ORM: AttributeEventToken").
 */
export class AttributeToken {
  readonly attribute: AttributeImpl;
  readonly operation: AttributeOperation;
  /** The property that owns the attribute; subclasses' attributes share it. */
  readonly parentToken: object;

  constructor(attribute: AttributeImpl, operation: AttributeOperation) {
    this.attribute = attribute;
    this.operation = operation;
    this.parentToken = attribute.parentToken;
  }

  get key(): string {
    return this.attribute.key;
  }
}

/** Loads the value of an attribute that is not present. Loading strategies supply it. */
export type AttributeLoader = (state: InstanceState, passive: number) => unknown;
export type AppendListener = (state: InstanceState, value: unknown, initiator: AttributeToken) => unknown;
export type RemoveListener = (state: InstanceState, value: unknown, initiator: AttributeToken) => void;
export type SetListener = (
  state: InstanceState,
  value: unknown,
  previous: unknown,
  initiator: AttributeToken,
) => unknown;
export type BulkReplaceListener = (state: InstanceState, values: unknown[], initiator: AttributeToken) => void;

/** Who is told of changes, in the order in which they were registered. */
export interface AttributeListeners {
  readonly append: AppendListener[];
  /** A member that is present already enters the collection once more. */
  readonly appendPresent: AppendListener[];
  readonly remove: RemoveListener[];
  readonly set: SetListener[];
  readonly bulkReplace: BulkReplaceListener[];
  /** Gives a scalar without a value the value that reading it gives. */
  readonly initScalar: ((state: InstanceState, value: unknown) => unknown)[];
}

export interface AttributeOptions {
  readonly property: MapperProperty;
  readonly className: string;
  /** Whether the attribute keeps account of which parent holds an object. */
  readonly trackParent?: boolean;
  /** Whether the old value is loaded before the attribute is set. */
  readonly activeHistory?: boolean;
  /** Whether the old value is loaded when its history is asked for. */
  readonly deferredHistory?: boolean;
  readonly loadOnUnexpire?: boolean;
  readonly sendModifiedEvents?: boolean;
  readonly acceptsScalarLoader?: boolean;
}

/** How one attribute of a mapped class is read, changed and compared with what the database has. */
export abstract class AttributeImpl implements StateAttribute {
  readonly property: MapperProperty;
  readonly key: string;
  readonly slot: number;
  readonly className: string;
  readonly parentToken: object;
  readonly trackParent: boolean;
  readonly deferredHistory: boolean;
  readonly loadOnUnexpire: boolean;
  readonly sendModifiedEvents: boolean;
  readonly acceptsScalarLoader: boolean;
  activeHistory: boolean;

  abstract readonly collection: boolean;
  abstract readonly usesObjects: boolean;
  /** True where values never lie in memory as a whole (`lazy="dynamic"`, `lazy="write_only"`). */
  readonly dynamic: boolean = false;

  loader: AttributeLoader | null = null;
  readonly listeners: AttributeListeners = {
    append: [],
    appendPresent: [],
    remove: [],
    set: [],
    bulkReplace: [],
    initScalar: [],
  };

  abstract readonly appendToken: AttributeToken;
  abstract readonly removeToken: AttributeToken;
  abstract readonly replaceToken: AttributeToken | null;
  abstract readonly bulkReplaceToken: AttributeToken | null;

  constructor(options: AttributeOptions, scalarLoaderByDefault: boolean) {
    this.property = options.property;
    this.key = options.property.key;
    this.slot = options.property.slot;
    this.className = options.className;
    this.parentToken = options.property;
    this.trackParent = options.trackParent ?? false;
    this.activeHistory = options.activeHistory ?? false;
    this.deferredHistory = options.deferredHistory ?? false;
    this.loadOnUnexpire = options.loadOnUnexpire ?? true;
    this.sendModifiedEvents = options.sendModifiedEvents ?? true;
    this.acceptsScalarLoader = options.acceptsScalarLoader ?? scalarLoaderByDefault;
  }

  get hasLoader(): boolean {
    return this.loader !== null;
  }

  toString(): string {
    return `${this.className}.${this.key}`;
  }

  /**
   * Whether a parent holds the object through this attribute. Objects of which nothing is known are held when `optimistic`.
   */
  hasParent(state: InstanceState, optimistic = false): boolean {
    return isHeldThrough(this.parentToken, state, optimistic);
  }

  setHasParent(state: InstanceState, parent: InstanceState, value: boolean): void {
    const claim = claimOf(state, this.parentToken);
    if (claim === undefined) {
      state.parents ??= [];
      state.parents.push({ relationship: this.parentToken, parent: value && parent });
    } else if (value) {
      claim.parent = parent;
    } else if (claim.parent === false || sameKey(claim.parent, parent)) {
      // Where another parent has taken the object over since, that one's claim stands.
      claim.parent = false;
    }
  }

  /** The attribute's value, loaded or made blank as far as `passive` allows. */
  get(state: InstanceState, passive: number = PASSIVE_OFF): unknown {
    const present = state.values[this.slot];
    if (present !== undefined) return present;
    // With a change on record there is nothing to load.
    const committed = state.committedValue(this);
    if (committed === undefined || committed === NO_VALUE) {
      if ((passive & CALLABLES_OK) === 0) return PASSIVE_NO_RESULT;
      const value = this.fireLoader(state, passive);
      if (value === PASSIVE_NO_RESULT || value === NO_VALUE) return value;
      if (value === ATTR_WAS_SET) {
        const loaded = state.values[this.slot];
        if (loaded === undefined) {
          throw new BuiltinError(
            "KeyError",
            `"Deferred loader for attribute '${this.key}' failed to populate correctly"`,
          );
        }
        return loaded;
      }
      if (value !== ATTR_EMPTY) return this.setCommittedValue(state, value);
    }
    return (passive & INIT_OK) === 0 ? NO_VALUE : this.defaultValue(state);
  }

  protected fireLoader(state: InstanceState, passive: number): unknown {
    if (this.acceptsScalarLoader && this.loadOnUnexpire && state.expiredAttributes.has(this)) {
      return state.loadExpired(passive);
    }
    const own = state.callables?.get(this);
    if (own !== undefined) return own(state, passive);
    return this.loader === null ? ATTR_EMPTY : this.loader(state, passive);
  }

  /** What reading gives where there is no value. */
  abstract defaultValue(state: InstanceState): unknown;
  abstract set(state: InstanceState, value: unknown, initiator?: AttributeToken | null, options?: SetOptions): void;
  /** Removes the value: Python's `del obj.attr`. */
  abstract delete(state: InstanceState): void;
  abstract getHistory(state: InstanceState, passive: number): History;
  /** Every related object that the attribute holds or held, without loading; `null` stands for an empty scalar. */
  abstract allPending(state: InstanceState, passive?: number): (InstanceState | null)[];

  append(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    this.set(state, value, initiator, { passive });
  }

  remove(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    this.set(state, null, initiator, { passive, checkOld: value });
  }

  /** As `remove`, but without complaint where the value is not there. */
  pop(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    this.set(state, null, initiator, { passive, checkOld: value, pop: true });
  }

  /** The value before any change since the last flush. */
  committedOf(state: InstanceState, passive: number = PASSIVE_OFF): unknown {
    const committed = state.committedValue(this);
    if (committed === undefined) return this.get(state, passive);
    return committed === NO_VALUE ? null : committed;
  }

  setCommittedValue(state: InstanceState, value: unknown): unknown {
    state.commitValue(this, value);
    return value;
  }

  copy(value: unknown): unknown {
    return value;
  }

  invalidate(_collection: unknown): void {}
}

export interface SetOptions {
  readonly passive?: number;
  /** The value that is expected to be there. */
  readonly checkOld?: unknown;
  /** Do nothing, rather than raise, where another value is there. */
  readonly pop?: boolean;
}

function claimOf(state: InstanceState, relationship: object): ParentClaim | undefined {
  if (state.parents === null) return undefined;
  for (const claim of state.parents) if (claim.relationship === relationship) return claim;
  return undefined;
}

/** Whether a parent holds the object through a relationship. Objects of which nothing is known are held when `optimistic`. */
export function isHeldThrough(relationship: object, state: InstanceState, optimistic = false): boolean {
  const claim = claimOf(state, relationship);
  return claim === undefined ? optimistic : claim.parent !== false;
}

function sameKey(a: InstanceState, b: InstanceState): boolean {
  if (a === b) return true;
  if (a.key === null || b.key === null) return a.key === b.key;
  return a.key.mapper === b.key.mapper && a.key.hash === b.key.hash;
}

/** An attribute whose values are plain: columns. */
export class ScalarAttribute extends AttributeImpl {
  override readonly collection: boolean = false;
  override readonly usesObjects: boolean = false;
  override readonly appendToken: AttributeToken;
  override readonly removeToken: AttributeToken;
  override readonly replaceToken: AttributeToken;
  override readonly bulkReplaceToken = null;
  readonly #equal: (a: unknown, b: unknown) => boolean;

  constructor(options: AttributeOptions, equal: (a: unknown, b: unknown) => boolean, scalarLoaderByDefault = true) {
    super(options, scalarLoaderByDefault);
    this.#equal = equal;
    this.replaceToken = new AttributeToken(this, "replace");
    this.appendToken = this.replaceToken;
    this.removeToken = new AttributeToken(this, "remove");
  }

  /** Whether two values are one to the database. */
  isEqual(a: unknown, b: unknown): boolean {
    return this.#equal(a, b);
  }

  override defaultValue(state: InstanceState): unknown {
    let value: unknown = null;
    for (const listener of this.listeners.initScalar) value = listener(state, value);
    return value;
  }

  override set(state: InstanceState, value: unknown, initiator: AttributeToken | null = null, _?: SetOptions): void {
    const old = this.#old(state);
    let next = value;
    for (const listener of this.listeners.set) next = listener(state, next, old, initiator ?? this.replaceToken);
    state.modifiedEvent(this, old);
    state.values[this.slot] = next;
  }

  override delete(state: InstanceState): void {
    const old = this.#old(state);
    for (const listener of this.listeners.remove) listener(state, old, this.removeToken);
    state.modifiedEvent(this, old);
    const existing = state.values[this.slot];
    state.values[this.slot] = undefined;
    if (existing === undefined && old === NO_VALUE && !state.expired && !state.expiredAttributes.has(this)) {
      throw new BuiltinError("AttributeError", `${this} object does not have a value`);
    }
  }

  #old(state: InstanceState): unknown {
    if (this.activeHistory) return this.get(state, PASSIVE_RETURN_NO_VALUE);
    const present = state.values[this.slot];
    return present === undefined ? NO_VALUE : present;
  }

  override getHistory(state: InstanceState, passive: number): History {
    const present = state.values[this.slot];
    if (present !== undefined) return this.historyOf(state, present);
    if (state.committedValue(this) !== undefined) return this.historyOf(state, NO_VALUE);
    const current = this.get(state, passive & ~INIT_OK);
    return current === PASSIVE_NO_RESULT ? HISTORY_BLANK : this.historyOf(state, current);
  }

  protected historyOf(state: InstanceState, current: unknown): History {
    const original = state.committedValue(this);
    if (original === undefined) {
      return current === NO_VALUE ? HISTORY_BLANK : { added: EMPTY_LIST, unchanged: [current], deleted: EMPTY_LIST };
    }
    if (current !== NO_VALUE && original !== NO_VALUE && this.isEqual(current, original)) {
      return { added: EMPTY_LIST, unchanged: [current], deleted: EMPTY_LIST };
    }
    return changed(current, original, original === NO_VALUE || original === PASSIVE_NO_RESULT);
  }

  override allPending(_state: InstanceState, _passive: number = PASSIVE_NO_INITIALIZE): (InstanceState | null)[] {
    return [];
  }
}

/** The history of a scalar that differs from its committed value. */
export function changed(current: unknown, original: unknown, originalUnknown: boolean): History {
  if (originalUnknown) {
    // A deletion whose old value is not known shows as a change to null.
    const known = current === NO_VALUE || current === PASSIVE_NO_RESULT ? null : current;
    return { added: [known], unchanged: EMPTY_LIST, deleted: EMPTY_LIST };
  }
  return { added: current === NO_VALUE ? [] : [current], unchanged: [], deleted: [original] };
}
