import { entityOfColumn, entityOfFrom } from "../loading/column-annotations.ts";
import type { Entity } from "../loading/entities.ts";
import { loadPort } from "../loading/load-port.ts";
import { LoaderOption } from "../loading/loader-options.ts";
import { EMPTY_STATEMENT, type JoinStep, type OrmStatement, type SelectItem } from "../loading/orm-statement.ts";
import { RelationshipAttribute } from "../mapping/relationship-attribute.ts";
import { clauseOf, expected } from "../sql/coercions.ts";
import { Insert } from "../sql/dml.ts";
import { ClauseElement, FromClause, isPluginItem } from "../sql/element.ts";
import type { CTE, CteOptions, Lateral, Subquery } from "../sql/from-clause.ts";
import { type JoinStep as PlainJoinStep, Select } from "../sql/select.ts";
import type { Exists, ScalarSelect, SelectBase } from "../sql/select-base.ts";
import { replace, traverse } from "../sql/traversal.ts";
import {
  criteriaByName,
  EntityItem,
  entityOrNull,
  fromItem,
  type JoinedNamespace,
  joinStep,
  type Namespace,
  namedCriterion,
  ormItem,
  selectItem,
} from "./orm-entities.ts";
import type { RowValues } from "./row-types.ts";

/**
 * A SELECT that may name mapped classes and relationships ("Writing SELECT statements for ORM Mapped Classes"). Where it
 * becomes part of another statement it turns into a plain one.
 */
export class OrmSelect<T extends readonly unknown[] = readonly unknown[]> extends Select {
  /** Only for inference: the values of a row. */
  declare readonly rowValues?: T;

  /** What a query or a load of the session asks for, where this stands for one: what is said besides comes on top. */
  readonly base: OrmStatement | null = null;

  constructor(items: readonly unknown[] = []) {
    super(items.map(ormItem));
  }

  /** A query or load as a statement that listeners can change. */
  static of(base: OrmStatement): OrmSelect {
    return new OrmSelect().copyWith({ base } as object);
  }

  // Every changed copy has to be of this class again.
  protected override blank(): this {
    return new OrmSelect() as unknown as this;
  }

  override addColumns<const A extends readonly unknown[]>(...items: A): OrmSelect<readonly [...T, ...RowValues<A>]> {
    return super.addColumns(...items.map(ormItem)) as OrmSelect<readonly [...T, ...RowValues<A>]>;
  }

  override withOnlyColumns<const A extends readonly unknown[]>(...items: A): OrmSelect<RowValues<A>> {
    return super.withOnlyColumns(...items.map(ormItem)) as OrmSelect<RowValues<A>>;
  }

  override selectFrom(...froms: unknown[]): this {
    return super.selectFrom(...froms.map(ormItem));
  }

  override join(target: unknown, onclause: unknown = null, options = {}): this {
    return super.join(ormItem(target), onclause, options);
  }

  override outerjoin(target: unknown, onclause: unknown = null, options = {}): this {
    return super.outerjoin(ormItem(target), onclause, options);
  }

  override joinFrom(from: unknown, target: unknown, onclause: unknown = null, options = {}): this {
    return super.joinFrom(ormItem(from), ormItem(target), onclause, options);
  }

  override outerjoinFrom(from: unknown, target: unknown, onclause: unknown = null, options = {}): this {
    return super.outerjoinFrom(ormItem(from), ormItem(target), onclause, options);
  }

  override withHint(selectable: unknown, text: string, dialect = "*"): this {
    return super.withHint(selectableOf(selectable), text, dialect);
  }

  override correlate(...froms: unknown[]): this {
    return super.correlate(...froms.map(selectableOf));
  }

  override correlateExcept(...froms: unknown[]): this {
    return super.correlateExcept(...froms.map(selectableOf));
  }

  /** Takes the rows from a statement of one's own: a text, or any statement that returns rows. */
  fromStatement(statement: unknown): this {
    return this.copyWith({ source: sourceOf(statement) } as object);
  }

  /** Criteria by attribute name, of the entity that was joined last or selected first. */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    const namespace = namespaceOf(this);
    return this.where(...criteriaByName(values).map(([key, value]) => namedCriterion(namespace, key, value)));
  }

  /** The same statement without anything of the ORM in it. */
  plain(): Select {
    return isOrmSelect(this) ? loadPort().nested(statementOf(this)) : this;
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    return this.items.some(isPluginItem) ? this.plain().allSelectedColumns : super.allSelectedColumns;
  }

  override subquery(name: string | null = null): Subquery {
    return isOrmSelect(this) ? this.plain().subquery(name) : super.subquery(name);
  }

  override lateral(name: string | null = null): Lateral {
    return isOrmSelect(this) ? this.plain().lateral(name) : super.lateral(name);
  }

  override cte(name: string | null = null, options: CteOptions = {}): CTE {
    return isOrmSelect(this) ? this.plain().cte(name, options) : super.cte(name, options);
  }

  override scalarSubquery<V = unknown>(): ScalarSelect<V> {
    return isOrmSelect(this) ? this.plain().scalarSubquery<V>() : super.scalarSubquery<V>();
  }

  override exists(): Exists {
    return isOrmSelect(this) ? this.plain().exists() : super.exists();
  }
}

/** `select(User, User.name)`: a SELECT of mapped classes, attributes, columns or expressions. */
export function select<const A extends readonly unknown[]>(...items: A): OrmSelect<RowValues<A>> {
  return new OrmSelect<RowValues<A>>(items);
}

function selectableOf(from: unknown): unknown {
  return entityOrNull(from)?.selectable ?? from;
}

function namespaceOf(select: Select): Namespace | JoinedNamespace {
  const last = select.joins.at(-1);
  if (last !== undefined) {
    const { right } = last;
    if (right instanceof RelationshipAttribute) return { target: right.targetEntity as Entity };
    if (right instanceof EntityItem) return right.entity;
    return right as FromClause;
  }
  const first = select.fromItems[0] ?? select.items[0];
  if (first instanceof EntityItem) return first.entity;
  return first as Namespace;
}

/** Whether a SELECT is about anything mapped, so that it flushes first and loads objects. */
export function isOrmSelect(select: Select): boolean {
  if (select instanceof OrmSelect && select.base !== null) return true;
  if (select.items.some(isPluginItem) || select.fromItems.some(isPluginItem) || select.ormOptions.length > 0)
    return true;
  if (select.joins.some((step) => isPluginItem(step.right) || isPluginItem(step.onclause) || isPluginItem(step.left))) {
    return true;
  }
  const nodes = [...select.items, ...select.whereCriteria, ...select.fromItems] as readonly ClauseElement[];
  return nodes.some((node) =>
    node instanceof FromClause ? entityOfFrom(node) !== null : entityOfColumn(node) !== null,
  );
}

/** A SELECT of the ORM in the terms of loading. */
export function statementOf(select: Select): OrmStatement {
  if (select instanceof OrmSelect && select.base !== null) return changed(select.base, select);
  const correlates = !select.autoCorrelate;
  return {
    ...EMPTY_STATEMENT,
    items: select.items.map((item) => (item instanceof ClauseElement ? item : selectItem(item))) as SelectItem[],
    froms: select.fromItems.map((item) => (item instanceof FromClause ? item : fromItem(item))),
    joins: [...select.earlierEntities.flatMap((earlier) => earlier.joins), ...select.joins].map(ormJoinStep),
    where: select.whereCriteria.map(withPlainSelects),
    having: select.havingCriteria.map(withPlainSelects),
    orderBy: select.orderByItems.map(withPlainSelects),
    groupBy: select.groupByItems.map(withPlainSelects),
    limit: select.limitExpression,
    offset: select.offsetExpression,
    distinct: select.isDistinct,
    distinctOn: select.distinctOn,
    correlate: correlates && select.correlatedExcept === null ? select.correlated : null,
    correlateExcept: select.correlatedExcept,
    options: select.ormOptions.filter((option): option is LoaderOption => option instanceof LoaderOption),
    labelStyle: select.labelStyle,
    source: (select as { readonly source?: ClauseElement | null }).source ?? null,
    extra: {
      prefixes: select.prefixes,
      suffixes: select.suffixes,
      hints: select.hints,
      fetchClause: select.fetchClause,
      forUpdate: select.forUpdate,
      independentCtes: select.independentCtes,
    },
  };
}

/** A query or load with what a listener has said of it. */
function changed(base: OrmStatement, select: OrmSelect): OrmStatement {
  if (select.ormOptions.length === 0 && select.whereCriteria.length === 0 && select.limitExpression === null)
    return base;
  return {
    ...base,
    where: [...base.where, ...select.whereCriteria.map(withPlainSelects)],
    orderBy: [...base.orderBy, ...select.orderByItems.map(withPlainSelects)],
    limit: select.limitExpression ?? base.limit,
    options: [
      ...base.options,
      ...select.ormOptions.filter((option): option is LoaderOption => option instanceof LoaderOption),
    ],
  };
}

function ormJoinStep(step: PlainJoinStep): JoinStep {
  return joinStep({
    target: step.right,
    onclause: step.onclause instanceof EntityItem ? step.onclause.entity : step.onclause,
    from: step.left,
    isouter: step.isouter,
    full: step.full,
  });
}

/** A node in which every SELECT of the ORM has become a plain one. */
export function withPlainSelects<T extends ClauseElement>(node: T): T {
  let found = false;
  traverse(node, (each) => {
    if (each instanceof Select && isPluginSelect(each)) found = true;
  });
  if (!found) return node;
  return replace(node, (each) => (each instanceof Select && isPluginSelect(each) ? plainOf(each) : undefined));
}

/** A statement as it is sent: a SELECT of mapped classes with what it loads along. */
export function asSent(clause: ClauseElement): ClauseElement {
  if (clause instanceof Select && isOrmSelect(clause)) return loadPort().executed(statementOf(clause));
  return withPlainSelects(clause);
}

function isPluginSelect(select: Select): boolean {
  return (
    select.items.some(isPluginItem) ||
    select.fromItems.some(isPluginItem) ||
    select.joins.some((step) => isPluginItem(step.right) || isPluginItem(step.onclause) || isPluginItem(step.left))
  );
}

function plainOf(select: Select): SelectBase {
  return loadPort().nested(statementOf(select));
}

/** An INSERT that gives a query its rows returns all columns of the classes that it names, deferred ones too. */
function withWholeRows(statement: Insert): Insert {
  const items = (statement as { readonly returnedItems?: readonly unknown[] }).returnedItems ?? [];
  if (!items.some((item) => entityOrNull(item) !== null)) return statement;
  const columns = items.flatMap((item) => [...(entityOrNull(item)?.selectable.c ?? [item])]);
  return statement.into(statement.table, statement.valueEntries).returning(...columns);
}

/** A statement that gives the rows of a query of mapped classes, in the terms of tables. */
export function sourceOf(statement: unknown): ClauseElement {
  const clause = clauseOf(statement);
  if (clause === null) throw expected("Executable SQL or text() construct", statement);
  return asSent(clause instanceof Insert ? withWholeRows(clause) : clause);
}
