import { StaleDataError } from "../../errors.ts";
import { nonAdded } from "../../instrumentation/history.ts";
import { stateClassText } from "../../instrumentation/naming.ts";
import { INCLUDE_PENDING_MUTATIONS, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { Table } from "../../schema/table.ts";
import { keepShape } from "../../shapes.ts";
import type { CauseId } from "../../trace/events.ts";
import { trace } from "../../trace/recorder.ts";
import { AssociationStatements, type Row } from "../association-statements.ts";
import { type FlushContext, takeConnection, type WholeStepsPort } from "../flush-context.ts";
import { populateRow, populateRowChange, sourceModified } from "../sync.ts";
import { type AggregateSteps, RelationshipProcessor, type SingleSteps } from "./relationship-processor.ts";

/** The rows of the association table that a flush writes, each with its cause. */
interface AssociationRows {
  readonly deletes: AssociationRow[];
  readonly updates: AssociationRow[];
  readonly inserts: AssociationRow[];
}

interface AssociationRow {
  readonly values: Row;
  readonly cause: CauseId | null;
}

/** Many-to-many: both keys go into a row of the association table. */
export class ManyToManyProcessor extends RelationshipProcessor {
  readonly #statements: AssociationStatements;
  readonly #table: Table;

  constructor(property: RelationshipProperty) {
    super(property);
    this.#table = property.secondary as Table;
    this.#statements = new AssociationStatements(this.#table);
  }

  protected override orderAll(plan: WholeStepsPort, steps: AggregateSteps): void {
    const { parentSaves, childSaves, parentDeletes, childDeletes, afterSave, beforeDelete } = steps;
    plan.order(parentSaves, afterSave);
    plan.order(childSaves, afterSave);
    plan.order(afterSave, childDeletes);
    // A save that takes over a deleted row must not come before that one's association rows are gone.
    plan.order(beforeDelete, parentSaves);
    plan.order(beforeDelete, parentDeletes);
    plan.order(beforeDelete, childDeletes);
    plan.order(beforeDelete, childSaves);
  }

  protected override orderEach(flush: FlushContext, steps: SingleSteps): void {
    const { saveParent, deleteParent, child, afterSave, beforeDelete, isDelete, childIsDelete } = steps;
    if (isDelete) {
      flush.order(beforeDelete, child);
      flush.order(beforeDelete, deleteParent);
      return;
    }
    flush.order(saveParent, afterSave);
    if (childIsDelete) flush.order(afterSave, child);
    else flush.order(child, afterSave);
  }

  override presortDeletes(flush: FlushContext, states: readonly InstanceState[]): void {
    // Loads the collection, so that the flush learns of association rows to delete.
    if (this.property.passiveDeletes !== false) {
      this.omitPassiveDeletes(states);
      return;
    }
    for (const state of states) flush.history(state, this.property, this.passiveDeleteFlag);
  }

  override presortSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    if (!this.property.passiveUpdates) {
      for (const state of states) {
        if (this.#keysChanged(flush, state)) flush.history(state, this.property, PASSIVE_OFF);
      }
    }
    if (!this.cascade.deleteOrphan) return;
    for (const state of states) {
      for (const child of flush.history(state, this.property, PASSIVE_NO_INITIALIZE).deleted) {
        if (child !== null && !this.hasParent(child)) this.registerDelete(flush, child, state, "delete-orphan");
      }
    }
  }

  override processDeletes(flush: FlushContext, states: readonly InstanceState[]): void {
    const rows: AssociationRows = { deletes: [], updates: [], inserts: [] };
    const done = this.#doneByReverse(flush);
    const seen: [InstanceState, InstanceState][] = [];
    for (const state of states) {
      for (const child of nonAdded(flush.history(state, this.property, this.passiveDeleteFlag))) {
        if (child !== null && done?.has(state, child)) continue;
        const values = this.#rowOf(flush, state, child, "delete");
        if (child !== null) seen.push([child, state]);
        if (values === null) continue;
        rows.deletes.push({ values, cause: this.syncCause("association-delete", child as InstanceState, state) });
      }
    }
    for (const [child, state] of seen) done?.add(child, state);
    this.#write(flush, rows);
  }

  override processSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    const rows: AssociationRows = { deletes: [], updates: [], inserts: [] };
    const done = this.#doneByReverse(flush);
    const seen: [InstanceState, InstanceState][] = [];
    for (const state of states) {
      const cascadeKeys = !this.property.passiveUpdates && this.#keysChanged(flush, state);
      const history = flush.history(
        state,
        this.property,
        (cascadeKeys ? PASSIVE_OFF : PASSIVE_NO_INITIALIZE) | INCLUDE_PENDING_MUTATIONS,
      );
      for (const child of history.added) {
        if (child !== null && done?.has(state, child)) continue;
        const values = this.#rowOf(flush, state, child, "add");
        if (child !== null) seen.push([child, state]);
        if (values === null) continue;
        rows.inserts.push({ values, cause: this.syncCause("association-insert", child as InstanceState, state) });
      }
      for (const child of history.deleted) {
        if (child !== null && done?.has(state, child)) continue;
        const values = this.#rowOf(flush, state, child, "delete");
        if (child !== null) seen.push([child, state]);
        if (values === null) continue;
        rows.deletes.push({ values, cause: this.syncCause("association-delete", child as InstanceState, state) });
      }
      if (!cascadeKeys) continue;
      for (const child of history.unchanged) {
        if (child === null) continue;
        const values: Row = {};
        populateRowChange({ state, mapper: this.parent }, values, "old_", this.pairs);
        populateRowChange(
          { state: child, mapper: this.mapper },
          values,
          "old_",
          this.property.secondarySynchronizePairs,
        );
        rows.updates.push({ values, cause: this.syncCause("key-switch", child, state) });
      }
    }
    for (const [child, state] of seen) done?.add(child, state);
    this.#write(flush, rows);
  }

  /** The association row of two objects, or `null` where there is none to be written. */
  #rowOf(
    flush: FlushContext,
    state: InstanceState,
    child: InstanceState | null,
    operation: "add" | "delete",
  ): Row | null {
    this.verify(child);
    if (child === null) return null;
    if (!flush.session.containsState(child)) {
      if (!child.deleted) {
        trace.warn(
          `Object of type ${stateClassText(child)} not in session, ${operation} operation along '${this.property}' won't proceed`,
        );
      }
      return null;
    }
    const row: Row = {};
    populateRow({ state, mapper: this.parent }, row, this.pairs);
    populateRow({ state: child, mapper: this.mapper }, row, this.property.secondarySynchronizePairs);
    return row;
  }

  #write(flush: FlushContext, rows: AssociationRows): void {
    takeConnection(flush);
    const write = (kind: "delete" | "update" | "insert", list: readonly AssociationRow[]) => {
      if (list.length === 0) return;
      const matched = this.#statements.execute(flush.connection, kind, list);
      if (kind === "insert" || matched === list.length) return;
      throw new StaleDataError(
        `${kind.toUpperCase()} statement on table '${this.#table.description}' expected to ${kind} ${list.length} row(s); Only ${matched} were matched.`,
      );
    };
    write("delete", rows.deletes);
    write("update", rows.updates);
    write("insert", rows.inserts);
  }

  #keysChanged(flush: FlushContext, state: InstanceState): boolean {
    return sourceModified(flush, { state, mapper: this.parent }, this.pairs);
  }

  /** Pairs of objects whose association row the other side of the relationship has written already. */
  #doneByReverse(flush: FlushContext): PairSet | null {
    if (this.property.reverse.size === 0) return null;
    const keys = [this.key, ...[...this.property.reverse].map((each) => each.key)].sort();
    return flush.memo(flush, `reversed ${keys.join(" ")}`, () => new PairSet());
  }
}

class PairSet {
  readonly #pairs = new Map<InstanceState, Set<InstanceState>>();

  has(first: InstanceState, second: InstanceState): boolean {
    return this.#pairs.get(first)?.has(second) ?? false;
  }

  add(first: InstanceState, second: InstanceState): void {
    const seconds = this.#pairs.get(first);
    if (seconds === undefined) this.#pairs.set(first, new Set([second]));
    else seconds.add(second);
  }
}

keepShape(new PairSet());
