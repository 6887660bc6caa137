import { InvalidRequestError } from "../errors.ts";
import type { InstanceState, StateAttribute } from "../instrumentation/state.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { keepShape } from "../shapes.ts";
import type { LoaderOption } from "./loader-options.ts";
import type { OrmStatement } from "./orm-statement.ts";
import type { LoadPath } from "./path.ts";
import type { SelectPlan } from "./select-plan.ts";
import type { LoadingSession, ParameterValues } from "./session-port.ts";

/** What one execution of a query asks of loading, apart from its statement ("ORM Execution Options"). */
export interface LoadOptions {
  readonly autoflush: boolean;
  readonly populateExisting: boolean;
  /** Compare the version of objects that are present already with that of their rows. */
  readonly versionCheck: boolean;
  /** Whether eager loaders also run for objects that the query did not load. */
  readonly invokeAllEagers: boolean;
  /** The one object that is being refreshed; rows then never make another. */
  readonly refreshState: InstanceState | null;
  /** `session.refresh()` rather than the load of an expired attribute. */
  readonly userRefresh: boolean;
  readonly lazyLoadedFrom: InstanceState | null;
  /** The load that this one belongs to, as a `selectinload` belongs to its query. */
  readonly topLevel: LoadContext | null;
  readonly onlyTuples: boolean;
  /** Whether equal rows count once. */
  readonly unique: boolean;
  /** How often self-referential loaders with `recursion_depth` may still descend. */
  readonly recursion: ReadonlyMap<RelationshipProperty, number>;
  /** Of what query, and at which path of it, this one is a subquery load. */
  readonly subquery: SubqueryOrigin | null;
  /** How many rows are fetched at a time, where not all are; it rules out what needs all rows of an object. */
  readonly yieldPer: number | null;
}

/** Where a subquery load comes from. */
export interface SubqueryOrigin {
  readonly statement: OrmStatement;
  readonly path: LoadPath;
  readonly rewritten: LoadPath;
}

export const DEFAULT_LOAD: LoadOptions = {
  autoflush: true,
  populateExisting: false,
  versionCheck: false,
  invokeAllEagers: true,
  refreshState: null,
  userRefresh: false,
  lazyLoadedFrom: null,
  topLevel: null,
  onlyTuples: false,
  unique: true,
  recursion: new Map(),
  subquery: null,
  yieldPer: null,
};

let lastRun = 0;

/** What a loader that gathers rows refuses with where they come a few at a time. */
export function needsAllRows(): InvalidRequestError {
  return new InvalidRequestError(
    "Can't use yield_per with eager loaders that require uniquing or row buffering, e.g. joinedload() against collections " +
      "or subqueryload().  Consider the selectinload() strategy for better flexibility in loading objects.",
  );
}

/** One execution of a query while its rows become objects. */
export class LoadContext {
  readonly session: LoadingSession;
  readonly plan: SelectPlan;
  readonly parameters: ParameterValues;
  readonly options: LoadOptions;
  readonly runId: number = ++lastRun;
  /** The options that the loaded objects keep. */
  readonly propagated: readonly LoaderOption[];
  // Most executions need none of these, and a lazy load is one execution each.
  #postLoads: Map<LoadPath, PostLoad> | null = null;
  #partials: Map<InstanceState, ReadonlySet<StateAttribute>> | null = null;
  #gathered: Map<RelationshipProperty, Gathering> | null = null;
  #collections: Map<LoadPath, unknown> | null = null;

  constructor(session: LoadingSession, plan: SelectPlan, parameters: ParameterValues, options: LoadOptions) {
    this.session = session;
    this.plan = plan;
    this.parameters = parameters;
    this.options = options;
    this.propagated = plan.propagated;
  }

  /** Objects that were present already, with what this load fills in. */
  get partials(): Map<InstanceState, ReadonlySet<StateAttribute>> {
    this.#partials ??= new Map();
    return this.#partials;
  }

  /** Collections that joined rows are being gathered in, by relationship. */
  get gathered(): Map<RelationshipProperty, Gathering> {
    this.#gathered ??= new Map();
    return this.#gathered;
  }

  /** What subquery loads have fetched, by path. */
  get collections(): Map<LoadPath, unknown> {
    this.#collections ??= new Map();
    return this.#collections;
  }

  get topLevel(): LoadContext {
    return this.options.topLevel ?? this;
  }

  /** The loaders that are entered at a path, which the whole of a load shares. */
  postLoadAt(path: LoadPath): PostLoad | null {
    return this.topLevel.#postLoads?.get(path) ?? null;
  }

  /** Whether a loader is entered at a path already. */
  hasPostLoad(path: LoadPath, token: object): boolean {
    return this.postLoadAt(path)?.loaders.has(token) ?? false;
  }

  /** Enters a loader that runs once the rows are read, for the objects loaded at a path. */
  addPostLoad(path: LoadPath, token: object, mapper: Mapper, load: PostLoader): void {
    let post = this.postLoadAt(path);
    if (post === null) {
      post = new PostLoad();
      const { topLevel } = this;
      topLevel.#postLoads ??= new Map();
      topLevel.#postLoads.set(path, post);
    }
    post.loaders.set(token, { mapper, load, context: this });
  }

  /** Runs the loaders that are entered, and those that they enter, until none is left. */
  runPostLoads(): void {
    const entered = this.topLevel.#postLoads;
    while (entered !== null && entered.size > 0) {
      const waiting = [...entered];
      entered.clear();
      for (const [path, post] of waiting) post.invoke(path);
    }
  }
}

keepShape(
  new LoadContext({} as LoadingSession, { propagated: [] as readonly LoaderOption[] } as SelectPlan, {}, DEFAULT_LOAD),
);

type Gathering = Map<InstanceState, { push(item: unknown): void }>;

/** An object that a post load has to fill. */
export interface PostLoadState {
  readonly state: InstanceState;
  /** Whether a value that is there already is replaced. */
  readonly overwrite: boolean;
}

export type PostLoader = (
  context: LoadContext,
  path: LoadPath,
  states: readonly PostLoadState[],
  onlyLoad: ReadonlySet<string> | null,
) => void;

/** The loaders that run for the objects of one path after its rows are read. */
export class PostLoad {
  readonly loaders = new Map<object, { mapper: Mapper; load: PostLoader; context: LoadContext }>();
  readonly states = new Map<InstanceState, boolean>();
  onlyLoad: ReadonlySet<string> | null = null;

  invoke(path: LoadPath): void {
    if (this.states.size === 0) return;
    for (const { mapper, load, context } of this.loaders.values()) {
      const states: PostLoadState[] = [];
      for (const [state, overwrite] of this.states) if (state.mapper.isa(mapper)) states.push({ state, overwrite });
      if (states.length > 0) load(context, path, states, this.onlyLoad);
    }
    this.states.clear();
  }
}

keepShape(new PostLoad());
