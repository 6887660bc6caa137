/** The steps of a flush. Each knows how to be carried out for a whole class and how to be split up by object. */

import type { InstanceState } from "../instrumentation/state.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { keepShape } from "../shapes.ts";
import { type DependencyProcessor, type FlushAction, type FlushContext, processorApplies } from "./flush-context.ts";
import { deleteObjects } from "./persistence/delete.ts";
import { postUpdateObjects } from "./persistence/post-update.ts";
import { saveObjects } from "./persistence/save.ts";

abstract class Action implements FlushAction {
  abstract readonly kind: FlushAction["kind"];
  abstract readonly sortKey: string;
  abstract readonly isDelete: boolean;
  abstract readonly subject: string;
  readonly whole: FlushAction | null = null;
  readonly predecessors: FlushAction[] = [];
  place = 0;
  disabled = false;

  abstract execute(flush: FlushContext, together: readonly FlushAction[]): void;
  abstract states(flush: FlushContext): InstanceState[];

  perStateActions(_flush: FlushContext): FlushAction[] {
    return [];
  }

  toString(): string {
    return `${this.constructor.name}(${this.subject}${this.isDelete ? ", delete" : ""})`;
  }
}

/** Inserts and updates every object of a hierarchy. */
export class SaveAll extends Action {
  override readonly kind = "save-all";
  override readonly isDelete = false;
  override readonly sortKey: string;
  override readonly subject: string;
  readonly #mapper: Mapper;

  constructor(mapper: Mapper) {
    super();
    this.#mapper = mapper;
    this.subject = mapper.className;
    this.sortKey = `SaveUpdateAll ${mapper.className}`;
  }

  override execute(flush: FlushContext): void {
    saveObjects(this.#mapper, this.states(flush), flush);
  }

  override states(flush: FlushContext): InstanceState[] {
    return flush.statesOfHierarchy(this.#mapper, false);
  }

  override perStateActions(flush: FlushContext): FlushAction[] {
    const states = this.states(flush);
    const deletes = flush.deleteAll(this.#mapper);
    const actions = states.map((state) => {
      const action = flush.saveState(state);
      // Saves come before deletes, so that one object can take over another's row.
      flush.order(action, deletes);
      return action;
    });
    splitDependencies(flush, this.#mapper, states, false);
    return actions;
  }
}

/** Deletes the rows of every object of a hierarchy that is to be deleted. */
export class DeleteAll extends Action {
  override readonly kind = "delete-all";
  override readonly isDelete = true;
  override readonly sortKey: string;
  override readonly subject: string;
  readonly #mapper: Mapper;

  constructor(mapper: Mapper) {
    super();
    this.#mapper = mapper;
    this.subject = mapper.className;
    this.sortKey = `DeleteAll ${mapper.className}`;
  }

  override execute(flush: FlushContext): void {
    deleteObjects(this.#mapper, this.states(flush), flush);
  }

  override states(flush: FlushContext): InstanceState[] {
    return flush.statesOfHierarchy(this.#mapper, true);
  }

  override perStateActions(flush: FlushContext): FlushAction[] {
    const states = this.states(flush);
    const saves = flush.saveAll(this.#mapper);
    const actions = states.map((state) => {
      const action = flush.deleteState(state);
      flush.order(saves, action);
      return action;
    });
    splitDependencies(flush, this.#mapper, states, true);
    return actions;
  }
}

function splitDependencies(
  flush: FlushContext,
  mapper: Mapper,
  states: readonly InstanceState[],
  isDelete: boolean,
): void {
  for (const processor of flush.dependenciesOf(mapper)) {
    const concerned = states.filter((state) => processorApplies(state.mapper, processor));
    processor.planEach(flush, concerned, isDelete);
  }
}

/** Carries out one relationship for every object that it concerns. */
export class ProcessAll extends Action {
  override readonly kind = "process-all";
  override readonly isDelete: boolean;
  override readonly sortKey: string;
  override readonly subject: string;
  readonly #processor: DependencyProcessor;

  constructor(processor: DependencyProcessor, isDelete: boolean) {
    super();
    this.#processor = processor;
    this.isDelete = isDelete;
    this.subject = `${processor.property}`;
    this.sortKey = `ProcessAll ${processor.sortKey} ${isDelete ? 1 : 0}`;
  }

  override execute(flush: FlushContext): void {
    const states = this.states(flush);
    if (this.isDelete) this.#processor.processDeletes(flush, states);
    else this.#processor.processSaves(flush, states);
  }

  override states(flush: FlushContext): InstanceState[] {
    const found: InstanceState[] = [];
    for (const mapper of this.#processor.watched) {
      for (const state of flush.statesOf(mapper)) {
        if (flush.isDeleted(state) === this.isDelete && !flush.isListOnly(state)) found.push(state);
      }
    }
    return found;
  }
}

/** Writes the foreign keys that `post_update` has put off. */
export class PostUpdateAll extends Action {
  override readonly kind = "post-update";
  override readonly isDelete: boolean;
  override readonly sortKey: string;
  override readonly subject: string;
  readonly #mapper: Mapper;

  constructor(mapper: Mapper, isDelete: boolean) {
    super();
    this.#mapper = mapper;
    this.isDelete = isDelete;
    this.subject = mapper.className;
    this.sortKey = `PostUpdateAll ${mapper.className} ${isDelete ? 1 : 0}`;
  }

  override execute(flush: FlushContext): void {
    postUpdateObjects(this.#mapper, this.states(flush), flush, flush.postUpdates(this.#mapper).columns);
  }

  override states(flush: FlushContext): InstanceState[] {
    return [...flush.postUpdates(this.#mapper).states].filter((state) => flush.isDeleted(state) === this.isDelete);
  }
}

/** A step for one object; several of a level are carried out in one go. */
abstract class SingleAction extends Action {
  readonly state: InstanceState;
  override readonly whole: FlushAction;

  constructor(state: InstanceState, whole: FlushAction) {
    super();
    this.state = state;
    this.whole = whole;
  }

  override get isDelete(): boolean {
    return this.whole.isDelete;
  }
  override get subject(): string {
    return this.whole.subject;
  }
  override get sortKey(): string {
    return this.whole.sortKey;
  }

  override states(): InstanceState[] {
    return [this.state];
  }
}

const statesOf = (together: readonly FlushAction[]) => together.map((action) => (action as SingleAction).state);

export class SaveState extends SingleAction {
  override readonly kind = "save";

  override execute(flush: FlushContext, together: readonly FlushAction[]): void {
    saveObjects(this.state.mapper.baseMapper, statesOf(together), flush);
  }
}

export class DeleteState extends SingleAction {
  override readonly kind = "delete";

  override execute(flush: FlushContext, together: readonly FlushAction[]): void {
    const states = statesOf(together).filter((state) => flush.isDeleted(state));
    deleteObjects(this.state.mapper.baseMapper, states, flush);
  }
}

export class ProcessState extends SingleAction {
  override readonly kind = "process";
  readonly #processor: DependencyProcessor;

  constructor(processor: DependencyProcessor, state: InstanceState, whole: FlushAction) {
    super(state, whole);
    this.#processor = processor;
  }

  override execute(flush: FlushContext, together: readonly FlushAction[]): void {
    if (this.isDelete) this.#processor.processDeletes(flush, statesOf(together));
    else this.#processor.processSaves(flush, statesOf(together));
  }
}

const NO_STATE = {} as InstanceState;
const NO_STEP = {} as FlushAction;
keepShape(new SaveState(NO_STATE, NO_STEP));
keepShape(new DeleteState(NO_STATE, NO_STEP));
keepShape(new ProcessState({} as DependencyProcessor, NO_STATE, NO_STEP));
