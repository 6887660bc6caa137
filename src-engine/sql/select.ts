/** SELECT, compound SELECT and text that returns rows ("SELECT and Related Constructs"). Statements are immutable: methods return new ones. */
import { ArgumentError } from "../errors.ts";
import { NULL_TYPE } from "../types/null-type.ts";
import { isPlainObject } from "../types/repr.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { AnnotatedColumn } from "./annotation.ts";
import { clauseOf, expected, toByOf, toCondition, toSelectItem } from "./coercions.ts";
import {
  type ClauseElement,
  type CollectedColumns,
  ColumnElement,
  type ColumnReplacer,
  type FromClause,
  isJoinOptions,
  isPluginItem,
  type MapChild,
  mapList,
  type PluginItem,
  provideBuilders,
} from "./element.ts";
import { toFrom } from "./from-clause.ts";
import type { LabelStyle } from "./labels.ts";
import { ColumnClause, type TextClause } from "./literals.ts";
import { provideSelectAll, whereClause } from "./operations.ts";
import type { Operator } from "./operators.ts";
import { affixes, GenerativeSelect, SelectBase, SelectGrouping } from "./select-base.ts";

/** A join as `select().join()` notes it: its place in FROM is found when the statement is compiled. */
export interface JoinStep {
  readonly right: FromClause | PluginItem;
  readonly onclause: ColumnElement | PluginItem | null;
  readonly left: FromClause | PluginItem | null;
  readonly isouter: boolean;
  readonly full: boolean;
}

/** The items and joins that a statement had before its items were exchanged; their joins stay. */
export interface EarlierEntities {
  readonly items: readonly (ClauseElement | PluginItem)[];
  readonly joins: readonly JoinStep[];
}

export interface SelectJoinOptions {
  readonly isouter?: boolean;
  readonly full?: boolean;
}

const itemOf = (value: unknown): ClauseElement | PluginItem => (isPluginItem(value) ? value : toSelectItem(value));

const targetOf = (value: unknown): FromClause | PluginItem => (isPluginItem(value) ? value : toFrom(value));

const joinTargetOf = (value: unknown): FromClause | PluginItem => {
  if (typeof value === "string") {
    throw expected("Join target, typically a FROM expression, or ORM relationship attribute", value);
  }
  return targetOf(value);
};

const onclauseOf = (value: unknown): ColumnElement | PluginItem | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === "string")
    throw expected("ON clause, typically a SQL expression or ORM relationship attribute", value);
  return isPluginItem(value) ? value : toCondition(value);
};

/** The nodes among items; those of the ORM are not there any more when a statement is compiled. */
export const nodesOf = (items: readonly (ClauseElement | PluginItem)[]): readonly ClauseElement[] =>
  items.filter((item): item is ClauseElement => !isPluginItem(item));

export class Select extends GenerativeSelect {
  readonly kind = "select" as const;
  readonly items: readonly (ClauseElement | PluginItem)[];
  readonly joins: readonly JoinStep[] = [];
  readonly earlierEntities: readonly EarlierEntities[] = [];
  readonly fromItems: readonly (FromClause | PluginItem)[] = [];
  readonly whereCriteria: readonly ColumnElement[] = [];
  readonly havingCriteria: readonly ColumnElement[] = [];
  readonly isDistinct: boolean = false;
  readonly distinctOn: readonly ColumnElement[] = [];
  readonly autoCorrelate: boolean = true;
  readonly correlated: readonly FromClause[] = [];
  readonly correlatedExcept: readonly FromClause[] | null = null;
  readonly prefixes: readonly ClauseElement[] = [];
  readonly hints: readonly SelectHint[] = [];
  readonly suffixes: readonly ClauseElement[] = [];
  /** Loader options and the like, for the ORM. */
  readonly ormOptions: readonly unknown[] = [];
  private selectedMemo: readonly ClauseElement[] | null = null;

  constructor(items: readonly unknown[] = []) {
    super();
    this.items = items.map(itemOf);
  }

  protected override forget(): void {
    this.selectedMemo = null;
  }

  protected override blank(): this {
    return new Select() as this;
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    this.selectedMemo ??= nodesOf(this.items).flatMap((item) => item.selectIterable);
    return this.selectedMemo;
  }

  override get scalarType(): TypeEngine {
    const first = nodesOf(this.items)[0]?.selectIterable[0];
    return first instanceof ColumnElement ? first.type : NULL_TYPE;
  }

  setLabelStyle(style: LabelStyle): this {
    return style === this.labelStyle ? this : this.changed({ labelStyle: style });
  }

  override withDistinctNames(): this {
    return this.labelStyle === "none" ? this.setLabelStyle("disambiguate_only") : this;
  }

  /** The condition of WHERE as one expression. */
  get whereclause(): ColumnElement<boolean> | null {
    return whereClause(this.whereCriteria);
  }

  /** FROM clauses that the items, the criteria and selectFrom() name, in this order, each once. */
  get fromElements(): readonly FromClause[] {
    const seen = new Set<FromClause>();
    for (const item of nodesOf(this.items)) for (const from of item.fromObjects) seen.add(from);
    for (const criterion of this.whereCriteria) for (const from of criterion.fromObjects) seen.add(from);
    for (const from of nodesOf(this.fromItems)) seen.add(from as FromClause);
    return [...seen];
  }

  override isDerivedFrom(from: FromClause | null): boolean {
    return from !== null && this.fromElements.some((element) => element.isDerivedFrom(from));
  }

  // --- building ------------------------------------------------------------------------------------------------------------

  addColumns(...items: unknown[]): Select {
    return this.changed({ items: [...this.items, ...items.map(itemOf)] });
  }

  /** Exchanges the items; joins stay. With `keepFroms`, so do the FROM clauses of the former items. */
  /** The same statement of other columns; options may follow them ("Select.with_only_columns"). */
  withOnlyColumns(...given: unknown[]): Select {
    const last = given.at(-1);
    const options: { maintainColumnFroms?: boolean } = isPlainObject(last) ? last : {};
    const items = isPlainObject(last) ? given.slice(0, -1) : given;
    const froms = options.maintainColumnFroms ? nodesOf(this.items).flatMap((item) => item.fromObjects) : [];
    const earlier =
      this.joins.length > 0
        ? [...this.earlierEntities, { items: this.items, joins: this.joins }]
        : this.earlierEntities;
    return this.changed({
      items: items.map(itemOf),
      joins: [],
      earlierEntities: earlier,
      fromItems: [...this.fromItems, ...froms],
    });
  }

  where(...criteria: unknown[]): this {
    return this.changed({
      whereCriteria: [...this.whereCriteria, ...criteria.map((criterion) => toCondition(criterion))],
    });
  }

  filter(...criteria: unknown[]): this {
    return this.where(...criteria);
  }

  having(...criteria: unknown[]): this {
    return this.changed({
      havingCriteria: [...this.havingCriteria, ...criteria.map((criterion) => toCondition(criterion))],
    });
  }

  distinct(...on: unknown[]): this {
    return this.changed({ isDistinct: true, distinctOn: [...this.distinctOn, ...on.map(toByOf)] });
  }

  selectFrom(...froms: unknown[]): this {
    return this.changed({ fromItems: [...this.fromItems, ...froms.map(targetOf)] });
  }

  join(target: unknown, onclause: unknown = null, options: SelectJoinOptions = {}): this {
    if (isJoinOptions(onclause)) return this.joinStep(null, target, null, onclause);
    return this.joinStep(null, target, onclause, options);
  }

  outerjoin(target: unknown, onclause: unknown = null, options: { full?: boolean } = {}): this {
    if (isJoinOptions(onclause)) return this.joinStep(null, target, null, { ...onclause, isouter: true });
    return this.joinStep(null, target, onclause, { ...options, isouter: true });
  }

  joinFrom(from: unknown, target: unknown, onclause: unknown = null, options: SelectJoinOptions = {}): this {
    if (isJoinOptions(onclause)) return this.joinStep(targetOf(from), target, null, onclause);
    return this.joinStep(targetOf(from), target, onclause, options);
  }

  outerjoinFrom(from: unknown, target: unknown, onclause: unknown = null, options: { full?: boolean } = {}): this {
    if (isJoinOptions(onclause)) return this.joinStep(targetOf(from), target, null, { ...onclause, isouter: true });
    return this.joinStep(targetOf(from), target, onclause, { ...options, isouter: true });
  }

  private joinStep(
    left: FromClause | PluginItem | null,
    target: unknown,
    onclause: unknown,
    options: SelectJoinOptions,
  ): this {
    const step: JoinStep = {
      left,
      right: joinTargetOf(target),
      onclause: onclauseOf(onclause),
      isouter: options.isouter ?? false,
      full: options.full ?? false,
    };
    return this.changed({ joins: [...this.joins, step] });
  }

  /** Says which FROM clauses come from the enclosing statement; `correlate(null)` none. */
  correlate(...froms: unknown[]): this {
    if (froms.length === 0 || froms[0] === null || froms[0] === false) {
      if (froms.length > 1) {
        throw new ArgumentError("additional FROM objects not accepted when passing None/False to correlate()");
      }
      return this.changed({ autoCorrelate: false, correlated: [] });
    }
    return this.changed({ autoCorrelate: false, correlated: [...this.correlated, ...froms.map(toFrom)] });
  }

  correlateExcept(...froms: unknown[]): this {
    if (froms.length === 0 || froms[0] === null || froms[0] === false) {
      if (froms.length > 1) {
        throw new ArgumentError("additional FROM objects not accepted when passing None/False to correlate_except()");
      }
      return this.changed({ autoCorrelate: false, correlatedExcept: [] });
    }
    return this.changed({
      autoCorrelate: false,
      correlatedExcept: [...(this.correlatedExcept ?? []), ...froms.map(toFrom)],
    });
  }

  /** Text after SELECT; `{ dialect: "mysql" }` at the end keeps it to one database. */
  prefixWith(...prefixes: unknown[]): this {
    return this.changed({ prefixes: [...this.prefixes, ...affixes(prefixes)] });
  }

  /** Text after the whole statement; `{ dialect: "mysql" }` at the end keeps it to one database. */
  suffixWith(...suffixes: unknown[]): this {
    return this.changed({ suffixes: [...this.suffixes, ...affixes(suffixes)] });
  }

  /** A word about one table for one database, or any ("Select.with_hint"); `%(name)s` in it stands for the table's name. */
  withHint(selectable: unknown, text: string, dialect = "*"): this {
    return this.changed({ hints: [...this.hints, { from: toFrom(selectable), text, dialect }] });
  }

  /** A word about the whole statement, at its end ("Select.with_statement_hint"). */
  withStatementHint(text: string, dialect = "*"): this {
    return this.changed({ hints: [...this.hints, { from: null, text, dialect }] });
  }

  /** Adds options for the ORM (loader strategies). */
  options(...options: unknown[]): this {
    return this.changed({ ormOptions: [...this.ormOptions, ...options] });
  }

  /** A copy with some fields set; for the ORM, which builds plain statements out of its own. */
  copyWith(
    changes: Partial<
      Pick<
        Select,
        | "items"
        | "joins"
        | "earlierEntities"
        | "fromItems"
        | "whereCriteria"
        | "havingCriteria"
        | "isDistinct"
        | "distinctOn"
        | "autoCorrelate"
        | "correlated"
        | "correlatedExcept"
        | "prefixes"
        | "suffixes"
        | "hints"
        | "ormOptions"
        | "labelStyle"
        | "orderByItems"
        | "groupByItems"
        | "limitExpression"
        | "offsetExpression"
        | "fetchClause"
        | "forUpdate"
        | "independentCtes"
        | "executionOptionValues"
      >
    >,
  ): this {
    return this.changed(changes);
  }

  union(...others: unknown[]): CompoundSelect {
    return compound("UNION", [this, ...others]);
  }
  unionAll(...others: unknown[]): CompoundSelect {
    return compound("UNION ALL", [this, ...others]);
  }
  except(...others: unknown[]): CompoundSelect {
    return compound("EXCEPT", [this, ...others]);
  }
  exceptAll(...others: unknown[]): CompoundSelect {
    return compound("EXCEPT ALL", [this, ...others]);
  }
  intersect(...others: unknown[]): CompoundSelect {
    return compound("INTERSECT", [this, ...others]);
  }
  intersectAll(...others: unknown[]): CompoundSelect {
    return compound("INTERSECT ALL", [this, ...others]);
  }

  // --- structure -----------------------------------------------------------------------------------------------------------

  override selfGroup(against: Operator | SelectBase | null = null): ClauseElement {
    const bare = against instanceof CompoundSelect && !this.hasRowLimit && this.orderByItems.length === 0;
    return bare ? this : new SelectGrouping(this);
  }

  proxyColumns(
    derived: FromClause,
    into: CollectedColumns,
    compoundColumns: readonly (readonly ColumnElement[])[] | null = null,
  ): void {
    let index = 0;
    for (const { requiredLabel, proxyKey, column } of this.columnsPlusNames(false)) {
      if (!(column instanceof ColumnElement)) continue;
      into.addProxy(column, derived, {
        name: requiredLabel,
        key: proxyKey,
        compoundColumns: compoundColumns?.[index++] ?? null,
      });
    }
  }

  override mapChildren(map: MapChild): this {
    // FROM first: columns of a clause that is replaced follow it.
    const froms = new Set(this.fromElements.flatMap((from) => [from, ...from.fromObjects]));
    const replaced = new Map<FromClause, FromClause>();
    for (const from of froms) {
      const next = map(from);
      if (next !== from) replaced.set(from, next);
    }
    const columns: ColumnReplacer | undefined =
      replaced.size === 0
        ? undefined
        : (column) => {
            const next = column instanceof ColumnClause && column.table ? replaced.get(column.table) : undefined;
            return next?.correspondingColumn(column);
          };
    const mapItems = <T extends ClauseElement>(items: readonly (T | PluginItem)[]) =>
      items.map((item) => (isPluginItem(item) ? item : map(item, columns)));
    const mapMaybe = <T extends ClauseElement>(item: T | null) => (item === null ? null : map(item, columns));
    const mapSteps = (steps: readonly JoinStep[]): readonly JoinStep[] => {
      const mapped = steps.map((step) => mapStep(step, map, columns));
      return mapped.every((step, index) => step === steps[index]) ? steps : mapped;
    };
    const changes = {
      items: mapItems(this.items),
      fromItems: mapItems(this.fromItems),
      joins: mapSteps(this.joins),
      whereCriteria: mapList(this.whereCriteria, map, columns),
      havingCriteria: mapList(this.havingCriteria, map, columns),
      orderByItems: mapList(this.orderByItems, map, columns),
      groupByItems: mapList(this.groupByItems, map, columns),
      distinctOn: mapList(this.distinctOn, map, columns),
      correlated: mapList(this.correlated, map, columns),
      correlatedExcept: this.correlatedExcept && mapList(this.correlatedExcept, map, columns),
      prefixes: mapList(this.prefixes, map, columns),
      suffixes: mapList(this.suffixes, map, columns),
      limitExpression: mapMaybe(this.limitExpression),
      offsetExpression: mapMaybe(this.offsetExpression),
      fetchClause: mapFetch(this, map, columns),
      earlierEntities: mapEarlier(this.earlierEntities, (earlier) => ({
        items: mapItems(earlier.items),
        joins: mapSteps(earlier.joins),
      })),
      independentCtes: mapCtes(this, map, columns),
    };
    return sameFields(this, changes) ? this : this.with(changes);
  }
}

function mapEarlier(
  list: readonly EarlierEntities[],
  map: (earlier: EarlierEntities) => EarlierEntities,
): readonly EarlierEntities[] {
  const mapped = list.map(map);
  const same = mapped.every(
    (item, i) => item.joins === list[i]?.joins && item.items.every((node, j) => node === list[i]?.items[j]),
  );
  return same ? list : mapped;
}

function mapStep(step: JoinStep, map: MapChild, columns: ColumnReplacer | undefined): JoinStep {
  const one = <T extends ClauseElement>(item: T | PluginItem | null): T | PluginItem | null =>
    item === null || isPluginItem(item) ? item : map(item, columns);
  const right = one(step.right) ?? step.right;
  const onclause = one(step.onclause);
  const left = one(step.left);
  if (right === step.right && onclause === step.onclause && left === step.left) return step;
  return { ...step, right, onclause, left };
}

function mapFetch(select: GenerativeSelect, map: MapChild, columns?: ColumnReplacer): GenerativeSelect["fetchClause"] {
  const fetch = select.fetchClause;
  if (!fetch) return null;
  const count = map(fetch.count, columns);
  return count === fetch.count ? fetch : { ...fetch, count };
}

function mapCtes(select: SelectBase, map: MapChild, columns?: ColumnReplacer): SelectBase["independentCtes"] {
  const mapped = select.independentCtes.map((item) => ({ ...item, cte: map(item.cte, columns) }));
  return mapped.every((item, index) => item.cte === select.independentCtes[index]?.cte)
    ? select.independentCtes
    : mapped;
}

// Lists are compared by members: mapping makes new ones even where nothing changes.
function sameFields(node: object, changes: Readonly<Record<string, unknown>>): boolean {
  const fields = node as Readonly<Record<string, unknown>>;
  return Object.entries(changes).every(([key, value]) => {
    const before = fields[key];
    if (value === before) return true;
    if (!Array.isArray(value) || !Array.isArray(before)) return false;
    return value.length === before.length && value.every((item, index) => item === before[index]);
  });
}

/** A word about a table, or about the whole statement, for one database or, under `"*"`, for any. */
export interface SelectHint {
  readonly from: FromClause | null;
  readonly text: string;
  readonly dialect: string;
}

export type CompoundKeyword = "UNION" | "UNION ALL" | "EXCEPT" | "EXCEPT ALL" | "INTERSECT" | "INTERSECT ALL";

/** SELECTs combined by UNION and its like. */
export class CompoundSelect extends GenerativeSelect {
  readonly kind = "compound_select" as const;
  readonly keyword: CompoundKeyword;
  readonly selects: readonly SelectBase[];

  constructor(keyword: CompoundKeyword, selects: readonly SelectBase[]) {
    super();
    this.keyword = keyword;
    this.selects = selects.map((select) => select.selfGroup(this) as SelectBase);
  }

  private get first(): SelectBase {
    const [first] = this.selects;
    if (!first) throw new ArgumentError("A compound SELECT needs at least one SELECT");
    return first;
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    return this.first.allSelectedColumns;
  }

  override get selectedColumns(): SelectBase["selectedColumns"] {
    return this.first.selectedColumns;
  }

  override get scalarType(): TypeEngine {
    return this.first.scalarType;
  }

  override get fromObjects(): readonly FromClause[] {
    return [];
  }

  setLabelStyle(style: LabelStyle): this {
    if (style === this.labelStyle) return this;
    return this.changed({ selects: [this.first.setLabelStyle(style), ...this.selects.slice(1)] });
  }

  override withDistinctNames(): this {
    const first = this.first.withDistinctNames();
    return first === this.first ? this : this.changed({ selects: [first, ...this.selects.slice(1)] });
  }

  override isDerivedFrom(from: FromClause | null): boolean {
    return this.selects.some((select) => select.isDerivedFrom(from));
  }

  override selfGroup(): ClauseElement {
    return new SelectGrouping(this);
  }

  proxyColumns(derived: FromClause, into: CollectedColumns): void {
    const weighted = this.selects.map((select, index) =>
      select.allSelectedColumns
        .filter((column) => column instanceof ColumnElement)
        .map((column) => new AnnotatedColumn(column, { weight: index + 1 })),
    );
    const width = Math.min(...weighted.map((columns) => columns.length));
    const rows = Array.from({ length: width }, (_, index) =>
      weighted.map((columns) => columns[index]).filter((column) => column !== undefined),
    );
    this.first.proxyColumns(derived, into, rows);
  }

  override mapChildren(map: MapChild): this {
    const mapMaybe = <T extends ClauseElement>(item: T | null) => (item === null ? null : map(item));
    const changes = {
      selects: mapList(this.selects, map),
      orderByItems: mapList(this.orderByItems, map),
      groupByItems: mapList(this.groupByItems, map),
      limitExpression: mapMaybe(this.limitExpression),
      offsetExpression: mapMaybe(this.offsetExpression),
      fetchClause: mapFetch(this, map),
      independentCtes: mapCtes(this, map),
    };
    return sameFields(this, changes) ? this : this.with(changes);
  }

  union(...others: unknown[]): CompoundSelect {
    return compound("UNION", [this, ...others]);
  }
  unionAll(...others: unknown[]): CompoundSelect {
    return compound("UNION ALL", [this, ...others]);
  }
}

/** Combines SELECTs; raises ArgumentError for anything else. */
export function compound(keyword: CompoundKeyword, selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect(
    keyword,
    selects.map((select) => {
      const clause = clauseOf(select);
      if (clause instanceof SelectBase) return clause;
      throw expected("SELECT construct for inclusion in a UNION or other set construct", select);
    }),
  );
}

/** Text that returns known columns (`text("…").columns(…)`). */
export class TextualSelect extends SelectBase {
  readonly kind = "textual_select" as const;
  readonly element: TextClause;
  readonly columnArguments: readonly ColumnClause[];
  readonly positional: boolean;
  readonly labelStyle: LabelStyle = "none";

  constructor(element: TextClause, columns: readonly ColumnClause[], positional: boolean) {
    super();
    this.element = element;
    this.columnArguments = columns;
    this.positional = positional;
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    return this.columnArguments;
  }

  override get scalarType(): TypeEngine {
    return this.columnArguments[0]?.type ?? NULL_TYPE;
  }

  setLabelStyle(): this {
    return this;
  }

  bindparams(...given: Parameters<TextClause["bindparams"]>): this {
    return this.changed({ element: this.element.bindparams(...given) });
  }

  proxyColumns(derived: FromClause, into: CollectedColumns): void {
    for (const column of this.columnArguments) into.addProxy(column, derived);
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(): ClauseElement {
    return new SelectGrouping(this);
  }
}

provideSelectAll((from) => new Select([from]));
provideBuilders({ selectOf: (from) => new Select([from]) });
