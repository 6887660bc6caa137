/** What rows are selected from: tables, joins, aliases, subqueries, CTEs ("FROM clauses"). */
import { ArgumentError } from "../errors.ts";
import { NULL_TYPE } from "../types/null-type.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { clauseOf, expected, toCondition } from "./coercions.ts";
import {
  type ClauseElement,
  type CollectedColumns,
  ColumnElement,
  FromClause,
  type MapChild,
  provideBuilders,
} from "./element.ts";
import { inferJoinCondition } from "./join-condition.ts";
import { type ColumnClause, TextClause } from "./literals.ts";
import { anonymousName, isAnonymous } from "./names.ts";
import { OPS, type Operator } from "./operators.ts";

export { FromClause } from "./element.ts";

/** The FROM clause that an argument is or stands for; raises ArgumentError for anything else. */
export function toFrom(value: unknown): FromClause {
  const clause = clauseOf(value);
  if (clause instanceof FromClause) return clause;
  if (clause instanceof TextClause) return clause as unknown as FromClause;
  if (typeof value === "string") {
    throw new ArgumentError(`Textual SQL expression '${value}' should be explicitly declared as text('${value}')`);
  }
  throw expected("FROM expression, such as a Table or alias() object,", value);
}

/** A table known by its name and columns only; `Table` of schema/ adds the rest. */
export class TableClause extends FromClause {
  readonly kind = "table" as const;
  private readonly tableName: string;
  private readonly tableSchema: string | null;

  constructor(name: string, columns: readonly ColumnClause[] = [], options: { schema?: string | null } = {}) {
    super();
    this.tableName = name;
    this.tableSchema = options.schema ?? null;
    for (const column of columns) this.attach(column);
  }

  /** Makes a column this table's. */
  protected attach(column: ColumnClause): void {
    if (column.table !== null && column.table !== this) {
      throw new ArgumentError(`column object '${column.key}' already assigned to table '${column.table.name}'`);
    }
    column.attachTo(this);
    const { columns } = this.collectedColumns;
    if (columns.has(column.key)) columns.replace(column.key, column);
    else columns.add(column.key, column);
  }

  override get name(): string {
    return this.tableName;
  }

  override get schema(): string | null {
    return this.tableSchema;
  }

  get fullname(): string {
    return this.schema === null ? this.name : `${this.schema}.${this.name}`;
  }

  override get namedWithColumn(): boolean {
    return true;
  }

  override get description(): string {
    return this.name;
  }

  override toString(): string {
    return this.fullname;
  }
}

/** `left JOIN right ON onclause`. */
export class Join extends FromClause {
  readonly kind = "join" as const;
  readonly left: FromClause;
  readonly right: FromClause;
  readonly onclause: ColumnElement;
  readonly isouter: boolean;
  readonly full: boolean;

  constructor(left: FromClause, right: FromClause, onclause: ColumnElement | null = null, options: JoinKind = {}) {
    super();
    this.left = left;
    this.right = right.selfGroup();
    this.onclause =
      onclause === null
        ? inferJoinCondition(this.left, this.right, subsetOf(this.left))
        : onclause.selfGroup(OPS._asbool);
    this.isouter = options.isouter ?? false;
    this.full = options.full ?? false;
  }

  override get description(): string {
    return `Join object on ${this.left.description} and ${this.right.description}`;
  }

  override isDerivedFrom(from: FromClause | null): boolean {
    return from === this || this.left.isDerivedFrom(from) || this.right.isDerivedFrom(from);
  }

  override selfGroup(): FromClause {
    return new FromGrouping(this);
  }

  protected override populateColumns(into: CollectedColumns): void {
    const all = [...this.left.c, ...this.right.c];
    into.primaryKey.push(
      ...reduceColumns(
        all.filter((column) => column.primaryKey),
        this.onclause,
      ),
    );
    for (const column of all) into.columns.add(column.tqKeyLabel ?? column.anonKeyLabel, column);
    for (const column of all) for (const key of column.foreignKeys) into.foreignKeys.add(key);
  }

  override get hideFroms(): readonly FromClause[] {
    const hidden: FromClause[] = [];
    for (const join of this.clonedSet as ReadonlySet<Join>)
      hidden.push(...join.left.fromObjects, ...join.right.fromObjects);
    return hidden;
  }

  override get fromObjects(): readonly FromClause[] {
    return [this, ...this.left.fromObjects, ...this.right.fromObjects];
  }

  override mapChildren(map: MapChild): this {
    const left = map(this.left);
    const right = map(this.right);
    const onclause = map(this.onclause);
    if (left === this.left && right === this.right && onclause === this.onclause) return this;
    return this.with({ left, right, onclause });
  }
}

interface JoinKind {
  readonly isouter?: boolean;
  readonly full?: boolean;
}

const subsetOf = (left: FromClause): FromClause | null => (left instanceof Join ? left.right : null);

/** Leaves out columns that a foreign key or an equality in `clauses` makes the same as another in the list. */
export function reduceColumns(
  columns: readonly ColumnElement[],
  ...clauses: (ClauseElement | null)[]
): ColumnElement[] {
  const omit = new Set<ColumnElement>();
  for (const column of columns) {
    for (const key of column.foreignKeys) {
      for (const other of columns) {
        if (other === column || other.table === null) continue;
        const referent = safeReferent(key, other.table);
        if (referent?.sharesLineage(other)) {
          omit.add(column);
          break;
        }
      }
    }
  }
  const visit = (clause: ClauseElement): ClauseElement => {
    const binary = clause as { kind: string; operator?: Operator; left?: ColumnElement; right?: ColumnElement };
    if (binary.kind === "binary" && binary.operator === OPS.eq && binary.left && binary.right) {
      const { left, right } = binary;
      const remaining = columns.filter((column) => !omit.has(column));
      if (remaining.some((c) => c.sharesLineage(left)) && remaining.some((c) => c.sharesLineage(right))) {
        for (const column of [...remaining].reverse()) {
          if (column.sharesLineage(right)) {
            omit.add(column);
            break;
          }
        }
      }
    }
    clause.mapChildren((child) => {
      visit(child);
      return child;
    });
    return clause;
  };
  for (const clause of clauses) if (clause) visit(clause);
  return columns.filter((column) => !omit.has(column));
}

function safeReferent(
  key: { getReferent(from: FromClause): ColumnElement | undefined },
  table: FromClause,
): ColumnElement | undefined {
  try {
    return key.getReferent(table);
  } catch {
    return undefined;
  }
}

/** Something under another name: common base of aliases, subqueries and CTEs. */
export abstract class AliasedRows extends FromClause {
  readonly element: ClauseElement;
  readonly givenName: string | null;
  private readonly aliasName: string;

  constructor(element: ClauseElement, name: string | null = null) {
    super();
    this.element = element;
    this.givenName = name;
    if (name === null) {
      const own = element instanceof FromClause && element.namedWithColumn ? element.name : null;
      this.aliasName = anonymousName(this, own !== null && !isAnonymous(own) ? own : "anon");
    } else {
      this.aliasName = name;
    }
  }

  override get name(): string {
    return this.aliasName;
  }

  override get namedWithColumn(): boolean {
    return true;
  }

  override get description(): string {
    return isAnonymous(this.name) ? "anon_1" : this.name;
  }

  protected override populateColumns(into: CollectedColumns): void {
    proxyInto(this.element, this, into);
  }

  override isDerivedFrom(from: FromClause | null): boolean {
    if (from !== null && this.clonedSet.has(from)) return true;
    const element = this.element as { isDerivedFrom?: (from: FromClause | null) => boolean };
    return element.isDerivedFrom?.(from) ?? false;
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }
}

interface ProxiesColumns {
  proxyColumns(derived: FromClause, into: CollectedColumns): void;
}

function proxyInto(element: ClauseElement, derived: FromClause, into: CollectedColumns): void {
  (element as unknown as ProxiesColumns).proxyColumns(derived, into);
}

export class Alias extends AliasedRows {
  readonly kind = "alias" as const;
  declare readonly element: FromClause;

  override get description(): string {
    return isAnonymous(this.name) ? `Anonymous alias of ${this.element.description}` : this.name;
  }
}

/** A SELECT in FROM, in parentheses and under a name. */
export class Subquery extends AliasedRows {
  readonly kind = "subquery" as const;
}

/** A subquery or function that may refer to what stands before it in FROM. */
export class Lateral extends AliasedRows {
  readonly kind = "lateral" as const;
}

/** `TABLESAMPLE`. */
export class TableSample extends AliasedRows {
  readonly kind = "tablesample" as const;
  readonly sampling: ColumnElement;
  readonly seed: ColumnElement | null;

  constructor(
    element: FromClause,
    sampling: ColumnElement,
    name: string | null = null,
    seed: ColumnElement | null = null,
  ) {
    super(element, name);
    this.sampling = sampling;
    this.seed = seed;
  }
}

/** A function that returns rows, in FROM. */
export class TableValuedAlias extends AliasedRows {
  readonly kind = "table_valued_alias" as const;
  readonly tableColumns: readonly ColumnClause[];
  readonly joinsImplicitly: boolean;
  readonly derivedColumns: "no" | "names" | "names and types";
  readonly isLateral: boolean;

  constructor(
    element: ClauseElement,
    columns: readonly ColumnClause[],
    options: {
      name?: string | null;
      joinsImplicitly?: boolean;
      derived?: "no" | "names" | "names and types";
      lateral?: boolean;
    },
  ) {
    super(element, options.name ?? null);
    this.tableColumns = columns;
    this.joinsImplicitly = options.joinsImplicitly ?? false;
    this.derivedColumns = options.derived ?? "no";
    this.isLateral = options.lateral ?? false;
  }

  protected override populateColumns(into: CollectedColumns): void {
    for (const column of this.tableColumns) into.addProxy(column, this);
  }

  /** The alias as one column, for functions that return a single one. */
  get column(): ColumnElement {
    return new TableValuedColumn(this, NULL_TYPE);
  }

  override alias(name: string | null = null): TableValuedAlias {
    return new TableValuedAlias(this, this.tableColumns, {
      name,
      joinsImplicitly: this.joinsImplicitly,
      derived: this.derivedColumns,
    });
  }

  override lateral(name: string | null = null): TableValuedAlias {
    return new TableValuedAlias(this.element, this.tableColumns, {
      name,
      joinsImplicitly: this.joinsImplicitly,
      derived: this.derivedColumns,
      lateral: true,
    });
  }

  /** Renders the names of the columns after the alias's: `AS t(a, b)`. */
  renderDerived(options: { name?: string | null; withTypes?: boolean } = {}): TableValuedAlias {
    return new TableValuedAlias(this.element, this.tableColumns, {
      name: options.name ?? null,
      joinsImplicitly: this.joinsImplicitly,
      derived: options.withTypes ? "names and types" : "names",
      lateral: this.isLateral,
    });
  }
}

/** The whole row of a table or subquery as one column: `func.row_to_json(tableValued(users))` ("FromClause.table_valued"). */
export function tableValued(from: unknown): TableValuedColumn {
  return new TableValuedColumn(toFrom(from), NULL_TYPE);
}

/** A whole row of a FROM clause as one column. */
export class TableValuedColumn extends ColumnElement {
  readonly kind = "table_valued_column" as const;
  type: TypeEngine;
  override name: string;
  override key: string;
  readonly source: FromClause;

  constructor(source: FromClause, type: TypeEngine) {
    super();
    this.source = source;
    this.type = type;
    this.name = source.name ?? "anon";
    this.key = this.name;
  }

  override get fromObjects(): readonly FromClause[] {
    return [this.source];
  }

  override get tqLabel(): string | null {
    return this.name;
  }

  override mapChildren(map: MapChild): this {
    const source = map(this.source);
    return source === this.source
      ? this
      : this.with({ source, name: source.name ?? this.name, key: source.name ?? this.name });
  }
}

export interface CteOptions {
  readonly recursive?: boolean;
  readonly nesting?: boolean;
  /** The CTE that this one is an alias of. */
  readonly aliasOf?: CTE | null;
  /** The CTE whose definition this one completes (by UNION). */
  readonly restates?: CTE | null;
  readonly prefixes?: readonly ClauseElement[];
  readonly suffixes?: readonly ClauseElement[];
}

interface Unionable {
  union(...others: unknown[]): ClauseElement;
  unionAll(...others: unknown[]): ClauseElement;
}

/** `WITH name AS (…)` ("Common Table Expressions"). */
export class CTE extends AliasedRows {
  readonly kind = "cte" as const;
  readonly recursive: boolean;
  readonly nesting: boolean;
  readonly aliasOf: CTE | null;
  readonly restates: CTE | null;
  readonly prefixes: readonly ClauseElement[];
  readonly suffixes: readonly ClauseElement[];

  constructor(element: ClauseElement, name: string | null = null, options: CteOptions = {}) {
    super(element, name);
    this.recursive = options.recursive ?? false;
    this.nesting = options.nesting ?? false;
    this.aliasOf = options.aliasOf ?? null;
    this.restates = options.restates ?? null;
    this.prefixes = options.prefixes ?? [];
    this.suffixes = options.suffixes ?? [];
  }

  protected override populateColumns(into: CollectedColumns): void {
    proxyInto(this.aliasOf ?? this.element, this, into);
  }

  /** The CTE under which this one is known to those who refer to it. */
  get reference(): CTE {
    return this.restates ?? this;
  }

  override alias(name: string | null = null): CTE {
    return new CTE(this.element, name, { ...this, restates: null, aliasOf: this });
  }

  private restated(element: ClauseElement): CTE {
    return new CTE(element, this.name, { ...this, aliasOf: null, restates: this });
  }

  union(...others: unknown[]): CTE {
    return this.restated((this.element as unknown as Unionable).union(...others));
  }

  unionAll(...others: unknown[]): CTE {
    return this.restated((this.element as unknown as Unionable).unionAll(...others));
  }

  prefixWith(...prefixes: ClauseElement[]): CTE {
    return this.fork({ prefixes: [...this.prefixes, ...prefixes] });
  }

  suffixWith(...suffixes: ClauseElement[]): CTE {
    return this.fork({ suffixes: [...this.suffixes, ...suffixes] });
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    const aliasOf = this.aliasOf && map(this.aliasOf);
    const restates = this.restates && map(this.restates);
    if (element === this.element && aliasOf === this.aliasOf && restates === this.restates) return this;
    return this.with({ element, aliasOf, restates });
  }
}

/** A FROM clause in parentheses: a join at the right of a join. */
export class FromGrouping extends FromClause {
  readonly kind = "from_grouping" as const;
  readonly element: FromClause;

  constructor(element: FromClause) {
    super();
    this.element = element;
  }

  protected override get collectedColumns(): CollectedColumns {
    return (this.element as unknown as { collectedColumns: CollectedColumns }).collectedColumns;
  }

  override get c(): FromClause["c"] {
    return this.element.c;
  }

  override get primaryKey(): Iterable<ColumnElement> {
    return this.element.primaryKey;
  }

  override get foreignKeys(): FromClause["foreignKeys"] {
    return this.element.foreignKeys;
  }

  override isDerivedFrom(from: FromClause | null): boolean {
    return this.element.isDerivedFrom(from);
  }

  override get hideFroms(): readonly FromClause[] {
    return this.element.hideFroms;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects;
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(): this {
    return this;
  }

  override alias(name: string | null = null, options: { flat?: boolean } = {}): FromClause {
    return new FromGrouping(this.element.alias(name, options));
  }

  override anonymousFromClause(name: string | null = null, flat = false): FromClause {
    return new FromGrouping(this.element.anonymousFromClause(name, flat));
  }
}

/** `VALUES (…), (…)` as a FROM clause. */
export class Values extends FromClause {
  readonly kind = "values" as const;
  private readonly valuesName: string;
  readonly columnArguments: readonly ColumnClause[];
  readonly rows: readonly (readonly unknown[])[];
  readonly literalBinds: boolean;
  readonly unnamed: boolean;
  readonly isLateral: boolean;

  constructor(
    columns: readonly ColumnClause[],
    options: {
      name?: string | null;
      literalBinds?: boolean;
      rows?: readonly (readonly unknown[])[];
      lateral?: boolean;
    } = {},
  ) {
    super();
    this.columnArguments = columns;
    this.unnamed = (options.name ?? null) === null;
    this.valuesName = options.name ?? anonymousName(this, "anon");
    this.literalBinds = options.literalBinds ?? false;
    this.rows = options.rows ?? [];
    this.isLateral = options.lateral ?? false;
  }

  override get name(): string {
    return this.valuesName;
  }

  override get namedWithColumn(): boolean {
    return !this.unnamed;
  }

  protected override populateColumns(into: CollectedColumns): void {
    for (const column of this.columnArguments) into.addProxy(column, this);
  }

  data(rows: readonly (readonly unknown[])[]): Values {
    return this.fork({ rows: [...this.rows, ...rows] });
  }

  override alias(name: string | null = null): Values {
    return new Values(this.columnArguments, {
      ...this,
      name: name ?? anonymousName({}, "anon"),
      lateral: this.isLateral,
    });
  }

  override lateral(name: string | null = null): Values {
    return new Values(this.columnArguments, { ...this, name: name ?? this.name, lateral: true });
  }

  /** The rows as a CTE. */
  cte(name: string | null = null, options: CteOptions = {}): CTE {
    return new CTE(this, name, options);
  }

  override mapChildren(_map: MapChild): this {
    return this;
  }
}

provideBuilders({
  alias: (from, name) => new Alias(from, name),
  join: (left, right, onclause, options) =>
    new Join(left, toFrom(right), onclause === null ? null : toCondition(onclause), options),
  lateral: (from, name) => new Lateral(from, name),
});
