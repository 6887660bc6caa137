import type { Connection } from "../connection/connection.ts";
import type { History } from "../instrumentation/history.ts";
import type { IdentityMap } from "../instrumentation/identity-map.ts";
import type { InstanceState, SessionPort } from "../instrumentation/state.ts";
import type { ColumnProperty, Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { CauseId } from "../trace/events.ts";
import type { Sortable } from "./topological.ts";

/** What a flush asks of its session. */
export interface FlushSession extends SessionPort {
  readonly identityMap: IdentityMap;
  connection(): Connection;
  /** Objects whose rows a flush has deleted, or found deleted. */
  removeNewlyDeleted(states: Iterable<InstanceState>): void;
}

/** A step of a flush, and what must come before it. */
export interface FlushAction extends Sortable<FlushAction> {
  readonly kind: "save-all" | "delete-all" | "post-update" | "process-all" | "save" | "delete" | "process";
  /** Orders steps that could run in any order. */
  readonly sortKey: string;
  /**
   * For a step about one object, the step for the whole class or relationship whose place it takes; steps of one level
   * with the same whole are carried out together.
   */
  readonly whole: FlushAction | null;
  readonly predecessors: FlushAction[];
  readonly isDelete: boolean;
  /** Class or relationship that the step is about. */
  readonly subject: string;
  disabled: boolean;
  execute(flush: FlushContext, together: readonly FlushAction[]): void;
  /** The steps for single objects that take this one's place where tables or rows depend on each other in circles. */
  perStateActions(flush: FlushContext): FlushAction[];
  /** The objects that the step is about right now. */
  states(flush: FlushContext): InstanceState[];
}

/** The history of a relationship, its objects as states. */
export type StateHistory = History<InstanceState | null>;

export interface RegisterOptions {
  readonly isDelete?: boolean;
  /** Only listed, so that others see the object; nothing is written for it. */
  readonly listOnly?: boolean;
  readonly cancelDelete?: boolean;
  /** Named in the warning for an object that is not in the session. */
  readonly operation?: "add" | "delete" | "pk change";
  readonly relationship?: RelationshipProperty;
  /** Why the object takes part. */
  readonly cause?: CauseId | null;
}

/** How one relationship takes part in a flush. `dependency/` has one for each direction. */
export interface DependencyProcessor {
  readonly property: RelationshipProperty;
  readonly parent: Mapper;
  readonly mapper: Mapper;
  readonly key: string;
  readonly sortKey: string;
  /** The classes whose objects it looks at while the flush gathers them, and in its steps. */
  readonly watched: readonly Mapper[];
  /** Enters the steps for all objects at once. */
  planAll(steps: WholeStepsPort): void;
  /** Enters the steps for single objects. */
  planEach(flush: FlushContext, states: readonly InstanceState[], isDelete: boolean): void;
  /** Brings in further objects that a save or a delete of `states` concerns. */
  presortSaves(flush: FlushContext, states: readonly InstanceState[]): void;
  presortDeletes(flush: FlushContext, states: readonly InstanceState[]): void;
  hasChanges(flush: FlushContext, states: readonly InstanceState[], isDelete: boolean): boolean;
  processSaves(flush: FlushContext, states: readonly InstanceState[]): void;
  processDeletes(flush: FlushContext, states: readonly InstanceState[]): void;
}

/** The steps for whole classes and relationships. */
export interface WholeStepsPort {
  /** Says that `before` must come before `after`; nothing where either is missing. */
  order(before: FlushAction | null, after: FlushAction | null): void;
  saveAll(mapper: Mapper): FlushAction;
  deleteAll(mapper: Mapper): FlushAction;
  processAll(processor: DependencyProcessor, isDelete: boolean): FlushAction;
  postUpdateAll(mapper: Mapper, isDelete: boolean): FlushAction;
}

/** One flush, as its processors and steps see it. */
export interface FlushContext extends WholeStepsPort {
  readonly session: FlushSession;
  readonly connection: Connection;
  /** The steps found to depend on each other in circles; empty until that has been looked at. */
  readonly cycles: ReadonlySet<FlushAction>;

  register(state: InstanceState, options?: RegisterOptions): boolean;
  isRegistered(state: InstanceState): boolean;
  isDeleted(state: InstanceState): boolean;
  isListOnly(state: InstanceState): boolean;
  hasMapper(mapper: Mapper): boolean;
  /** The registered objects of exactly that class. */
  statesOf(mapper: Mapper): readonly InstanceState[];
  /** The objects of a hierarchy that are to be saved or deleted. */
  statesOfHierarchy(mapper: Mapper, isDelete: boolean): InstanceState[];
  /** Takes back what was planned for an object whose row another object takes over. */
  removeActions(state: InstanceState): void;
  /** Whether an expired object turns out to have no row any more. */
  wasAlreadyDeleted(state: InstanceState): boolean;

  /** The history of a relationship, kept for the flush once it was asked for. */
  history(state: InstanceState, property: RelationshipProperty, passive: number): StateHistory;
  /** Whether a column's known value had changed when the flush first asked. */
  hasSwitched(state: InstanceState, property: ColumnProperty): boolean;
  /** A value that lives as long as the flush. */
  memo<T>(owner: object, name: string, make: () => T): T;

  /** Enters the steps of a processor that turns out to have any. */
  plan(processor: DependencyProcessor): void;
  registerPostUpdate(state: InstanceState, columns: Iterable<ColumnElement>): void;
  postUpdates(mapper: Mapper): {
    readonly states: ReadonlySet<InstanceState>;
    readonly columns: ReadonlySet<ColumnElement>;
  };
  dependenciesOf(mapper: Mapper): Iterable<DependencyProcessor>;

  saveState(state: InstanceState): FlushAction;
  deleteState(state: InstanceState): FlushAction;
  processState(processor: DependencyProcessor, isDelete: boolean, state: InstanceState): FlushAction;
}

/** Connects, and so begins the transaction, even where it turns out that there is nothing to write. */
export function takeConnection(flush: FlushContext): void {
  void flush.connection;
}

/** Whether the attribute of a processor is the one that `mapper` has under that name. */
export function processorApplies(mapper: Mapper, processor: DependencyProcessor): boolean {
  return mapper.props.get(processor.key) === processor.property;
}
