import { BuiltinError } from "../errors.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import { adapterOf } from "../instrumentation/collection-attribute.ts";
import { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import { moduleOf } from "../instrumentation/identity-key.ts";
import { isRelated, NO_RAISE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { CascadeOptions } from "../mapping/cascade-options.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { keepShape } from "../shapes.ts";
import type { CascadeOption } from "../trace/events.ts";

/** One edge that a cascade runs along: `from.relationship` holds `to`. */
export interface CascadeStep {
  readonly from: InstanceState;
  readonly relationship: RelationshipProperty;
  readonly to: InstanceState;
}

/** The cascades that walk the object graph; `delete-orphan` works on removal instead. */
export type WalkedCascade = Exclude<CascadeOption, "delete-orphan">;

/** How a walk sees the object graph. */
export interface CascadeWalkOptions {
  /** Objects at which the walk stops without yielding them. */
  readonly haltOn?: (state: InstanceState) => boolean;
  /** The objects that an attribute holds; the default reads them as the session's own cascades do. */
  readonly members?: (
    state: InstanceState,
    relationship: RelationshipProperty,
    option: WalkedCascade,
  ) => readonly (InstanceState | null)[];
}

const FLAGS: Record<WalkedCascade, (cascade: CascadeOptions) => boolean> = {
  "save-update": (cascade) => cascade.saveUpdate,
  merge: (cascade) => cascade.merge,
  expunge: (cascade) => cascade.expunge,
  delete: (cascade) => cascade.delete,
  "refresh-expire": (cascade) => cascade.refreshExpire,
};

/**
 * Walks from an object along every relationship that has the given cascade ("ORM: Cascades"): depth first, in the order
 * of the attributes, each object once. The only walk there is: add, delete, expunge, refresh and the preview use it.
 */
export function walkCascade(
  option: WalkedCascade,
  start: InstanceState,
  options: CascadeWalkOptions = {},
): Iterable<CascadeStep> {
  return new CascadeWalk(option, start, options);
}

/** An object whose relationships the walk is going along. */
interface Visit {
  readonly from: InstanceState;
  readonly relationships: readonly RelationshipProperty[];
  /** How many of the relationships have been begun. */
  begun: number;
  /** The members of the latest one, and how many of them have been visited. */
  members: readonly InstanceState[];
  visited: number;
}

/** An iterator by hand: generators inside each other would be resumed for every step, and make two results for each. */
class CascadeWalk implements IterableIterator<CascadeStep> {
  readonly #option: WalkedCascade;
  readonly #options: CascadeWalkOptions;
  readonly #claimed = new Set<InstanceState>();
  readonly #open: Visit[] = [];
  /** The object yielded last. It is entered when the walk goes on: what is done with it may give it members. */
  #entering: InstanceState | null;

  constructor(option: WalkedCascade, start: InstanceState, options: CascadeWalkOptions) {
    this.#option = option;
    this.#options = options;
    this.#entering = start;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<CascadeStep, undefined> {
    if (this.#entering !== null) this.#enter(this.#entering);
    let visit = this.#open[this.#open.length - 1];
    while (visit !== undefined) {
      const to = visit.members[visit.visited];
      if (to !== undefined) {
        visit.visited++;
        this.#entering = to;
        const relationship = visit.relationships[visit.begun - 1] as RelationshipProperty;
        return { done: false, value: { from: visit.from, relationship, to } };
      }
      const relationship = visit.relationships[visit.begun];
      if (relationship !== undefined) {
        visit.begun++;
        visit.members = this.#claim(visit.from, relationship);
        visit.visited = 0;
      } else {
        this.#open.pop();
        visit = this.#open[this.#open.length - 1];
      }
    }
    return { done: true, value: undefined };
  }

  #enter(from: InstanceState): void {
    this.#entering = null;
    const relationships = cascading(from.mapper, this.#option);
    if (relationships.length > 0) this.#open.push({ from, relationships, begun: 0, members: NOBODY, visited: 0 });
  }

  /** All members of one attribute are claimed before the walk goes on into the first of them. */
  #claim(from: InstanceState, relationship: RelationshipProperty): readonly InstanceState[] {
    const { haltOn, members = membersFor } = this.#options;
    const skipPending = this.#option === "refresh-expire" && !relationship.cascade.deleteOrphan;
    const claimed: InstanceState[] = [];
    for (const member of members(from, relationship, this.#option)) {
      if (member === null || this.#claimed.has(member)) continue;
      if (haltOn?.(member)) continue;
      if (skipPending && member.key === null) continue;
      refuseForeign(relationship, member);
      this.#claimed.add(member);
      claimed.push(member);
    }
    return claimed;
  }
}

keepShape(new CascadeWalk("merge", {} as InstanceState, {}));

const NOBODY: readonly InstanceState[] = [];

/** Only a delete loads what is not there yet, and only where that is not left to the database. */
function membersFor(
  state: InstanceState,
  relationship: RelationshipProperty,
  option: WalkedCascade,
): readonly (InstanceState | null)[] {
  const attribute = implOf(state, relationship);
  if (option === "save-update") return attribute.allPending(state);
  const passive =
    option !== "delete" || relationship.passiveDeletes !== false ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF | NO_RAISE;
  if (attribute instanceof DynamicAttribute) {
    return attribute.members(state, passive).map((member) => instanceState(member as object));
  }
  const value = attribute.get(state, passive);
  if (!isRelated(value)) return [];
  if (!attribute.collection) return [instanceState(value)];
  return adapterOf(value)
    .members()
    .map((member) => (isRelated(member) ? instanceState(member) : null));
}

function refuseForeign(relationship: RelationshipProperty, member: InstanceState): void {
  if (member.mapper.isa(relationship.mapper)) return;
  const owner = `<class '${moduleOf(relationship.parent)}.${relationship.parent.className}'>`;
  const given = `<class '${moduleOf(member.mapper)}.${member.mapper.className}'>`;
  throw new BuiltinError(
    "AssertionError",
    `Attribute '${relationship.key}' on class '${owner}' doesn't handle objects of type '${given}'`,
  );
}

/** By a mapper's list of relationships, which is another one once a class declared later has added to it. */
const cascadingOf = new WeakMap<readonly RelationshipProperty[], Map<WalkedCascade, readonly RelationshipProperty[]>>();

function cascading(mapper: Mapper, option: WalkedCascade): readonly RelationshipProperty[] {
  let known = cascadingOf.get(mapper.relationships);
  if (known === undefined) {
    known = new Map();
    cascadingOf.set(mapper.relationships, known);
  }
  let relationships = known.get(option);
  if (relationships === undefined) {
    relationships = mapper.relationships.filter((each) => FLAGS[option](each.cascade));
    known.set(option, relationships);
  }
  return relationships;
}
