import { InvalidRequestError, StaleDataError } from "../errors.ts";
import { implOf, managerOf } from "../instrumentation/class-manager.ts";
import { adapterOf, type CollectionAttribute } from "../instrumentation/collection-attribute.ts";
import { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import type { IdentityKey } from "../instrumentation/identity-key.ts";
import type { IdentityMap } from "../instrumentation/identity-map.ts";
import { stateText } from "../instrumentation/naming.ts";
import { isRelated, PASSIVE_MERGE, PASSIVE_NO_INITIALIZE, PASSIVE_NO_RESULT } from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { ColumnProperty, MappedClass, Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { trace } from "../trace/recorder.ts";
import { identityKeyFromState } from "../unit-of-work/persistence/organize.ts";

/** What merging needs of the session that objects are merged into. */
export interface MergeHost {
  readonly identityMap: IdentityMap;
  isNew(state: InstanceState): boolean;
  get(class_: MappedClass, identity: unknown, options?: object): object | null;
  saveOrUpdate(state: InstanceState): void;
  /** Enters an object with an identity as persistent, without loading it. */
  attachPersistent(state: InstanceState): void;
}

/** One call of `Session.merge()` ("ORM: Merging"): copies a graph of objects onto the session's own. */
export class Merge {
  readonly #host: MergeHost;
  readonly #load: boolean;
  /** Given object → the session's object. */
  readonly #merged = new Map<InstanceState, InstanceState>();
  readonly #byKey = new Map<Mapper, Map<string | number, InstanceState>>();
  /** Relationships along which an object was reached, so that the way back is not taken. */
  readonly #reachedBy = new Map<InstanceState, Set<RelationshipProperty>>();

  constructor(host: MergeHost, load: boolean) {
    this.#host = host;
    this.#load = load;
  }

  merge(state: InstanceState): InstanceState {
    const known = this.#merged.get(state);
    if (known !== undefined) return known;
    const { mapper } = state;
    const key = this.#keyOf(state);
    const persistent = state.key !== null || isComplete(mapper, key);
    let target = this.#find(state, key, persistent);
    if (target === null) {
      target = managerOf(mapper).newInstance();
      this.#host.saveOrUpdate(target);
    }
    this.#merged.set(state, target);
    if (persistent) this.#remember(key, target);
    if (target !== state) this.#copy(state, target);
    if (!this.#load) target.commitAll();
    return target;
  }

  #keyOf(state: InstanceState): IdentityKey {
    if (state.key !== null) return state.key;
    if (this.#host.isNew(state)) {
      trace.warn(
        `Instance ${stateText(state)} is already pending in this Session yet is being merged again; this is probably not what you want to do`,
      );
    }
    if (!this.#load) {
      throw new InvalidRequestError(
        "merge() with load=False option does not support objects transient (i.e. unpersisted) objects.  flush() all changes on mapped instances before merging with load=False.",
      );
    }
    return identityKeyFromState(state.mapper, state);
  }

  /** The session's object of that identity: at hand, met before in this merge, or loaded. */
  #find(state: InstanceState, key: IdentityKey, persistent: boolean): InstanceState | null {
    if (!persistent) return null;
    const present = this.#host.identityMap.get(key) ?? this.#byKey.get(key.mapper)?.get(key.hash);
    if (present !== undefined) return present;
    if (!this.#load) {
      if (state.modified) {
        throw new InvalidRequestError(
          "merge() with load=False option does not support objects marked as 'dirty'.  flush() all changes on mapped instances before merging with load=False.",
        );
      }
      const target = managerOf(state.mapper).newInstance();
      target.key = key;
      this.#host.attachPersistent(target);
      return target;
    }
    const loaded = this.#host.get(state.mapper.class_, key.identity);
    return loaded === null ? null : instanceState(loaded);
  }

  #remember(key: IdentityKey, target: InstanceState): void {
    let states = this.#byKey.get(key.mapper);
    if (states === undefined) {
      states = new Map();
      this.#byKey.set(key.mapper, states);
    }
    states.set(key.hash, target);
  }

  #copy(source: InstanceState, target: InstanceState): void {
    checkVersions(source, target);
    target.loadPath = source.loadPath;
    target.loadOptions = source.loadOptions;
    if (source.callables !== null) target.callables = new Map(source.callables);
    for (const property of source.mapper.props.values()) {
      if (property.kind === "column" && !property.instrumented) continue;
      if (property.kind === "column") this.#copyColumn(property, source, target);
      else if (property.uselist) this.#copyCollection(property, source, target);
      else this.#copyObject(property, source, target);
    }
  }

  #copyColumn(property: ColumnProperty, source: InstanceState, target: InstanceState): void {
    const attribute = implOf(target, property);
    const value = source.values[property.slot];
    if (value !== undefined) {
      if (this.#load) attribute.set(target, value, null);
      else target.values[property.slot] = value;
    } else if (target.key !== null && target.values[property.slot] === undefined) {
      target.expireAttributes([attribute], true);
    }
  }

  #copyCollection(property: RelationshipProperty, source: InstanceState, target: InstanceState): void {
    const collection = source.values[property.slot];
    if (collection === undefined || !this.#follows(property, source)) return;
    const sourceAttribute = implOf(source, property);
    if (sourceAttribute instanceof DynamicAttribute) {
      this.#copyDynamic(property, sourceAttribute.members(source), target);
      return;
    }
    const attribute = implOf(target, property) as CollectionAttribute;
    // Loading the target's collection first lets each member be found in the identity map.
    if (this.#load) attribute.get(target, PASSIVE_MERGE);
    const members = adapterOf(collection)
      .members()
      .map((member) => this.#mergeRelated(property, member as object).object);
    if (this.#load) {
      attribute.set(target, members, null, { members, passive: PASSIVE_MERGE });
      return;
    }
    const adapter = attribute.initialize(target);
    target.values[property.slot] = adapter.data;
    for (const member of members) adapter.append(member, false);
  }

  #copyDynamic(property: RelationshipProperty, members: readonly unknown[], target: InstanceState): void {
    const merged = members.map((member) => this.#mergeRelated(property, member as object).object);
    const attribute = implOf(target, property);
    if (this.#load) attribute.set(target, merged, null, { passive: PASSIVE_MERGE });
    else attribute.setCommittedValue(target, merged);
  }

  #copyObject(property: RelationshipProperty, source: InstanceState, target: InstanceState): void {
    const current = source.values[property.slot];
    if (current === undefined || !this.#follows(property, source)) return;
    const merged = isRelated(current) ? this.#mergeRelated(property, current).object : null;
    if (this.#load) implOf(target, property).set(target, merged, null);
    else target.values[property.slot] = merged;
  }

  /** Whether the merge goes along a relationship: it cascades, and the object was not reached from there. */
  #follows(property: RelationshipProperty, source: InstanceState): boolean {
    if (this.#load) {
      const reached = this.#reachedBy.get(source);
      for (const reverse of property.reverse) if (reached?.has(reverse)) return false;
    }
    return property.cascade.merge;
  }

  #mergeRelated(property: RelationshipProperty, object: object): InstanceState {
    const state = instanceState(object);
    const reached = this.#reachedBy.get(state);
    if (reached === undefined) this.#reachedBy.set(state, new Set([property]));
    else reached.add(property);
    return this.merge(state);
  }
}

function isComplete(mapper: Mapper, key: IdentityKey): boolean {
  const missing = key.identity.filter((value) => value === null).length;
  if (key.identity.some((value) => typeof value === "symbol")) return false;
  return missing === 0 || (mapper.allowPartialPks && missing < key.identity.length);
}

function checkVersions(source: InstanceState, target: InstanceState): void {
  const { versionIdCol } = source.mapper;
  if (versionIdCol === null) return;
  const property = source.mapper.propertyByColumn(versionIdCol);
  const given = implOf(source, property).get(source, PASSIVE_NO_INITIALIZE);
  const existing = implOf(target, property).get(target, PASSIVE_NO_INITIALIZE);
  if (given === PASSIVE_NO_RESULT || existing === PASSIVE_NO_RESULT || given === existing) return;
  throw new StaleDataError(
    `Version id '${String(given)}' on merged state ${stateText(target)} does not match existing version '${String(existing)}'. Leave the version attribute unset when merging to update the most recent version.`,
  );
}
