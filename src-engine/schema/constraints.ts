/** Constraints and indexes ("Defining Constraints and Indexes"). */
import { ArgumentError, BuiltinError, ConstraintColumnNotFoundError, InvalidRequestError } from "../errors.ts";
import { clauseOf } from "../sql/coercions.ts";
import { type ClauseElement, ColumnElement, type ForeignKeyLike } from "../sql/element.ts";
import { ColumnClause, TextClause } from "../sql/literals.ts";
import { findColumns } from "../sql/traversal.ts";
import { conventionalName } from "./naming.ts";
import { type NamedConstraint, nextCreationOrder, type SchemaColumn, type SchemaTable } from "./schema-item.ts";

export interface ConstraintOptions {
  readonly name?: string | null;
  readonly deferrable?: boolean | null;
  readonly initially?: string | null;
  readonly comment?: string | null;
  /** `ON CONFLICT …` of SQLite. */
  readonly sqliteOnConflict?: string | null;
}

type ColumnArgument = string | ClauseElement;

export abstract class Constraint implements NamedConstraint {
  abstract readonly kind: "primary_key" | "unique" | "check" | "foreign_key";
  abstract readonly prefix: string;
  readonly creationOrder = nextCreationOrder();
  name: string | null;
  readonly deferrable: boolean | null;
  readonly initially: string | null;
  readonly comment: string | null;
  readonly sqliteOnConflict: string | null;
  /** Set for constraints that a column's `unique=True` or a type made. */
  readonly columnFlag: boolean = false;
  private owner: SchemaTable | null = null;

  constructor(options: ConstraintOptions = {}) {
    this.name = options.name ?? null;
    this.deferrable = options.deferrable ?? null;
    this.initially = options.initially ?? null;
    this.comment = options.comment ?? null;
    this.sqliteOnConflict = options.sqliteOnConflict ?? null;
  }

  /** The table; raises when the constraint has none yet. */
  get table(): SchemaTable {
    if (!this.owner) {
      throw new InvalidRequestError(
        "This constraint is not bound to a table.  Did you mean to call table.append_constraint(constraint) ?",
      );
    }
    return this.owner;
  }

  get isAttached(): boolean {
    return this.owner !== null;
  }

  abstract get namedColumns(): readonly ColumnClause[];

  /** Makes the constraint a table's and gives it its name. */
  attach(table: SchemaTable): void {
    this.owner = table;
    this.resolveColumns(table);
    this.name = conventionalName(this, table);
  }

  protected resolveColumns(_table: SchemaTable): void {}
}

/** Finds columns that are given by key in a table. */
function columnsIn(table: SchemaTable, given: readonly ColumnArgument[], kind: string): SchemaColumn[] {
  return given.map((item) => {
    if (typeof item !== "string") return columnOf(item) as SchemaColumn;
    const found = table.c.get(item);
    if (!found) {
      throw new ConstraintColumnNotFoundError(
        `Can't create ${kind} on table '${table.description}': no column named '${item}' is present.`,
      );
    }
    return found as SchemaColumn;
  });
}

/** Gives a constraint or index of a table's columns to that table; one of names or of several tables waits to be given. */
function joinTable(item: Constraint | Index, columns: readonly ColumnArgument[]): void {
  const tables = new Set<unknown>();
  for (const column of columns) {
    if (typeof column === "string") return;
    const clause = clauseOf(column);
    const table = clause === null ? null : columnOf(clause).table;
    if (table?.kind !== "table") return;
    tables.add(table);
  }
  const [only] = tables;
  if (tables.size === 1) (only as SchemaTable).appendConstraint?.(item);
}

function columnOf(item: ClauseElement): ColumnClause {
  const bare = item instanceof ColumnElement ? item.unannotated : item;
  if (bare instanceof ColumnClause) return bare;
  const [first] = findColumns(item);
  if (!first) throw new ArgumentError("Column argument for a constraint expected");
  return first;
}

export abstract class ColumnCollectionConstraint extends Constraint {
  protected readonly given: readonly ColumnArgument[];
  private resolved: SchemaColumn[] = [];

  constructor(columns: readonly ColumnArgument[], options: ConstraintOptions = {}) {
    super(options);
    this.given = columns.map((column) => clauseOf(column) ?? (column as string));
  }

  get columns(): readonly SchemaColumn[] {
    return this.resolved;
  }

  get namedColumns(): readonly ColumnClause[] {
    return this.resolved;
  }

  /** The columns as they were given, before there is a table. */
  get givenColumns(): readonly ColumnArgument[] {
    return this.given;
  }

  protected setColumns(columns: readonly SchemaColumn[]): void {
    this.resolved = [...new Set(columns)];
  }

  protected override resolveColumns(table: SchemaTable): void {
    this.setColumns(columnsIn(table, this.given, this.constructor.name));
  }
}

export class UniqueConstraint extends ColumnCollectionConstraint {
  readonly kind = "unique" as const;
  readonly prefix = "uq";
  override readonly columnFlag: boolean;

  constructor(columns: readonly ColumnArgument[], options: ConstraintOptions & { columnFlag?: boolean } = {}) {
    super(columns, options);
    this.columnFlag = options.columnFlag ?? false;
    joinTable(this, columns);
  }
}

/** Part of a column that a primary key changes. */
interface KeyColumn extends SchemaColumn {
  autoincrement: boolean | "auto" | "ignore_fk";
  readonly hasClientDefault: boolean;
  readonly hasServerDefault: boolean;
  becomePrimaryKey(): void;
}

export class PrimaryKeyConstraint extends ColumnCollectionConstraint implements Iterable<ColumnElement> {
  readonly kind = "primary_key" as const;
  readonly prefix = "pk";
  /** Made by the table itself out of its `primary_key` columns. */
  readonly implicit: boolean;

  constructor(columns: readonly ColumnArgument[] = [], options: ConstraintOptions & { implicit?: boolean } = {}) {
    super(columns, options);
    this.implicit = options.implicit ?? false;
  }

  [Symbol.iterator](): Iterator<ColumnElement> {
    return this.columns[Symbol.iterator]();
  }

  get length(): number {
    return this.columns.length;
  }

  has(column: unknown): boolean {
    return (this.columns as readonly unknown[]).includes(column);
  }

  protected override resolveColumns(table: SchemaTable): void {
    super.resolveColumns(table);
    for (const column of this.columns) (column as KeyColumn).becomePrimaryKey();
    if (this.columns.length === 0) {
      this.setColumns([...table.c].filter((column) => column.primaryKey) as SchemaColumn[]);
    }
  }

  /** Adds a column that says of itself that it belongs to the key. */
  addColumn(column: SchemaColumn): void {
    this.setColumns([...this.columns.filter((other) => other.key !== column.key), column]);
    if (this.implicit) this.name = conventionalName({ ...this.asNamed(), name: null }, this.table);
  }

  private asNamed(): NamedConstraint {
    return { name: this.name, prefix: this.prefix, namedColumns: this.namedColumns };
  }

  /** The column whose values the database makes by itself, if there is one ("autoincrement"). */
  get autoincrementColumn(): SchemaColumn | null {
    const columns = this.columns as readonly KeyColumn[];
    const [only] = columns;
    if (columns.length === 1 && only) {
      if (only.autoincrement === true) {
        canIncrement(only, true);
        return only;
      }
      return only.autoincrement !== false && canIncrement(only, false) ? only : null;
    }
    let found: KeyColumn | null = null;
    for (const column of columns) {
      if (column.autoincrement !== true) continue;
      canIncrement(column, true);
      if (found) {
        throw new ArgumentError(
          `Only one Column may be marked autoincrement=True, found both ${column.name} and ${found.name}.`,
        );
      }
      found = column;
    }
    return found;
  }

  get columnsAutoincrementFirst(): readonly SchemaColumn[] {
    const first = this.autoincrementColumn;
    return first ? [first, ...this.columns.filter((column) => column !== first)] : this.columns;
  }
}

function canIncrement(column: KeyColumn, asked: boolean): boolean {
  const { affinity } = column.type;
  if (affinity !== "integer" && affinity !== "numeric") {
    if (!asked) return false;
    throw new ArgumentError(
      `Column type ${column.type.visitName.toUpperCase()} on column '${column}' is not compatible with autoincrement=True`,
    );
  }
  if (column.hasClientDefault && !asked) return false;
  if (column.hasServerDefault && !asked) return false;
  return !(column.foreignKeys.size > 0 && column.autoincrement !== true && column.autoincrement !== "ignore_fk");
}

export class CheckConstraint extends Constraint {
  readonly kind = "check" as const;
  readonly prefix = "ck";
  readonly sqltext: ClauseElement;
  override readonly columnFlag: boolean;
  /** For constraints of types: false where the dialect has the type itself. */
  readonly createRule:
    | ((dialect: { readonly supportsNativeBoolean: boolean; readonly supportsNativeEnum: boolean }) => boolean)
    | null;
  /** Written beside the column instead of after all columns. */
  isColumnLevel = false;

  constructor(
    sqltext: string | ClauseElement,
    options: ConstraintOptions & { columnFlag?: boolean; createRule?: CheckConstraint["createRule"] } = {},
  ) {
    super(options);
    this.sqltext = typeof sqltext === "string" ? new TextClause(sqltext) : (clauseOf(sqltext) ?? sqltext);
    this.columnFlag = options.columnFlag ?? false;
    this.createRule = options.createRule ?? null;
    if (!this.columnFlag) joinTable(this, this.namedColumns);
  }

  get namedColumns(): readonly ColumnClause[] {
    return [...findColumns(this.sqltext)];
  }
}

export interface ForeignKeyOptions extends ConstraintOptions {
  readonly onDelete?: string | null;
  readonly onUpdate?: string | null;
  /** Created after all tables by ALTER TABLE, where the database can. */
  readonly useAlter?: boolean;
  /** The target is given by column names instead of keys. */
  readonly linkToName?: boolean;
  readonly match?: string | null;
}

/** The part of ForeignKey that its constraint needs. */
export interface ForeignKeyElement extends ForeignKeyLike {
  readonly column: ColumnElement;
  readonly targetFullname: string;
  readonly targetTableKey: string | null;
  attachToColumn(column: SchemaColumn): void;
}

/** Makes the elements of a constraint; ForeignKey is defined with Column, after this. */
export type MakeElement = (target: ColumnArgument, constraint: ForeignKeyConstraint) => ForeignKeyElement;

let makeElement: MakeElement = () => {
  throw new BuiltinError("AssertionError", "schema/table.ts is not loaded");
};

export function provideForeignKeyElements(make: MakeElement): void {
  makeElement = make;
}

/** A foreign key over one or more columns. */
export class ForeignKeyConstraint extends ColumnCollectionConstraint {
  readonly kind = "foreign_key" as const;
  readonly prefix = "fk";
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly useAlter: boolean;
  readonly linkToName: boolean;
  readonly match: string | null;
  readonly elements: ForeignKeyElement[];

  constructor(
    columns: readonly ColumnArgument[],
    referred: readonly ColumnArgument[],
    options: ForeignKeyOptions = {},
    elements: readonly ForeignKeyElement[] | null = null,
  ) {
    super(columns, options);
    this.onDelete = options.onDelete ?? null;
    this.onUpdate = options.onUpdate ?? null;
    this.useAlter = options.useAlter ?? false;
    this.linkToName = options.linkToName ?? false;
    this.match = options.match ?? null;
    if (elements === null && new Set(columns).size !== referred.length) {
      throw new ArgumentError(
        new Set(columns).size !== columns.length
          ? "ForeignKeyConstraint with duplicate source column references are not supported."
          : "ForeignKeyConstraint number of constrained columns must match the number of referenced columns.",
      );
    }
    this.elements = elements ? [...elements] : referred.map((target) => makeElement(target, this));
  }

  protected override resolveColumns(table: SchemaTable): void {
    super.resolveColumns(table);
    this.columns.forEach((column, index) => {
      this.elements[index]?.attachToColumn(column);
    });
    this.validateTarget(table);
  }

  private validateTarget(table: SchemaTable): void {
    const keys = new Set(this.elements.map((element) => element.targetTableKey));
    if (keys.has(null) || keys.size <= 1) return;
    const [first, second] = [...keys].sort();
    throw new ArgumentError(
      `ForeignKeyConstraint on ${table.fullname}(${this.columnKeys.join(", ")}) refers to multiple remote tables: ${first} and ${second}`,
    );
  }

  get columnKeys(): readonly string[] {
    return this.columns.map((column) => column.key);
  }

  /** The table referred to; raises NoReferencedTableError when it is not there. */
  get referredTable(): SchemaTable {
    const [first] = this.elements;
    if (!first?.column.table) throw new InvalidRequestError("This foreign key has no columns");
    return first.column.table as SchemaTable;
  }

  get referredTableName(): string {
    return this.elements[0]?.targetFullname.split(".").at(-2) ?? "";
  }

  get referredColumns(): readonly ColumnElement[] {
    return this.elements.map((element) => element.column);
  }
}

/** An index over columns or expressions. */
export class Index implements NamedConstraint {
  readonly kind = "index" as const;
  readonly prefix = "ix";
  readonly creationOrder = nextCreationOrder();
  name: string | null;
  readonly unique: boolean;
  readonly columnFlag: boolean;
  /** `WHERE …` of a partial index on SQLite. */
  readonly sqliteWhere: ClauseElement | null;
  private readonly given: readonly ColumnArgument[];
  private bound: readonly ClauseElement[] = [];
  private owner: SchemaTable | null = null;

  constructor(
    name: string | null,
    expressions: readonly ColumnArgument[],
    options: { unique?: boolean; columnFlag?: boolean; sqliteWhere?: ClauseElement | null } = {},
  ) {
    this.name = name;
    this.given = expressions.map((item) => clauseOf(item) ?? (item as string));
    this.unique = options.unique ?? false;
    this.columnFlag = options.columnFlag ?? false;
    this.sqliteWhere = options.sqliteWhere ?? null;
    joinTable(this, this.given);
  }

  /** The table that the expressions name, before the index is attached. */
  get impliedTable(): SchemaTable | null {
    for (const item of this.given) {
      if (typeof item === "string") continue;
      const { table } = columnOf(item);
      if (table?.kind === "table") return table as SchemaTable;
    }
    return null;
  }

  get table(): SchemaTable | null {
    return this.owner;
  }

  get expressions(): readonly ClauseElement[] {
    return this.bound;
  }

  get columns(): readonly SchemaColumn[] {
    return this.bound.map((item) => columnOf(item) as SchemaColumn);
  }

  get namedColumns(): readonly ColumnClause[] {
    return this.columns;
  }

  attach(table: SchemaTable): void {
    if (this.owner && this.owner !== table) {
      throw new ArgumentError(
        `Index '${this.name}' is against table '${this.owner.description}', and cannot be associated with table '${table.description}'.`,
      );
    }
    this.owner = table;
    this.bound = this.given.map((item) =>
      typeof item === "string" ? (columnsIn(table, [item], "Index")[0] as ClauseElement) : item,
    );
    this.name = conventionalName(this, table);
  }
}
