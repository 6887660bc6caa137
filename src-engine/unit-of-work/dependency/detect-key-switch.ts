import { implOf } from "../../instrumentation/class-manager.ts";
import { isRelated, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../../instrumentation/state.ts";
import type { Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import type { Column } from "../../schema/table.ts";
import type { CauseId } from "../../trace/events.ts";
import { trace } from "../../trace/recorder.ts";
import type { DependencyProcessor, FlushContext, WholeStepsPort } from "../flush-context.ts";
import { populate, sourceModified } from "../sync.ts";

/**
 * Finds objects that refer by many-to-one to one whose primary key has changed, where no one-to-many on the other side
 * does so ("ORM: Mutable Primary Keys / Update Cascades").
 */
export class DetectKeySwitch implements DependencyProcessor {
  readonly property: RelationshipProperty;
  readonly parent: Mapper;
  readonly mapper: Mapper;
  readonly key: string;
  readonly sortKey: string;

  constructor(property: RelationshipProperty) {
    this.property = property;
    this.parent = property.parent;
    this.mapper = property.mapper;
    this.key = property.key;
    this.sortKey = `${property.parent.className}_${property.key}`;
  }

  /** Whether nothing on the other side finds the objects already. */
  get isNeeded(): boolean {
    const { reverse, passiveUpdates } = this.property;
    return reverse.size === 0 || (!passiveUpdates && [...reverse].every((other) => other.passiveUpdates));
  }

  get watched(): readonly Mapper[] {
    return this.mapper.selfAndDescendants;
  }

  planAll(steps: WholeStepsPort): void {
    steps.order(steps.saveAll(this.parent), steps.processAll(this, false));
  }

  planEach(): void {}
  presortDeletes(): void {}
  processDeletes(): void {}

  presortSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    // Rows that the database will not follow up must be known before they are saved.
    if (!this.property.passiveUpdates) this.#switchKeys(flush, states);
  }

  processSaves(flush: FlushContext, states: readonly InstanceState[]): void {
    // Those that it does follow up are only listed, so that no UPDATE is written for them.
    if (this.property.passiveUpdates) this.#switchKeys(flush, states);
  }

  hasChanges(flush: FlushContext, states: readonly InstanceState[], isDelete: boolean): boolean {
    return !isDelete && this.property.passiveUpdates && this.#switchers(flush, states).size > 0;
  }

  #switchers(flush: FlushContext, states: readonly InstanceState[]): Set<InstanceState> {
    const known = flush.memo(this, "key switchers", () => ({
      switched: new Set<InstanceState>(),
      seen: new Set<InstanceState>(),
    }));
    for (const state of states) {
      if (known.seen.has(state)) continue;
      known.seen.add(state);
      const changed =
        state.key !== null && sourceModified(flush, { state, mapper: this.mapper }, this.property.synchronizePairs);
      if (changed) known.switched.add(state);
    }
    return known.switched;
  }

  #switchKeys(flush: FlushContext, states: readonly InstanceState[]): void {
    const switchers = this.#switchers(flush, states);
    if (switchers.size === 0) return;
    const passive = this.property.passiveUpdates ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF;
    for (const state of flush.session.identityMap.allStates()) {
      if (!state.mapper.isa(this.parent)) continue;
      const value = implOf(state, this.property).get(state, passive);
      const related = this.property.uselist && Array.isArray(value) ? value[0] : value;
      if (!isRelated(related)) continue;
      const relatedState = instanceState(related);
      if (!switchers.has(relatedState)) continue;
      flush.register(state, { listOnly: this.property.passiveUpdates });
      trace.within(this.#cause(state, relatedState), () =>
        populate(
          { state: relatedState, mapper: this.mapper },
          { state, mapper: this.parent },
          this.property.synchronizePairs,
          flush,
          this.property.passiveUpdates,
        ),
      );
    }
  }

  #cause(object: InstanceState, switched: InstanceState): CauseId | null {
    if (!trace.active) return null;
    const { changedBy, changeCauses, attachCause } = switched;
    const key = this.property.synchronizePairs.flatMap(([source]) => {
      const property = this.mapper.columnToProperty.get(source as Column);
      return (property && changedBy?.get(property.key)) ?? [];
    });
    return trace.cause(
      { kind: "action", action: "key-switch", relationship: `${this.property}`, object: object.ref(), detail: null },
      key[0] ?? changeCauses?.[0] ?? attachCause ?? trace.current,
    );
  }

  toString(): string {
    return `DetectKeySwitch(${this.property})`;
  }
}
