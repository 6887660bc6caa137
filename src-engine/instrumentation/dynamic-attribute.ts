import { BuiltinError, InvalidRequestError } from "../errors.ts";
import { typeName } from "../types/repr.ts";
import { AttributeImpl, type AttributeOptions, AttributeToken, type SetOptions } from "./attribute.ts";
import type { History } from "./history.ts";
import { INIT_OK, isRelated, NO_VALUE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF, SQL_OK } from "./passive.ts";
import { type InstanceState, instanceState } from "./state.ts";

/** How collections that are never held in memory are presented and, where they can be, read as a whole. */
export interface DynamicKind {
  /** What reading the attribute gives: a query, or a writer with statements. */
  present(attribute: DynamicAttribute, state: InstanceState): unknown;
  /** The members as the database has them, without a flush before; `null` where that is not permitted. */
  readonly load: ((attribute: DynamicAttribute, state: InstanceState) => readonly unknown[]) | null;
}

/** What entered and left a collection since the last flush, besides what the database has where that was read. */
class DynamicChanges {
  readonly added: Set<unknown>;
  readonly deleted: Set<unknown>;
  readonly unchanged: ReadonlySet<unknown>;
  /** Whether `unchanged` comes from the database, so that the changes have to be compared with it. */
  readonly #reconcile: boolean;

  constructor(changes: DynamicChanges | null = null, unchanged: readonly unknown[] | null = null) {
    this.added = changes?.added ?? new Set();
    this.deleted = changes?.deleted ?? new Set();
    this.unchanged = new Set(unchanged ?? changes?.unchanged ?? []);
    this.#reconcile = unchanged !== null;
  }

  add(value: unknown): void {
    this.added.add(value);
  }

  remove(value: unknown): void {
    if (!this.added.delete(value)) this.deleted.add(value);
  }

  get present(): unknown[] {
    return [...new Set([...this.added, ...this.unchanged])];
  }

  get all(): unknown[] {
    return [...new Set([...this.added, ...this.unchanged, ...this.deleted])];
  }

  get history(): History {
    const { added, unchanged, deleted } = this;
    if (!this.#reconcile) return { added: [...added], unchanged: [...unchanged], deleted: [...deleted] };
    return {
      added: [...added].filter((value) => !unchanged.has(value)),
      unchanged: [...unchanged].filter((value) => !deleted.has(value)),
      deleted: [...deleted].filter((value) => unchanged.has(value)),
    };
  }
}

/**
 * A relationship whose collection is never held in memory as a whole: `lazy="dynamic"` and `lazy="write_only"`
 * ("Working with Large Collections"). Only what enters and leaves is kept, until it is flushed.
 *
 * The changes take the place of the committed value; the slot itself says just that there have been any.
 */
export class DynamicAttribute extends AttributeImpl {
  override readonly collection = false;
  override readonly usesObjects = true;
  override readonly dynamic = true;
  override readonly appendToken: AttributeToken = new AttributeToken(this, "append");
  override readonly removeToken: AttributeToken = new AttributeToken(this, "remove");
  override readonly replaceToken = null;
  override readonly bulkReplaceToken = null;
  readonly #kind: DynamicKind;

  constructor(options: AttributeOptions, kind: DynamicKind) {
    super(options, false);
    this.#kind = kind;
  }

  /** The presentation of the collection; where nothing may be loaded, what has entered it. */
  override get(state: InstanceState, passive: number = PASSIVE_OFF): unknown {
    if ((passive & SQL_OK) === 0) return this.#changes(state, PASSIVE_NO_INITIALIZE).added;
    return this.#kind.present(this, state);
  }

  /**
   * The members, from the database where that may be asked.
   * @throws InvalidRequestError where the collection cannot be read as a whole
   */
  members(state: InstanceState, passive: number = PASSIVE_OFF): unknown[] {
    const changes = this.#changes(state, passive);
    return (passive & SQL_OK) === 0 ? [...changes.added] : changes.present;
  }

  /** What has entered the collection since the last flush. */
  added(state: InstanceState): unknown[] {
    return [...this.#changes(state, PASSIVE_NO_INITIALIZE).added];
  }

  #changes(state: InstanceState, passive: number): DynamicChanges {
    const changes = (state.committedValue(this) as DynamicChanges | undefined) ?? new DynamicChanges();
    if (state.key === null || (passive & INIT_OK) === 0) return changes;
    if (this.#kind.load !== null) return new DynamicChanges(changes, this.#kind.load(this, state));
    if ((passive & SQL_OK) === 0) return new DynamicChanges(changes);
    throw new InvalidRequestError(
      `Attribute ${this} can't load the existing state from the database for this operation; full iteration is not permitted.  If this is a delete operation, configure passive_deletes=True on the ${this} relationship in order to resolve this error.`,
    );
  }

  #modified(state: InstanceState): DynamicChanges {
    let changes = state.committedValue(this) as DynamicChanges | undefined;
    if (changes === undefined) {
      changes = new DynamicChanges();
      state.setCommitted(this, changes);
    }
    state.modifiedEvent(this, NO_VALUE);
    state.values[this.slot] = true;
    return changes;
  }

  override append(state: InstanceState, value: unknown, initiator: AttributeToken | null, _passive: number): void {
    this.#enter(state, value, initiator, this.#modified(state));
  }

  override remove(state: InstanceState, value: unknown, initiator: AttributeToken | null, _passive: number): void {
    this.#leave(state, value, initiator, this.#modified(state));
  }

  override pop(state: InstanceState, value: unknown, initiator: AttributeToken | null, passive: number): void {
    this.remove(state, value, initiator, passive);
  }

  #enter(state: InstanceState, value: unknown, initiator: AttributeToken | null, changes: DynamicChanges): void {
    changes.add(value);
    let entered = value;
    for (const listener of this.listeners.append) entered = listener(state, entered, initiator ?? this.appendToken);
    if (this.trackParent && isRelated(entered)) this.setHasParent(instanceState(entered), state, true);
  }

  #leave(state: InstanceState, value: unknown, initiator: AttributeToken | null, changes: DynamicChanges): void {
    changes.remove(value);
    if (this.trackParent && isRelated(value)) this.setHasParent(instanceState(value), state, false);
    for (const listener of this.listeners.remove) listener(state, value, initiator ?? this.removeToken);
  }

  /**
   * Replaces the collection.
   * @throws InvalidRequestError where it cannot be read to be compared with
   */
  override set(
    state: InstanceState,
    value: unknown,
    initiator: AttributeToken | null = null,
    options: SetOptions = {},
  ): void {
    if (initiator?.parentToken === this.parentToken) return;
    if (options.pop && value === null) return;
    const wanted = new Set(iterated(value));
    let before: Iterable<unknown> = [];
    if (state.key !== null) {
      if (this.#kind.load === null) {
        throw new InvalidRequestError(
          `Collection "${this}" does not support implicit iteration; collection replacement operations can't be used`,
        );
      }
      before = [...(this.get(state, options.passive) as Iterable<unknown>)];
    }
    const changes = this.#modified(state);
    const old = new Set([...before, ...changes.added]);
    for (const member of wanted) if (!old.has(member)) this.#enter(state, member, null, changes);
    for (const member of old) if (!wanted.has(member)) this.#leave(state, member, null, changes);
  }

  override delete(_state: InstanceState): void {
    throw new BuiltinError("NotImplementedError", "");
  }

  override setCommittedValue(_state: InstanceState, _value: unknown): unknown {
    throw new BuiltinError("NotImplementedError", "Dynamic attributes don't support collection population.");
  }

  override defaultValue(state: InstanceState): unknown {
    return this.#kind.present(this, state);
  }

  override getHistory(state: InstanceState, passive: number): History {
    return this.#changes(state, passive).history;
  }

  override allPending(state: InstanceState, passive: number = PASSIVE_NO_INITIALIZE): InstanceState[] {
    return this.#changes(state, passive).all.map((member) => instanceState(member as object));
  }
}

function iterated(value: unknown): Iterable<unknown> {
  if (typeof value === "object" && value !== null && Symbol.iterator in value) return value as Iterable<unknown>;
  throw new BuiltinError("TypeError", `'${typeName(value)}' object is not iterable`);
}
