import type { ObjectId, ObjectRef, PlanAction } from "../../../src-engine/trace/events.ts";
import { loadedPath } from "../../run/causes.ts";
import type { Flush, RunModel, Statement, StatementIndex } from "../../run/run-model.ts";

/** A step of the unit of work, in its place. */
export interface PlanStep {
  readonly id: number;
  /** Position in the order in which steps are carried out, starting at 1. */
  readonly place: number;
  readonly action: PlanAction;
  /** True when it waits for itself, by way of others: no order can be found. */
  readonly circular: boolean;
  readonly statements: readonly StatementIndex[];
}

export interface Plan {
  /** In the order in which they are carried out. */
  readonly steps: readonly PlanStep[];
  readonly byId: ReadonlyMap<number, PlanStep>;
  /** For each step, those that wait for it. */
  readonly waiting: ReadonlyMap<number, readonly number[]>;
  readonly stepOf: ReadonlyMap<StatementIndex, number>;
  /** Statements before there was a plan: what had to be loaded to make it. */
  readonly loads: readonly StatementIndex[];
  /** Classes whose steps were split up, because they depend on each other in a circle. */
  readonly split: readonly string[];
}

/** Puts the steps of a flush into their order and gives each the statements that it emitted. */
export function planOf(run: RunModel, flush: Flush): Plan | null {
  if (flush.plan === null) return null;
  const { sorted, circular } = inOrder(flush.plan.actions);
  const owners = new Owners(run, sorted);
  const emitted = new Map<number, StatementIndex[]>();
  const stepOf = new Map<StatementIndex, number>();
  const loads: StatementIndex[] = [];
  for (const index of flush.statements) {
    const statement = run.statements[index];
    if (!statement) continue;
    const owner = owners.of(statement);
    if (owner === null) {
      if (statement.kind === "select") loads.push(index);
      continue;
    }
    stepOf.set(index, owner);
    const known = emitted.get(owner);
    if (known) known.push(index);
    else emitted.set(owner, [index]);
  }
  const steps = sorted.map((action, at) => ({
    id: action.id,
    place: at + 1,
    action,
    circular: circular.has(action.id),
    statements: emitted.get(action.id) ?? [],
  }));
  return {
    steps,
    byId: new Map(steps.map((step) => [step.id, step])),
    waiting: waitingFor(sorted),
    stepOf,
    loads,
    split: [...new Set(sorted.filter(isOfOneObject).map((action) => action.subject))],
  };
}

/** Steps for single objects only come of steps for whole classes that had to be split up. */
function isOfOneObject({ kind }: PlanAction): boolean {
  return kind === "save" || kind === "delete";
}

/**
 * The order in which the unit of work carries its steps out: by levels, each level holding what waits for nothing but earlier
 * levels, in the order of the plan. Steps in a circle come last, as they stand.
 */
export function inOrder(actions: readonly PlanAction[]): {
  readonly sorted: readonly PlanAction[];
  readonly circular: ReadonlySet<number>;
} {
  const known = new Map(actions.map((action, place) => [action.id, { action, place, left: 0 }]));
  const waiting = waitingFor(actions);
  for (const action of actions) {
    const entry = known.get(action.id);
    if (entry) entry.left = action.after.filter((id) => known.has(id)).length;
  }
  const sorted: PlanAction[] = [];
  let level = [...known.values()].filter(({ left }) => left === 0);
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { action } of level) {
      sorted.push(action);
      for (const id of waiting.get(action.id) ?? []) {
        const entry = known.get(id);
        if (!entry) continue;
        entry.left -= 1;
        if (entry.left === 0) next.push(entry);
      }
    }
    level = next.sort((one, other) => one.place - other.place);
  }
  const done = new Set(sorted.map((action) => action.id));
  const rest = actions.filter((action) => !done.has(action.id));
  return { sorted: [...sorted, ...rest], circular: new Set(rest.map((action) => action.id)) };
}

function waitingFor(actions: readonly PlanAction[]): ReadonlyMap<number, readonly number[]> {
  const waiting = new Map<number, number[]>();
  for (const action of actions) {
    for (const before of action.after) {
      const known = waiting.get(before);
      if (known) known.push(action.id);
      else waiting.set(before, [action.id]);
    }
  }
  return waiting;
}

/** Finds the step that a statement belongs to, from what the statement does and why. */
class Owners {
  readonly #run: RunModel;
  readonly #saves = new Map<ObjectId, number>();
  readonly #deletes = new Map<ObjectId, number>();
  readonly #postUpdates = new Map<ObjectId, number>();
  /** Steps of a relationship by `Class.relationship`. */
  readonly #processes = new Map<string, PlanAction[]>();

  constructor(run: RunModel, actions: readonly PlanAction[]) {
    this.#run = run;
    for (const action of actions) {
      switch (action.kind) {
        case "save":
        case "save-all":
          for (const { id } of action.objects) this.#saves.set(id, action.id);
          break;
        case "delete":
        case "delete-all":
          for (const { id } of action.objects) this.#deletes.set(id, action.id);
          break;
        case "post-update":
          for (const { id } of action.objects) this.#postUpdates.set(id, action.id);
          break;
        case "process":
        case "process-all": {
          const known = this.#processes.get(action.subject);
          if (known) known.push(action);
          else this.#processes.set(action.subject, [action]);
          break;
        }
        default:
          action.kind satisfies never;
      }
    }
  }

  of(statement: Statement): number | null {
    switch (statement.kind) {
      case "insert":
        return this.#association(statement) ?? this.#firstOf(statement, this.#saves);
      case "update":
        return (
          this.#association(statement) ??
          this.#firstOf(statement, this.#saves) ??
          this.#firstOf(statement, this.#postUpdates)
        );
      case "delete":
        return this.#association(statement) ?? this.#firstOf(statement, this.#deletes);
      default:
        return null;
    }
  }

  #firstOf(statement: Statement, owners: ReadonlyMap<ObjectId, number>): number | null {
    for (const { object } of statement.rows) {
      const owner = object && owners.get(object.id);
      if (owner !== null && owner !== undefined) return owner;
    }
    return null;
  }

  /** Rows of an association table stand for no object: the relationship that wrote them is told by their cause. */
  #association(statement: Statement): number | null {
    for (const { object, causes } of statement.rows) {
      if (object !== null) continue;
      for (const id of causes) {
        const cause = this.#run.causes.get(id);
        if (cause?.kind !== "action" || cause.relationship === null) continue;
        const from = cause.parent === null ? undefined : objectOf(this.#run, cause.parent);
        const steps = this.#processes.get(cause.relationship) ?? [];
        const busy = steps.filter((step) => step.objects.length > 0);
        const own = busy.find((step) => from !== undefined && step.objects.some((each) => each.id === from.id));
        const fitting = own ?? busy[0] ?? steps[0];
        if (fitting) return fitting.id;
      }
    }
    return null;
  }
}

function objectOf(run: RunModel, id: number): ObjectRef | undefined {
  const cause = run.causes.get(id);
  if (cause?.kind === "cascade") return cause.to;
  if (cause?.kind === "operation" || cause?.kind === "action") return cause.object ?? undefined;
  return undefined;
}

/** What a load before the plan was for: `Person.logs`. */
export function loadedFor(run: RunModel, index: StatementIndex): string | null {
  const cause = run.causes.get(run.statements[index]?.cause ?? -1);
  return cause?.kind === "load" ? loadedPath(cause) : null;
}

/** Steps that have nothing to do are left out unless asked for. */
export function isIdle({ action, statements }: PlanStep): boolean {
  return action.objects.length === 0 && statements.length === 0;
}

/**
 * The steps that come straight before a step, looking through those that are not shown.
 * @returns in the order in which they are carried out
 */
export function comesAfter(plan: Plan, step: PlanStep, shown: (step: PlanStep) => boolean): readonly PlanStep[] {
  return reach(step, (each) => each.action.after, plan, shown);
}

/** The steps that wait for a step, looking through those that are not shown. */
export function comesBefore(plan: Plan, step: PlanStep, shown: (step: PlanStep) => boolean): readonly PlanStep[] {
  return reach(step, (each) => plan.waiting.get(each.id) ?? [], plan, shown);
}

function reach(
  start: PlanStep,
  next: (step: PlanStep) => readonly number[],
  plan: Plan,
  shown: (step: PlanStep) => boolean,
): readonly PlanStep[] {
  const found = new Set<PlanStep>();
  const seen = new Set<PlanStep>([start]);
  const open = [start];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    for (const id of next(step)) {
      const each = plan.byId.get(id);
      if (!each || seen.has(each)) continue;
      seen.add(each);
      if (shown(each)) found.add(each);
      else open.push(each);
    }
  }
  return [...found].sort((one, other) => one.place - other.place);
}

/** A step in a few words: what is done to what. */
export function stepTitle({ kind, subject, isDelete }: PlanAction): string {
  switch (kind) {
    case "save-all":
    case "save":
      return `Save ${subject}`;
    case "delete-all":
    case "delete":
      return `Delete ${subject}`;
    case "process-all":
    case "process":
      return `Process ${subject}${isDelete ? " for deletes" : ""}`;
    case "post-update":
      return `Post-update ${subject}`;
    default:
      return kind satisfies never;
  }
}

/** What the step does, in a sentence. */
export function stepWords(run: RunModel, action: PlanAction): string {
  switch (action.kind) {
    case "save-all":
    case "save":
      return "INSERT for new objects, UPDATE for changed ones";
    case "delete-all":
    case "delete":
      return "DELETE";
    case "post-update":
      return "UPDATE of foreign keys put off by post_update";
    case "process-all":
    case "process":
      return processWords(run, action);
    default:
      return action.kind satisfies never;
  }
}

function processWords(run: RunModel, { subject, isDelete }: PlanAction): string {
  const [className, name] = subject.split(".");
  const class_ = run.schema?.classes.find((each) => each.name === className);
  const told = class_?.relationships.find((each) => each.name === name);
  switch (told?.direction) {
    case "one-to-many":
      return isDelete
        ? "clears the foreign keys of children that stay"
        : "copies the parent's key to its children, clears it in those taken out";
    case "many-to-one":
      return isDelete ? "writes nothing, except with post_update" : "copies the key of the object referred to";
    case "many-to-many":
      return isDelete
        ? `removes the rows of ${told.secondary ?? "the association table"}`
        : `adds and removes rows of ${told.secondary ?? "the association table"}`;
    default:
      return "carries keys along the relationship";
  }
}
