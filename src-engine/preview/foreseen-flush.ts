import { walkCascade } from "../cascade/cascade-walk.ts";
import { type IdentityKey, identityKey } from "../instrumentation/identity-key.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { ColumnPair, Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import type { Column, Table } from "../schema/table.ts";
import type { DriverValue, FateReason } from "../trace/events.ts";
import { foreseeDeletions } from "./database-fates.ts";
import type { Glimpse, Relations } from "./glimpse.ts";
import type { Ledger, Origin } from "./ledger.ts";
import type { Row } from "./rows.ts";

interface Registration {
  isDelete: boolean;
  listOnly: boolean;
}

/** A relationship's look at the objects of a flush as they come in. */
interface Onlooker {
  readonly property: RelationshipProperty;
  readonly seen: Set<InstanceState>;
}

/** A foreign key of an object that the flush clears or fills. */
interface KeyChange {
  readonly state: InstanceState;
  readonly pairs: readonly ColumnPair[];
  /** The object whose key is copied; `null` where the key is cleared. */
  readonly source: InstanceState | null;
  readonly origin: Origin;
}

interface AssociationChange {
  readonly row: Row;
  readonly origin: Origin;
}

interface Changes {
  readonly cleared: KeyChange[];
  readonly filled: KeyChange[];
  readonly removed: AssociationChange[];
}

/** A relationship that adopts an object marked for deletion puts that off to the next flush; more than that is never needed. */
const MAX_FLUSHES = 3;

/**
 * A flush as it will be: the same decisions as the unit of work's (`dependency/`), taken on a {@link Glimpse} and told to a
 * {@link Ledger} in place of being written. Its foreign keys follow in the database's own way (`database-fates.ts`).
 */
export class ForeseenFlush {
  readonly #glimpse: Glimpse;
  readonly #ledger: Ledger;
  readonly #registrations = new Map<InstanceState, Registration>();
  readonly #byMapper = new Map<Mapper, Set<InstanceState>>();
  readonly #onlookers = new Map<RelationshipProperty, Onlooker>();
  readonly #childrenAdded = new Map<RelationshipProperty, Set<InstanceState>>();
  readonly #associations = new Set<Row>();
  readonly #histories = new Map<InstanceState, Map<RelationshipProperty, { load: boolean; history: Relations }>>();

  constructor(glimpse: Glimpse, ledger: Ledger) {
    this.#glimpse = glimpse;
    this.#ledger = ledger;
  }

  /** Foresees flushes as a commit does them: until nothing is left to be done. */
  static untilClean(glimpse: Glimpse, ledger: Ledger): void {
    for (let i = 0; i < MAX_FLUSHES && !glimpse.isClean; i++) new ForeseenFlush(glimpse, ledger).run();
  }

  run(): void {
    this.#registerAll();
    this.#gather();
    const { cleared, filled, removed } = this.#process();
    this.#switchRows();
    const inserted = this.#insert();
    this.#applyKeys(cleared, filled);
    this.#update(inserted);
    this.#removeAssociations(removed);
    this.#delete();
    const deleted = [...this.#registrations].filter(([, { isDelete }]) => isDelete).map(([state]) => state);
    this.#glimpse.settle(deleted);
  }

  // ── which objects take part ──────────────────────────────────────────────

  #registerAll(): void {
    const glimpse = this.#glimpse;
    for (const state of [...glimpse.pending, ...glimpse.modified]) {
      if (glimpse.doomed.has(state) || glimpse.gone.has(state)) continue;
      const orphan = glimpse.isOrphan(state);
      const hasRow = glimpse.hasRow(state);
      if (orphan && !hasRow && state.orphanedOutsideOfSession) {
        glimpse.pending.delete(state);
        glimpse.gone.add(state);
        this.#ledger.tell({
          subject: state,
          kind: "expunged",
          by: "orm",
          reason: "delete-orphan",
          from: null,
          along: "",
        });
        continue;
      }
      const isDelete = orphan && hasRow;
      if (isDelete) this.#ledger.reach(state, { from: null, along: "", reason: "delete-orphan" });
      this.#register(state, { isDelete });
    }
    for (const state of [...glimpse.doomed].sort((a, b) => a.mapper.order - b.mapper.order)) {
      this.#ledger.reach(state, { from: null, along: "", reason: "operation" });
      if (!this.#registrations.has(state)) this.#register(state, { isDelete: true });
    }
  }

  #register(
    state: InstanceState,
    options: { readonly isDelete?: boolean; readonly cancelDelete?: boolean; readonly origin?: Origin } = {},
  ): boolean {
    const { isDelete = false, cancelDelete = false, origin } = options;
    if (!this.#glimpse.contains(state)) return false;
    const known = this.#registrations.get(state);
    if (known === undefined) {
      this.#registrations.set(state, { isDelete, listOnly: false });
      this.#enter(state);
    } else if (isDelete || cancelDelete) {
      known.isDelete = isDelete;
    }
    if (isDelete && origin !== undefined) this.#ledger.reach(state, origin);
    return true;
  }

  #enter(state: InstanceState): void {
    let states = this.#byMapper.get(state.mapper);
    if (states === undefined) {
      states = new Set();
      this.#byMapper.set(state.mapper, states);
      for (const property of state.mapper.relationships) {
        if (!property.viewonly && !this.#onlookers.has(property)) {
          this.#onlookers.set(property, { property, seen: new Set() });
        }
      }
    }
    states.add(state);
  }

  #isDeleted(state: InstanceState): boolean {
    return this.#registrations.get(state)?.isDelete ?? false;
  }

  #gather(): void {
    let found: boolean;
    do {
      found = false;
      for (const onlooker of [...this.#onlookers.values()]) if (this.#look(onlooker)) found = true;
    } while (found);
  }

  #look({ property, seen }: Onlooker): boolean {
    const states: InstanceState[] = [];
    for (const [mapper, some] of this.#byMapper) {
      if (!mapper.isa(property.parent) || mapper.props.get(property.key) !== property) continue;
      for (const state of some) if (!seen.has(state)) states.push(state);
    }
    const deletes = states.filter((state) => this.#isDeleted(state));
    const saves = states.filter((state) => !this.#isDeleted(state));
    for (const state of states) seen.add(state);
    for (const state of deletes) this.#presortDelete(property, state);
    for (const state of saves) this.#presortSave(property, state);
    // The unit of work asks here whether there is anything to do, and remembers the answer.
    if (property.direction !== "many-to-one") {
      for (const state of states) this.#history(state, property, { load: false, pendingMutations: true });
    }
    return states.length > 0;
  }

  /** A flush's first answer to how a relationship has changed stands, until loading may tell more. */
  #history(
    state: InstanceState,
    property: RelationshipProperty,
    options: { readonly load: boolean; readonly pendingMutations?: boolean },
  ): Relations {
    let histories = this.#histories.get(state);
    if (histories === undefined) {
      histories = new Map();
      this.#histories.set(state, histories);
    }
    const known = histories.get(property);
    if (known !== undefined && (known.load || !options.load)) return known.history;
    const history = this.#glimpse.history(state, property, options);
    histories.set(property, { load: options.load, history });
    return history;
  }

  #presortDelete(property: RelationshipProperty, state: InstanceState): void {
    const { cascade, passiveDeletes, direction } = property;
    const load = passiveDeletes === false;
    if (direction === "many-to-many") {
      if (load) this.#history(state, property, { load });
      return;
    }
    if (direction === "many-to-one") {
      if (!cascade.delete && !cascade.deleteOrphan) return;
      const { added, unchanged, deleted } = this.#history(state, property, { load });
      for (const child of [...added, ...unchanged, ...(cascade.deleteOrphan ? deleted : [])]) {
        if (child !== null) this.#registerDelete(property, state, child, "cascade");
      }
      return;
    }
    const history = this.#history(state, property, { load });
    for (const child of history.deleted) {
      if (child === null || this.#glimpse.hasParent(child, property)) continue;
      const origin: Origin = { from: state, along: `${property}`, reason: "delete-orphan" };
      this.#register(child, cascade.deleteOrphan ? { isDelete: true, origin } : {});
    }
    if (cascade.delete || passiveDeletes === "all") return;
    for (const child of history.unchanged) if (child !== null) this.#register(child);
  }

  #presortSave(property: RelationshipProperty, state: InstanceState): void {
    const { cascade, passiveDeletes, direction } = property;
    if (direction === "one-to-many") {
      const history = this.#history(state, property, { load: false, pendingMutations: true });
      for (const child of history.added) {
        if (child === null) continue;
        this.#register(child, { cancelDelete: true });
        this.#childrenAddedTo(property).add(child);
      }
      for (const child of history.deleted) {
        if (child === null) continue;
        if (!cascade.deleteOrphan) {
          if (passiveDeletes !== "all") this.#register(child);
        } else if (!this.#glimpse.hasParent(child, property)) {
          this.#registerDelete(property, state, child, "delete-orphan");
        }
      }
      return;
    }
    if (direction === "many-to-one") this.#register(state);
    if (!cascade.deleteOrphan) return;
    const load = direction === "many-to-one" && passiveDeletes === false;
    for (const child of this.#history(state, property, { load }).deleted) {
      if (child !== null && !this.#glimpse.hasParent(child, property)) {
        this.#registerDelete(property, state, child, "delete-orphan");
      }
    }
  }

  #registerDelete(property: RelationshipProperty, from: InstanceState, child: InstanceState, reason: FateReason): void {
    this.#register(child, { isDelete: true, origin: { from, along: `${property}`, reason } });
    const members = (state: InstanceState, along: RelationshipProperty) =>
      this.#glimpse.members(state, along, along.passiveDeletes === false);
    for (const step of walkCascade("delete", child, { members })) {
      const origin: Origin = { from: step.from, along: `${step.relationship}`, reason: "cascade" };
      this.#register(step.to, { isDelete: true, origin });
    }
  }

  #childrenAddedTo(property: RelationshipProperty): Set<InstanceState> {
    let added = this.#childrenAdded.get(property);
    if (added === undefined) {
      added = new Set();
      this.#childrenAdded.set(property, added);
    }
    return added;
  }

  // ── what relationships do to keys and association rows ───────────────────

  #process(): Changes {
    const cleared: KeyChange[] = [];
    const filled: KeyChange[] = [];
    const removed: AssociationChange[] = [];
    for (const { property, seen } of this.#onlookers.values()) {
      for (const state of seen) {
        const changes = this.#isDeleted(state)
          ? this.#processDelete(property, state)
          : this.#processSave(property, state);
        cleared.push(...changes.cleared);
        filled.push(...changes.filled);
        removed.push(...changes.removed);
      }
    }
    return { cleared, filled, removed };
  }

  #processDelete(property: RelationshipProperty, state: InstanceState): Changes {
    const cleared: KeyChange[] = [];
    const { cascade, passiveDeletes, direction, synchronizePairs: pairs } = property;
    const load = passiveDeletes === false;
    const along = `${property}`;
    if (direction === "many-to-many") {
      const { unchanged, deleted } = this.#history(state, property, { load });
      const children = [...unchanged, ...deleted].filter((child) => child !== null);
      this.#leaveAlone(property, state, children);
      return { cleared, filled: [], removed: this.#associationRows(property, state, children) };
    }
    if (direction === "many-to-one") {
      // Nothing is written for the object that the deleted row refers to.
      if (property.postUpdate && !cascade.deleteOrphan && passiveDeletes !== "all") {
        const { added, unchanged, deleted } = this.#history(state, property, { load });
        if ([...added, ...unchanged, ...deleted].some((each) => each !== null)) {
          cleared.push({ state, pairs, source: null, origin: { from: null, along, reason: "operation" } });
        }
      }
      if (!cascade.delete) this.#leaveAlone(property, state, this.#glimpse.members(state, property, false));
      return { cleared, filled: [], removed: [] };
    }
    if (!load) this.#leaveToDatabase(property, state);
    if (passiveDeletes === "all" && !property.postUpdate) return { cleared, filled: [], removed: [] };
    const history = this.#history(state, property, { load });
    const clear = (child: InstanceState) => {
      if (!property.postUpdate && this.#isDeleted(child)) return;
      cleared.push({ state: child, pairs, source: null, origin: { from: state, along, reason: "no-cascade" } });
    };
    for (const child of history.deleted) {
      if (child !== null && !this.#glimpse.hasParent(child, property)) clear(child);
    }
    if (cascade.delete && !property.postUpdate) return { cleared, filled: [], removed: [] };
    const added = this.#childrenAddedTo(property);
    for (const child of new Set(history.unchanged)) if (child !== null && !added.has(child)) clear(child);
    return { cleared, filled: [], removed: [] };
  }

  #processSave(property: RelationshipProperty, state: InstanceState): Changes {
    const cleared: KeyChange[] = [];
    const filled: KeyChange[] = [];
    const { cascade, passiveDeletes, direction, synchronizePairs: pairs } = property;
    const along = `${property}`;
    const history = this.#history(state, property, {
      load: false,
      pendingMutations: direction === "many-to-many",
    });
    if (direction === "many-to-many") {
      const left = history.deleted.filter((child) => child !== null);
      this.#addAssociations(property, state, history.added);
      return { cleared, filled, removed: this.#associationRows(property, state, left) };
    }
    if (direction === "many-to-one") {
      const passedOver = !property.postUpdate && this.#isDeleted(state);
      const change = (source: InstanceState | null) => {
        if (passedOver || (source !== null && !this.#glimpse.contains(source))) return;
        const origin: Origin = { from: null, along, reason: "operation" };
        (source === null ? cleared : filled).push({ state, pairs, source, origin });
      };
      if (history.added.length > 0) for (const child of history.added) change(child);
      else if (history.deleted.length > 0) change(null);
      return { cleared, filled, removed: [] };
    }
    const passedOver = (child: InstanceState) => !property.postUpdate && this.#isDeleted(child);
    for (const child of history.added) {
      if (child === null || passedOver(child)) continue;
      filled.push({ state: child, pairs, source: state, origin: { from: state, along, reason: "operation" } });
    }
    for (const child of history.deleted) {
      if (child === null) continue;
      const origin: Origin = { from: state, along, reason: "no-cascade" };
      if (this.#glimpse.hasParent(child, property)) {
        if (cascade.deleteOrphan) this.#tell(child, "untouched", { ...origin, reason: "not-orphan" });
      } else if (passiveDeletes === "all") {
        this.#tell(child, "untouched", { ...origin, reason: "passive-deletes-all" });
      } else if (!cascade.deleteOrphan && !passedOver(child)) {
        cleared.push({ state: child, pairs, source: null, origin });
      }
    }
    return { cleared, filled, removed: [] };
  }

  #tell(state: InstanceState, kind: "untouched" | "left-to-database", origin: Origin): void {
    this.#ledger.reach(state, origin);
    if (this.#isDeleted(state)) return;
    this.#ledger.tell({
      subject: state,
      kind,
      by: "orm",
      reason: origin.reason,
      from: origin.from,
      along: origin.along,
    });
  }

  #leaveAlone(property: RelationshipProperty, from: InstanceState, others: readonly InstanceState[]): void {
    for (const other of others) this.#tell(other, "untouched", { from, along: `${property}`, reason: "no-cascade" });
  }

  /** Children that `passive_deletes` keeps the ORM's hands off. */
  #leaveToDatabase(property: RelationshipProperty, from: InstanceState): void {
    const loaded = this.#glimpse.isLoaded(from, property);
    if (property.passiveDeletes !== "all" && loaded) return;
    const reason = property.passiveDeletes === "all" ? "passive-deletes-all" : "passive-deletes";
    // What lies in the database is read aside: the flush itself does not learn of it.
    for (const child of this.#glimpse.membersAside(from, property)) {
      this.#tell(child, "left-to-database", { from, along: `${property}`, reason });
    }
  }

  #associationRows(
    property: RelationshipProperty,
    state: InstanceState,
    children: readonly InstanceState[],
  ): AssociationChange[] {
    const found: AssociationChange[] = [];
    for (const child of children) {
      if (!this.#glimpse.contains(child)) continue;
      const wanted = this.#associationKey(property, state, child);
      const info = property.secondary === null ? null : this.#glimpse.rows.table(property.secondary.name);
      for (const row of info === null ? [] : this.#glimpse.rows.find(info, wanted)) {
        if (this.#associations.has(row)) continue;
        this.#associations.add(row);
        found.push({ row, origin: { from: state, along: `${property}`, reason: "association" } });
      }
    }
    return found;
  }

  #addAssociations(
    property: RelationshipProperty,
    state: InstanceState,
    children: readonly (InstanceState | null)[],
  ): void {
    const info = property.secondary === null ? null : this.#glimpse.rows.table(property.secondary.name);
    if (info === null) return;
    for (const child of children) {
      if (child === null || !this.#glimpse.contains(child)) continue;
      this.#added.push(() => {
        const values = this.#associationKey(property, state, child);
        const [known] = this.#glimpse.rows.find(info, values);
        if (known === undefined) this.#glimpse.rows.insert(info, values, null);
      });
    }
  }

  /** Association rows to be inserted once both keys are there. */
  readonly #added: (() => void)[] = [];

  #associationKey(
    property: RelationshipProperty,
    state: InstanceState,
    child: InstanceState,
  ): Map<string, DriverValue> {
    const key = new Map<string, DriverValue>();
    for (const [own, secondary] of property.synchronizePairs) {
      key.set((secondary as Column).name, this.#glimpse.value(state, own));
    }
    for (const [other, secondary] of property.secondarySynchronizePairs) {
      key.set((secondary as Column).name, this.#glimpse.value(child, other));
    }
    return key;
  }

  // ── rows ─────────────────────────────────────────────────────────────────

  /** A pending object with the key of one that is deleted takes over its row. */
  #switchRows(): void {
    for (const [state, { isDelete }] of this.#registrations) {
      if (isDelete || this.#glimpse.hasRow(state)) continue;
      const existing = this.#glimpse.session.identityMap.get(this.#keyOf(state));
      const registration = existing === undefined ? undefined : this.#registrations.get(existing);
      if (existing === undefined || !registration?.isDelete) continue;
      registration.listOnly = true;
      for (const table of state.mapper.tables) {
        const row = this.#glimpse.rowOf(existing, table);
        if (row !== null) this.#glimpse.noteInserted(state, table, row);
      }
    }
  }

  #keyOf(state: InstanceState): IdentityKey {
    const values = state.mapper.primaryKey.map((column) => {
      const property = state.mapper.columnToProperty.get(column);
      return property === undefined ? null : (state.values[property.slot] ?? null);
    });
    return identityKey(state.mapper, values);
  }

  #insert(): Set<InstanceState> {
    const inserted = new Set<InstanceState>();
    for (const [state, { isDelete }] of this.#registrations) {
      if (isDelete || this.#glimpse.hasRow(state)) continue;
      inserted.add(state);
      let key: DriverValue[] | null = null;
      for (const table of state.mapper.tables) {
        const info = this.#glimpse.rows.table(table.name);
        if (info === null) continue;
        const values = new Map<string, DriverValue>(
          this.#glimpse.changedColumns(state, table).map(([column, value]) => [column.name, value] as const),
        );
        // The tables of a hierarchy share the key that the first of them is given.
        const own = state.mapper.pksByTable.get(table) ?? [];
        if (key !== null) for (const [i, column] of own.entries()) values.set(column.name, key[i] ?? null);
        const row = this.#glimpse.rows.insert(info, values, state);
        key ??= own.map((column) => row.values.get(column.name) ?? null);
        this.#glimpse.noteInserted(state, table, row);
        for (const column of own) this.#glimpse.setValue(state, column, row.values.get(column.name) ?? null);
      }
    }
    return inserted;
  }

  #applyKeys(cleared: readonly KeyChange[], filled: readonly KeyChange[]): void {
    for (const change of cleared) this.#clear(change);
    for (const { state, pairs, source } of filled) {
      if (source === null) continue;
      for (const [from, to] of pairs) this.#glimpse.setValue(state, to, this.#glimpse.value(source, from));
      this.#nullified.delete(state);
    }
    for (const add of this.#added) add();
  }

  /** Objects whose key was cleared, with why; filled ones leave it again. */
  readonly #nullified = new Map<InstanceState, { origin: Origin; readonly columns: Column[] }>();

  #clear({ state, pairs, origin }: KeyChange): void {
    // Only what takes part in the flush is written.
    if (!this.#registrations.has(state)) return;
    for (const [, to] of pairs) {
      const column = to as Column;
      const before = this.#glimpse.value(state, column);
      const stored = this.#glimpse.committed(state, column);
      if (column.primaryKey) {
        if (before === null) continue;
        this.#refuse(state, origin, "primary-key");
        return;
      }
      this.#glimpse.setValue(state, column, null);
      if (stored === null) continue;
      const known = this.#nullified.get(state);
      if (known === undefined) this.#nullified.set(state, { origin, columns: [column] });
      else {
        // The parent that let go explains more than the object's own reference.
        if (known.origin.from === null) known.origin = origin;
        known.columns.push(column);
      }
    }
  }

  #refuse(state: InstanceState, origin: Origin, reason: FateReason): void {
    this.#ledger.reach(state, origin);
    this.#ledger.tell({ subject: state, kind: "refused", by: "orm", reason, from: origin.from, along: origin.along });
  }

  #update(inserted: ReadonlySet<InstanceState>): void {
    for (const [state, { isDelete }] of this.#registrations) {
      if (isDelete) continue;
      for (const table of state.mapper.tables) {
        const row = this.#glimpse.rowOf(state, table);
        if (row === null) continue;
        // The key of a row that is only foreseen is the row's own.
        const changed = this.#glimpse
          .changedColumns(state, table)
          .filter(([column, value]) => !column.primaryKey || value !== null);
        if (!inserted.has(state)) this.#noteOwnNulls(state, changed);
        this.#glimpse.rows.update(
          row,
          changed.map(([column, value]) => [column.name, value] as const),
        );
      }
    }
    for (const [state, { origin, columns }] of this.#nullified) {
      if (inserted.has(state)) continue;
      const refused = columns.some((column) => this.#refusesNull(column));
      // A row that goes is only cleared before that to free another one.
      if (this.#isDeleted(state) && !refused) continue;
      this.#ledger.reach(state, origin);
      this.#ledger.tell({
        subject: state,
        kind: refused ? "refused" : "nullified",
        by: refused ? "database" : "orm",
        reason: refused ? "not-null" : origin.reason,
        from: origin.from,
        along: origin.along,
      });
    }
  }

  /** Foreign keys that the program itself has set to null. */
  #noteOwnNulls(state: InstanceState, changed: readonly (readonly [Column, DriverValue])[]): void {
    for (const [column, value] of changed) {
      if (value !== null || column.foreignKeys.size === 0 || this.#nullified.get(state)?.columns.includes(column))
        continue;
      if (this.#glimpse.committed(state, column) === null) continue;
      const origin: Origin = { from: null, along: "", reason: "operation" };
      const known = this.#nullified.get(state);
      if (known === undefined) this.#nullified.set(state, { origin, columns: [column] });
      else known.columns.push(column);
    }
  }

  #refusesNull(column: Column): boolean {
    const table = column.table as Table | null;
    const info = table === null ? null : this.#glimpse.rows.table(table.name);
    return info?.notNull.has(column.name) ?? !column.nullable;
  }

  #removeAssociations(removed: readonly AssociationChange[]): void {
    for (const { row, origin } of removed) {
      this.#glimpse.rows.remove(row);
      this.#ledger.reach(row, origin);
      this.#ledger.tell({
        subject: row,
        kind: "deleted",
        by: "orm",
        reason: "association",
        from: origin.from,
        along: origin.along,
      });
    }
  }

  #delete(): void {
    const deleted: { row: Row; state: InstanceState }[] = [];
    for (const [state, { isDelete, listOnly }] of this.#registrations) {
      if (!isDelete) continue;
      const origin = this.#ledger.originOf(state);
      if (listOnly) continue;
      this.#ledger.retract(state);
      this.#ledger.tell({
        subject: state,
        kind: "deleted",
        by: "orm",
        reason: origin?.reason ?? "operation",
        from: origin?.from ?? null,
        along: origin?.along ?? "",
      });
      for (const table of state.mapper.tables.toReversed()) {
        const row = this.#glimpse.rowOf(state, table);
        if (row === null) continue;
        deleted.push({ row, state });
      }
    }
    // Rows that refer to each other go together: the unit of work deletes those that refer first.
    for (const { row } of deleted) this.#glimpse.rows.remove(row);
    foreseeDeletions(this.#glimpse, this.#ledger, deleted);
  }
}
