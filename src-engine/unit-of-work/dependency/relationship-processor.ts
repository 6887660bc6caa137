import { walkCascade } from "../../cascade/cascade-walk.ts";
import { ArgumentError, FlushError } from "../../errors.ts";
import { isHeldThrough } from "../../instrumentation/attribute.ts";
import { implOf } from "../../instrumentation/class-manager.ts";
import { isEmpty } from "../../instrumentation/history.ts";
import { moduleOf } from "../../instrumentation/identity-key.ts";
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_FETCH_RELATED,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_OFF,
} from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { CascadeOptions } from "../../mapping/cascade-options.ts";
import type { ColumnPair, Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import { DerivedFromMappings } from "../../mapping/mapping-version.ts";
import type { CascadeOption, Cause, CauseId, OmissionReason } from "../../trace/events.ts";
import { trace } from "../../trace/recorder.ts";
import {
  type DependencyProcessor,
  type FlushAction,
  type FlushContext,
  processorApplies,
  type WholeStepsPort,
} from "../flush-context.ts";

/** The steps of a whole class that a relationship's own steps are ordered against. */
export interface AggregateSteps {
  readonly parentSaves: FlushAction;
  readonly childSaves: FlushAction;
  readonly parentDeletes: FlushAction;
  readonly childDeletes: FlushAction;
  readonly afterSave: FlushAction;
  readonly beforeDelete: FlushAction;
}

/** The same for one object and one of its related objects; each is a class's step where that is in no circle. */
export interface SingleSteps {
  readonly saveParent: FlushAction | null;
  readonly deleteParent: FlushAction | null;
  readonly child: FlushAction | null;
  readonly afterSave: FlushAction | null;
  readonly beforeDelete: FlushAction | null;
  readonly isDelete: boolean;
  readonly childIsDelete: boolean;
}

/** What the processors of all three directions share. */
export abstract class RelationshipProcessor implements DependencyProcessor {
  readonly property: RelationshipProperty;
  readonly parent: Mapper;
  readonly mapper: Mapper;
  readonly key: string;
  readonly sortKey: string;
  protected readonly cascade: CascadeOptions;
  protected readonly pairs: readonly ColumnPair[];
  /** How far a delete may go to learn which objects it concerns. */
  protected readonly passiveDeleteFlag: number;
  readonly #watched = new DerivedFromMappings(() =>
    this.parent.selfAndDescendants.filter((mapper) => processorApplies(mapper, this)),
  );

  constructor(property: RelationshipProperty) {
    this.property = property;
    this.parent = property.parent;
    this.mapper = property.mapper;
    this.key = property.key;
    this.sortKey = `${property.parent.className}_${property.key}`;
    this.cascade = property.cascade;
    this.pairs = property.synchronizePairs;
    this.passiveDeleteFlag = property.passiveDeletes === false ? PASSIVE_OFF : PASSIVE_NO_INITIALIZE;
    if (this.pairs.length === 0) {
      throw new ArgumentError(
        `Can't build a DependencyProcessor for relationship ${property}. No target attributes to populate between parent and child are present`,
      );
    }
  }

  protected abstract orderAll(plan: WholeStepsPort, steps: AggregateSteps): void;
  protected abstract orderEach(flush: FlushContext, steps: SingleSteps): void;
  abstract presortSaves(flush: FlushContext, states: readonly InstanceState[]): void;
  abstract presortDeletes(flush: FlushContext, states: readonly InstanceState[]): void;
  abstract processSaves(flush: FlushContext, states: readonly InstanceState[]): void;
  abstract processDeletes(flush: FlushContext, states: readonly InstanceState[]): void;

  get watched(): readonly Mapper[] {
    return this.#watched.value;
  }

  planAll(plan: WholeStepsPort): void {
    this.orderAll(plan, {
      afterSave: plan.processAll(this, false),
      beforeDelete: plan.processAll(this, true),
      parentSaves: plan.saveAll(this.parent),
      childSaves: plan.saveAll(this.mapper),
      parentDeletes: plan.deleteAll(this.parent),
      childDeletes: plan.deleteAll(this.mapper),
    });
  }

  planEach(flush: FlushContext, states: readonly InstanceState[], isDelete: boolean): void {
    flush.processAll(this, isDelete).disabled = true;
    const childSaves = flush.saveAll(this.mapper);
    const childDeletes = flush.deleteAll(this.mapper);
    const childInCycle = flush.cycles.has(childSaves);
    const parentStep = isDelete ? flush.deleteAll(this.parent) : flush.saveAll(this.parent);
    const parentInCycle = flush.cycles.has(parentStep);

    for (const state of states) {
      // Related objects that are neither loaded nor changed need no order; for a delete, loading may have to find out.
      const related = implOf(state, this.property).allPending(
        state,
        isDelete ? this.passiveDeleteFlag : PASSIVE_NO_INITIALIZE,
      );
      if (related.length === 0) continue;
      const process = flush.processState(this, isDelete, state);
      const ownStep = !parentInCycle ? parentStep : isDelete ? flush.deleteState(state) : flush.saveState(state);
      const order = (child: FlushAction | null, childIsDelete: boolean) =>
        this.orderEach(flush, {
          saveParent: isDelete ? null : ownStep,
          deleteParent: isDelete ? ownStep : null,
          child,
          afterSave: isDelete ? null : process,
          beforeDelete: isDelete ? process : null,
          isDelete,
          childIsDelete,
        });
      if (!childInCycle) {
        order(childSaves, false);
        order(childDeletes, true);
        continue;
      }
      for (const child of related) {
        const childIsDelete = child !== null && flush.isDeleted(child);
        order(stepOf(flush, child), childIsDelete);
      }
    }
  }

  hasChanges(flush: FlushContext, states: readonly InstanceState[], isDelete: boolean): boolean {
    const passive = this.#passiveForChanges(isDelete);
    const related = (state: InstanceState) => !isEmpty(flush.history(state, this.property, passive));
    // One object that has related ones is enough, so those that would have to be loaded first are asked last.
    const unknown: InstanceState[] = [];
    for (const state of states) {
      if (state.values[this.property.slot] === undefined) unknown.push(state);
      else if (related(state)) return true;
    }
    const expired: InstanceState[] = [];
    for (const state of unknown) {
      if (state.expired) expired.push(state);
      else if (related(state)) return true;
    }
    if (expired.some(related)) return true;
    return states.length > 0 && !this.property.selfReferential && flush.hasMapper(this.mapper);
  }

  #passiveForChanges(isDelete: boolean): number {
    if (!isDelete || this.property.passiveDeletes !== false) return PASSIVE_NO_INITIALIZE | INCLUDE_PENDING_MUTATIONS;
    if (this.property.direction === "many-to-one") return PASSIVE_NO_FETCH_RELATED;
    return PASSIVE_OFF | INCLUDE_PENDING_MUTATIONS;
  }

  /** Whether the object's last known parent along this relationship still holds it. */
  protected hasParent(state: InstanceState): boolean {
    return isHeldThrough(this.property, state);
  }

  /**
   * Refuses what cannot be a member of the relationship.
   * @throws FlushError for null in a collection or an object of another class
   */
  protected verify(state: InstanceState | null): void {
    if (state === null) {
      if (this.property.uselist) {
        throw new FlushError(`Can't flush None value found in collection ${this.property}`);
      }
      return;
    }
    if (state.mapper.isa(this.mapper)) return;
    const given = `<class '${moduleOf(state.mapper)}.${state.mapper.className}'>`;
    const expected = `<class '${moduleOf(this.mapper)}.${this.mapper.className}'>`;
    throw new FlushError(
      `Attempting to flush an item of type ${given} as a member of collection "${this.property}". Expected an object of type ${expected} or a polymorphic subclass of this type.`,
    );
  }

  /** Asks for an UPDATE of the object's foreign key after everything else, if it is related to anything. */
  protected postUpdate(
    flush: FlushContext,
    state: InstanceState,
    related: readonly (InstanceState | null)[],
    manyToOneDelete = false,
  ): void {
    if (!related.some((each) => !manyToOneDelete || each !== null)) return;
    flush.registerPostUpdate(
      state,
      this.pairs.map(([, destination]) => destination),
    );
  }

  /** Registers an object for deletion together with what its `delete` cascades reach. */
  protected registerDelete(
    flush: FlushContext,
    child: InstanceState,
    from: InstanceState,
    option: CascadeOption,
  ): void {
    const cause = this.cascadeCause(option, from, child);
    flush.register(child, { isDelete: true, operation: "delete", relationship: this.property, cause });
    for (const step of walkCascade("delete", child)) {
      flush.register(step.to, { isDelete: true, cause: cascadeCause("delete", step, step.from.deleteCause ?? cause) });
    }
  }

  protected cascadeCause(option: CascadeOption, from: InstanceState, to: InstanceState): CauseId | null {
    return cascadeCause(option, { from, relationship: this.property, to }, causeOf(from, this.key));
  }

  /** The cause of copying or clearing `object`'s key because of `because`. */
  protected syncCause(
    action: Extract<Cause, { kind: "action" }>["action"],
    object: InstanceState,
    because: InstanceState,
  ): CauseId | null {
    if (!trace.active) return null;
    return trace.cause(
      { kind: "action", action, relationship: `${this.property}`, object: object.ref(), detail: null },
      causeOf(because, this.key),
    );
  }

  /** Says what the flush leaves alone along the relationship. */
  protected omit(reason: OmissionReason, state: InstanceState): void {
    if (!trace.active) return;
    trace.emit({
      type: "omission",
      reason,
      relationship: `${this.property}`,
      object: state.ref(),
      flush: trace.flush,
      cause: causeOf(state, this.key),
    });
  }

  /** Says that a delete leaves what is not in memory, or all of it, to the database. */
  protected omitPassiveDeletes(states: readonly InstanceState[]): void {
    const { passiveDeletes, slot } = this.property;
    if (!trace.active || passiveDeletes === false) return;
    for (const state of states) {
      if (passiveDeletes === "all") this.omit("passive-deletes-all", state);
      else if (state.values[slot] === undefined) this.omit("passive-deletes", state);
    }
  }

  toString(): string {
    return `${this.constructor.name}(${this.property})`;
  }
}

/** Why an object takes part in the flush: its deletion, else the change of the attribute, else what brought it into the session. */
export function causeOf(state: InstanceState, key: string): CauseId | null {
  return (
    state.deleteCause ?? state.changedBy?.get(key) ?? state.changeCauses?.[0] ?? state.attachCause ?? trace.current
  );
}

function cascadeCause(
  option: CascadeOption,
  step: { from: InstanceState; relationship: RelationshipProperty; to: InstanceState },
  parent: CauseId | null,
): CauseId | null {
  if (!trace.active) return null;
  return trace.cause(
    {
      kind: "cascade",
      option,
      relationship: `${step.relationship}`,
      from: step.from.ref(),
      to: step.to.ref(),
      backref: false,
    },
    parent,
  );
}

/** The step for a related object; `null` for one that takes no part in the flush. */
function stepOf(flush: FlushContext, child: InstanceState | null): FlushAction | null {
  if (child === null || !flush.isRegistered(child)) return null;
  return flush.isDeleted(child) ? flush.deleteState(child) : flush.saveState(child);
}
