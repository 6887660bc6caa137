import { rowFactory } from "../connection/row.ts";
import { BuiltinError, InvalidRequestError, MultipleResultsFound, NoResultFound } from "../errors.ts";
import { identityKey } from "../instrumentation/identity-key.ts";
import { PASSIVE_CLASS_MISMATCH } from "../instrumentation/passive.ts";
import { entityOfColumn } from "../loading/column-annotations.ts";
import { type Entity, isAliased, isEntity } from "../loading/entities.ts";
import { getFromIdentity, loadOnPkIdentity } from "../loading/identity-load.ts";
import { DEFAULT_LOAD, type LoadOptions } from "../loading/load-context.ts";
import { loadPort } from "../loading/load-port.ts";
import { LoaderOption } from "../loading/loader-options.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "../loading/orm-statement.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import { attributeOf } from "../mapping/class-expressions.ts";
import type { Mapper } from "../mapping/mapper.ts";
import type { RelationshipAttribute } from "../mapping/relationship-attribute.ts";
import { withParent } from "../mapping/with-parent.ts";
import { exists, literalColumn } from "../sql/builders.ts";
import { clauseOf, expected, toByOf, toCondition, toOrderItem } from "../sql/coercions.ts";
import { DmlStatement } from "../sql/dml.ts";
import { type ClauseElement, ColumnElement, type FromClause } from "../sql/element.ts";
import type { CTE, CteOptions, Subquery } from "../sql/from-clause.ts";
import { callFunction } from "../sql/functions.ts";
import { type CompoundKeyword, compound, type Select } from "../sql/select.ts";
import {
  affixes,
  type Exists,
  type ForUpdate,
  forUpdateOf,
  limitClause,
  OffsetLimitParameter,
  type ScalarSelect,
} from "../sql/select-base.ts";
import { trace } from "../trace/recorder.ts";
import { refuseWithout } from "../types/repr.ts";
import { BulkQuery } from "./bulk.ts";
import type { SynchronizeSession } from "./execute-options.ts";
import { requireState } from "./object-state.ts";
import {
  criteriaByName,
  entityOrNull,
  fromItem,
  type JoinedNamespace,
  joinStep,
  type Namespace,
  namedCriterion,
  selectItem,
} from "./orm-entities.ts";
import { namesOf, statementResult, typesOf } from "./orm-execute.ts";
import { sourceOf, withPlainSelects } from "./orm-select.ts";
import { primaryKeyValues } from "./primary-key-values.ts";
import type { QuerySession } from "./query-session.ts";

const WITH_PARENT_IS_LEGACY =
  "The Query.with_parent() method is considered legacy as of the 1.x series of SQLAlchemy and becomes a legacy construct in 2.0. " +
  "Use the with_parent() standalone construct. (deprecated since: 2.0) (Background on SQLAlchemy 2.0 at: https://sqlalche.me/e/b8d9)";

/** What one query asks for besides its SELECT. */
export interface QueryParts {
  readonly statement: OrmStatement;
  readonly load: LoadOptions;
  readonly parameters: ParameterValues;
  readonly assertions: boolean;
}

/**
 * `session.query(User)`: a SELECT of mapped classes that is put together step by step and executed at the end ("Legacy Query
 * API"). Every step returns a new query. `T` is what it gives: objects for one class, rows for several items.
 */
export class Query<T = unknown> implements Iterable<T> {
  readonly #session: QuerySession | null;
  readonly #parts: QueryParts;

  /** @param session `null` for a query that `withSession()` gives one later */
  constructor(session: QuerySession | null, items: readonly unknown[], parts?: QueryParts) {
    this.#session = session;
    this.#parts = parts ?? {
      statement: { ...EMPTY_STATEMENT, items: items.map(selectItem), legacy: true },
      load: DEFAULT_LOAD,
      parameters: {},
      assertions: true,
    };
  }

  /** The session that the query is executed in. */
  get session(): QuerySession {
    const session = this.heldSession;
    if (session !== null) return session;
    throw new BuiltinError("AttributeError", "'NoneType' object has no attribute 'execute'");
  }

  /** The session, or `null` before the query has one. */
  protected get heldSession(): QuerySession | null {
    return this.#session;
  }

  #with<R = T>(parts: Partial<QueryParts>): Query<R> {
    return this.#again<R>(this.heldSession, { ...this.#parts, ...parts });
  }

  /** A query of the same class with other parts. */
  #again<R>(session: QuerySession | null, parts: QueryParts): Query<R> {
    return Reflect.construct(this.derivedClass, [session, [], parts]) as Query<R>;
  }

  /** The class of the queries that this one's methods return. */
  protected get derivedClass(): new (
    session: never,
    items: readonly unknown[],
    parts?: QueryParts,
  ) => object {
    return this.constructor as typeof Query;
  }

  #change<R = T>(changes: Partial<OrmStatement>): Query<R> {
    return this.#with<R>({ statement: { ...this.#parts.statement, ...changes } });
  }

  get #statement(): OrmStatement {
    return this.#parts.statement;
  }

  #refuseLimited(method: string): void {
    if (!this.#parts.assertions) return;
    if (this.#statement.limit === null && this.#statement.offset === null) return;
    throw new InvalidRequestError(
      `Query.${method}() being called on a Query which already has LIMIT or OFFSET applied.  Call ${method}() before limit() or offset() are applied.`,
    );
  }

  // ── criteria ─────────────────────────────────────────────────────────────

  /** Adds criteria, all of which have to hold. */
  filter(...criteria: readonly unknown[]): Query<T> {
    this.#refuseLimited("filter");
    const added = criteria.map((each) => withPlainSelects(toCondition(each)));
    return this.#change({ where: [...this.#statement.where, ...added] });
  }

  where(...criteria: readonly unknown[]): Query<T> {
    return this.filter(...criteria);
  }

  /** Criteria by attribute name, of the class that was joined last or that the query is about. */
  filterBy(values: Readonly<Record<string, unknown>>): Query<T> {
    const namespace = this.#namespace();
    return this.filter(...criteriaByName(values).map(([key, value]) => namedCriterion(namespace, key, value)));
  }

  #namespace(): Namespace | JoinedNamespace {
    const { joins, froms, items, baseAlias } = this.#statement;
    const last = joins.at(-1);
    if (last !== undefined) {
      if (last.target !== null) return last.target;
      if (last.on !== null && "property" in last.on) {
        return { target: (last.on.target ?? last.on.property.entity) as Entity };
      }
    }
    const [from] = froms;
    if (from !== undefined && !baseAlias) return from;
    return items[0] as Namespace;
  }

  having(...criteria: readonly unknown[]): Query<T> {
    this.#refuseLimited("having");
    const added = criteria.map((each) => withPlainSelects(toCondition(each)));
    return this.#change({ having: [...this.#statement.having, ...added] });
  }

  /** Adds to ORDER BY; `null` removes what is there. */
  orderBy(...items: readonly unknown[]): Query<T> {
    this.#refuseLimited("order_by");
    if (items.length === 1 && (items[0] === null || items[0] === false)) return this.#change({ orderBy: [] });
    return this.#change({ orderBy: [...this.#statement.orderBy, ...items.map(orderItem)] });
  }

  /** Adds to GROUP BY; `null` removes what is there. */
  groupBy(...items: readonly unknown[]): Query<T> {
    this.#refuseLimited("group_by");
    if (items.length === 1 && (items[0] === null || items[0] === false)) return this.#change({ groupBy: [] });
    return this.#change({ groupBy: [...this.#statement.groupBy, ...items.map(orderItem)] });
  }

  distinct(...on: readonly unknown[]): Query<T> {
    return this.#change({ distinct: true, distinctOn: [...this.#statement.distinctOn, ...on.map(toByOf)] });
  }

  limit(limit: number | ColumnElement | null): Query<T> {
    return this.#change({ limit: limitClause(limit) });
  }

  offset(offset: number | ColumnElement | null): Query<T> {
    return this.#change({ offset: limitClause(offset) });
  }

  /** Rows `start` to `stop` of what the query gives now. */
  slice(start: number | null, stop: number | null): Query<T> {
    let { limit, offset } = this.#statement;
    if (start !== null) {
      const before = offset instanceof OffsetLimitParameter ? offset.limitValue : offset;
      if (before === null || typeof before === "number") {
        const sum = (before ?? 0) + start;
        offset = sum === 0 ? null : limitClause(sum);
      } else if (start !== 0) {
        offset = before.add(start);
      }
      if (stop !== null) limit = limitClause(stop - start);
    } else if (stop !== null) {
      limit = limitClause(stop);
    }
    return this.#change({ limit, offset });
  }

  // ── what is selected from ────────────────────────────────────────────────

  /**
   * Joins to a relationship (`join(User.addresses)`), to a class along a relationship or a condition (`join(Address,
   * Address.userId.eq(User.id))`), or to a class by the foreign keys ("Joining to Relationships").
   */
  join(target: unknown, onclause: unknown = null, options: { isouter?: boolean; full?: boolean } = {}): Query<T> {
    this.#refuseLimited("join");
    const step = joinStep({ target, onclause, ...options });
    const on = step.on instanceof ColumnElement ? withPlainSelects(step.on) : step.on;
    return this.#change({ joins: [...this.#statement.joins, { ...step, on }] });
  }

  outerjoin(target: unknown, onclause: unknown = null, options: { full?: boolean } = {}): Query<T> {
    return this.join(target, onclause, { ...options, isouter: true });
  }

  selectFrom(...froms: readonly unknown[]): Query<T> {
    this.#refuseCriteria("select_from");
    return this.#change({ froms: froms.map(fromItem), baseAlias: false });
  }

  #refuseCriteria(method: string): void {
    const { where, joins, limit, offset, groupBy, orderBy, distinct, froms } = this.#statement;
    const lists = [where, joins, groupBy, orderBy, froms];
    if (!this.#parts.assertions) return;
    if (lists.every((list) => list.length === 0) && limit === null && offset === null && !distinct) return;
    throw new InvalidRequestError(`Query.${method}() being called on a Query with existing criterion. `);
  }

  correlate(...froms: readonly unknown[]): Query<T> {
    if (froms[0] === null || froms[0] === false) return this.#change({ correlate: [] });
    const added = froms.map((from) => entityOrNull(from)?.selectable ?? (fromItem(from) as FromClause));
    return this.#change({ correlate: [...(this.#statement.correlate ?? []), ...added] });
  }

  // ── items and options ────────────────────────────────────────────────────

  withEntities<R = unknown>(...items: readonly unknown[]): Query<R> {
    return this.#change<R>({ items: items.map(selectItem) });
  }

  addColumns<R = unknown>(...items: readonly unknown[]): Query<R> {
    return this.#change<R>({ items: [...this.#statement.items, ...items.map(selectItem)] });
  }

  addEntity<R = unknown>(entity: unknown): Query<R> {
    return this.addColumns<R>(entity);
  }

  /** Says how attributes of the loaded objects are loaded ("Relationship Loading Techniques"). */
  options(...options: readonly (LoaderOption | readonly LoaderOption[])[]): Query<T> {
    const given = options.flat();
    for (const option of given) if (!(option instanceof LoaderOption)) refuseWithout(option, "_is_core");
    return this.#change({ options: [...this.#statement.options, ...given] });
  }

  /** Objects that are in the session already take the values of their rows ("Populate Existing"). */
  populateExisting(): Query<T> {
    return this.#with({ load: { ...this.#parts.load, populateExisting: true } });
  }

  autoflush(setting: boolean): Query<T> {
    return this.#with({ load: { ...this.#parts.load, autoflush: setting } });
  }

  enableEagerloads(value: boolean): Query<T> {
    return this.#change({ enableEagerLoads: value });
  }

  enableAssertions(value: boolean): Query<T> {
    return this.#with({ assertions: value });
  }

  executionOptions(options: { readonly populateExisting?: boolean; readonly autoflush?: boolean }): Query<T> {
    return this.#with({ load: { ...this.#parts.load, ...options } });
  }

  /** Text after SELECT. */
  prefixWith(...prefixes: readonly unknown[]): Query<T> {
    return this.#addExtra("prefixes", affixes(prefixes));
  }

  /** Text after the whole statement. */
  suffixWith(...suffixes: readonly unknown[]): Query<T> {
    return this.#addExtra("suffixes", affixes(suffixes));
  }

  #addExtra(part: "prefixes" | "suffixes", added: readonly ClauseElement[]): Query<T> {
    const { extra } = this.#statement;
    return this.#change({ extra: { ...extra, [part]: [...(extra[part] ?? []), ...added] } });
  }

  withForUpdate(options: Partial<ForUpdate> = {}): Query<T> {
    return this.#change({ extra: { ...this.#statement.extra, forUpdate: forUpdateOf(options) } });
  }

  /** Values of named bind parameters. */
  params(values: ParameterValues): Query<T> {
    return this.#with({ parameters: { ...this.#parts.parameters, ...values } });
  }

  withSession(session: QuerySession): Query<T> {
    return this.#again<T>(session, this.#parts);
  }

  /** The driver gives all rows at once; eager loaders that need all rows of an object are refused all the same. */
  yieldPer(count: number): Query<T> {
    return this.#with({ load: { ...this.#parts.load, yieldPer: count } });
  }

  /** Takes the rows from a statement of one's own: a text, or any statement that returns rows. */
  fromStatement(statement: unknown): Query<T> {
    if (clauseOf(statement) instanceof DmlStatement) {
      throw expected("SELECT construct or equivalent text() construct", statement);
    }
    return this.#change({ source: sourceOf(statement) });
  }

  /**
   * The objects that an object's relationship leads to.
   * @param attribute the relationship; where it is left out, the only one that leads to the query's class
   */
  withParent(instance: object, attribute: RelationshipAttribute | null = null): Query<T> {
    trace.warn(WITH_PARENT_IS_LEGACY, { category: "SADeprecationWarning" });
    if (attribute !== null) return this.filter(withParent(instance, attribute));
    const target = this.#onlyMapper("with_parent");
    const { mapper } = requireState(instance);
    const found = mapper.relationships.find((property) => property.mapper === target);
    if (found === undefined) {
      throw new InvalidRequestError(
        `Could not locate a property which relates instances of class '${target.className}' to instances of class '${mapper.className}'`,
      );
    }
    return this.filter(withParent(instance, attributeOf(mapper, found) as RelationshipAttribute));
  }

  // ── execution ────────────────────────────────────────────────────────────

  /** What the query gives, asked for by the method of that name. */
  protected execute(name: string): T[] {
    const cause = trace.active
      ? trace.cause({ kind: "operation", name: `Query.${name}`, object: null, detail: this.#detail() })
      : null;
    return trace.within(cause, () => {
      const { statement, parameters, load } = this.#parts;
      const { plan, run } = statementResult(this.session, statement, parameters, {
        ...load,
        // Rows of plain columns may repeat; objects come once.
        unique: statement.items.some(isEntity),
      });
      const { single, rows } = run();
      if (single) return rows as T[];
      const factory = rowFactory(namesOf(plan), [], typesOf(plan));
      return rows.map((row) => factory.make(row as readonly unknown[])) as T[];
    });
  }

  #detail(): string | null {
    const [first] = this.#statement.items;
    return isEntity(first) ? first.mapper.className : null;
  }

  /** Everything the query gives. */
  all(): T[] {
    return this.execute("all");
  }

  [Symbol.iterator](): Iterator<T> {
    return this.execute("iterate")[Symbol.iterator]();
  }

  /** The first of what the query gives, or `null`. */
  first(): T | null {
    return this.limit(1).execute("first")[0] ?? null;
  }

  /**
   * The only one.
   * @throws NoResultFound, MultipleResultsFound where there is none or more than one
   */
  one(): T {
    const [first, second] = this.execute("one");
    if (first === undefined) throw new NoResultFound("No row was found when one was required");
    if (second !== undefined) {
      throw new MultipleResultsFound("Multiple rows were found when exactly one was required");
    }
    return first;
  }

  /**
   * The only one, or `null`.
   * @throws MultipleResultsFound where there is more than one
   */
  oneOrNone(): T | null {
    const [first, second] = this.execute("one_or_none");
    if (second !== undefined) {
      throw new MultipleResultsFound("Multiple rows were found when one or none was required");
    }
    return first ?? null;
  }

  /** The first value of the only row, or `null`. */
  scalar(): unknown {
    try {
      const one: unknown = this.one();
      return Array.isArray(one) ? (one[0] ?? null) : one;
    } catch (error) {
      if (error instanceof NoResultFound) return null;
      throw error;
    }
  }

  /** How many rows the query gives. */
  count(): number {
    const from = this.#asSubquery({ labelStyle: "tablename_plus_col", correlate: [] });
    const { load, parameters } = this.#parts;
    const statement: OrmStatement = {
      ...EMPTY_STATEMENT,
      items: [callFunction(["count"], [literalColumn("*")])],
      froms: [from],
      baseAlias: true,
      legacy: true,
      enableEagerLoads: false,
      singleCriteria: false,
    };
    return new Query(this.session, [], { statement, load, parameters, assertions: true }).scalar() as number;
  }

  /**
   * The object with a primary key: the session's own, or loaded.
   * @throws InvalidRequestError where the query has criteria or is not about one class
   */
  get(identity: unknown): T | null {
    this.#refuseForGet();
    const mapper = this.#onlyMapper("get");
    const values = primaryKeyValues(mapper, identity);
    const { load, statement } = this.#parts;
    const forUpdate = statement.extra.forUpdate ?? null;
    if (!load.populateExisting && !mapper.alwaysRefresh && forUpdate === null) {
      const present = getFromIdentity(this.session, mapper, identityKey(mapper, values));
      if (present === PASSIVE_CLASS_MISMATCH) return null;
      if (present !== null) return present as T;
    }
    return loadOnPkIdentity(this.session, mapper, values, {
      load,
      loaderOptions: statement.options,
      by: "Query.get",
      forUpdate,
    }) as T | null;
  }

  #refuseForGet(): void {
    const { where, joins, limit, offset, groupBy, froms } = this.#statement;
    const lists = [where, joins, groupBy, froms];
    if (lists.every((list) => list.length === 0) && limit === null && offset === null) return;
    throw new InvalidRequestError("Query.get() being called on a Query with existing criterion. ");
  }

  #onlyMapper(method: string): Mapper {
    const [first, second] = this.#statement.items;
    if (second !== undefined || !isEntity(first) || isAliased(first)) {
      throw new InvalidRequestError(`${method}() can only be used against a single mapped class.`);
    }
    return first;
  }

  // ── as part of another statement ─────────────────────────────────────────

  #plain(changes: Partial<OrmStatement>): Select {
    return loadPort().nested({ ...this.#statement, enableEagerLoads: false, ...changes });
  }

  #asSubquery(changes: Partial<OrmStatement>): Subquery {
    return this.#plain(changes).subquery();
  }

  /** The query as a plain SELECT. */
  get statement(): Select {
    return this.#plain({ labelStyle: "disambiguate_only" });
  }

  subquery(name: string | null = null): Subquery {
    return this.statement.subquery(name);
  }

  cte(name: string | null = null, options: CteOptions = {}): CTE {
    return this.statement.cte(name, options);
  }

  scalarSubquery<V = unknown>(): ScalarSelect<V> {
    return this.statement.scalarSubquery<V>();
  }

  label(name: string | null = null): ColumnElement {
    return this.statement.label(name);
  }

  /** Stands for the query where an expression or statement is wanted, as in `in_()`. */
  clauseElement(): ClauseElement {
    return this.#plain({ labelStyle: "tablename_plus_col" });
  }

  /** EXISTS: the query gives something. */
  exists(): Exists {
    const { items, froms } = this.#statement;
    const [first] = items;
    const entity = isEntity(first) ? first : first instanceof ColumnElement ? entityOfColumn(first) : null;
    const inner = this.#plain({
      items: [literalColumn("1")],
      labelStyle: "tablename_plus_col",
      froms: entity === null ? froms : [...froms, entity],
    });
    return exists(inner);
  }

  union(...others: readonly Query[]): Query<T> {
    return this.#combine("UNION", others);
  }

  unionAll(...others: readonly Query[]): Query<T> {
    return this.#combine("UNION ALL", others);
  }

  intersect(...others: readonly Query[]): Query<T> {
    return this.#combine("INTERSECT", others);
  }

  except(...others: readonly Query[]): Query<T> {
    return this.#combine("EXCEPT", others);
  }

  #combine(keyword: CompoundKeyword, others: readonly Query[]): Query<T> {
    const from = compound(keyword, [this, ...others]).subquery();
    return this.#change({
      froms: [from],
      baseAlias: true,
      singleCriteria: false,
      where: [],
      joins: [],
      having: [],
      orderBy: [],
      groupBy: [],
      limit: null,
      offset: null,
      distinct: false,
      distinctOn: [],
    });
  }

  // ── bulk ─────────────────────────────────────────────────────────────────

  /**
   * Deletes the rows that the query selects with one DELETE, past all cascades ("UPDATE and DELETE with arbitrary WHERE").
   * @returns the number of rows
   */
  delete(options: { readonly synchronizeSession?: SynchronizeSession } = {}): number {
    return new BulkQuery(this.session, this.#statement, this.#parts.parameters).delete(options);
  }

  /** Updates the rows that the query selects with one UPDATE; returns their number. */
  update(
    values: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>,
    options: { readonly synchronizeSession?: SynchronizeSession } = {},
  ): number {
    if (typeof values !== "object" || values === null) refuseWithout(values, "items");
    return new BulkQuery(this.session, this.#statement, this.#parts.parameters).update(values, options);
  }

  /** The SELECT as the session's database takes it. */
  toString(): string {
    const clause = loadPort().executed(this.#statement);
    return this.#session === null ? String(clause) : this.#session.dialect.compile(clause).sql;
  }
}

function orderItem(item: unknown): ClauseElement {
  return withPlainSelects(toOrderItem(item));
}
