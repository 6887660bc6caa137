import type { Cause, ClassSnapshot, ObjectId, RelationshipSnapshot } from "../../src-engine/trace/events.ts";
import { loadedPath } from "./causes.ts";
import type { FrameId, RunModel, Statement, StatementIndex } from "./run-model.ts";

/** Statements that one would have done for. */
export type Repeat = Duplicates | LoadsOneByOne;

/** The same SELECT with the same parameters, and nothing written in between that could have changed its answer. */
export interface Duplicates {
  readonly kind: "duplicates";
  readonly statements: readonly StatementIndex[];
}

/** A SELECT for each of several objects, where their query could have loaded the same at once: N+1. */
export interface LoadsOneByOne {
  readonly kind: "one-by-one";
  readonly why: "lazy" | "deferred" | "expired";
  /** `User.addresses`; the class alone where whole objects were refreshed. */
  readonly what: string;
  readonly statements: readonly StatementIndex[];
  /** How many objects it was done for. */
  readonly objects: number;
  readonly fix: Fix;
}

export interface Fix {
  /** As the program would write it: `options(selectinload(User.addresses))`; `null` where no loader option helps. */
  readonly option: string | null;
  /** The query to add it to, which loaded the objects; `null` where none did. */
  readonly query: StatementIndex | null;
  /** How many statements fewer there would be. */
  readonly saved: number;
}

export interface Repeats {
  readonly all: readonly Repeat[];
  readonly byStatement: ReadonlyMap<StatementIndex, Repeat>;
}

/** Fewer than this are no pattern. */
const SOME = 3;
/** Parents for which `selectinload` emits one SELECT. */
const SELECTIN_CHUNK = 500;

const found = new WeakMap<RunModel, Repeats>();

/** Finds what a run said to the database again and again ("ORM: Relationship Loading Techniques"). Worked out once a run. */
export function repeatsOf(run: RunModel): Repeats {
  const known = found.get(run);
  if (known) return known;
  const finder = new LoadFinder(run);
  const oneByOne = finder.find();
  const byStatement = new Map<StatementIndex, Repeat>();
  for (const repeat of oneByOne) for (const index of repeat.statements) byStatement.set(index, repeat);
  const duplicates = duplicatesIn(run, (index) => byStatement.has(index));
  for (const repeat of duplicates) for (const index of repeat.statements) byStatement.set(index, repeat);
  const all = [...oneByOne, ...duplicates].sort((a, b) => (a.statements[0] ?? 0) - (b.statements[0] ?? 0));
  const repeats = { all, byStatement };
  found.set(run, repeats);
  return repeats;
}

function duplicatesIn(run: RunModel, isTaken: (index: StatementIndex) => boolean): readonly Duplicates[] {
  const repeats: Duplicates[] = [];
  let same = new Map<string, StatementIndex[]>();
  let transaction: FrameId | null = null;
  const close = () => {
    for (const statements of same.values()) if (statements.length > 1) repeats.push({ kind: "duplicates", statements });
    same = new Map();
  };
  for (const statement of run.statements) {
    const outermost = outermostOf(run, statement.frame);
    // Another transaction may see other rows, and whatever is no SELECT may have changed them.
    if (outermost !== transaction || statement.kind !== "select") close();
    transaction = outermost;
    if (statement.kind !== "select" || statement.error !== null || isTaken(statement.index)) continue;
    const key = JSON.stringify([statement.sql, statement.params.map((row) => row.map(keyOf))]);
    const statements = same.get(key);
    if (statements) statements.push(statement.index);
    else same.set(key, [statement.index]);
  }
  close();
  return repeats;
}

function keyOf(value: unknown): unknown {
  if (typeof value === "bigint") return { int: String(value) };
  return value instanceof Uint8Array ? { bytes: [...value] } : value;
}

function outermostOf(run: RunModel, frame: FrameId | null): FrameId | null {
  let outermost = frame;
  for (let id = frame; id !== null; id = run.frames[id]?.parent ?? null) outermost = id;
  return outermost;
}

type LoadCause = Extract<Cause, { kind: "load" }>;

interface Load {
  readonly statement: Statement;
  readonly object: ObjectId;
  readonly className: string;
  readonly cause: LoadCause;
}

interface Origin {
  readonly key: string;
  readonly query: Statement | null;
  /** Where the query was itself one of several loads. */
  readonly within: Found | null;
}

interface Found extends LoadsOneByOne {
  /** The loader calls from the root query to here: `selectinload(User.addresses)`, … */
  readonly calls: readonly string[];
}

class LoadFinder {
  readonly #run: RunModel;
  readonly #classes: ReadonlyMap<string, ClassSnapshot>;
  readonly #queries: ReadonlyMap<ObjectId, Statement>;
  readonly #plainQueries: ReadonlyMap<string, readonly Statement[]>;
  readonly #found: Found[] = [];
  readonly #foundBy = new Map<StatementIndex, Found>();

  constructor(run: RunModel) {
    this.#run = run;
    this.#classes = new Map(run.schema?.classes.map((class_) => [class_.name, class_]));
    this.#queries = queriesOfObjects(run);
    this.#plainQueries = plainQueriesOf(run);
  }

  find(): readonly LoadsOneByOne[] {
    // What an object was loaded by came before what was loaded for it, so groups are met in the order in which they nest.
    for (const loads of this.#groups()) {
      const parts = grouped(loads, (load) => this.#originOf(load).key);
      for (const part of parts) this.#take(part);
    }
    return this.#found;
  }

  /** Loads of the same with the same SQL in one transaction: at its end everything expires, and no option helps beyond it. */
  #groups(): Iterable<readonly Load[]> {
    const loads = this.#run.statements.flatMap((statement) => this.#loadBy(statement) ?? []);
    return grouped(loads, ({ statement, cause }) =>
      [cause.why, cause.attribute, outermostOf(this.#run, statement.frame), statement.sql].join("\n"),
    );
  }

  /** A flush loads what it needs whatever the program does, so its statements are not counted. */
  #loadBy(statement: Statement): Load | null {
    if (statement.kind !== "select" || statement.flush !== null || statement.many || statement.error !== null)
      return null;
    const cause = statement.cause === null ? undefined : this.#run.causes.get(statement.cause);
    if (cause?.kind !== "load" || cause.object === null) return null;
    if (cause.why !== "lazy" && cause.why !== "expired" && cause.why !== "deferred") return null;
    return { statement, object: cause.object.id, className: cause.object.className, cause };
  }

  #take(loads: readonly Load[]): void {
    const [first] = loads;
    const objects = new Set(loads.map(({ object }) => object)).size;
    if (!first || objects < SOME) return;
    const origin = this.#originOf(first);
    const statements = loads.map(({ statement }) => statement.index);
    const found: Found = { kind: "one-by-one", statements, objects, ...this.#described(first, origin, objects) };
    this.#found.push(found);
    for (const index of statements) this.#foundBy.set(index, found);
  }

  #described(load: Load, origin: Origin, objects: number): Pick<Found, "why" | "what" | "fix" | "calls"> {
    const path = loadedPath(load.cause);
    const query = origin.within ? origin.within.fix.query : (origin.query?.index ?? null);
    if (load.cause.why === "lazy" && path !== null) {
      const loader = this.#loaderOf(path);
      const calls = [...this.#callsBefore(load, origin), `${loader}(${path})`];
      const saved = loader === "joinedload" ? objects : objects - Math.ceil(objects / SELECTIN_CHUNK);
      return { why: "lazy", what: path, calls, fix: { option: `options(${calls.join(".")})`, query, saved } };
    }
    if (path !== null && this.#isDeferred(load, path, origin)) {
      const calls = [...this.#callsBefore(load, origin), `undefer(${path})`];
      return {
        why: "deferred",
        what: path,
        calls,
        fix: { option: `options(${calls.join(".")})`, query, saved: objects },
      };
    }
    // One query for all of them refreshes all of them.
    return {
      why: "expired",
      what: path ?? load.className,
      calls: [],
      fix: { option: null, query: null, saved: objects - 1 },
    };
  }

  /** What the query has to load first to get at the object. */
  #callsBefore({ className }: Load, { within, query }: Origin): readonly string[] {
    if (within) return within.calls;
    const cause = query?.cause == null ? undefined : this.#run.causes.get(query.cause);
    if (cause?.kind === "load") {
      const path = loadedPath(cause);
      return path === null ? [] : [`${cause.why === "eager" ? "selectinload" : this.#loaderOf(path)}(${path})`];
    }
    // A query of another class brought the object along by a join: the relationship is the one that leads to its class.
    const table = query && (query.table ?? /\bFROM\s+"?([\p{L}\p{N}_$]+)/u.exec(query.sql)?.[1]);
    const root = table ? [...this.#classes.values()].find((class_) => class_.table === table) : undefined;
    if (!root || this.#isA(className, root.name)) return [];
    const ways = root.relationships.filter((relationship) => this.#isA(className, relationship.target));
    const [way] = ways;
    return way && ways.length === 1 ? [`joinedload(${root.name}.${way.name})`] : [];
  }

  #isA(className: string, ancestor: string): boolean {
    for (let name: string | null = className; name !== null; name = this.#classes.get(name)?.inherits ?? null) {
      if (name === ancestor || this.#classes.get(name)?.table === this.#classes.get(ancestor)?.table) return true;
    }
    return false;
  }

  #loaderOf(path: string): "selectinload" | "joinedload" {
    return this.#relationship(path)?.uselist === false ? "joinedload" : "selectinload";
  }

  #relationship(path: string): RelationshipSnapshot | undefined {
    const [className = "", name = ""] = path.split(".");
    for (let next: string | null = className; next !== null; ) {
      const class_: ClassSnapshot | undefined = this.#classes.get(next);
      const relationship = class_?.relationships.find((candidate) => candidate.name === name);
      if (relationship) return relationship;
      next = class_?.inherits ?? null;
    }
    return undefined;
  }

  /** The query did not ask for the column, so that nothing of the object's was there to expire. */
  #isDeferred(load: Load, path: string, { query }: Origin): boolean {
    if (load.cause.why === "deferred") return true;
    const [className = "", name = ""] = path.split(".");
    const column =
      this.#classes.get(className)?.attributes.find((attribute) => attribute.name === name)?.column ?? name;
    return query !== null && !query.sql.split(/[^\p{L}\p{N}_$]+/u).includes(column);
  }

  /** Objects of one query could have had the same option; those that no query loaded have the line in common. */
  #originOf({ object, statement, cause, className }: Load): Origin {
    const first = this.#queries.get(object) ?? null;
    const query = first && this.#sameTransaction(first, statement) ? first : this.#laterQuery(statement, className);
    if (cause.why === "expired" && cause.attribute === null) {
      return { key: `line ${statement.line}`, query, within: null };
    }
    if (query === null) return { key: `line ${statement.line}`, query, within: null };
    const within = this.#foundBy.get(query.index) ?? null;
    return within
      ? { key: `within ${this.#found.indexOf(within)}`, query, within }
      : { key: `query ${query.index}`, query, within };
  }

  #sameTransaction(one: Statement, other: Statement): boolean {
    return outermostOf(this.#run, one.frame) === outermostOf(this.#run, other.frame);
  }

  /** An object that an earlier transaction loaded comes again with a later query for its class. */
  #laterQuery(before: Statement, className: string): Statement | null {
    const table = this.#classes.get(className)?.table ?? null;
    const queries = this.#plainQueries.get(`${outermostOf(this.#run, before.frame)} ${table}`) ?? [];
    return queries.findLast((query) => query.index < before.index) ?? null;
  }
}

/** The queries of the program itself that gave several rows, by transaction and table. */
function plainQueriesOf(run: RunModel): ReadonlyMap<string, readonly Statement[]> {
  const queries = new Map<string, Statement[]>();
  for (const statement of run.statements) {
    if (statement.kind !== "select" || statement.table === null || statement.rowCount < SOME) continue;
    const cause = statement.cause === null ? undefined : run.causes.get(statement.cause);
    if (cause?.kind === "load") continue;
    const key = `${outermostOf(run, statement.frame)} ${statement.table}`;
    const list = queries.get(key);
    if (list) list.push(statement);
    else queries.set(key, [statement]);
  }
  return queries;
}

/** The SELECT by which each object came into its session: the last one before it did. */
function queriesOfObjects(run: RunModel): ReadonlyMap<ObjectId, Statement> {
  const queries = new Map<ObjectId, Statement>();
  let last: Statement | null = null;
  for (const entry of run.entries) {
    if (entry.kind === "statement") {
      const statement = run.statements[entry.statement];
      if (statement?.kind === "select") last = statement;
    } else if (entry.kind === "transition" && last !== null) {
      const transition = run.transitions[entry.transition];
      if (transition?.transition === "loaded_as_persistent") queries.set(transition.object.id, last);
    }
  }
  return queries;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Iterable<readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups.values();
}
