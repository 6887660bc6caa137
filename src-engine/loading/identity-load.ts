import { InvalidRequestError, MultipleResultsFound, ObjectDeletedError } from "../errors.ts";
import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { hasChanges } from "../instrumentation/history.ts";
import type { IdentityKey } from "../instrumentation/identity-key.ts";
import {
  type PASSIVE_CLASS_MISMATCH as ClassMismatch,
  type PASSIVE_NO_RESULT as NoResult,
  PASSIVE_CLASS_MISMATCH,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  RELATED_OBJECT_OK,
  SQL_OK,
} from "../instrumentation/passive.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { AnnotatedColumn } from "../sql/annotation.ts";
import { and_ } from "../sql/builders.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { LabelStyle } from "../sql/labels.ts";
import { BindParameter } from "../sql/literals.ts";
import type { ForUpdate } from "../sql/select-base.ts";
import { trace } from "../trace/recorder.ts";
import { DEFAULT_LOAD, type LoadOptions } from "./load-context.ts";
import { loadPort } from "./load-port.ts";
import type { LoaderOption } from "./loader-options.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "./orm-statement.ts";
import { LoadPath } from "./path.ts";
import type { LoadingSession } from "./session-port.ts";

/**
 * The object with that identity, if the identity map has it. An expired one is loaded first, so that its row is known to
 * be there still.
 * @returns the object, `null`, `PASSIVE_CLASS_MISMATCH` for an object of another class, or `PASSIVE_NO_RESULT`
 */
export function getFromIdentity(
  session: LoadingSession,
  mapper: Mapper,
  key: IdentityKey,
  passive: number = PASSIVE_OFF,
): object | null | typeof ClassMismatch | typeof NoResult {
  const state = session.identityMap.get(key);
  if (state === undefined) return null;
  if (mapper.inherits !== null && !state.mapper.isa(mapper)) return PASSIVE_CLASS_MISMATCH;
  if (state.expired) {
    if ((passive & SQL_OK) === 0) return PASSIVE_NO_RESULT;
    if ((passive & RELATED_OBJECT_OK) === 0) return state.object;
    try {
      state.loadExpired(passive);
    } catch (error) {
      if (!(error instanceof ObjectDeletedError)) throw error;
      session.removeNewlyDeleted([state]);
      return null;
    }
  }
  return state.object;
}

/** How an object is loaded by its identity. */
export interface IdentityLoad {
  readonly load?: LoadOptions;
  readonly refreshState?: InstanceState | null;
  /** Names of the attributes to load; all where left out. */
  readonly onlyLoad?: ReadonlySet<string> | null;
  readonly loaderOptions?: readonly LoaderOption[];
  readonly currentPath?: LoadPath;
  readonly labelStyle?: LabelStyle;
  /** What needed the load, for the cause of the autoflush. */
  readonly by?: string;
  /** `session.refresh()`: the key is selected too, and pending changes of it are refused. */
  readonly requireKey?: boolean;
  readonly forUpdate?: ForUpdate | null;
}

/** As `loadOnPkIdentity`, for an identity key; `null` finds the row by other means and is refused here. */
export function loadOnIdent(
  session: LoadingSession,
  mapper: Mapper,
  key: IdentityKey,
  options: IdentityLoad = {},
): object | null {
  return loadOnPkIdentity(session, mapper, key.identity, options);
}

/**
 * Loads the object with a primary key from the database.
 * @returns the object, or `null` where there is no such row
 */
export function loadOnPkIdentity(
  session: LoadingSession,
  mapper: Mapper,
  identity: readonly unknown[],
  options: IdentityLoad = {},
): object | null {
  const refreshState = options.refreshState ?? null;
  const nulls = identity.map((value) => value === null);
  if (nulls.length > 0 && nulls.every(Boolean)) {
    trace.warn(
      "fully NULL primary key identity cannot load any object.  This condition may raise an error in a future release.",
    );
  }
  const onlyLoad = widened(options, refreshState);
  let loaderOptions = options.loaderOptions ?? [];
  let currentPath = options.currentPath ?? LoadPath.root;
  if (refreshState !== null && refreshState.loadOptions.length > 0) {
    currentPath = (refreshState.loadPath as LoadPath).parent ?? LoadPath.root;
    loaderOptions = [...loaderOptions, ...(refreshState.loadOptions as readonly LoaderOption[])];
  }
  const values: Record<string, unknown> = {};
  identity.forEach((value, i) => {
    values[`pk_${i + 1}`] = value;
  });
  const load: LoadOptions = {
    ...(options.load ?? DEFAULT_LOAD),
    refreshState,
    userRefresh: options.requireKey ?? false,
    versionCheck: options.load?.versionCheck || options.forUpdate != null,
  };
  const statement = (): OrmStatement => ({
    ...EMPTY_STATEMENT,
    items: [mapper],
    where: [getClause(mapper, nulls)],
    options: loaderOptions,
    labelStyle: labelStyleOf(options),
    currentPath,
    onlyLoad,
    forRefresh: refreshState !== null,
    extra: options.forUpdate ? { forUpdate: options.forUpdate } : {},
  });
  if (load.autoflush) session.runAutoflush(options.by ?? mapper.className);
  const port = loadPort();
  const plan = port.plan(session, statement, keepOf(mapper, options, { loaderOptions, currentPath, onlyLoad, nulls }));
  const { rows } = port.run(session, plan, values, load);
  if (rows.length > 1) throw new MultipleResultsFound("Multiple rows were found when exactly one was required");
  return (rows[0] as object | undefined) ?? null;
}

/** Loads attributes of one object by a statement that finds its row by itself. */
export function loadRefresh(
  session: LoadingSession,
  statement: OrmStatement,
  state: InstanceState,
  load: LoadOptions,
): object | null {
  const options = state.loadOptions as readonly LoaderOption[];
  const current = options.length > 0 ? ((state.loadPath as LoadPath).parent ?? LoadPath.root) : LoadPath.root;
  if (load.autoflush) session.runAutoflush(state.mapper.className);
  const port = loadPort();
  const plan = port.plan(session, () => ({ ...statement, options, currentPath: current }));
  const { rows } = port.run(session, plan, {}, { ...load, refreshState: state });
  if (rows.length > 1) throw new MultipleResultsFound("Multiple rows were found when exactly one was required");
  return (rows[0] as object | undefined) ?? null;
}

/** Under what a plan is kept; `undefined` for one that will hardly be needed again. */
function keepOf(
  mapper: Mapper,
  options: IdentityLoad,
  statement: {
    readonly loaderOptions: readonly LoaderOption[];
    readonly currentPath: LoadPath;
    readonly onlyLoad: ReadonlySet<string> | null;
    readonly nulls: readonly boolean[];
  },
): { owner: object; key: unknown } | undefined {
  const { loaderOptions, currentPath, onlyLoad, nulls } = statement;
  if (loaderOptions.length > 0 || nulls.includes(true) || options.forUpdate != null) return undefined;
  const refresh = options.refreshState != null;
  const names = onlyLoad === null ? "*" : [...onlyLoad].sort().join(",");
  const key = `${labelStyleOf(options)}|${refresh ? "refresh" : "load"}|${names}`;
  return currentPath.isRoot ? { owner: mapper, key } : { owner: currentPath, key: `${mapper.className}|${key}` };
}

/** A refresh that the user asked for labels columns as `select()` does. */
function labelStyleOf(options: IdentityLoad): LabelStyle {
  return options.labelStyle ?? (options.requireKey ? "disambiguate_only" : "tablename_plus_col");
}

function getClause(mapper: Mapper, nulls: readonly boolean[]): ColumnElement {
  const comparisons = mapper.primaryKey.map((key, i) => {
    // The statement finds the key in what stands for the class's tables.
    const column = mapper.selectsThroughAdapter ? new AnnotatedColumn(key, { parententity: mapper }) : key;
    return nulls[i]
      ? column.is_(null)
      : column.eq(new BindParameter(`pk_${i + 1}`, { type: column.type, required: true }));
  });
  return and_(...comparisons);
}

/** A refresh of relationships alone still needs the key's columns. */
function widened(options: IdentityLoad, state: InstanceState | null): ReadonlySet<string> | null {
  const { onlyLoad } = options;
  if (onlyLoad == null || onlyLoad.size === 0) return null;
  if (!options.requireKey || state === null) return onlyLoad;
  const { mapper } = state;
  const keys = mapper.primaryKey.map((column) => mapper.propertyByColumn(column).key);
  const changed = keys.filter((key) => {
    if (onlyLoad.has(key)) return false;
    const attribute = state.manager.byKey.get(key) as AttributeImpl;
    return hasChanges(attribute.getHistory(state, 0));
  });
  if (changed.length > 0) {
    const names = `{${changed.map((key) => `'${key}'`).join(", ")}}`;
    throw new InvalidRequestError(
      `Please flush pending primary key changes on attributes ${names} for mapper ${mapper} before proceeding with a refresh`,
    );
  }
  const hasRelationship = [...onlyLoad].some((name) => mapper.props.get(name)?.kind === "relationship");
  return hasRelationship ? new Set([...keys, ...onlyLoad]) : onlyLoad;
}
