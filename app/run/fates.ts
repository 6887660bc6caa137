/** What was foreseen of an operation, held against what the run then did. */
import type { DriverValue, Fate, ModelSnapshot, TraceEvent } from "../../src-engine/trace/events.ts";
import type { Flush, RunModel, Statement } from "./run-model.ts";

/** What the run tells of a prediction. */
export type Prediction = Extract<TraceEvent, { type: "prediction" }>;

export interface CheckedFate {
  readonly fate: Fate;
  readonly outcome: "came-true" | "otherwise" | "not-yet";
  /** What happened instead, in words, where it is known; `null` else. */
  readonly instead: string | null;
  /** The statement that shows it. */
  readonly statement: number | null;
}

const NOT_YET = { outcome: "not-yet", instead: null, statement: null } as const;
const CAME_TRUE = { outcome: "came-true", instead: null } as const;

/**
 * Compares each fate of a prediction with the flush that followed it: its statements, what the database did besides, and
 * what became of the objects. Before that flush is over nothing is decided.
 */
export function checkPrediction(run: RunModel, prediction: Prediction): readonly CheckedFate[] {
  const flush = flushAfter(run, prediction);
  if (flush === null || flush.outcome === "running") return prediction.fates.map((fate) => ({ fate, ...NOT_YET }));
  const evidence = new Evidence(run, prediction, flush);
  return prediction.fates.map((fate) => ({ fate, ...evidence.judge(fate) }));
}

/** The first flush that begins after the prediction, not counting an autoflush that the operation itself sets off. */
function flushAfter(run: RunModel, prediction: Prediction): Flush | null {
  for (const entry of run.entries) {
    if (entry.seq <= prediction.seq || entry.kind !== "flush-begin") continue;
    const flush = run.flushes.find((each) => each.id === entry.flush);
    if (flush === undefined || (prediction.cause !== null && follows(run, flush.cause, prediction.cause))) continue;
    return flush;
  }
  return null;
}

function follows(run: RunModel, cause: Flush["cause"], ancestor: number): boolean {
  const seen = new Set<number>();
  for (let id = cause; id !== null && !seen.has(id); id = run.causes.get(id)?.parent ?? null) {
    if (id === ancestor) return true;
    seen.add(id);
  }
  return false;
}

/** The rows that one fate is about: of a class all tables of its hierarchy, each by its key. */
interface Place {
  readonly table: string;
  readonly key: readonly string[];
}

class Evidence {
  readonly #flush: Flush;
  readonly #run: RunModel;
  /** From the prediction to the end of the flush. */
  readonly #statements: readonly Statement[];
  readonly #end: number;
  readonly #start: number;
  readonly #model: ModelSnapshot | null;

  constructor(run: RunModel, prediction: Prediction, flush: Flush) {
    this.#run = run;
    this.#flush = flush;
    this.#model = run.schema;
    this.#start = prediction.seq;
    const over = run.entries.find((entry) => entry.kind === "flush-end" && entry.flush === flush.id);
    this.#end = over?.seq ?? run.seq;
    this.#statements = run.statements.filter((each) => each.seq > this.#start && each.seq <= this.#end);
  }

  judge(fate: Fate): Omit<CheckedFate, "fate"> {
    if (fate.kind === "refused") {
      if (this.#flush.outcome === "failed") return { ...CAME_TRUE, statement: this.#failed?.index ?? null };
      return { outcome: "otherwise", instead: "The flush went through.", statement: null };
    }
    if (this.#flush.outcome === "failed") {
      const { error = null, index = null } = this.#failed ?? {};
      return {
        outcome: "otherwise",
        instead: `The flush failed${error === null ? "" : `: ${error}`}.`,
        statement: index,
      };
    }
    const written = this.#written(fate);
    const found = written === "rows" ? this.#byDatabase(fate) : written;
    const wanted = EXPECTED[fate.kind];
    // Fates that no statement shows: what is in the session and what is not.
    if (wanted === null) return this.#inSession(fate);
    if (found.what === wanted) return { ...CAME_TRUE, statement: found.statement };
    return { outcome: "otherwise", instead: INSTEAD[found.what], statement: found.statement };
  }

  get #failed(): Statement | undefined {
    return this.#statements.find((each) => each.error !== null);
  }

  /** What a statement did to the object's row; `"rows"` where only the rows themselves can tell. */
  #written(fate: Fate): Found | "rows" {
    if (fate.by === "database") return "rows";
    let found: Found = { what: "nothing", statement: null };
    for (const each of this.#statements) {
      if (each.kind !== "delete" && each.kind !== "update") continue;
      // An UPDATE without a null in it writes something else than a key that was cleared.
      const hit = each.params.some(
        (params, row) => (each.kind === "delete" || params.includes(null)) && this.#concerns(each, row, fate),
      );
      if (!hit) continue;
      if (each.kind === "delete") return { what: "deleted", statement: each.index };
      found = { what: "nullified", statement: each.index };
    }
    return found;
  }

  #concerns(statement: Statement, row: number, fate: Fate): boolean {
    const object = statement.rows[row]?.object ?? null;
    if (fate.object.id !== 0 && object !== null && fate.reason !== "association") return object.id === fate.object.id;
    const params = statement.params[row] ?? [];
    return this.#places(fate).some(
      ({ table, key }) =>
        statement.table === table && key.every((value) => params.some((each) => text(each) === value)),
    );
  }

  /** What the database did to the row by itself, as far as rows were recorded. */
  #byDatabase(fate: Fate): Found {
    const columns = new Map<string, readonly string[]>();
    for (const event of this.#run.changes) {
      if (event.type === "table" && event.columns !== null) columns.set(event.name, event.columns);
      if (event.type !== "rows" || event.seq <= this.#start || event.seq > this.#end + 1) continue;
      for (const change of event.changes) {
        if (!change.byDatabase || change.before === null) continue;
        const before = change.before;
        const names = columns.get(change.table) ?? [];
        const hit = this.#places(fate).some(({ table, key }) => {
          if (table !== change.table) return false;
          const own = this.#keyColumns(table).map((column) => before[names.indexOf(column)] ?? null);
          return (own.length > 0 ? own : before).map(text).join() === key.join();
        });
        if (hit) return { what: change.after === null ? "deleted" : "nullified", statement: this.#before(event.seq) };
      }
    }
    return { what: "nothing", statement: null };
  }

  /** The statement whose rows an event tells. */
  #before(seq: number): number | null {
    return this.#statements.findLast((each) => each.seq < seq)?.index ?? null;
  }

  #places({ object }: Fate): Place[] {
    const key = (object.identity ?? []).map(text);
    const tables: string[] = [];
    let name: string | null = object.className;
    for (let i = 0; name !== null && i < 20; i++) {
      const found = this.#model?.classes.find((each) => each.name === name);
      if (found?.table != null) tables.push(found.table);
      name = found?.inherits ?? null;
    }
    return [...new Set(tables.length > 0 ? tables : [object.className])].map((table) => ({ table, key }));
  }

  #keyColumns(table: string): string[] {
    const columns = this.#model?.tables.find((each) => each.name === table)?.columns ?? [];
    return columns.filter((column) => column.primaryKey).map((column) => column.name);
  }

  #inSession(fate: Fate): Omit<CheckedFate, "fate"> {
    const wanted = fate.kind === "expunged" ? LEAVES : fate.kind === "added" ? ENTERS : null;
    if (wanted === null) return { ...CAME_TRUE, statement: null };
    const happened = this.#run.transitions.some(
      (each) => each.seq > this.#start && each.object.id === fate.object.id && wanted.has(each.transition),
    );
    return happened
      ? { ...CAME_TRUE, statement: null }
      : { outcome: "otherwise", instead: "The object stayed as it was.", statement: null };
  }
}

const LEAVES: ReadonlySet<string> = new Set(["pending_to_transient", "persistent_to_detached", "deleted_to_detached"]);
const ENTERS: ReadonlySet<string> = new Set(["transient_to_pending", "detached_to_persistent"]);

type What = "deleted" | "nullified" | "nothing";

interface Found {
  readonly what: What;
  readonly statement: number | null;
}

/** What statements or rows must show for each kind of fate; `null` where only the session does. */
const EXPECTED: { readonly [K in Fate["kind"]]: What | null } = {
  deleted: "deleted",
  nullified: "nullified",
  "left-to-database": "nothing",
  refused: "nothing",
  orphaned: "nothing",
  added: null,
  expunged: null,
  merged: null,
  refreshed: null,
  untouched: "nothing",
};

const INSTEAD: { readonly [W in What]: string } = {
  deleted: "The row was deleted.",
  nullified: "The row was updated.",
  nothing: "The row stayed as it was.",
};

function text(value: DriverValue | unknown): string {
  return String(value);
}
