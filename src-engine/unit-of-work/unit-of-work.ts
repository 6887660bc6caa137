import type { Connection } from "../connection/connection.ts";
import { ObjectDeletedError } from "../errors.ts";
import type { ScalarAttribute } from "../instrumentation/attribute.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import { EMPTY_LIST, type History } from "../instrumentation/history.ts";
import { stateClassText } from "../instrumentation/naming.ts";
import {
  isRelated,
  LOAD_AGAINST_COMMITTED,
  NO_RAISE,
  NO_VALUE,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  SQL_OK,
} from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { ColumnProperty, Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { keepShape } from "../shapes.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { FlushId } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { DeleteState, ProcessState, SaveState } from "./actions.ts";
import { processorsFor } from "./dependency/processors.ts";
import type {
  DependencyProcessor,
  FlushAction,
  FlushContext,
  FlushSession,
  RegisterOptions,
  StateHistory,
} from "./flush-context.ts";
import { FlushEntry } from "./flush-entry.ts";
import { Outline } from "./outline.ts";
import { Preprocess } from "./preprocess.ts";
import { findCycles, sortByLevels } from "./topological.ts";
import type { WholeSteps } from "./whole-steps.ts";

const NO_ACTIONS: ReadonlySet<FlushAction> = new Set();

/**
 * One flush ("ORM: Unit of Work"): gathers the objects to be written, lets the relationships bring in more until nothing
 * new comes, orders the steps by their dependencies, splits up those that depend on each other in circles, and carries
 * them out.
 */
export class UnitOfWork implements FlushContext {
  readonly session: FlushSession;
  readonly #id: FlushId;
  #connection: Connection | null = null;
  #cycles = NO_ACTIONS;

  /** In the order in which their objects were registered. */
  readonly #entries: FlushEntry[] = [];
  readonly #byMapper = new Map<Mapper, InstanceState[]>();
  readonly #preprocesses = new Map<DependencyProcessor, Preprocess>();
  #postUpdates: Map<Mapper, { states: Set<InstanceState>; columns: Set<ColumnElement> }> | null = null;
  #memos: Map<object, Map<string, unknown>> | null = null;

  #outline = Outline.empty;
  /** This flush's own steps, where they depend on its objects. Those for single objects are in the objects' entries. */
  #ownSteps: WholeSteps | null = null;

  constructor(session: FlushSession, id: FlushId) {
    this.session = session;
    this.#id = id;
  }

  get hasWork(): boolean {
    return this.#entries.length > 0;
  }

  get cycles(): ReadonlySet<FlushAction> {
    return this.#cycles;
  }

  get connection(): Connection {
    this.#connection ??= this.session.connection();
    return this.#connection;
  }

  /** The objects that were deleted and those that were written, for the session to take note of. */
  outcome(): { deleted: InstanceState[]; saved: InstanceState[] } {
    const deleted: InstanceState[] = [];
    const saved: InstanceState[] = [];
    for (const { state, isDelete } of this.#entries) (isDelete ? deleted : saved).push(state);
    return { deleted, saved };
  }

  /** Takes everything that the flush has noted off the objects. */
  release(): void {
    for (const entry of this.#entries) entry.release();
  }

  execute(): void {
    this.#gather();
    const plan = this.#outline.straightPlan ?? this.#planByObject();
    if (trace.active) this.#tracePlan(plan.actions);
    for (const level of plan.levels) {
      for (const group of groups(level)) (group[0] as FlushAction).execute(this, group);
    }
  }

  /** Lets relationships bring in objects until all have been looked at; what they bring in may concern further ones. */
  #gather(): void {
    let found: boolean;
    do {
      found = false;
      const { size } = this.#preprocesses;
      let i = 0;
      for (const preprocess of this.#preprocesses.values()) {
        if (i++ < size && preprocess.run(this)) found = true;
      }
    } while (found);
  }

  /** The plan of a flush whose classes depend on each other in circles. */
  #planByObject(): { actions: readonly FlushAction[]; levels: Iterable<readonly FlushAction[]> } {
    this.#breakCycles();
    const actions = this.#sortedActions();
    return { actions, levels: sortByLevels(actions) };
  }

  /** Replaces steps for whole classes that depend on each other in circles by steps for single objects. */
  #breakCycles(): void {
    const { actions } = this.#steps;
    const cycles = findCycles(actions);
    this.#cycles = cycles;
    const replacements = new Map<FlushAction, readonly FlushAction[]>();
    for (const action of cycles) replacements.set(action, action.perStateActions(this));
    for (const after of actions.slice()) this.#replacePredecessors(after, replacements);
  }

  /** What must come before a step, with steps for single objects in the place of those for whole classes. */
  #replacePredecessors(after: FlushAction, replacements: ReadonlyMap<FlushAction, readonly FlushAction[]>): void {
    const own = replacements.get(after);
    if (!after.disabled && own === undefined && !someReplaced(after.predecessors, replacements)) return;
    const befores = after.predecessors.splice(0);
    if (after.disabled) return;
    for (const before of befores) {
      if (before.disabled) continue;
      const steps = replacements.get(before);
      if (own === undefined) for (const each of steps ?? [before]) this.order(each, after);
      else if (steps === undefined) for (const each of own) this.order(before, each);
    }
  }

  /** In the order in which they came up; a step for one object has the place of the whole's. */
  #sortedActions(): FlushAction[] {
    const { actions } = this.#steps;
    actions.forEach((action, i) => {
      action.place = i;
    });
    return actions
      .filter((action) => !action.disabled && !this.#cycles.has(action))
      .sort((a, b) => (a.whole ?? a).place - (b.whole ?? b).place);
  }

  register(state: InstanceState, options: RegisterOptions = {}): boolean {
    const { isDelete = false, listOnly = false, cancelDelete = false, operation, relationship } = options;
    if (!this.session.containsState(state)) {
      if (!state.deleted && operation !== undefined) {
        trace.warn(
          `Object of type ${stateClassText(state)} not in session, ${operation} operation along '${relationship}' will not proceed`,
        );
      }
      return false;
    }
    if (isDelete && options.cause !== undefined) state.deleteCause ??= options.cause;
    const known = this.#entryOf(state);
    if (known === null) {
      const entry = FlushEntry.attach(this, state);
      entry.isDelete = isDelete;
      entry.listOnly = listOnly;
      this.#entries.push(entry);
      this.#statesOf(state.mapper).push(state);
    } else if (!listOnly && (isDelete || cancelDelete)) {
      known.isDelete = isDelete;
      known.listOnly = false;
    }
    return true;
  }

  #entryOf(state: InstanceState): FlushEntry | null {
    const entry = state.flushEntry as FlushEntry | null;
    return entry !== null && entry.flush === this ? entry : null;
  }

  #statesOf(mapper: Mapper): InstanceState[] {
    let states = this.#byMapper.get(mapper);
    if (states === undefined) {
      states = [];
      this.#byMapper.set(mapper, states);
      this.#outline = this.#outline.withClass(mapper);
      for (const processor of processorsFor(mapper)) {
        if (!this.#preprocesses.has(processor)) this.#preprocesses.set(processor, new Preprocess(processor));
      }
    }
    return states;
  }

  isRegistered(state: InstanceState): boolean {
    return this.#entryOf(state) !== null;
  }

  isDeleted(state: InstanceState): boolean {
    return this.#entryOf(state)?.isDelete ?? false;
  }

  isListOnly(state: InstanceState): boolean {
    return this.#entryOf(state)?.listOnly ?? false;
  }

  hasMapper(mapper: Mapper): boolean {
    return this.#byMapper.has(mapper);
  }

  statesOf(mapper: Mapper): readonly InstanceState[] {
    return this.#byMapper.get(mapper) ?? EMPTY_LIST;
  }

  statesOfHierarchy(mapper: Mapper, isDelete: boolean): InstanceState[] {
    const found: InstanceState[] = [];
    for (const each of mapper.baseMapper.selfAndDescendants) {
      for (const state of this.statesOf(each)) {
        const entry = this.#entryOf(state);
        if (entry?.isDelete === isDelete && !entry.listOnly) found.push(state);
      }
    }
    return found;
  }

  removeActions(state: InstanceState): void {
    const entry = this.#entryOf(state);
    if (entry !== null) entry.listOnly = true;
  }

  wasAlreadyDeleted(state: InstanceState): boolean {
    if (!state.expired) return false;
    try {
      state.loadExpired(PASSIVE_OFF);
    } catch (error) {
      if (!(error instanceof ObjectDeletedError)) throw error;
      this.session.removeNewlyDeleted([state]);
      return true;
    }
    return false;
  }

  /** A history asked for passively is taken anew where it may now be loaded; else the first answer stands. */
  history(state: InstanceState, property: RelationshipProperty, passive: number): StateHistory {
    const entry = this.#entryOf(state);
    const known = entry?.history(property.slot);
    if (known !== undefined && ((known.passive & SQL_OK) !== 0 || (passive & SQL_OK) === 0)) return known.history;
    const asked = (known === undefined ? passive : PASSIVE_OFF) | LOAD_AGAINST_COMMITTED | NO_RAISE;
    const history = asStates(implOf(state, property).getHistory(state, asked));
    entry?.keepHistory(property.slot, { history, passive });
    return history;
  }

  hasSwitched(state: InstanceState, { slot }: ColumnProperty): boolean {
    const entry = this.#entryOf(state);
    const known = entry?.switchedKey(slot);
    if (known !== undefined) return known;
    const answer = isSwitched(state, slot);
    entry?.keepSwitchedKey(slot, answer);
    return answer;
  }

  memo<T>(owner: object, name: string, make: () => T): T {
    this.#memos ??= new Map();
    let memos = this.#memos.get(owner);
    if (memos === undefined) {
      memos = new Map();
      this.#memos.set(owner, memos);
    }
    if (!memos.has(name)) memos.set(name, make());
    return memos.get(name) as T;
  }

  plan(processor: DependencyProcessor): void {
    this.#outline = this.#outline.withRelationship(processor);
  }

  registerPostUpdate(state: InstanceState, columns: Iterable<ColumnElement>): void {
    const entry = this.postUpdates(state.mapper.baseMapper);
    entry.states.add(state);
    for (const column of columns) entry.columns.add(column);
  }

  postUpdates(mapper: Mapper): { states: Set<InstanceState>; columns: Set<ColumnElement> } {
    this.#postUpdates ??= new Map();
    let entry = this.#postUpdates.get(mapper);
    if (entry === undefined) {
      entry = { states: new Set(), columns: new Set() };
      this.#postUpdates.set(mapper, entry);
    }
    return entry;
  }

  get #steps(): WholeSteps {
    this.#ownSteps ??= this.#outline.steps();
    return this.#ownSteps;
  }

  dependenciesOf(mapper: Mapper): Iterable<DependencyProcessor> {
    return this.#steps.dependenciesOf(mapper);
  }

  order(before: FlushAction | null, after: FlushAction | null): void {
    this.#steps.order(before, after);
  }

  saveAll(mapper: Mapper): FlushAction {
    return this.#steps.saveAll(mapper);
  }

  deleteAll(mapper: Mapper): FlushAction {
    return this.#steps.deleteAll(mapper);
  }

  processAll(processor: DependencyProcessor, isDelete: boolean): FlushAction {
    return this.#steps.processAll(processor, isDelete);
  }

  postUpdateAll(mapper: Mapper, isDelete: boolean): FlushAction {
    return this.#steps.postUpdateAll(mapper, isDelete);
  }

  saveState(state: InstanceState): FlushAction {
    const entry = this.#entryOf(state) as FlushEntry;
    entry.saveStep ??= this.#steps.enter(new SaveState(state, this.saveAll(state.mapper)));
    return entry.saveStep;
  }

  deleteState(state: InstanceState): FlushAction {
    const entry = this.#entryOf(state) as FlushEntry;
    entry.deleteStep ??= this.#steps.enter(new DeleteState(state, this.deleteAll(state.mapper)));
    return entry.deleteStep;
  }

  processState(processor: DependencyProcessor, isDelete: boolean, state: InstanceState): FlushAction {
    const entry = this.#entryOf(state) as FlushEntry;
    let action = entry.processStep(processor, isDelete);
    if (action === null) {
      const whole = this.processAll(processor, isDelete);
      action = this.#steps.enter(new ProcessState(processor, state, whole));
      entry.addProcessStep({ processor, isDelete, action });
    }
    return action;
  }

  #tracePlan(actions: readonly FlushAction[]): void {
    const ids = new Map(actions.map((action, i) => [action, i + 1]));
    const after = (action: FlushAction) => [...new Set(action.predecessors.flatMap((before) => ids.get(before) ?? []))];
    trace.emit({
      type: "plan",
      flush: this.#id,
      actions: actions.map((action) => ({
        id: ids.get(action) as number,
        kind: action.kind,
        subject: action.subject,
        isDelete: action.isDelete,
        objects: action.states(this).map((state) => state.ref()),
        after: after(action),
      })),
      cycles: [...findCycles(actions)].map((action) => [ids.get(action) as number]),
    });
  }
}

keepShape(new UnitOfWork({} as FlushSession, 0 as FlushId));

function someReplaced(
  steps: readonly FlushAction[],
  replacements: ReadonlyMap<FlushAction, readonly FlushAction[]>,
): boolean {
  for (const step of steps) if (step.disabled || replacements.has(step)) return true;
  return false;
}

/** Steps of one level that are carried out together, in the order of each group's first. */
function groups(level: readonly FlushAction[]): Iterable<readonly FlushAction[]> {
  if (level.length === 1) return [level];
  const found = new Map<FlushAction, FlushAction[]>();
  for (const action of level) {
    const key = action.whole ?? action;
    const group = found.get(key);
    if (group === undefined) found.set(key, [action]);
    else group.push(action);
  }
  return found.values();
}

/** Whether a column's committed value is known, and another one than the present. */
function isSwitched(state: InstanceState, slot: number): boolean {
  const committed = state.committed?.[slot];
  if (committed === undefined || committed === NO_VALUE || committed === PASSIVE_NO_RESULT) return false;
  const value = state.values[slot];
  return value === undefined || !(state.manager.attributes[slot] as ScalarAttribute).isEqual(value, committed);
}

function asStates({ added, unchanged, deleted }: History): StateHistory {
  return { added: statesOf(added), unchanged: statesOf(unchanged), deleted: statesOf(deleted) };
}

function statesOf(objects: readonly unknown[]): readonly (InstanceState | null)[] {
  return objects.length === 0
    ? EMPTY_LIST
    : objects.map((object) => (isRelated(object) ? instanceState(object) : null));
}
