import { StaleDataError } from "../errors.ts";
import { isHeard } from "../events/listeners.ts";
import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { type ClassManager, managerOf } from "../instrumentation/class-manager.ts";
import { type IdentityKey, identityKey } from "../instrumentation/identity-key.ts";
import { stateText } from "../instrumentation/naming.ts";
import type { InstanceState, StateAttribute } from "../instrumentation/state.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { fireMapperEvent } from "../mapping/mapper-events.ts";
import { keepShape } from "../shapes.ts";
import type { ColumnElement } from "../sql/element.ts";
import { trace } from "../trace/recorder.ts";
import { repr } from "../types/repr.ts";
import type { LoadContext, PostLoad } from "./load-context.ts";
import type { LoaderLimits, LoaderPlace, RowLoader } from "./load-port.ts";
import type { LoadPath } from "./path.ts";
import { type LoaderOfClass, polymorphicLoader } from "./polymorphic-rows.ts";
import { type ColumnReader, emptyPopulators, type Populators, type Row, readColumn } from "./populators.ts";
import type { RowAdapter } from "./row-adapter.ts";
import type { LoadingSession } from "./session-port.ts";
import { populateColumn } from "./strategies/column.ts";
import { isIdle, populateRelationship } from "./strategies/dispatch.ts";
import { postLoadSubclass } from "./strategies/selectin-polymorphic.ts";

/** The part of a loader that depends on the statement only, kept with its plan. */
interface PreparedLoader {
  readonly columns: Populators;
  readonly relationships: readonly RelationshipProperty[];
  /** Those whose strategies do something when a row is read though nothing is replaced. */
  readonly busy: readonly RelationshipProperty[];
  readonly loadPath: LoadPath;
  readonly primaryKey: readonly ColumnReader[] | null;
}

/**
 * Makes the function that turns one entity's part of a row into an object ("ORM: loading.instances").
 * A row either gives a new object, which is filled; or it meets one that is in the session, of which only what is not
 * loaded is filled in; or, with `populate_existing`, everything is.
 */
export function instanceLoader(place: LoaderPlace, context: LoadContext, limits: LoaderLimits = {}): RowLoader {
  const { mapper } = place;
  const refreshState = limits.refreshState ?? null;
  const onlyLoad = limits.onlyLoad ?? null;
  const prepared = prepare(place, context, limits);
  const { populateExisting, userRefresh } = context.options;
  const replaces = populateExisting || userRefresh || mapper.alwaysRefresh;
  const populators = populatorsOf(prepared.columns, replaces ? prepared.relationships : prepared.busy, place, context);

  if (limits.polymorphicFrom != null && refreshState === null) {
    postLoadSubclass(mapper, limits.polymorphicFrom, place, context);
  }
  const { loadPath } = prepared;
  const postLoad = context.postLoadAt(loadPath);
  if (postLoad !== null && onlyLoad !== null) postLoad.onlyLoad = onlyLoad;

  const manager = managerOf(mapper);
  const work = new RowWork(context, {
    states: context.session.identityMap.statesOf(mapper.identityMapper),
    manager,
    checkVersion: context.options.versionCheck ? versionCheck(mapper, place.adapter, context) : null,
    replaces: populateExisting || mapper.alwaysRefresh,
    populators,
    loadPath,
    postLoad,
    refreshState,
    onlyLoad: onlyLoad === null ? null : attributesOf(manager, onlyLoad),
  });
  if (refreshState !== null) {
    const fixed = refreshState;
    return (row) => {
      work.full(fixed, row, fixed.runId !== context.runId, false);
      return fixed.object;
    };
  }

  const readers = prepared.primaryKey as readonly ColumnReader[];
  const load = rowLoader(mapper, work, readers);
  if (mapper.polymorphicMap.size === 0 || limits.polymorphicFrom != null) return load;
  const loadAs: LoaderOfClass = (sub) =>
    instanceLoader({ ...place, mapper: sub }, context, { polymorphicFrom: mapper });
  const keyOf = (row: Row): IdentityKey | null => {
    const values = readers.map((key) => readColumn(key, row));
    return hasNoKey(mapper, values) ? null : identityKey(mapper, values);
  };
  return polymorphicLoader(place, context, { own: load, loadAs, keyOf, discriminator: limits.discriminator ?? null });
}

/** Adds what relationships do to what columns do, which is the same in each execution and stays as it is. */
function populatorsOf(
  columns: Populators,
  relationships: readonly RelationshipProperty[],
  place: LoaderPlace,
  context: LoadContext,
): Populators {
  if (relationships.length === 0) return columns;
  const populators = { ...columns, missing: [...columns.missing], first: [...columns.first], further: [], eager: [] };
  for (const property of relationships) populateRelationship(property, place, context, populators);
  return populators;
}

/** How a row whose identity is read from it becomes an object. */
function rowLoader(mapper: Mapper, work: RowWork, readers: readonly ColumnReader[]): RowLoader {
  const base = mapper.identityMapper;
  const { states } = work;
  const [single] = readers;
  const [column] = mapper.primaryKey;
  if (readers.length === 1 && single !== undefined && column !== undefined) {
    // A key of one column is looked up by its value; a key object is made only for a new object.
    const { type } = column;
    return (row) => {
      const value = readColumn(single, row);
      if (value === null) return null;
      const hash = type.identityKey(value);
      const present = states.get(hash);
      if (present !== undefined) return work.meet(present, row);
      return work.make({ mapper: base, identity: [value], hash }, row);
    };
  }
  return (row) => {
    const values = readers.map((reader) => readColumn(reader, row));
    if (hasNoKey(mapper, values)) return null;
    const key = identityKey(mapper, values);
    const present = states.get(key.hash);
    return present === undefined ? work.make(key, row) : work.meet(present, row);
  };
}

function hasNoKey(mapper: Mapper, values: readonly unknown[]): boolean {
  return mapper.allowPartialPks ? values.every((value) => value === null) : values.includes(null);
}

interface RowWorkParts {
  /** The objects of the hierarchy that are in the session, by the hashes of their keys. */
  readonly states: Map<string | number, InstanceState>;
  readonly manager: ClassManager;
  readonly checkVersion: ((state: InstanceState, row: Row) => void) | null;
  readonly replaces: boolean;
  readonly populators: Populators;
  readonly loadPath: LoadPath;
  readonly postLoad: PostLoad | null;
  readonly onlyLoad: readonly StateAttribute[] | null;
  readonly refreshState: InstanceState | null;
}

/** What a row does to the object that it belongs to. One is made for each execution, so that it has to be made quickly. */
class RowWork {
  readonly states: Map<string | number, InstanceState>;
  readonly #context: LoadContext;
  readonly #session: LoadingSession;
  readonly #manager: ClassManager;
  readonly #populators: Populators;
  readonly #loadPath: LoadPath;
  readonly #postLoad: PostLoad | null;
  readonly #onlyLoad: readonly StateAttribute[] | null;
  readonly #refreshState: InstanceState | null;
  readonly #populateExisting: boolean;
  readonly #checkVersion: ((state: InstanceState, row: Row) => void) | null;
  /** Whether anybody wants to hear of loaded objects; asked once for all rows. */
  readonly #heard = trace.active || isHeard("load") || isHeard("loaded_as_persistent");

  constructor(context: LoadContext, parts: RowWorkParts) {
    this.#context = context;
    this.#session = context.session;
    this.states = parts.states;
    this.#manager = parts.manager;
    this.#populators = parts.populators;
    this.#loadPath = parts.loadPath;
    this.#postLoad = parts.postLoad;
    this.#refreshState = parts.refreshState;
    this.#populateExisting = parts.replaces;
    this.#checkVersion = parts.checkVersion;
    this.#onlyLoad = parts.onlyLoad;
  }

  /** Makes the object of a row whose identity is new to the session. */
  make(key: IdentityKey, row: Row): object {
    const state = this.#manager.newInstance();
    state.key = key;
    state.session = this.#session;
    this.#session.identityMap.addAbsent(state);
    this.full(state, row, true, true);
    return state.object;
  }

  /** Gives a row to the object of its identity. */
  meet(present: InstanceState, row: Row): object {
    const isNew = present.runId !== this.#context.runId;
    if (isNew && this.#checkVersion !== null) this.#checkVersion(present, row);
    if (!isNew || this.#populateExisting) this.full(present, row, isNew, false);
    else this.partial(present, row);
    return present.object;
  }

  /**
   * Fills an object that is new, or whose values are to be replaced.
   * @param isNew whether this is its first row in this load
   * @param loaded whether the object was made by this row
   */
  full(state: InstanceState, row: Row, isNew: boolean, loaded: boolean): void {
    const context = this.#context;
    const refreshing = this.#refreshState === state;
    const replacing = this.#populateExisting || refreshing;
    // A refresh without options of its own leaves the object those it was loaded with.
    if (isNew && (context.propagated.length > 0 || !replacing)) {
      state.loadOptions = context.propagated;
      state.loadPath = this.#loadPath;
    }
    if (isNew) {
      state.runId = context.runId;
      this.#first(state, row, replacing);
      if (state.mapper.descriptors.size > 0) {
        for (const descriptor of state.mapper.descriptors.values()) descriptor.loaded?.(state.object, !loaded);
      }
      if (loaded) {
        if (this.#heard) this.#tellLoaded(state);
      } else if (isHeard("refresh"))
        fireMapperEvent(state.mapper, "refresh", [state.object, context, this.#namesLoaded()]);
      if (replacing || state.modified) {
        if (refreshing && this.#onlyLoad !== null) state.commit(this.#onlyLoad);
        else state.commitAll();
      }
    } else if (this.#loadPath !== state.loadPath) {
      // The object is in another place of the same rows, too.
      state.loadPath = this.#loadPath;
      for (const reader of this.#populators.quick) {
        if (state.values[reader.slot] === undefined) state.values[reader.slot] = readColumn(reader, row);
      }
      for (const populator of this.#populators.further) populator.run(state, row);
    } else {
      for (const populator of this.#populators.further) populator.run(state, row);
    }
    this.#postLoad?.states.set(state, true);
    if (trace.recording) trace.touch(state);
  }

  #tellLoaded(state: InstanceState): void {
    fireMapperEvent(state.mapper, "load", [state.object, this.#context]);
    this.#session.noteLoaded(state);
  }

  #namesLoaded(): readonly string[] | null {
    return this.#onlyLoad === null ? null : this.#onlyLoad.map(({ key }) => key);
  }

  #first(state: InstanceState, row: Row, replacing: boolean): void {
    const { values } = state;
    const { quick, missing, first } = this.#populators;
    for (let i = 0; i < quick.length; i++) {
      const reader = quick[i] as Populators["quick"][number];
      const value = row[reader.index];
      values[reader.slot] = reader.process === null ? value : reader.process(value);
    }
    if (missing.length > 0) this.#clear(state, replacing);
    for (let i = 0; i < first.length; i++) (first[i] as Populators["first"][number]).run(state, row);
  }

  #clear(state: InstanceState, replacing: boolean): void {
    const { values } = state;
    for (const { attribute, expires } of this.#populators.missing) {
      if (replacing) values[attribute.slot] = undefined;
      if (expires) state.addExpired(attribute);
    }
  }

  /** Fills in what an object that was there before does not have. */
  partial(state: InstanceState, row: Row): void {
    const context = this.#context;
    const { quick, missing, first, further, eager } = this.#populators;
    const unloaded = state.unloaded();
    const filled = context.partials.get(state);
    if (filled !== undefined || unloaded.length > 0 || eager.length > 0) {
      const blank: ReadonlySet<StateAttribute> = new Set(unloaded);
      const slots = new Set(unloaded.map((attribute) => attribute.slot));
      for (const reader of quick) {
        if (slots.has(reader.slot)) state.values[reader.slot] = readColumn(reader, row);
      }
      if (filled !== undefined) {
        for (const populator of further) if (filled.has(populator.attribute)) populator.run(state, row);
      } else {
        context.partials.set(state, blank);
        for (const { attribute, expires } of missing) {
          if (!blank.has(attribute)) continue;
          state.values[attribute.slot] = undefined;
          if (expires) state.addExpired(attribute);
        }
        for (const populator of first) if (blank.has(populator.attribute)) populator.run(state, row);
      }
      for (const populator of eager) if (!blank.has(populator.attribute)) populator.run(state, row);
      if (filled === undefined) {
        fireMapperEvent(state.mapper, "refresh", [state.object, context, [...blank].map(({ key }) => key)]);
        state.commit(blank);
      }
    }
    if (this.#postLoad !== null && context.options.invokeAllEagers && !this.#postLoad.states.has(state)) {
      this.#postLoad.states.set(state, false);
    }
  }
}

keepShape(
  new RowWork({ session: {} as LoadingSession } as LoadContext, {
    states: new Map(),
    manager: {} as ClassManager,
    checkVersion: null,
    replaces: false,
    populators: emptyPopulators(),
    loadPath: {} as LoadPath,
    postLoad: null,
    onlyLoad: null,
    refreshState: null,
  }),
);

function attributesOf(manager: ClassManager, names: ReadonlySet<string>): readonly StateAttribute[] {
  return [...names].map((name) => manager.byKey.get(name)).filter((found) => found !== undefined);
}

/** Looks up where each column is, once for a statement. */
function prepare(place: LoaderPlace, context: LoadContext, limits: LoaderLimits): PreparedLoader {
  const { plan } = context;
  const kept = plan.prepared.get(place.path)?.get(place.mapper);
  if (kept !== undefined) return kept as PreparedLoader;

  const { mapper, adapter } = place;
  const manager = managerOf(mapper);
  const columns = emptyPopulators();
  const relationships: RelationshipProperty[] = [];
  const { currentPath } = plan;
  for (const property of mapper.props.values()) {
    if (limits.onlyLoad != null && !limits.onlyLoad.has(property.key)) continue;
    if (property.kind === "relationship") relationships.push(property);
    else populateColumn(property, manager.byKey.get(property.key) as AttributeImpl, place, context, columns);
  }
  const primaryKey =
    limits.refreshState != null ? null : mapper.primaryKey.map((column) => keyReader(column, adapter, context));
  const prepared: PreparedLoader = {
    columns,
    relationships,
    busy: relationships.filter((property) => !isIdle(property, place, plan)),
    loadPath: currentPath.isRoot ? place.path : currentPath.append(place.path.elements),
    primaryKey,
  };
  let byMapper = plan.prepared.get(place.path);
  if (byMapper === undefined) {
    byMapper = new Map();
    plan.prepared.set(place.path, byMapper);
  }
  byMapper.set(mapper, prepared);
  return prepared;
}

function keyReader(column: ColumnElement, adapter: RowAdapter | null, context: LoadContext): ColumnReader {
  const adapted = adapter === null ? column : (adapter.column(column) ?? column);
  return context.plan.reader(adapted);
}

function versionCheck(
  mapper: Mapper,
  adapter: RowAdapter | null,
  context: LoadContext,
): ((state: InstanceState, row: Row) => void) | null {
  const column = mapper.versionIdCol;
  if (column === null) return null;
  const reader = keyReader(column, adapter, context);
  const property = mapper.propertyByColumn(column);
  return (state, row) => {
    const held = state.manager.byKey.get(property.key) as AttributeImpl;
    const before = held.get(state);
    const now = readColumn(reader, row);
    if (before === now) return;
    throw new StaleDataError(
      `Instance '${stateText(state)}' has version id '${pythonText(before)}' which does not match database-loaded version id '${pythonText(now)}'.`,
    );
  };
}

function pythonText(value: unknown): string {
  return typeof value === "string" ? value : repr(value);
}
