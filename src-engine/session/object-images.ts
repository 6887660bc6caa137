/**
 * What has become of objects, for whoever records a run. Everything is read off the state as it lies there: nothing is
 * loaded, flushed or changed.
 */
import type { ScalarAttribute } from "../instrumentation/attribute.ts";
import { adapterOf } from "../instrumentation/collection-attribute.ts";
import { NO_VALUE, PASSIVE_NO_INITIALIZE } from "../instrumentation/passive.ts";
import { InstanceState, type StateAttribute, stateOf } from "../instrumentation/state.ts";
import { ClauseElement } from "../sql/element.ts";
import type { AttributeImage, AttributeValue, LifeState, ObjectImage } from "../trace/events.ts";
import type { Describer } from "../trace/recorder.ts";
import { repr, typeName } from "../types/repr.ts";
import type { ObjectSession } from "./object-session.ts";

/** Members of a collection, and of what was added to or deleted from it, that are told. */
const MAX_MEMBERS = 50;
/** Characters of a printed value. */
const MAX_CHARS = 200;

const NOTHING: readonly never[] = [];

/** What was last told of an object. */
interface Told {
  state: LifeState | null;
  dirty: boolean;
  doomed: boolean;
  identity: readonly unknown[] | null;
  /** By slot. */
  readonly attributes: (ToldAttribute | undefined)[];
}

interface ToldAttribute {
  readonly image: AttributeImage;
  /** For a scalar, what lay there: where the same lies there again, nothing is new. */
  readonly value: unknown;
  readonly committed: unknown;
}

/** Describes objects to the trace. */
export class ObjectImages implements Describer {
  #told = new WeakMap<InstanceState, Told>();

  begin(): void {
    this.#told = new WeakMap();
  }

  describe(touched: ReadonlySet<object>): ObjectImage[] {
    const images: ObjectImage[] = [];
    for (const state of touched) {
      if (!(state instanceof InstanceState)) continue;
      const image = this.#describe(state);
      if (image !== null) images.push(image);
    }
    return images;
  }

  /** The object's image, or `null` where all has been told. */
  #describe(state: InstanceState): ObjectImage | null {
    const first = !this.#told.has(state);
    const told = this.#told.get(state) ?? { state: null, dirty: false, doomed: false, identity: null, attributes: [] };
    this.#told.set(state, told);
    const session = state.session as ObjectSession | null;
    const doomed = session?.deletedStates?.has(state) ?? false;
    const next = {
      state: lifeOf(state),
      dirty: !doomed && (state.changedIn?.has(state) ?? false),
      doomed,
      identity: state.key?.identity ?? null,
    };
    const attributes: AttributeImage[] = [];
    for (const attribute of state.manager.byKey.values()) {
      const image = attributeImage(state, attribute, told);
      if (image !== null) attributes.push(image);
    }
    const same =
      told.state === next.state &&
      told.dirty === next.dirty &&
      told.doomed === next.doomed &&
      told.identity === next.identity;
    if (same && !first && attributes.length === 0) return null;
    Object.assign(told, next);
    const { identity: _, ...head } = next;
    return { object: state.ref(), ...head, attributes };
  }
}

function lifeOf(state: InstanceState): LifeState {
  if (state.session === null) return state.key === null ? "transient" : "detached";
  if (state.key === null) return "pending";
  return state.isDeleted ? "deleted" : "persistent";
}

/** An attribute's image, or `null` where it is as it was told; what never had a value is not told. */
function attributeImage(state: InstanceState, attribute: StateAttribute, told: Told): AttributeImage | null {
  const { slot } = attribute;
  const before = told.attributes[slot];
  const value = state.values[slot];
  const committed = state.committedValue(attribute);
  const expired = value === undefined && state.expiredAttributes.has(attribute);
  const plain = !attribute.usesObjects || (!attribute.collection && !attribute.dynamic);
  if (plain && before !== undefined && before.committed === committed && Object.is(before.value, value)) {
    if ((before.image.status === "expired") === expired) return null;
  }
  const pending = state.pendingMutations?.get(attribute);
  if (before === undefined && value === undefined && committed === undefined && pending === undefined) {
    if (!expired || attribute.usesObjects) return null;
  }
  const image: AttributeImage = {
    name: attribute.key,
    kind: kindOf(attribute),
    status: value !== undefined && !attribute.dynamic ? "loaded" : expired ? "expired" : "unloaded",
    ...contentOf(attribute, value),
    history: historyOf(state, attribute),
  };
  const same = before !== undefined && sameImage(before.image, image);
  told.attributes[slot] = { image: same ? before.image : image, value, committed };
  return same ? null : image;
}

function kindOf(attribute: StateAttribute): AttributeImage["kind"] {
  if (!attribute.usesObjects) return "column";
  return attribute.collection || attribute.dynamic ? "collection" : "reference";
}

function contentOf(attribute: StateAttribute, value: unknown): Pick<AttributeImage, "value" | "size"> {
  if (value === undefined || attribute.dynamic) return { value: NOTHING, size: 0 };
  if (!attribute.collection) return { value: [shown(value)], size: 1 };
  const members = adapterOf(value)?.members() ?? [];
  return { value: members.slice(0, MAX_MEMBERS).map(shown), size: members.length };
}

/** What a flush would find, as {@link StateAttribute.getHistory} has it, but with nothing loaded for it. */
function historyOf(state: InstanceState, attribute: StateAttribute): AttributeImage["history"] {
  const committed = state.committedValue(attribute);
  const value = state.values[attribute.slot];
  if (attribute.dynamic) {
    if (committed === undefined) return null;
    return changed(attribute.getHistory(state, PASSIVE_NO_INITIALIZE));
  }
  if (attribute.collection) {
    if (value === undefined) {
      const pending = state.pendingMutations?.get(attribute);
      return pending === undefined ? null : changed({ added: [...pending.added], deleted: [...pending.deleted] });
    }
    return committed === undefined ? null : changed(membersChanged(value, committed));
  }
  if (committed === undefined) return null;
  if (value !== undefined && isEqual(attribute, value, committed)) return null;
  const unknown = typeof committed === "symbol" || (attribute.usesObjects && committed === null);
  return changed({ added: value === undefined ? [] : [value], deleted: unknown ? [] : [committed] });
}

interface Difference {
  readonly added: readonly unknown[];
  readonly deleted: readonly unknown[];
}

function changed({ added, deleted }: Difference): AttributeImage["history"] {
  if (added.length === 0 && deleted.length === 0) return null;
  return { added: added.slice(0, MAX_MEMBERS).map(shown), deleted: deleted.slice(0, MAX_MEMBERS).map(shown) };
}

function membersChanged(collection: unknown, committed: unknown): Difference {
  const members = adapterOf(collection)?.members() ?? [];
  if (committed === NO_VALUE || committed === null) return { added: members, deleted: [] };
  const before = committed as readonly unknown[];
  if (before.length === 0) return { added: members, deleted: [] };
  const beforeSet = new Set(before);
  const nowSet = new Set(members);
  return {
    added: members.filter((member) => !beforeSet.has(member)),
    deleted: before.filter((member) => !nowSet.has(member)),
  };
}

function isEqual(attribute: StateAttribute, value: unknown, committed: unknown): boolean {
  if (Object.is(value, committed)) return true;
  if (attribute.usesObjects || typeof committed === "symbol") return false;
  try {
    return (attribute as ScalarAttribute).isEqual(value, committed);
  } catch {
    return false;
  }
}

/** A value as it is shown: an object by its name, anything else as Python prints it, not too long. */
function shown(value: unknown): AttributeValue {
  const state = stateOf(value);
  if (state !== null) return { ref: state.ref() };
  try {
    const text = printed(value);
    return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  } catch {
    return `<${typeName(value)}>`;
  }
}

function printed(value: unknown): string {
  if (typeof value === "string") return repr(value.length > MAX_CHARS ? value.slice(0, MAX_CHARS) : value);
  if (value instanceof Uint8Array) return repr(value.subarray(0, MAX_CHARS));
  if (value instanceof ClauseElement) return String(value);
  return repr(value);
}

function sameImage(a: AttributeImage, b: AttributeImage): boolean {
  return (
    a.status === b.status &&
    a.size === b.size &&
    sameValues(a.value, b.value) &&
    sameValues(a.history?.added ?? NOTHING, b.history?.added ?? NOTHING) &&
    sameValues(a.history?.deleted ?? NOTHING, b.history?.deleted ?? NOTHING)
  );
}

function sameValues(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return (
    a.length === b.length &&
    a.every((value, place) => {
      const other = b[place] as AttributeValue;
      if (typeof value === "string" || typeof other === "string") return value === other;
      return value.ref.id === other.ref.id;
    })
  );
}
