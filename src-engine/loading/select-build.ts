import { InvalidRequestError } from "../errors.ts";
import { equivalentColumns } from "../mapping/equivalents.ts";
import type { Mapper, MapperProperty, RelationshipProperty } from "../mapping/mapper.ts";
import { singleTableCriterion } from "../mapping/single-table.ts";
import { type ClauseElement, ColumnElement, type FromClause } from "../sql/element.ts";
import { keyNaming } from "../sql/labels.ts";
import { TextClause } from "../sql/literals.ts";
import type { Select } from "../sql/select.ts";
import { replace } from "../sql/traversal.ts";
import type { BuildTarget, ColumnSetup, EntitySetup } from "./build-target.ts";
import { Bundle } from "./bundle.ts";
import { entityOfColumn, entityOfFrom, plainColumn } from "./column-annotations.ts";
import { adapterOf, type Entity, entityName, isAliased, isEntity } from "./entities.ts";
import { setupEntity } from "./entity-setup.ts";
import { columnsOf, spliceJoins } from "./from-clauses.ts";
import { applyElement, type LoadElement, type OptionTarget } from "./load-element.ts";
import { adaptedCriteriaFor, LoaderCriteria } from "./loader-criteria.ts";
import { Load } from "./loader-options.ts";
import { clauseFor, OrmJoin } from "./orm-join.ts";
import type { OrmStatement, SelectItem } from "./orm-statement.ts";
import type { LoadPath } from "./path.ts";
import { plainSelect, withoutLabels } from "./plain-select.ts";
import { BundleEntity, ColumnEntity, MapperEntity, type QueryEntity } from "./query-entity.ts";
import { RowAdapter } from "./row-adapter.ts";
import { buildUserJoins, type JoinTarget } from "./user-joins.ts";

/**
 * Turns a SELECT of mapped classes into a plain one ("ORM Querying Guide"). What it finds out on the way, from options to
 * the aliases of eager joins, it keeps for those who read the rows.
 */
export class SelectBuild implements BuildTarget, JoinTarget {
  readonly statement: OrmStatement;
  readonly entities: QueryEntity[] = [];
  readonly enableEagerLoads: boolean;
  readonly currentPath: LoadPath;
  readonly forRefresh: boolean;
  readonly renderForSubquery: boolean;

  readonly loaders = new Map<LoadPath, LoadElement>();
  readonly pathEntities = new Map<LoadPath, Entity>();
  readonly criteria: OptionTarget["criteria"] = new Map();
  readonly eagerAdapters = new Map<LoadPath, RowAdapter>();
  readonly userAdapters = new Map<LoadPath, RowAdapter | null>();
  readonly columnSetups = new Map<LoadPath, Map<MapperProperty, ColumnSetup>>();

  readonly primaryColumns: ColumnElement[] = [];
  secondaryColumns: ColumnElement[] = [];
  fromClauses: FromClause[] = [];
  readonly eagerJoinWork: (() => void)[] = [];
  readonly eagerJoins = new Map<MapperEntity | number, FromClause>();
  eagerOrderBy: ClauseElement[] = [];
  multiRowEager = false;
  eagerAddingJoins = false;
  compoundAdapter: RowAdapter | null = null;
  baseAdapter: RowAdapter | null = null;
  /** Entities that were joined to, whose criteria are in their ON clause. */
  readonly joinEntities = new Set<Entity>();

  readonly #polymorphicAdapters = new Map<object, RowAdapter>();
  readonly #nested: boolean;
  readonly #dedupe = new Set<ColumnElement>();
  readonly #fallbackFroms: FromClause[] = [];
  readonly #criteriaEntities = new Set<Entity>();
  #where: readonly ColumnElement[] = [];
  #having: readonly ColumnElement[] = [];
  #orderBy: readonly ClauseElement[] = [];
  #groupBy: readonly ClauseElement[] = [];

  /**
   * @param nested whether the SELECT stands inside another: then it loads no objects, and nothing eagerly
   */
  constructor(statement: OrmStatement, nested = false) {
    this.statement = statement;
    this.#nested = nested;
    this.enableEagerLoads = statement.enableEagerLoads && !nested;
    this.currentPath = statement.currentPath;
    this.forRefresh = statement.forRefresh;
    // Over another's columns only those are taken that a query takes.
    this.renderForSubquery = statement.renderForSubquery || (nested && !statement.baseAlias);
    const nameOf = statement.legacy ? legacyName : keyNaming(statement.labelStyle);
    for (const item of statement.items) this.entities.push(...entitiesFor(item, nameOf));
    for (const entity of this.entities) this.#adaptHierarchy(entity);
    for (const option of statement.options) if (!nested || option instanceof LoaderCriteria) option.apply(this);
    if (nested) return;
    if (statement.lazyReverse !== null) this.#keepReverseLazy(statement.lazyReverse);
  }

  /** A class that is selected from an alias or subquery of its hierarchy has its columns from there. */
  #adaptHierarchy(item: QueryEntity): void {
    if (item.kind === "bundle") {
      for (const member of item.members) this.#adaptHierarchy(member);
      return;
    }
    const { entity } = item;
    if (entity === null || isAliased(entity) || !entity.selectsThroughAdapter) return;
    if (this.#polymorphicAdapters.has(entity.persistSelectable)) return;
    for (const mapper of entity.toRoot()) {
      this.adaptMapper(mapper, new RowAdapter(entity.selectable, { equivalents: equivalentColumns(mapper) }));
    }
  }

  get leadEntities(): readonly Entity[] {
    return this.#mapperEntities().map((each) => each.entity);
  }

  get primaryEntity(): MapperEntity | null {
    return this.#mapperEntities()[0] ?? null;
  }

  get nestsSelectable(): boolean {
    const { limit, offset, distinct, distinctOn, groupBy } = this.statement;
    return limit !== null || offset !== null || distinct || distinctOn.length > 0 || groupBy.length > 0;
  }

  /** Builds what is executed: the plain statement, or the one that was given to take the rows from. */
  executed(): ClauseElement {
    const { source } = this.statement;
    if (source === null) return this.select();
    // The columns of a text are found by their names; it has to be known which ones are asked for.
    if (source instanceof TextClause) for (const entity of this.entities) this.#setup(entity);
    return source;
  }

  /** Builds the plain statement. */
  select(): Select {
    const { statement } = this;
    this.fromClauses = statement.froms.map(clauseFor);
    if (statement.baseAlias) this.#adaptToBase();
    buildUserJoins(this);
    this.#adaptCriteria();
    this.#orderAsRelationship();
    for (const entity of this.entities) this.#setup(entity);
    for (const join of this.eagerJoinWork) join();
    if (statement.singleCriteria) this.#addSingleCriteria();
    if (this.primaryColumns.length === 0) {
      throw new InvalidRequestError("Query contains no columns with which to SELECT from.");
    }
    if (this.fromClauses.length === 0) this.fromClauses = [...this.#fallbackFroms];
    const wraps = this.multiRowEager && this.eagerAddingJoins && this.nestsSelectable;
    return wraps ? this.#compoundStatement() : this.#simpleStatement();
  }

  appendColumn(column: ColumnElement, collection: ColumnElement[]): void {
    if (this.#dedupe.has(column)) return;
    this.#dedupe.add(column);
    collection.push(column);
  }

  setupEntity(setup: EntitySetup): void {
    setupEntity(this, setup);
  }

  adapterFor(entity: MapperEntity): RowAdapter | null {
    const own = isAliased(entity.entity) ? adapterOf(entity.entity) : null;
    if (own === null) return this.#polymorphicAdapters.get(entity.entity) ?? this.baseAdapter;
    return this.baseAdapter === null ? own : own.wrap(this.baseAdapter);
  }

  adaptClause<T extends ClauseElement>(clause: T): T {
    const adapted = this.#adaptPolymorphic(clause);
    return this.baseAdapter === null ? adapted : this.baseAdapter.traverse(adapted);
  }

  adaptMapper(mapper: Mapper, adapter: RowAdapter): void {
    const mappers = mapper.withPolymorphicMappers.length > 0 ? mapper.withPolymorphicMappers : [mapper];
    for (const each of mappers) {
      this.#polymorphicAdapters.set(each, adapter);
      for (const above of each.toRoot()) this.#polymorphicAdapters.set(above.localTable, adapter);
    }
  }

  /** Puts what stands for a mapper in the place of its attributes; columns without a class stay what they are. */
  #adaptPolymorphic<T extends ClauseElement>(clause: T): T {
    const adapters = this.#polymorphicAdapters;
    if (adapters.size === 0) return clause;
    return replace(clause, (node) => {
      if (!(node instanceof ColumnElement)) return undefined;
      const { parententity } = node.annotations;
      if (typeof parententity !== "object" || parententity === null) return undefined;
      const adapter = adapters.get(parententity) ?? (node.table === null ? undefined : adapters.get(node.table));
      return adapter?.column(node) ?? undefined;
    });
  }

  /** What a lazily loaded object leads back to is in the session already: that way nothing is loaded eagerly. */
  #keepReverseLazy(relationship: RelationshipProperty): void {
    for (const reverse of relationship.reverse) {
      const eager = !["select", "raise", "raise_on_sql"].includes(reverse.lazy);
      if (reverse.direction !== "many-to-one" || !reverse.useGet || !eager) continue;
      const path = this.currentPath.to(reverse.parent);
      const load = Load.at(path).lazyload({ property: reverse, entity: reverse.parent });
      for (const element of load.elements) {
        applyElement(element, this, { entity: reverse.parent, mustMatch: false, path });
      }
    }
  }

  #mapperEntities(): MapperEntity[] {
    return this.entities.filter((each) => each.kind === "mapper");
  }

  #adaptToBase(): void {
    const [from] = this.statement.froms;
    if (from === undefined) return;
    if (isEntity(from)) this.baseAdapter = isAliased(from) ? adapterOf(from) : null;
    else this.baseAdapter = new RowAdapter(from);
  }

  #adaptCriteria(): void {
    const { where, having, orderBy, groupBy } = this.statement;
    this.#where = where.map((each) => this.adaptClause(each));
    this.#having = having.map((each) => this.adaptClause(each));
    this.#orderBy = orderBy.map((each) => this.adaptClause(each));
    this.#groupBy = groupBy.map((each) => this.adaptClause(each));
  }

  #orderAsRelationship(): void {
    const { outermostOrderBy } = this.statement;
    const [first] = this.fromClauses;
    if (outermostOrderBy.length === 0 || !(first instanceof OrmJoin)) return;
    const { targetAdapter } = first;
    this.eagerOrderBy = outermostOrderBy.map((each) => (targetAdapter === null ? each : targetAdapter.traverse(each)));
  }

  #setup(entity: QueryEntity): void {
    switch (entity.kind) {
      case "mapper":
        this.#setupMapper(entity);
        return;
      case "bundle":
        for (const member of entity.members) this.#setup(member);
        return;
      case "column":
        this.#setupColumn(entity);
    }
  }

  #setupMapper(entity: MapperEntity): void {
    this.#criteriaEntities.add(entity.entity);
    this.setupEntity({
      mapper: entity.mapper,
      lead: entity,
      path: entity.path,
      adapter: this.adapterFor(entity),
      collection: this.primaryColumns,
      onlyLoad: this.primaryEntity === entity ? this.statement.onlyLoad : null,
      polymorphicMappers: entity.withPolymorphicMappers,
      discriminator: entity.polymorphicOn,
      parentMapper: null,
      chainedFromOuterjoin: false,
    });
    this.#fallbackFroms.push(entity.selectable);
  }

  #setupColumn(entity: ColumnEntity): void {
    const adapted = this.adaptClause(entity.column);
    const column = this.#nested ? adapted : plainColumn(adapted);
    if (entity.entity !== null) {
      this.#criteriaEntities.add(entity.entity);
      const { selectable } = entity.entity;
      const froms = new Set(entity.column.fromObjects);
      if (selectable.fromObjects.some((from) => froms.has(from))) this.#fallbackFroms.push(selectable);
    }
    this.#dedupe.add(column);
    this.primaryColumns.push(column);
    entity.fetched = column;
  }

  /** Restricts single-table subclasses to their rows. */
  #addSingleCriteria(): void {
    for (const from of this.fromClauses) {
      const entity = entityOfFrom(from);
      if (entity !== null) this.#criteriaEntities.add(entity);
    }
    for (const entity of this.#criteriaEntities) {
      if (this.joinEntities.has(entity)) continue;
      const criterion = singleTableCriterion(entity.mapper);
      const own = this.statement.forRefresh ? [] : adaptedCriteriaFor(this.criteria, entity);
      if (criterion !== null) own.push(isAliased(entity) ? adapterOf(entity).traverse(criterion) : criterion);
      this.#where = [...this.#where, ...own.map((each) => this.adaptClause(each))];
    }
  }

  #simpleStatement(): Select {
    return plainSelect(this.statement, {
      columns: [...this.primaryColumns, ...this.secondaryColumns],
      froms: [...this.fromClauses, ...this.eagerJoins.values()],
      where: this.#where,
      having: this.#having,
      orderBy: [...this.#orderBy, ...this.eagerOrderBy],
      groupBy: this.#groupBy,
      limited: true,
    });
  }

  /** A limited query goes into a subquery, so that rows of joined collections do not count against the limit. */
  #compoundStatement(): Select {
    const order = this.#orderBy.map(withoutLabels);
    const inner = plainSelect(this.statement, {
      columns: [...this.primaryColumns, ...this.#orderColumns(order)],
      froms: this.fromClauses,
      where: this.#where,
      having: this.#having,
      orderBy: this.#orderBy,
      groupBy: this.#groupBy,
      limited: true,
    }).subquery();
    const adapter = new RowAdapter(inner);
    this.compoundAdapter = adapter;
    let from: FromClause = inner;
    for (const join of this.eagerJoins.values()) {
      from = spliceJoins(from, join, join instanceof OrmJoin ? join.stopOn : null);
    }
    return plainSelect(this.statement, {
      columns: [inner, ...this.secondaryColumns],
      froms: [from],
      where: [],
      having: [],
      orderBy: [...order.map((each) => adapter.traverse(each)), ...this.eagerOrderBy],
      groupBy: [],
      limited: false,
    });
  }

  /** What the outer statement orders by and the inner one would not select otherwise. */
  #orderColumns(order: readonly ClauseElement[]): ColumnElement[] {
    const present = new Set<ColumnElement>(this.primaryColumns);
    for (const column of this.primaryColumns) {
      if (column.orderByLabel !== null) for (const inner of columnsOf(column)) present.add(inner);
    }
    const added: ColumnElement[] = [];
    for (const column of order.flatMap((each) => columnsOf(each))) {
      if (!present.has(column) && !this.#dedupe.has(column) && !added.includes(column)) added.push(column);
    }
    return added;
  }
}

type Naming = (column: ClauseElement) => string | null;

/** `session.query()` names values as their attributes are named, whether or not the names differ. */
function legacyName(column: ClauseElement): string | null {
  const named = column as ColumnElement;
  const given = named.annotations?.proxyKey;
  return typeof given === "string" ? given : (named.key ?? null);
}

function entitiesFor(item: SelectItem, nameOf: Naming): QueryEntity[] {
  if (isEntity(item)) return [new MapperEntity(item, entityName(item))];
  if (item instanceof Bundle) return [bundleFor(item)];
  return item.selectIterable.map((each) => {
    const column = each as ColumnElement;
    return new ColumnEntity(column, entityOfColumn(column), nameOf(column));
  });
}

function bundleFor(bundle: Bundle): BundleEntity {
  const members = bundle.expressions.map((each) =>
    each instanceof Bundle ? bundleFor(each) : new ColumnEntity(each, entityOfColumn(each), each.proxyKey),
  );
  return new BundleEntity(bundle, members);
}
