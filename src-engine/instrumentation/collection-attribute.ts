import { BuiltinError } from "../errors.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import { AttributeImpl, type AttributeOptions, AttributeToken, type SetOptions } from "./attribute.ts";
import {
  ADAPTER,
  bulkReplace,
  CollectionAdapter,
  type CollectionEvents,
  type MappedCollection,
} from "./collection-adapter.ts";
import { foreseeLeaving } from "./foresight.ts";
import { EMPTY_LIST, HISTORY_BLANK, type History } from "./history.ts";
import {
  INCLUDE_PENDING_MUTATIONS,
  isRelated,
  NO_RAISE,
  NO_VALUE,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  PASSIVE_ONLY_PERSISTENT,
} from "./passive.ts";
import { type InstanceState, instanceState, stateOf } from "./state.ts";

/** A kind of collection: how to make one, and how to read what is assigned to the attribute. */
export interface CollectionKind {
  /** Python's name of the kind, for error texts. */
  readonly name: "list" | "set" | "dict";
  create(): MappedCollection;
  /** The members of an assigned value, or `null` where it is of another kind. */
  read(value: unknown): unknown[] | null;
}

/** An attribute that holds a collection of related objects. */
export class CollectionAttribute extends AttributeImpl implements CollectionEvents {
  override readonly collection = true;
  override readonly usesObjects = true;
  override readonly appendToken: AttributeToken = new AttributeToken(this, "append");
  override readonly removeToken: AttributeToken = new AttributeToken(this, "remove");
  override readonly replaceToken = null;
  override readonly bulkReplaceToken: AttributeToken = new AttributeToken(this, "bulk-replace");
  readonly kind: CollectionKind;

  constructor(options: AttributeOptions, kind: CollectionKind) {
    super(options, false);
    this.kind = kind;
  }

  /** The adapter of the attribute's collection, loaded as far as `passive` allows. */
  adapter(state: InstanceState, passive: number = PASSIVE_OFF): CollectionAdapter | typeof PASSIVE_NO_RESULT {
    const collection = this.get(state, passive);
    if (collection === PASSIVE_NO_RESULT) return PASSIVE_NO_RESULT;
    return adapterOf(collection);
  }

  override defaultValue(state: InstanceState): unknown {
    const known = state.emptyCollections?.[this.slot];
    if (known !== undefined) return known;
    const adapter = this.initialize(state);
    adapter.empty = true;
    state.emptyCollections ??= [];
    state.emptyCollections[this.slot] = adapter.data;
    return adapter.data;
  }

  /** The first change of a blank collection makes it the object's own. */
  settleEmpty(state: InstanceState): void {
    state.values[this.slot] = state.emptyCollections?.[this.slot];
    this.#dropEmpty(state);
  }

  #dropEmpty(state: InstanceState): void {
    if (state.emptyCollections !== null) state.emptyCollections[this.slot] = undefined;
  }

  /** Makes a collection that reports to this attribute of `state`, without giving it to the object. */
  initialize(state: InstanceState): CollectionAdapter {
    return new CollectionAdapter(this, state, this.kind.create());
  }

  override append(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    const adapter = this.adapter(state, passive);
    if (adapter !== PASSIVE_NO_RESULT) {
      adapter.append(value, initiator);
      return;
    }
    const entered = this.fireAppend(state, value, initiator);
    state.pendingMutation(this).append(entered as object);
  }

  override remove(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    const adapter = this.adapter(state, passive);
    if (adapter !== PASSIVE_NO_RESULT) {
      adapter.remove(value, initiator);
      return;
    }
    this.fireRemove(state, value, initiator);
    state.pendingMutation(this).remove(value as object);
  }

  override pop(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    try {
      this.remove(state, value, initiator, passive);
    } catch (error) {
      if (error instanceof BuiltinError && ["ValueError", "KeyError", "IndexError"].includes(error.name)) return;
      throw error;
    }
  }

  override set(
    state: InstanceState,
    value: unknown,
    _initiator: AttributeToken | null = null,
    options: SetOptions & { readonly members?: readonly unknown[] } = {},
  ): void {
    // The new collection comes first, so that a value of the wrong kind is refused before anything is loaded.
    const next = this.initialize(state);
    const members = options.members === undefined ? this.#membersOf(value) : [...options.members];
    for (const listener of this.listeners.bulkReplace) listener(state, members, this.bulkReplaceToken);

    let old = this.get(state, PASSIVE_ONLY_PERSISTENT ^ ((options.passive ?? PASSIVE_OFF) & NO_RAISE));
    if (old === PASSIVE_NO_RESULT) old = this.defaultValue(state);
    else if (old === value) return;

    state.modifiedEvent(this, old, true);
    const previous = adapterOf(old);
    state.values[this.slot] = next.data;
    bulkReplace(members, previous, next, this.bulkReplaceToken);
    previous.data[ADAPTER] = null;
    this.#dropEmpty(state);
  }

  #membersOf(value: unknown): unknown[] {
    const members = this.kind.read(value);
    if (members !== null) return members;
    throw new BuiltinError(
      "TypeError",
      `Incompatible collection type: ${kindName(value)} is not ${this.kind.name}-like`,
    );
  }

  override delete(state: InstanceState): void {
    if (!state.has(this)) return;
    state.modifiedEvent(this, NO_VALUE, true);
    adapterOf(state.values[this.slot]).clear(null);
    state.values[this.slot] = undefined;
  }

  override setCommittedValue(state: InstanceState, value: unknown): unknown {
    const adapter = this.initialize(state);
    for (const item of (value as readonly unknown[] | null) ?? []) adapter.append(item, false);
    state.commitValue(this, adapter.data);
    const pending = state.pendingMutations?.get(this);
    if (pending !== undefined) {
      state.pendingMutations?.delete(this);
      state.modifiedEvent(this, adapter.data, true);
      for (const item of pending.added) adapter.append(item, false);
      for (const item of pending.deleted) adapter.remove(item, false);
    }
    return adapter.data;
  }

  override getHistory(state: InstanceState, passive: number): History {
    const current = this.get(state, passive);
    if (current === PASSIVE_NO_RESULT) {
      const pending = (passive & INCLUDE_PENDING_MUTATIONS) === 0 ? undefined : state.pendingMutations?.get(this);
      return pending === undefined ? HISTORY_BLANK : pending.mergeInto(HISTORY_BLANK);
    }
    if (current === NO_VALUE) return HISTORY_BLANK;
    const members = adapterOf(current).members();
    const original = state.committedValue(this);
    if (original === NO_VALUE) return { added: members, unchanged: EMPTY_LIST, deleted: EMPTY_LIST };
    if (original === undefined) return { added: EMPTY_LIST, unchanged: members, deleted: EMPTY_LIST };
    const before = original as readonly unknown[];
    const beforeSet = new Set(before);
    const nowSet = new Set(members);
    return {
      added: members.filter((member) => !beforeSet.has(member)),
      unchanged: members.filter((member) => beforeSet.has(member)),
      deleted: before.filter((member) => !nowSet.has(member)),
    };
  }

  override allPending(state: InstanceState): (InstanceState | null)[] {
    const current = state.values[this.slot];
    if (current === undefined) return [];
    const members = adapterOf(current).members();
    const original = state.committedValue(this);
    if (original === undefined || original === NO_VALUE) return members.map(relatedState);
    const before = original as readonly unknown[];
    const beforeSet = new Set(before);
    const nowSet = new Set(members);
    return [
      ...members.filter((member) => !beforeSet.has(member)),
      ...members.filter((member) => beforeSet.has(member)),
      ...before.filter((member) => !nowSet.has(member)),
    ].map(relatedState);
  }

  fireAppend(state: InstanceState, value: unknown, initiator: AttributeToken | null): unknown {
    let entered = value;
    for (const listener of this.listeners.append) entered = listener(state, entered, initiator ?? this.appendToken);
    state.modifiedEvent(this, NO_VALUE, true);
    if (this.trackParent && isRelated(entered)) this.setHasParent(instanceState(entered), state, true);
    return entered;
  }

  fireAppendPresent(state: InstanceState, value: unknown, initiator: AttributeToken | null): unknown {
    for (const listener of this.listeners.appendPresent) listener(state, value, initiator ?? this.appendToken);
    return value;
  }

  firePreRemove(state: InstanceState): void {
    state.modifiedEvent(this, NO_VALUE, true);
  }

  fireRemove(state: InstanceState, value: unknown, initiator: AttributeToken | null): void {
    const tell = initiator === null ? this.#foresee(state, value) : null;
    if (this.trackParent && isRelated(value)) this.setHasParent(instanceState(value), state, false);
    for (const listener of this.listeners.remove) listener(state, value, initiator ?? this.removeToken);
    state.modifiedEvent(this, NO_VALUE, true);
    tell?.(state.changeCauses?.at(-1) ?? null);
  }

  #foresee(state: InstanceState, value: unknown): ReturnType<typeof foreseeLeaving> {
    const member = stateOf(value);
    const property = this.property as RelationshipProperty;
    return member === null ? null : foreseeLeaving({ owner: state, property, member, replacement: null });
  }

  override copy(value: unknown): unknown {
    return adapterOf(value).members();
  }

  override invalidate(collection: unknown): void {
    adapterOf(collection).invalidated = true;
  }
}

/** The adapter of what is known to be a collection of ours. */
export function adapterOf(collection: unknown): CollectionAdapter {
  return (collection as MappedCollection)[ADAPTER] as CollectionAdapter;
}

function relatedState(member: unknown): InstanceState | null {
  return isRelated(member) ? instanceState(member) : null;
}

/** The kind of a value in Python's words. */
function kindName(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return "list";
  if (value instanceof Set) return "set";
  if (value instanceof Map) return "dict";
  if (typeof value === "string") return "str";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  return (value as object).constructor?.name ?? "dict";
}
