import type { Connection } from "../connection/connection.ts";
import { ObjectDeletedError } from "../errors.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import type { History } from "../instrumentation/history.ts";
import { stateClassText } from "../instrumentation/naming.ts";
import { isRelated, LOAD_AGAINST_COMMITTED, NO_RAISE, PASSIVE_OFF, SQL_OK } from "../instrumentation/passive.ts";
import { type InstanceState, instanceState } from "../instrumentation/state.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { FlushId } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { DeleteAll, DeleteState, PostUpdateAll, ProcessAll, ProcessState, SaveAll, SaveState } from "./actions.ts";
import { processorsFor } from "./dependency/processors.ts";
import type {
  DependencyProcessor,
  FlushAction,
  FlushContext,
  FlushSession,
  RegisterOptions,
  StateHistory,
} from "./flush-context.ts";
import { Preprocess } from "./preprocess.ts";
import { findCycles, sortByLevels } from "./topological.ts";

/** What a flush means to do with an object. */
interface Registration {
  isDelete: boolean;
  /** Seen by others, but not written. */
  listOnly: boolean;
}

interface CachedHistory {
  readonly history: StateHistory;
  readonly passive: number;
}

/**
 * One flush ("ORM: Unit of Work"): gathers the objects to be written, lets the relationships bring in more until nothing
 * new comes, orders the steps by their dependencies, splits up those that depend on each other in circles, and carries
 * them out.
 */
export class UnitOfWork implements FlushContext {
  readonly session: FlushSession;
  readonly #id: FlushId;
  #connection: Connection | null = null;
  #cycles: ReadonlySet<FlushAction> = new Set();

  readonly #registrations = new Map<InstanceState, Registration>();
  readonly #byMapper = new Map<Mapper, Set<InstanceState>>();
  readonly #preprocessors = new Map<DependencyProcessor, Preprocess[]>();
  readonly #preprocessOrder: Preprocess[] = [];
  readonly #dependencies = new Map<Mapper, Set<DependencyProcessor>>();
  readonly #postUpdates = new Map<Mapper, { states: Set<InstanceState>; columns: Set<ColumnElement> }>();
  readonly #histories = new Map<InstanceState, (CachedHistory | undefined)[]>();
  readonly #memos = new Map<object, Map<string, unknown>>();

  readonly #actions = new Map<object, Map<string, FlushAction>>();
  readonly #actionOrder: FlushAction[] = [];
  readonly #origins = new Map<FlushAction, FlushAction>();
  readonly #predecessors = new Map<FlushAction, Set<FlushAction>>();

  constructor(session: FlushSession, id: FlushId) {
    this.session = session;
    this.#id = id;
  }

  get hasWork(): boolean {
    return this.#registrations.size > 0;
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
    for (const [state, { isDelete }] of this.#registrations) (isDelete ? deleted : saved).push(state);
    return { deleted, saved };
  }

  execute(): void {
    this.#gather();
    this.#breakCycles();
    const actions = this.#sortedActions();
    if (trace.active) this.#tracePlan(actions);
    for (const level of sortByLevels(actions, this.#predecessors)) {
      for (const group of groups(level)) (group[0] as FlushAction).execute(this, group);
    }
  }

  /** Lets relationships bring in objects until all have been looked at. */
  #gather(): void {
    let found: boolean;
    do {
      found = false;
      for (const preprocess of [...this.#preprocessOrder]) if (preprocess.run(this)) found = true;
    } while (found);
  }

  /** Replaces steps for whole classes that depend on each other in circles by steps for single objects. */
  #breakCycles(): void {
    const cycles = findCycles(this.#actionOrder, this.#predecessors);
    this.#cycles = cycles;
    if (cycles.size === 0) return;
    const replacements = new Map<FlushAction, readonly FlushAction[]>();
    for (const action of cycles) replacements.set(action, action.perStateActions(this));
    for (const [after, befores] of [...this.#predecessors]) {
      for (const before of [...befores]) {
        const inside = cycles.has(before) && cycles.has(after);
        if (inside || before.disabled || after.disabled) {
          befores.delete(before);
        } else if (cycles.has(before)) {
          befores.delete(before);
          for (const each of replacements.get(before) ?? []) this.order(each, after);
        } else if (cycles.has(after)) {
          befores.delete(before);
          for (const each of replacements.get(after) ?? []) this.order(before, each);
        }
      }
    }
  }

  #sortedActions(): FlushAction[] {
    const actions = this.#actionOrder.filter((action) => !action.disabled && !this.#cycles.has(action));
    if (this.#cycles.size > 0) {
      const place = new Map(this.#actionOrder.map((action, i) => [action, i]));
      const rank = (action: FlushAction) => place.get(this.#origins.get(action) ?? action) as number;
      return actions.sort((a, b) => rank(a) - rank(b));
    }
    // Steps that could run in any order run in the order of their names.
    const keys = new Map(actions.map((action) => [action, action.sortKey]));
    return actions.sort((a, b) => compare(keys.get(a) as string, keys.get(b) as string));
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
    const known = this.#registrations.get(state);
    if (known === undefined) {
      this.#registrations.set(state, { isDelete, listOnly });
      this.#statesOf(state.mapper).add(state);
    } else if (!listOnly && (isDelete || cancelDelete)) {
      known.isDelete = isDelete;
      known.listOnly = false;
    }
    return true;
  }

  #statesOf(mapper: Mapper): Set<InstanceState> {
    let states = this.#byMapper.get(mapper);
    if (states === undefined) {
      states = new Set();
      this.#byMapper.set(mapper, states);
      this.order(this.saveAll(mapper), this.deleteAll(mapper));
      for (const processor of processorsFor(mapper)) processor.preprocess(this);
    }
    return states;
  }

  isRegistered(state: InstanceState): boolean {
    return this.#registrations.has(state);
  }

  isDeleted(state: InstanceState): boolean {
    return this.#registrations.get(state)?.isDelete ?? false;
  }

  isListOnly(state: InstanceState): boolean {
    return this.#registrations.get(state)?.listOnly ?? false;
  }

  hasMapper(mapper: Mapper): boolean {
    return this.#byMapper.has(mapper);
  }

  statesOf(mapper: Mapper): Iterable<InstanceState> {
    return this.#byMapper.get(mapper) ?? [];
  }

  statesOfHierarchy(mapper: Mapper, isDelete: boolean): InstanceState[] {
    const found: InstanceState[] = [];
    for (const each of mapper.baseMapper.selfAndDescendants) {
      for (const state of this.statesOf(each)) {
        const registration = this.#registrations.get(state);
        if (registration?.isDelete === isDelete && !registration.listOnly) found.push(state);
      }
    }
    return found;
  }

  removeActions(state: InstanceState): void {
    const registration = this.#registrations.get(state);
    if (registration !== undefined) registration.listOnly = true;
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

  history(state: InstanceState, property: RelationshipProperty, passive: number): StateHistory {
    return this.#cachedHistory(state, property.key, property.slot, passive) as StateHistory;
  }

  columnHistory(state: InstanceState, key: string, passive: number): History {
    return this.#cachedHistory(state, key, state.mapper.property(key).slot, passive);
  }

  /** A history asked for passively is taken anew where it may now be loaded; else the first answer stands. */
  #cachedHistory(state: InstanceState, key: string, slot: number, passive: number): History {
    let cached = this.#histories.get(state);
    if (cached === undefined) {
      cached = [];
      this.#histories.set(state, cached);
    }
    const known = cached[slot];
    if (known !== undefined && ((known.passive & SQL_OK) !== 0 || (passive & SQL_OK) === 0)) return known.history;
    const attribute = implOf(state, state.mapper.property(key));
    const asked = (known === undefined ? passive : PASSIVE_OFF) | LOAD_AGAINST_COMMITTED | NO_RAISE;
    const history = attribute.getHistory(state, asked);
    const kept = (attribute.usesObjects ? asStates(history) : history) as StateHistory;
    cached[slot] = { history: kept, passive };
    return kept;
  }

  memo<T>(owner: object, name: string, make: () => T): T {
    let memos = this.#memos.get(owner);
    if (memos === undefined) {
      memos = new Map();
      this.#memos.set(owner, memos);
    }
    if (!memos.has(name)) memos.set(name, make());
    return memos.get(name) as T;
  }

  registerPreprocessor(processor: DependencyProcessor, fromParent: boolean): void {
    const known = this.#preprocessors.get(processor) ?? [];
    if (known.some((each) => each.fromParent === fromParent)) return;
    const preprocess = new Preprocess(processor, fromParent);
    this.#preprocessors.set(processor, [...known, preprocess]);
    this.#preprocessOrder.push(preprocess);
  }

  registerPostUpdate(state: InstanceState, columns: Iterable<ColumnElement>): void {
    const entry = this.postUpdates(state.mapper.baseMapper);
    entry.states.add(state);
    for (const column of columns) entry.columns.add(column);
  }

  postUpdates(mapper: Mapper): { states: Set<InstanceState>; columns: Set<ColumnElement> } {
    let entry = this.#postUpdates.get(mapper);
    if (entry === undefined) {
      entry = { states: new Set(), columns: new Set() };
      this.#postUpdates.set(mapper, entry);
    }
    return entry;
  }

  dependenciesOf(mapper: Mapper): Iterable<DependencyProcessor> {
    return this.#dependencies.get(mapper.baseMapper) ?? [];
  }

  order(before: FlushAction | null, after: FlushAction | null): void {
    if (before === null || after === null) return;
    const befores = this.#predecessors.get(after);
    if (befores === undefined) this.#predecessors.set(after, new Set([before]));
    else befores.add(before);
  }

  saveAll(mapper: Mapper): FlushAction {
    const base = mapper.baseMapper;
    return this.#action(base, "save", () => new SaveAll(base));
  }

  deleteAll(mapper: Mapper): FlushAction {
    const base = mapper.baseMapper;
    return this.#action(base, "delete", () => new DeleteAll(base));
  }

  processAll(processor: DependencyProcessor, isDelete: boolean, fromParent: boolean): FlushAction {
    return this.#action(processor, `process ${isDelete} ${fromParent}`, () => {
      const base = processor.parent.baseMapper;
      const processors = this.#dependencies.get(base);
      if (processors === undefined) this.#dependencies.set(base, new Set([processor]));
      else processors.add(processor);
      return new ProcessAll(processor, isDelete, fromParent);
    });
  }

  postUpdateAll(mapper: Mapper, isDelete: boolean): FlushAction {
    const base = mapper.baseMapper;
    return this.#action(base, `post-update ${isDelete}`, () => new PostUpdateAll(base, isDelete));
  }

  saveState(state: InstanceState): FlushAction {
    return this.#split(
      this.saveAll(state.mapper),
      this.#action(state, "save", () => new SaveState(state)),
    );
  }

  deleteState(state: InstanceState): FlushAction {
    return this.#split(
      this.deleteAll(state.mapper),
      this.#action(state, "delete", () => new DeleteState(state)),
    );
  }

  processState(processor: DependencyProcessor, isDelete: boolean, state: InstanceState): FlushAction {
    const action = this.#action(
      state,
      `process ${processor.parent.order} ${processor.key} ${isDelete}`,
      () => new ProcessState(processor, isDelete, state),
    );
    return this.#split(this.processAll(processor, isDelete, true), action);
  }

  /** Remembers which step for a whole class a step for one object stands for. */
  #split(whole: FlushAction, single: FlushAction): FlushAction {
    this.#origins.set(single, whole);
    return single;
  }

  #action(owner: object, name: string, make: () => FlushAction): FlushAction {
    let named = this.#actions.get(owner);
    if (named === undefined) {
      named = new Map();
      this.#actions.set(owner, named);
    }
    let action = named.get(name);
    if (action === undefined) {
      action = make();
      named.set(name, action);
      this.#actionOrder.push(action);
    }
    return action;
  }

  #tracePlan(actions: readonly FlushAction[]): void {
    const ids = new Map(actions.map((action, i) => [action, i + 1]));
    const after = (action: FlushAction) =>
      [...(this.#predecessors.get(action) ?? [])].flatMap((before) => ids.get(before) ?? []);
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
      cycles: [...findCycles(actions, this.#predecessors)].map((action) => [ids.get(action) as number]),
    });
  }
}

/** Steps of one level that are carried out together, in the order of each group's first. */
function groups(level: readonly FlushAction[]): Iterable<readonly FlushAction[]> {
  const found = new Map<object | string, FlushAction[]>();
  for (const action of level) {
    const key = action.aggregateKey;
    const group = found.get(key);
    if (group === undefined) found.set(key, [action]);
    else group.push(action);
  }
  return found.values();
}

function asStates(history: History): StateHistory {
  const state = (value: unknown) => (isRelated(value) ? instanceState(value) : null);
  return {
    added: history.added.map(state),
    unchanged: history.unchanged.map(state),
    deleted: history.deleted.map(state),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
