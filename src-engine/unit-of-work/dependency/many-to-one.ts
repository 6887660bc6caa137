import { sum } from "../../instrumentation/history.ts";
import { stateClassText } from "../../instrumentation/naming.ts";
import { PASSIVE_NO_INITIALIZE } from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import { trace } from "../../trace/recorder.ts";
import type { FlushContext, WholeStepsPort } from "../flush-context.ts";
import { clear, populate } from "../sync.ts";
import { type AggregateSteps, RelationshipProcessor, type SingleSteps } from "./relationship-processor.ts";

/** Many-to-one: the key of the object referred to goes into the referring row. Here "parent" is the referring side. */
export class ManyToOneProcessor extends RelationshipProcessor {
  protected override orderAll(plan: WholeStepsPort, steps: AggregateSteps): void {
    const { parentSaves, childSaves, parentDeletes, childDeletes, afterSave, beforeDelete } = steps;
    if (this.property.postUpdate) {
      const postUpdates = plan.postUpdateAll(this.parent, false);
      const preUpdates = plan.postUpdateAll(this.parent, true);
      plan.order(childSaves, afterSave);
      plan.order(parentSaves, afterSave);
      plan.order(afterSave, postUpdates);
      plan.order(afterSave, preUpdates);
      plan.order(beforeDelete, preUpdates);
      plan.order(preUpdates, childDeletes);
      plan.order(preUpdates, parentDeletes);
      return;
    }
    plan.order(childSaves, afterSave);
    plan.order(afterSave, parentSaves);
    plan.order(parentSaves, childDeletes);
    plan.order(parentDeletes, childDeletes);
  }

  protected override orderEach(flush: FlushContext, steps: SingleSteps): void {
    const { saveParent, deleteParent, child, afterSave, beforeDelete, isDelete, childIsDelete } = steps;
    if (this.property.postUpdate) {
      if (isDelete) {
        const preUpdates = flush.postUpdateAll(this.parent, true);
        flush.order(beforeDelete, preUpdates);
        flush.order(preUpdates, deleteParent);
        flush.order(preUpdates, child);
        return;
      }
      const postUpdates = flush.postUpdateAll(this.parent, false);
      flush.order(afterSave, postUpdates);
      if (childIsDelete) {
        flush.order(postUpdates, child);
        return;
      }
      flush.order(saveParent, afterSave);
      flush.order(child, afterSave);
      return;
    }
    if (isDelete) {
      if (childIsDelete) flush.order(deleteParent, child);
      return;
    }
    if (!childIsDelete) flush.order(child, afterSave);
    flush.order(afterSave, saveParent);
  }

  override presortDeletes(flush: FlushContext, states: readonly InstanceState[]): void {
    if (!this.cascade.delete && !this.cascade.deleteOrphan) return;
    for (const state of states) {
      const history = flush.history(state, this.property, this.passiveDeleteFlag);
      const doomed = this.cascade.deleteOrphan ? sum(history) : [...history.added, ...history.unchanged];
      for (const child of doomed) {
        if (child !== null) this.registerDelete(flush, child, state, "delete");
      }
    }
  }

  override presortSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    for (const state of states) {
      flush.register(state, { operation: "add", relationship: this.property });
      if (!this.cascade.deleteOrphan) continue;
      for (const child of flush.history(state, this.property, this.passiveDeleteFlag).deleted) {
        if (child !== null && !this.hasParent(child)) this.registerDelete(flush, child, state, "delete-orphan");
      }
    }
  }

  override processDeletes(flush: FlushContext, states: readonly InstanceState[]): void {
    if (!this.property.postUpdate || this.cascade.deleteOrphan || this.property.passiveDeletes === "all") return;
    // The row must let go of the other one before either can be deleted.
    for (const state of states) {
      this.#synchronize(flush, state, null, null);
      this.postUpdate(flush, state, sum(flush.history(state, this.property, this.passiveDeleteFlag)), true);
    }
  }

  override processSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    for (const state of states) {
      const history = flush.history(state, this.property, PASSIVE_NO_INITIALIZE);
      if (history.added.length > 0) {
        for (const child of history.added) this.#synchronize(flush, state, child, "add");
      } else if (history.deleted.length > 0) {
        this.#synchronize(flush, state, null, "delete");
      }
      if (this.property.postUpdate) this.postUpdate(flush, state, sum(history));
    }
  }

  #synchronize(
    flush: FlushContext,
    state: InstanceState,
    child: InstanceState | null,
    operation: "add" | "delete" | null,
  ): void {
    if (!this.property.postUpdate && flush.isDeleted(state)) return;
    if (operation !== null && child !== null && !flush.session.containsState(child)) {
      trace.warn(
        `Object of type ${stateClassText(child)} not in session, ${operation} operation along '${this.property}' won't proceed`,
      );
      return;
    }
    if (child === null) {
      trace.within(this.syncCause("nullify", state, state), () => clear({ state, mapper: this.parent }, this.pairs));
      return;
    }
    this.verify(child);
    trace.within(this.syncCause(this.property.postUpdate ? "post-update" : "sync", state, state), () =>
      populate({ state: child, mapper: this.mapper }, { state, mapper: this.parent }, this.pairs, flush, false),
    );
  }
}
