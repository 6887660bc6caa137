import { BuiltinError } from "../errors.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import { adapterOf } from "../instrumentation/collection-attribute.ts";
import { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import { moduleOf } from "../instrumentation/identity-key.ts";
import { isRelated, NO_RAISE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { CascadeOptions } from "../mapping/cascade-options.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
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
  readonly members?: (state: InstanceState, relationship: RelationshipProperty) => readonly (InstanceState | null)[];
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
export function* walkCascade(
  option: WalkedCascade,
  start: InstanceState,
  options: CascadeWalkOptions = {},
): Generator<CascadeStep> {
  const visited = new Set<InstanceState>();
  const open: Iterator<CascadeStep>[] = [stepsFrom(option, start, visited, options)];
  while (open.length > 0) {
    const next = (open[open.length - 1] as Iterator<CascadeStep>).next();
    if (next.done) {
      open.pop();
      continue;
    }
    yield next.value;
    open.push(stepsFrom(option, next.value.to, visited, options));
  }
}

function* stepsFrom(
  option: WalkedCascade,
  from: InstanceState,
  visited: Set<InstanceState>,
  options: CascadeWalkOptions,
): Generator<CascadeStep> {
  for (const relationship of cascading(from.mapper, option)) {
    // All members of one attribute are claimed before the walk goes on into the first of them.
    for (const to of claim(option, from, relationship, visited, options)) yield { from, relationship, to };
  }
}

function claim(
  option: WalkedCascade,
  from: InstanceState,
  relationship: RelationshipProperty,
  visited: Set<InstanceState>,
  options: CascadeWalkOptions,
): InstanceState[] {
  const members = (options.members ?? ((state, along) => membersFor(option, state, along)))(from, relationship);
  const skipPending = option === "refresh-expire" && !relationship.cascade.deleteOrphan;
  const claimed: InstanceState[] = [];
  for (const member of members) {
    if (member === null || visited.has(member)) continue;
    if (options.haltOn?.(member)) continue;
    if (skipPending && member.key === null) continue;
    refuseForeign(relationship, member);
    visited.add(member);
    claimed.push(member);
  }
  return claimed;
}

/** Only a delete loads what is not there yet, and only where that is not left to the database. */
function membersFor(
  option: WalkedCascade,
  state: InstanceState,
  relationship: RelationshipProperty,
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

const cascadingOf = new WeakMap<Mapper, Map<WalkedCascade, readonly RelationshipProperty[]>>();

function cascading(mapper: Mapper, option: WalkedCascade): readonly RelationshipProperty[] {
  let known = cascadingOf.get(mapper);
  if (known === undefined) {
    known = new Map();
    cascadingOf.set(mapper, known);
  }
  let relationships = known.get(option);
  if (relationships === undefined) {
    relationships = mapper.relationships.filter((each) => FLAGS[option](each.cascade));
    known.set(option, relationships);
  }
  return relationships;
}
