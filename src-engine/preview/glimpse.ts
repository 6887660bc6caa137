import { Engine } from "../connection/engine.ts";
import { implOf, managerOf } from "../instrumentation/class-manager.ts";
import { adapterOf } from "../instrumentation/collection-attribute.ts";
import { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import { identityKey } from "../instrumentation/identity-key.ts";
import { isRelated, NO_VALUE, PASSIVE_NO_INITIALIZE, PASSIVE_NO_RESULT } from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { ColumnPair, Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import type { Column, Table } from "../schema/table.ts";
import type { ObjectSession } from "../session/object-session.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { DriverValue } from "../trace/events.ts";
import { type Row, Rows } from "./rows.ts";

/** The change of a relationship's value, as a flush sees it; `null` stands for an empty reference. */
export interface Relations {
  readonly added: readonly (InstanceState | null)[];
  readonly unchanged: readonly (InstanceState | null)[];
  readonly deleted: readonly (InstanceState | null)[];
}

/** What one object's relationship is foreseen to hold. */
interface Related {
  /** `undefined` while it is not loaded; an empty list for a reference that was deleted. */
  now: (InstanceState | null)[] | undefined;
  /** What the database has; `undefined` where nothing has changed, `"unknown"` where a reference was set unseen. */
  before: readonly (InstanceState | null)[] | "unknown" | undefined;
  /** Changes of a collection that is not loaded. */
  readonly entered: Set<InstanceState>;
  readonly left: Set<InstanceState>;
}

/** What a preview has changed of one object. */
interface Shadow {
  readonly columns: Map<number, DriverValue>;
  readonly related: Map<RelationshipProperty, Related>;
  readonly parents: Map<object, InstanceState | false>;
  readonly inserted: Map<string, Row>;
}

const EAGER: ReadonlySet<string> = new Set(["joined", "selectin", "subquery", "immediate"]);
const NO_RELATIONS: Relations = { added: [], unchanged: [], deleted: [] };

/**
 * The objects of a session as they will be: read without loading anything into them, with every change kept beside them.
 * Rows that no object stands for are seen as objects that belong to nobody.
 */
export class Glimpse {
  readonly session: ObjectSession;
  readonly rows: Rows;
  readonly pending: Set<InstanceState>;
  readonly modified: Set<InstanceState>;
  readonly doomed: Set<InstanceState>;
  /** Objects that have left the session, or lost their row. */
  readonly gone = new Set<InstanceState>();
  /** Objects that the operation brings into the session. */
  readonly attached = new Set<InstanceState>();
  readonly #ghosts = new Map<Mapper, Map<string | number, InstanceState>>();
  readonly #ghostStates = new Set<InstanceState>();
  readonly #shadows = new Map<InstanceState, Shadow>();
  readonly #refreshed = new Set<InstanceState>();
  #settled = false;

  constructor(session: ObjectSession) {
    this.session = session;
    this.rows = new Rows((session.bind as Engine).driver);
    this.pending = new Set(session.pendingStates);
    this.modified = new Set(session.identityMap.modified);
    this.doomed = new Set(session.deletedStates);
  }

  /** Whether a preview can see anything: the session has a database. */
  static possible(session: ObjectSession): boolean {
    return session.bind instanceof Engine;
  }

  get isClean(): boolean {
    return this.pending.size === 0 && this.modified.size === 0 && this.doomed.size === 0;
  }

  contains(state: InstanceState): boolean {
    if (this.gone.has(state)) return false;
    if (this.#ghostStates.has(state) || this.pending.has(state) || this.attached.has(state)) return true;
    return this.session.containsState(state) || (this.#shadows.get(state)?.inserted.size ?? 0) > 0;
  }

  /** Whether the object has a row, in the database or foreseen. */
  hasRow(state: InstanceState): boolean {
    return state.key !== null || (this.#shadows.get(state)?.inserted.size ?? 0) > 0;
  }

  isGhost(state: InstanceState): boolean {
    return this.#ghostStates.has(state);
  }

  // ── columns ──────────────────────────────────────────────────────────────

  /** The value that a column is going to have for an object. */
  value(state: InstanceState, column: ColumnElement): DriverValue {
    const property = state.mapper.columnToProperty.get(column);
    if (property === undefined) return null;
    const changed = this.#shadows.get(state)?.columns.get(property.slot);
    if (changed !== undefined) return changed;
    const value = state.values[property.slot];
    if (value !== undefined) return this.#toDriver(column, value);
    return this.#stored(state, column);
  }

  /** The value that a column has at the last flush. */
  committed(state: InstanceState, column: ColumnElement): DriverValue {
    if (this.#settled) return this.value(state, column);
    const property = state.mapper.columnToProperty.get(column);
    if (property === undefined) return null;
    const committed = state.committed?.[property.slot];
    if (committed === undefined) {
      const value = state.values[property.slot];
      return value !== undefined ? this.#toDriver(column, value) : this.#stored(state, column);
    }
    return typeof committed === "symbol" ? this.#stored(state, column) : this.#toDriver(column, committed);
  }

  setValue(state: InstanceState, column: ColumnElement, value: DriverValue): void {
    const property = state.mapper.columnToProperty.get(column);
    if (property !== undefined) this.shadow(state).columns.set(property.slot, value);
  }

  /** The columns whose value differs from the last flush's, by table. */
  changedColumns(state: InstanceState, table: Table): [Column, DriverValue][] {
    const found: [Column, DriverValue][] = [];
    const shadow = this.#shadows.get(state);
    for (const column of state.mapper.colsByTable.get(table) ?? []) {
      const property = state.mapper.columnToProperty.get(column);
      if (property === undefined) continue;
      const touched =
        shadow?.columns.has(property.slot) || (!this.#settled && state.committed?.[property.slot] !== undefined);
      if (touched || state.key === null) found.push([column, this.value(state, column)]);
    }
    return found;
  }

  #stored(state: InstanceState, column: ColumnElement): DriverValue {
    const table = column.table;
    if (table === null) return null;
    const row = this.rowOf(state, table as Table);
    return row?.values.get((column as Column).name) ?? null;
  }

  /** The row of an object in one of its tables. */
  rowOf(state: InstanceState, table: Table): Row | null {
    const inserted = this.#shadows.get(state)?.inserted.get(table.name);
    if (inserted !== undefined) return inserted;
    const info = this.rows.table(table.name);
    if (state.key === null || info === null) return null;
    const own = state.mapper.pksByTable.get(table) ?? [];
    const { identity } = state.key;
    const values = state.mapper.primaryKey.map((column, i) => this.#toDriver(column, identity[i] ?? null));
    return this.rows.byKey(
      info,
      own.map((column) => column.name),
      values,
    );
  }

  noteInserted(state: InstanceState, table: Table, row: Row): void {
    this.shadow(state).inserted.set(table.name, row);
  }

  #toDriver(column: ColumnElement, value: unknown): DriverValue {
    if (value === null || value === undefined || typeof value === "symbol") return null;
    const process = column.type.bindProcessor(this.session.dialect);
    try {
      return process === null ? (value as DriverValue) : process(value);
    } catch {
      // A value that cannot be written finds no row.
      return null;
    }
  }

  #fromDriver(column: ColumnElement, value: DriverValue): unknown {
    if (value === null) return null;
    const process = column.type.resultProcessor(this.session.dialect);
    return process === null ? value : process(value);
  }

  // ── objects ──────────────────────────────────────────────────────────────

  /** The object of a row: the session's own, or one that stands for the row during the preview. */
  stateOf(mapper: Mapper, row: Row): InstanceState | null {
    if (row.state !== null) return row.state;
    const table = mapper.tables.find((each) => each.name === row.table.name);
    if (table === undefined) return null;
    const own = mapper.pksByTable.get(table) ?? [];
    const raw = own.map((column) => row.values.get(column.name) ?? null);
    return this.#byIdentity(mapper, raw);
  }

  #byIdentity(mapper: Mapper, raw: readonly DriverValue[]): InstanceState | null {
    if (raw.some((value) => value === null)) return null;
    const values = mapper.primaryKey.map((column, i) => this.#fromDriver(column, raw[i] ?? null));
    const key = identityKey(mapper, values);
    const known = this.session.identityMap.get(key);
    if (known !== undefined) return known;
    let ghosts = this.#ghosts.get(key.mapper);
    if (ghosts === undefined) {
      ghosts = new Map();
      this.#ghosts.set(key.mapper, ghosts);
    }
    let ghost = ghosts.get(key.hash);
    if (ghost === undefined) {
      ghost = managerOf(this.#actualMapper(mapper, raw)).newInstance(0);
      ghost.key = key;
      ghosts.set(key.hash, ghost);
      this.#ghostStates.add(ghost);
    }
    return ghost;
  }

  /** The class that the row's discriminator says. */
  #actualMapper(mapper: Mapper, raw: readonly DriverValue[]): Mapper {
    const column = mapper.polymorphicOn;
    const table = column?.table as Table | null | undefined;
    if (column == null || table == null) return mapper;
    const info = this.rows.table(table.name);
    const own = mapper.pksByTable.get(table);
    if (info === null || own === undefined) return mapper;
    const row = this.rows.byKey(
      info,
      own.map((each) => each.name),
      raw,
    );
    if (row === null) return mapper;
    const value = this.#fromDriver(column, row.values.get((column as Column).name) ?? null);
    return mapper.polymorphicMap.get(value) ?? mapper;
  }

  /** The session's object, or the row, that an object would be merged onto; `null` where it would be added. */
  target(state: InstanceState): InstanceState | null {
    if (state.key !== null) {
      const known = this.session.identityMap.get(state.key);
      if (known !== undefined) return known;
    }
    const raw = state.mapper.primaryKey.map((column) => {
      const property = state.mapper.columnToProperty.get(column);
      return this.#toDriver(column, property === undefined ? null : state.values[property.slot]);
    });
    const table = state.mapper.tables[0];
    const info = table === undefined ? null : this.rows.table(table.name);
    if (table === undefined || info === null || raw.some((value) => value === null)) return null;
    const own = state.mapper.pksByTable.get(table) ?? [];
    const row = this.rows.byKey(
      info,
      own.map((column) => column.name),
      raw,
    );
    return row === null ? null : this.stateOf(state.mapper, row);
  }

  /** Who refers to an object along a relationship, by the keys of their rows. */
  holderByKey(member: InstanceState, property: RelationshipProperty): InstanceState | null {
    if (property.direction === "many-to-many" || !this.hasRow(member)) return null;
    const table = property.localRemotePairs[0]?.[0].table as Table | null | undefined;
    if (table == null) return null;
    const pairs = property.localRemotePairs.map(([local, remote]) => [remote, local] as const);
    return this.#found(property.parent, table, pairs, (column) => this.value(member, column))[0] ?? null;
  }

  // ── relationships ────────────────────────────────────────────────────────

  /** Whether the relationship's value is in memory. */
  isLoaded(state: InstanceState, property: RelationshipProperty): boolean {
    return this.related(state, property).now !== undefined;
  }

  /** What the relationship holds now: the members in memory, and with `load` those of the database too. */
  members(state: InstanceState, property: RelationshipProperty, load: boolean): InstanceState[] {
    const related = this.related(state, property);
    if (related.now === undefined && load) this.#load(state, property, related, false);
    if (related.now === undefined) return isDynamic(state, property) ? [...related.entered] : [];
    return related.now.filter((each) => each !== null);
  }

  /** The members as they are in memory or else in the database, without taking note of them. */
  membersAside(state: InstanceState, property: RelationshipProperty): InstanceState[] {
    const { now } = this.related(state, property);
    return now === undefined ? this.#read(state, property, false) : now.filter((each) => each !== null);
  }

  /** Whether reading the relationship takes a SELECT. */
  queries(state: InstanceState, property: RelationshipProperty): boolean {
    if (this.isLoaded(state, property) || !this.hasRow(state) || property.lazy === "noload") return false;
    if (!property.useGet) return true;
    const raw = property.localRemotePairs.map(([local]) => this.value(state, local));
    if (raw.some((value) => value === null)) return false;
    const [found] = this.#read(state, property, false);
    return found === undefined || this.isGhost(found);
  }

  /** The change since the last flush, as a flush reads it. */
  history(
    state: InstanceState,
    property: RelationshipProperty,
    options: { readonly load: boolean; readonly pendingMutations?: boolean },
  ): Relations {
    const related = this.related(state, property);
    if (related.now === undefined && options.load) this.#load(state, property, related, true);
    const { now, before } = related;
    if (now === undefined) {
      if (!options.pendingMutations && !isDynamic(state, property)) return NO_RELATIONS;
      return { added: [...related.entered], unchanged: [], deleted: [...related.left] };
    }
    if (before === undefined) return { added: [], unchanged: now, deleted: [] };
    if (before === "unknown") return { added: now.length > 0 ? now : [null], unchanged: [], deleted: [] };
    return {
      added: now.filter((each) => !before.includes(each)),
      unchanged: now.filter((each) => before.includes(each)),
      deleted: before.filter((each) => !now.includes(each) && (property.uselist || each !== null)),
    };
  }

  /** Loading from an expired object loads its row first, and what is eagerly loaded with it. */
  #refresh(state: InstanceState): void {
    if (!state.expired || this.#refreshed.has(state)) return;
    this.#refreshed.add(state);
    for (const property of state.mapper.relationships) {
      if (!EAGER.has(property.lazy)) continue;
      const related = this.related(state, property);
      if (related.now === undefined) this.#load(state, property, related, true);
    }
  }

  #load(state: InstanceState, property: RelationshipProperty, related: Related, committed: boolean): void {
    this.#refresh(state);
    if (related.now !== undefined) return;
    const found = this.#read(state, property, committed);
    if (!property.uselist) {
      related.now = [found[0] ?? null];
      return;
    }
    related.now = found.filter((each) => !related.left.has(each));
    for (const each of related.entered) if (!related.now.includes(each)) related.now.push(each);
    if (related.entered.size > 0 || related.left.size > 0) related.before = found;
    related.entered.clear();
    related.left.clear();
  }

  /** The related objects as the rows have them. */
  #read(state: InstanceState, property: RelationshipProperty, committed: boolean): InstanceState[] {
    if (!this.hasRow(state) || property.lazy === "noload") return [];
    const value = (column: ColumnElement) => (committed ? this.committed(state, column) : this.value(state, column));
    if (property.direction === "many-to-many") return this.#readThrough(property, value);
    const pairs = property.localRemotePairs;
    const remote = pairs[0]?.[1].table as Table | null | undefined;
    if (remote == null) return [];
    if (property.useGet) {
      const own = property.mapper.pksByTable.get(remote) ?? [];
      const raw = own.map((column) => {
        const pair = pairs.find(([, other]) => other === column);
        return pair === undefined ? null : value(pair[0]);
      });
      const values = property.mapper.primaryKey.map((column, i) => this.#fromDriver(column, raw[i] ?? null));
      if (raw.every((each) => each !== null)) {
        const present = this.session.identityMap.get(identityKey(property.mapper, values));
        if (present !== undefined && !this.gone.has(present)) return [present];
      }
    }
    return this.#found(property.mapper, remote, pairs, value);
  }

  #found(
    mapper: Mapper,
    table: Table,
    pairs: readonly ColumnPair[],
    value: (column: ColumnElement) => DriverValue,
  ): InstanceState[] {
    const info = this.rows.table(table.name);
    if (info === null) return [];
    const wanted = new Map(pairs.map(([local, remote]) => [(remote as Column).name, value(local)] as const));
    return this.rows
      .find(info, wanted)
      .flatMap((row) => this.stateOf(mapper, row) ?? [])
      .filter((each) => each.mapper.isa(mapper));
  }

  #readThrough(property: RelationshipProperty, value: (column: ColumnElement) => DriverValue): InstanceState[] {
    return this.associationRows(property, value).flatMap((row) => {
      const [first] = property.secondarySynchronizePairs;
      const table = first?.[0].table as Table | null | undefined;
      if (table == null) return [];
      const through = new Map<ColumnElement, DriverValue>(
        property.secondarySynchronizePairs.map(([child, secondary]) => [
          child,
          row.values.get((secondary as Column).name) ?? null,
        ]),
      );
      const pairs = property.secondarySynchronizePairs.map(([child]) => [child, child] as const);
      return this.#found(property.mapper, table, pairs, (column) => through.get(column) ?? null);
    });
  }

  /** The rows of the association table for one side's keys. */
  associationRows(property: RelationshipProperty, value: (column: ColumnElement) => DriverValue): Row[] {
    const info = property.secondary === null ? null : this.rows.table(property.secondary.name);
    if (info === null) return [];
    const pairs = property.synchronizePairs;
    return this.rows.find(info, new Map(pairs.map(([own, other]) => [(other as Column).name, value(own)] as const)));
  }

  related(state: InstanceState, property: RelationshipProperty): Related {
    const shadow = this.shadow(state);
    let related = shadow.related.get(property);
    if (related === undefined) {
      related = this.#relatedOf(state, property);
      shadow.related.set(property, related);
    }
    return related;
  }

  #relatedOf(state: InstanceState, property: RelationshipProperty): Related {
    const attribute = implOf(state, property);
    const related: Related = { now: undefined, before: undefined, entered: new Set(), left: new Set() };
    if (attribute instanceof DynamicAttribute) {
      if (this.#settled) return related;
      const history = attribute.getHistory(state, PASSIVE_NO_INITIALIZE);
      for (const each of history.added) related.entered.add(instanceState(each as object));
      for (const each of history.deleted) related.left.add(instanceState(each as object));
      return related;
    }
    const value = state.values[attribute.slot];
    const committed = this.#settled ? undefined : state.committedValue(attribute);
    if (attribute.collection) {
      if (value !== undefined) {
        related.now = adapterOf(value).members().map(orNull);
        if (committed === NO_VALUE) related.before = [];
        else if (committed !== undefined) related.before = (committed as readonly unknown[]).map(orNull);
      } else if (!this.#settled) {
        const changes = state.pendingMutations?.get(attribute);
        for (const each of changes?.added ?? []) related.entered.add(instanceState(each));
        for (const each of changes?.deleted ?? []) related.left.add(instanceState(each));
      }
      return related;
    }
    if (value !== undefined) related.now = [orNull(value)];
    else if (committed !== undefined && committed !== NO_VALUE) related.now = [];
    if (committed === NO_VALUE) related.before = "unknown";
    else if (committed === PASSIVE_NO_RESULT) {
      related.before = attribute.deferredHistory ? this.#read(state, property, true) : "unknown";
    } else if (committed !== undefined) related.before = [orNull(committed)];
    return related;
  }

  shadow(state: InstanceState): Shadow {
    let shadow = this.#shadows.get(state);
    if (shadow === undefined) {
      shadow = { columns: new Map(), related: new Map(), parents: claimsOf(state), inserted: new Map() };
      this.#shadows.set(state, shadow);
    }
    return shadow;
  }

  // ── parents ──────────────────────────────────────────────────────────────

  hasParent(state: InstanceState, property: RelationshipProperty, optimistic = false): boolean {
    const parent = this.shadow(state).parents.get(property);
    return parent === undefined ? optimistic : parent !== false;
  }

  setHasParent(state: InstanceState, property: RelationshipProperty, parent: InstanceState, value: boolean): void {
    const { parents } = this.shadow(state);
    const last = parents.get(property);
    if (value) parents.set(property, parent);
    else if (last === undefined || last === false || last === parent) parents.set(property, false);
  }

  /** Whether the object has lost a parent that a delete-orphan cascade says it must have. */
  isOrphan(state: InstanceState): boolean {
    let possible = false;
    for (const mapper of state.mapper.toRoot()) {
      for (const property of mapper.deleteOrphans) {
        possible = true;
        const held = this.hasParent(state, property, this.hasRow(state));
        if (mapper.legacyIsOrphan && held) return false;
        if (!mapper.legacyIsOrphan && !held) return true;
      }
    }
    return state.mapper.legacyIsOrphan && possible;
  }

  // ── the end of a flush ───────────────────────────────────────────────────

  /** Takes everything that was foreseen for written: there are no changes any more. */
  settle(deleted: readonly InstanceState[]): void {
    this.#settled = true;
    for (const shadow of this.#shadows.values()) {
      for (const [property, related] of shadow.related) {
        related.before = undefined;
        related.entered.clear();
        related.left.clear();
        if (!property.uselist && related.now?.length === 0) related.now = undefined;
      }
    }
    for (const state of deleted) {
      this.gone.add(state);
      this.doomed.delete(state);
    }
    this.pending.clear();
    this.modified.clear();
  }
}

function isDynamic(state: InstanceState, property: RelationshipProperty): boolean {
  return implOf(state, property) instanceof DynamicAttribute;
}

function orNull(value: unknown): InstanceState | null {
  return isRelated(value) ? instanceState(value) : null;
}

/** Which parent holds an object, by relationship. */
function claimsOf(state: InstanceState): Map<object, InstanceState | false> {
  return new Map((state.parents ?? []).map(({ relationship, parent }) => [relationship, parent]));
}
