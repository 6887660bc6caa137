import type { Cause, CauseId, ObjectId } from "../../src-engine/trace/events.ts";
import { loadedPath } from "./causes.ts";
import type { RunModel, Statement, StatementIndex } from "./run-model.ts";

/** The statements of a run by what they have to do with; each list is in the order of the run. */
export interface RunIndex {
  readonly byLine: ReadonlyMap<number, readonly StatementIndex[]>;
  readonly byTable: ReadonlyMap<string, readonly StatementIndex[]>;
  readonly byObject: ReadonlyMap<ObjectId, readonly StatementIndex[]>;
  /** By `Class.attribute`: the relationships and attributes that their causes went along. */
  readonly byRelationship: ReadonlyMap<string, readonly StatementIndex[]>;
}

const indexes = new WeakMap<RunModel, RunIndex>();

/** The run's index: made when it is first asked for, and once. */
export function indexOf(run: RunModel): RunIndex {
  const known = indexes.get(run);
  if (known) return known;
  const index = {
    byLine: new Map<number, StatementIndex[]>(),
    byTable: new Map<string, StatementIndex[]>(),
    byObject: new Map<ObjectId, StatementIndex[]>(),
    byRelationship: new Map<string, StatementIndex[]>(),
  };
  for (const statement of run.statements) {
    if (statement.line !== null) put(index.byLine, statement.line, statement.index);
    if (statement.table !== null) put(index.byTable, statement.table, statement.index);
    for (const { object } of statement.rows) if (object) put(index.byObject, object.id, statement.index);
    for (const name of relationshipsOf(run, statement)) put(index.byRelationship, name, statement.index);
  }
  indexes.set(run, index);
  return index;
}

function put<K>(lists: Map<K, StatementIndex[]>, key: K, statement: StatementIndex): void {
  const list = lists.get(key);
  if (!list) lists.set(key, [statement]);
  else if (list.at(-1) !== statement) list.push(statement);
}

/** The relationships that led to a statement: those its causes went along. */
export function relationshipsOf(run: RunModel, statement: Statement): ReadonlySet<string> {
  const found = along(run, statement.cause);
  let own: Set<string> | null = null;
  for (const row of statement.rows) {
    for (const head of row.causes) {
      for (const name of along(run, head)) {
        if ((own ?? found).has(name)) continue;
        own ??= new Set(found);
        own.add(name);
      }
    }
  }
  return own ?? found;
}

const none: ReadonlySet<string> = new Set();
const alongs = new WeakMap<RunModel["causes"], Map<CauseId, ReadonlySet<string>>>();

/**
 * The relationships on the way from a cause to its root. Chains share their ends, so what is known of a cause is kept; one
 * that adds nothing to its parent shares the parent's set. Ends at a missing or repeated id.
 */
function along(run: RunModel, head: CauseId | null): ReadonlySet<string> {
  const known = alongs.get(run.causes) ?? new Map<CauseId, ReadonlySet<string>>();
  alongs.set(run.causes, known);
  const way: Cause[] = [];
  let found = none;
  for (let id = head; id !== null; ) {
    const before = known.get(id);
    if (before) {
      found = before;
      break;
    }
    const cause = run.causes.get(id);
    if (!cause) break;
    // Until its own set is known: what a circle comes back to adds nothing.
    known.set(id, none);
    way.push(cause);
    id = cause.parent;
  }
  for (const cause of way.reverse()) {
    const name = relationshipIn(cause);
    if (name !== null && !found.has(name)) found = new Set(found).add(name);
    known.set(cause.id, found);
  }
  return found;
}

function relationshipIn(cause: Cause): string | null {
  switch (cause.kind) {
    case "cascade":
    case "action":
      return cause.relationship;
    case "load":
      return loadedPath(cause);
    default:
      return null;
  }
}
