import { DetachedInstanceError, InvalidRequestError } from "../../errors.ts";
import type { AttributeImpl } from "../../instrumentation/attribute.ts";
import { identityKey } from "../../instrumentation/identity-key.ts";
import { stateText } from "../../instrumentation/naming.ts";
import {
  ATTR_EMPTY,
  ATTR_WAS_SET,
  DEFERRED_HISTORY_LOAD,
  INIT_OK,
  LOAD_AGAINST_COMMITTED,
  NO_AUTOFLUSH,
  NO_RAISE,
  NO_VALUE,
  NON_PERSISTENT_OK,
  PASSIVE_CLASS_MISMATCH,
  PASSIVE_NO_RESULT,
  RELATED_OBJECT_OK,
  SQL_OK,
} from "../../instrumentation/passive.ts";
import type { InstanceState } from "../../instrumentation/state.ts";
import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { ColumnElement } from "../../sql/element.ts";
import { BindParameter } from "../../sql/literals.ts";
import { replace } from "../../sql/traversal.ts";
import { trace } from "../../trace/recorder.ts";
import { getFromIdentity, loadOnPkIdentity } from "../identity-load.ts";
import { DEFAULT_LOAD, type LoadOptions } from "../load-context.ts";
import { loadPort } from "../load-port.ts";
import type { LoaderOption } from "../loader-options.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "../orm-statement.ts";
import { LoadPath } from "../path.ts";
import type { LoadingSession } from "../session-port.ts";

/** How a lazy load differs from that of an attribute which is simply read. */
export interface LazyLoadExtras {
  readonly raises?: "always" | "on-sql" | null;
  /** Criteria that the option added with `and_()`. */
  readonly extraCriteria?: readonly ColumnElement[];
  readonly extraOptions?: readonly LoaderOption[];
  /** Where the object's load is, if not where the object was loaded. */
  readonly path?: LoadPath | null;
  readonly options?: Partial<LoadOptions>;
}

const NO_EXTRAS: LazyLoadExtras = {};

/** The criterion of a lazy load with parameters of fixed names, and where their values come from. */
interface LazyQuery {
  readonly criterion: ColumnElement;
  readonly parameters: readonly { readonly key: string; readonly column: ColumnElement }[];
}

const queries = new WeakMap<RelationshipProperty, LazyQuery>();

/** The parameters of a lazy criterion keep one name each, so that the compiled statement serves every object. */
function lazyQuery(property: RelationshipProperty): LazyQuery {
  let query = queries.get(property);
  if (query === undefined) {
    const { criterion, bindToColumn } = property.join.lazyClause();
    const parameters: { key: string; column: ColumnElement }[] = [];
    const named = replace(criterion, (node) => {
      if (!(node instanceof BindParameter)) return undefined;
      const column = bindToColumn.get(node.key);
      if (column === undefined) return undefined;
      const key = `lazy_${parameters.length + 1}`;
      parameters.push({ key, column });
      return new BindParameter(key, { type: node.type, unique: false, required: true });
    });
    query = { criterion: named, parameters };
    queries.set(property, query);
  }
  return query;
}

/** The value of an object's column attribute, read as an attribute of the object: loaded where it has expired. */
export function columnValue(state: InstanceState, column: ColumnElement, passive: number): unknown {
  const property = state.mapper.propertyByColumn(column.unannotated);
  const attribute = state.manager.attributes[property.slot] as AttributeImpl;
  return (passive & LOAD_AGAINST_COMMITTED) === 0
    ? attribute.get(state, passive)
    : attribute.committedOf(state, passive);
}

/**
 * Loads a relationship of one object ("Lazy Loading"). A look-up by primary key asks the identity map first.
 * @param passive how far the load may go; without `SQL_OK` only the identity map is asked
 * @returns the object, the list of objects, `null`, or one of the answers of `passive.ts`
 * @throws DetachedInstanceError where the object belongs to no session
 * @throws InvalidRequestError where the relationship refuses lazy loading
 */
export function loadLazily(
  property: RelationshipProperty,
  state: InstanceState,
  passive: number,
  extras: LazyLoadExtras = NO_EXTRAS,
): unknown {
  const pending = state.key === null;
  if (pending && ((!property.loadOnPending && !state.loadPending) || state.session === null)) return ATTR_EMPTY;

  const byKey = property.useGet && (extras.extraCriteria ?? []).length === 0;
  if (((passive & SQL_OK) === 0 && !byKey) || ((passive & NON_PERSISTENT_OK) === 0 && pending))
    return PASSIVE_NO_RESULT;

  if (
    extras.raises === "always" &&
    (passive & NO_RAISE) === 0 &&
    // A mere look into the identity map is not what the refusal is about.
    (!byKey || (passive & RELATED_OBJECT_OK) !== 0)
  ) {
    throw notAvailable(property, "raise");
  }

  const session = state.session as LoadingSession | null;
  if (session === null) {
    if ((passive & NO_RAISE) !== 0) return PASSIVE_NO_RESULT;
    throw new DetachedInstanceError(
      `Parent instance ${stateText(state)} is not bound to a Session; lazy load operation of attribute '${property.key}' cannot proceed`,
      { code: "bhk3" },
    );
  }

  let identity: readonly unknown[] | null = null;
  if (byKey) {
    identity = targetKey(property, state, passive);
    if (identity.includes(PASSIVE_NO_RESULT)) return PASSIVE_NO_RESULT;
    if (identity.includes(NO_VALUE)) return NO_VALUE;
    const absent = property.mapper.allowPartialPks
      ? identity.every((value) => value === null)
      : identity.includes(null);
    if (absent) return null;
    if (isPresent(property, state) && (passive & DEFERRED_HISTORY_LOAD) === 0) return ATTR_WAS_SET;
    const found = getFromIdentity(session, property.mapper, identityKey(property.mapper, identity), passive);
    if (found === PASSIVE_CLASS_MISMATCH) return null;
    if (found !== null) return found;
    if ((passive & SQL_OK) === 0 || (passive & RELATED_OBJECT_OK) === 0) return PASSIVE_NO_RESULT;
  }
  const cause = trace.active
    ? trace.cause({ kind: "load", why: "lazy", object: state.ref(), attribute: `${property}` })
    : null;
  return trace.within(cause, () => emit(property, { state, session, identity, passive, extras }));
}

function isPresent(property: RelationshipProperty, state: InstanceState): boolean {
  return state.values[property.slot] !== undefined;
}

function notAvailable(property: RelationshipProperty, lazy: string): InvalidRequestError {
  return new InvalidRequestError(`'${property}' is not available due to lazy='${lazy}'`);
}

function targetKey(property: RelationshipProperty, state: InstanceState, passive: number): unknown[] {
  const { equatedColumns } = property.join.lazyClause();
  return property.mapper.primaryKey.map((column) => columnValue(state, equatedColumns.get(column) ?? column, passive));
}

interface Emission {
  readonly state: InstanceState;
  readonly session: LoadingSession;
  readonly identity: readonly unknown[] | null;
  readonly passive: number;
  readonly extras: LazyLoadExtras;
}

function emit(property: RelationshipProperty, emission: Emission): unknown {
  const { state, session, identity, passive, extras } = emission;
  const pending = state.key === null;
  const refusesSql = extras.raises === "on-sql" && (passive & NO_RAISE) === 0;
  const options: LoadOptions = {
    ...DEFAULT_LOAD,
    ...extras.options,
    autoflush: !pending && (passive & NO_AUTOFLUSH) === 0,
    invokeAllEagers: false,
    lazyLoadedFrom: state,
  };
  const own = state.loadOptions as readonly LoaderOption[];
  const extraOptions = extras.extraOptions ?? [];
  const path = effectivePath(property, state, extras);
  if (identity !== null) {
    if (refusesSql) throw notAvailable(property, "raise_on_sql");
    return loadOnPkIdentity(session, property.mapper, identity, {
      load: options,
      loaderOptions: extraOptions.length === 0 ? own : [...own, ...extraOptions],
      currentPath: path,
      by: `${property}`,
    });
  }

  const query = lazyQuery(property);
  const values: Record<string, unknown> = {};
  let unset = false;
  let unknown = false;
  for (const { key, column } of query.parameters) {
    const value = columnValue(state, column, passive & ~INIT_OK);
    values[key] = value;
    if (value === NO_VALUE) unset = true;
    if (value === null || value === PASSIVE_NO_RESULT) unknown = true;
  }
  if (isPresent(property, state) && (passive & DEFERRED_HISTORY_LOAD) === 0) return ATTR_WAS_SET;
  if (unset || (pending && unknown)) return null;
  if (refusesSql) throw notAvailable(property, "raise_on_sql");

  const port = loadPort();
  const criteria = extras.extraCriteria ?? [];
  const statement = (): OrmStatement => ({
    ...EMPTY_STATEMENT,
    items: [property.entity as OrmStatement["items"][number]],
    froms: property.secondary === null ? [] : [property.mapper, property.secondary],
    where: [query.criterion, ...criteria],
    orderBy: property.orderBy ?? [],
    options: extraOptions.length === 0 ? own : [...own, ...extraOptions],
    currentPath: path,
    lazyReverse: property,
  });
  const keep =
    extraOptions.length > 0 || criteria.length > 0
      ? undefined
      : own.length === 0
        ? { owner: property, key: "lazy" }
        : { owner: own, key: path };
  if (options.autoflush) session.runAutoflush(property);
  const plan = port.plan(session, statement, keep);
  const { rows } = port.run(session, plan, values, options);
  if (property.uselist) return rows;
  if (rows.length > 1) {
    trace.warn(`Multiple rows returned with uselist=False for lazily-loaded attribute '${property}' `);
  }
  return rows.length === 0 ? null : rows[0];
}

function effectivePath(property: RelationshipProperty, state: InstanceState, extras: LazyLoadExtras): LoadPath {
  if (extras.path != null) return extras.path.property(property);
  const hasOptions = state.loadOptions.length > 0 || (extras.extraCriteria ?? []).length > 0;
  const path = hasOptions && state.loadPath !== null ? (state.loadPath as LoadPath) : LoadPath.root.to(state.mapper);
  return path.property(property);
}
