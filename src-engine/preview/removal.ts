import { implOf } from "../instrumentation/class-manager.ts";
import { type InstanceState, stateOf } from "../instrumentation/state.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import type { Glimpse } from "./glimpse.ts";

/** An object that a relationship lets go of. */
export interface Removal {
  readonly owner: InstanceState;
  readonly property: RelationshipProperty;
  /** `null` where the reference holds nothing. */
  readonly member: InstanceState | null;
}

/**
 * Finds who holds an object along a relationship, where only one of the two is known. An object that can only be the
 * holder lets go of what it refers to.
 */
export function ownerOf(
  glimpse: Glimpse,
  given: InstanceState,
  options: { readonly relationship?: string; readonly parent?: object | null },
): Removal | null {
  const property = relationshipNamed(given, options.relationship);
  if (property === null) return null;
  const parent = options.parent == null ? null : stateOf(options.parent);
  if (parent !== null) return { owner: parent, property, member: given };
  if (given.mapper.isa(property.mapper)) {
    const holder = holderOf(glimpse, given, property);
    if (holder !== null) return { owner: holder, property, member: given };
  }
  if (!given.mapper.isa(property.parent) || property.uselist) return null;
  return { owner: given, property, member: glimpse.membersAside(given, property)[0] ?? null };
}

function relationshipNamed(given: InstanceState, name: string | undefined): RelationshipProperty | null {
  if (name === undefined) return null;
  const [className, key] = name.includes(".") ? (name.split(".", 2) as [string, string]) : [null, name];
  for (const mapper of given.mapper.registry.mappers) {
    if (className === null ? !given.mapper.isa(mapper) : mapper.className !== className) continue;
    const property = mapper.props.get(key);
    if (property?.kind === "relationship") return property;
  }
  return null;
}

/** Who holds the object: in memory, as was noted of it, or by the other side of the relationship. */
function holderOf(glimpse: Glimpse, member: InstanceState, property: RelationshipProperty): InstanceState | null {
  const noted = glimpse.shadow(member).parents.get(property);
  if (noted) return noted;
  for (const state of [...glimpse.session.identityMap.allStates(), ...glimpse.pending]) {
    if (!state.mapper.isa(property.parent) || !glimpse.isLoaded(state, property)) continue;
    if (glimpse.members(state, property, false).includes(member)) return state;
  }
  for (const reverse of property.reverse) {
    const [holder] = glimpse.membersAside(member, reverse);
    if (holder !== undefined) return holder;
  }
  return glimpse.holderByKey(member, property);
}

/**
 * Lets a relationship go of an object, in both directions where the relationship has two.
 * @returns true where the object was pending and leaves the session as an orphan
 */
export function leave(
  glimpse: Glimpse,
  removal: {
    readonly owner: InstanceState;
    readonly property: RelationshipProperty;
    readonly member: InstanceState;
    readonly replacement: InstanceState | null;
  },
): boolean {
  const { owner, property, member, replacement } = removal;
  take(glimpse, owner, property, member);
  const other = reverseOf(member, property);
  if (other !== null) take(glimpse, member, other, owner);
  if (replacement !== null) {
    put(glimpse, owner, property, replacement);
    const back = reverseOf(replacement, property);
    if (back !== null) put(glimpse, replacement, back, owner);
  }
  return property.cascade.deleteOrphan && glimpse.pending.has(member) && glimpse.isOrphan(member);
}

function reverseOf(state: InstanceState, property: RelationshipProperty): RelationshipProperty | null {
  if (property.backPopulates === null || !property.effectiveSyncBackref) return null;
  const found = state.mapper.props.get(property.backPopulates);
  return found?.kind === "relationship" ? found : null;
}

function take(glimpse: Glimpse, owner: InstanceState, property: RelationshipProperty, member: InstanceState): void {
  const related = glimpse.related(owner, property);
  if (!property.uselist) {
    if (related.now !== undefined && related.now[0] !== member) return;
    related.before ??= [member];
    related.now = [null];
  } else if (related.now === undefined) {
    if (!related.entered.delete(member)) related.left.add(member);
  } else {
    related.before ??= [...related.now];
    related.now = related.now.filter((each) => each !== member);
  }
  if (implOf(owner, property).trackParent) glimpse.setHasParent(member, property, owner, false);
  note(glimpse, owner, property);
}

function put(glimpse: Glimpse, owner: InstanceState, property: RelationshipProperty, member: InstanceState): void {
  const related = glimpse.related(owner, property);
  if (!property.uselist) {
    related.before ??= related.now === undefined ? "unknown" : [...related.now];
    related.now = [member];
  } else if (related.now === undefined) {
    if (!related.left.delete(member)) related.entered.add(member);
  } else if (!related.now.includes(member)) {
    related.before ??= [...related.now];
    related.now = [...related.now, member];
  }
  if (implOf(owner, property).trackParent) glimpse.setHasParent(member, property, owner, true);
  note(glimpse, owner, property);
}

/** A `viewonly` relationship changes nothing that is flushed. */
function note(glimpse: Glimpse, owner: InstanceState, property: RelationshipProperty): void {
  if (!property.viewonly && glimpse.hasRow(owner)) glimpse.modified.add(owner);
}
