import { INCLUDE_PENDING_MUTATIONS, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import { trace } from "../../trace/recorder.ts";
import type { FlushContext, WholeStepsPort } from "../flush-context.ts";
import { clear, populate, sourceModified } from "../sync.ts";
import { type AggregateSteps, RelationshipProcessor, type SingleSteps } from "./relationship-processor.ts";

/** One-to-many: the parent's key goes into its children's foreign keys. */
export class OneToManyProcessor extends RelationshipProcessor {
  protected override orderAll(plan: WholeStepsPort, steps: AggregateSteps): void {
    const { parentSaves, childSaves, parentDeletes, childDeletes, afterSave, beforeDelete } = steps;
    if (this.property.postUpdate) {
      const postUpdates = plan.postUpdateAll(this.mapper, false);
      const preUpdates = plan.postUpdateAll(this.mapper, true);
      plan.order(childSaves, afterSave);
      plan.order(parentSaves, afterSave);
      plan.order(afterSave, postUpdates);
      plan.order(beforeDelete, preUpdates);
      plan.order(preUpdates, parentDeletes);
      plan.order(preUpdates, childDeletes);
      return;
    }
    plan.order(parentSaves, afterSave);
    plan.order(afterSave, childSaves);
    plan.order(afterSave, childDeletes);
    plan.order(childSaves, parentDeletes);
    plan.order(childDeletes, parentDeletes);
    plan.order(beforeDelete, childSaves);
    plan.order(beforeDelete, childDeletes);
  }

  protected override orderEach(flush: FlushContext, steps: SingleSteps): void {
    const { saveParent, deleteParent, child, afterSave, beforeDelete, isDelete, childIsDelete } = steps;
    if (this.property.postUpdate) {
      const postUpdates = flush.postUpdateAll(this.mapper, false);
      const preUpdates = flush.postUpdateAll(this.mapper, true);
      if (isDelete) {
        flush.order(beforeDelete, preUpdates);
        flush.order(preUpdates, deleteParent);
        return;
      }
      if (!childIsDelete) flush.order(saveParent, afterSave);
      flush.order(child, afterSave);
      flush.order(afterSave, postUpdates);
      return;
    }
    if (isDelete) {
      flush.order(beforeDelete, child);
      flush.order(child, deleteParent);
      return;
    }
    flush.order(saveParent, afterSave);
    flush.order(afterSave, child);
    flush.order(saveParent, child);
  }

  override presortDeletes(flush: FlushContext, states: readonly InstanceState[]): void {
    const nullify = !this.cascade.delete && this.property.passiveDeletes !== "all";
    this.omitPassiveDeletes(states);
    for (const state of states) {
      const history = flush.history(state, this.property, this.passiveDeleteFlag);
      for (const child of history.deleted) {
        if (child === null || this.hasParent(child)) continue;
        if (this.cascade.deleteOrphan) {
          flush.register(child, { isDelete: true, cause: this.cascadeCause("delete-orphan", state, child) });
        } else flush.register(child);
      }
      if (!nullify) continue;
      for (const child of history.unchanged) {
        if (child !== null) flush.register(child, { operation: "delete", relationship: this.property });
      }
    }
  }

  override presortSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    const nullify = !this.cascade.deleteOrphan && this.property.passiveDeletes !== "all";
    const childrenAdded = this.#childrenAdded(flush);
    for (const state of states) {
      const keysChanged = this.#keysChanged(flush, state);
      const passive = !keysChanged || this.property.passiveUpdates ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF;
      const history = flush.history(state, this.property, passive | INCLUDE_PENDING_MUTATIONS);
      for (const child of history.added) {
        if (child === null) continue;
        flush.register(child, { cancelDelete: true, operation: "add", relationship: this.property });
        childrenAdded.add(child);
      }
      for (const child of history.deleted) {
        if (child === null) continue;
        if (!this.cascade.deleteOrphan) {
          if (nullify) flush.register(child, { operation: "delete", relationship: this.property });
        } else if (!this.hasParent(child)) {
          this.registerDelete(flush, child, state, "delete-orphan");
        }
      }
      if (!keysChanged) continue;
      if (this.property.passiveUpdates) this.omit("passive-updates", state);
      for (const child of history.unchanged) {
        if (child === null) continue;
        flush.register(child, {
          listOnly: this.property.passiveUpdates,
          operation: "pk change",
          relationship: this.property,
        });
      }
    }
  }

  override processDeletes(flush: FlushContext, states: readonly InstanceState[]): void {
    const { postUpdate, passiveDeletes } = this.property;
    if (!postUpdate && passiveDeletes === "all") return;
    const childrenAdded = this.#childrenAdded(flush);
    for (const state of states) {
      const history = flush.history(state, this.property, this.passiveDeleteFlag);
      for (const child of history.deleted) {
        if (child === null || this.hasParent(child)) continue;
        this.#nullify(flush, state, child);
        if (postUpdate) this.postUpdate(flush, child, [state]);
      }
      if (!postUpdate && this.cascade.delete) continue;
      for (const child of new Set(history.unchanged)) {
        if (child === null || childrenAdded.has(child)) continue;
        this.#nullify(flush, state, child);
        if (postUpdate) this.postUpdate(flush, child, [state]);
      }
    }
  }

  override processSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    const nullify = !this.cascade.deleteOrphan && this.property.passiveDeletes !== "all";
    for (const state of states) {
      const history = flush.history(state, this.property, PASSIVE_NO_INITIALIZE);
      for (const child of history.added) {
        this.#copyKey(flush, state, child, false);
        if (child !== null && this.property.postUpdate) this.postUpdate(flush, child, [state]);
      }
      for (const child of history.deleted) {
        if (child !== null && nullify && !this.hasParent(child)) this.#nullify(flush, state, child);
      }
      if (this.#keysChanged(flush, state)) {
        for (const child of history.unchanged) this.#copyKey(flush, state, child, true);
      }
    }
  }

  #copyKey(flush: FlushContext, parent: InstanceState, child: InstanceState | null, keysChanged: boolean): void {
    this.verify(child);
    if (child === null || this.#isPassedOver(flush, child)) return;
    trace.within(this.syncCause(keysChanged ? "key-switch" : "sync", child, parent), () =>
      populate(
        { state: parent, mapper: this.parent },
        { state: child, mapper: this.mapper },
        this.pairs,
        flush,
        this.property.passiveUpdates && keysChanged,
      ),
    );
  }

  #nullify(flush: FlushContext, parent: InstanceState, child: InstanceState): void {
    this.verify(child);
    if (this.#isPassedOver(flush, child)) return;
    trace.within(this.syncCause("nullify", child, parent), () =>
      clear({ state: child, mapper: this.mapper }, this.pairs),
    );
  }

  /** A row that is about to go needs no foreign key, unless an UPDATE must come before. */
  #isPassedOver(flush: FlushContext, child: InstanceState): boolean {
    return !this.property.postUpdate && flush.isDeleted(child);
  }

  #keysChanged(flush: FlushContext, state: InstanceState): boolean {
    return sourceModified(flush, { state, mapper: this.parent }, this.pairs);
  }

  #childrenAdded(flush: FlushContext): Set<InstanceState> {
    return flush.memo(this, "children added", () => new Set<InstanceState>());
  }
}
