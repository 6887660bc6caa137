/** Tables, their columns and foreign keys ("Describing Databases with MetaData"). They are in one file because each is made of the others. */

import {
  ArgumentError,
  DuplicateColumnError,
  InvalidRequestError,
  NoReferencedColumnError,
  NoReferencedTableError,
  NoReferenceError,
} from "../errors.ts";
import { clauseOf } from "../sql/coercions.ts";
import { Delete, Insert, Update } from "../sql/dml.ts";
import {
  ColumnElement,
  type Columns,
  type ForeignKeyLike,
  type FromClause,
  type ProxyOptions,
} from "../sql/element.ts";
import { TypeCoerce } from "../sql/expressions.ts";
import { TableClause } from "../sql/from-clause.ts";
import { ColumnClause } from "../sql/literals.ts";
import { Select } from "../sql/select.ts";
import { BooleanType } from "../types/boolean.ts";
import { repr } from "../types/repr.ts";
import { EnumType, STRING_TYPE } from "../types/string.ts";
import { TypeEngine, type TypeInput, toInstance } from "../types/type-engine.ts";
import { reflection } from "./autoload.ts";
import {
  CheckConstraint,
  Constraint,
  ForeignKeyConstraint,
  type ForeignKeyElement,
  type ForeignKeyOptions,
  Index,
  PrimaryKeyConstraint,
  provideForeignKeyElements,
  UniqueConstraint,
} from "./constraints.ts";
import type { DdlEvents } from "./ddl-events.ts";
import {
  type ColumnDefault,
  Computed,
  type FetchedValue,
  Identity,
  Sequence,
  toDefault,
  toServerDefault,
} from "./defaults.ts";
import { nextCreationOrder, type SchemaColumn, type SchemaMetaData, tableKey } from "./schema-item.ts";

/** A reference from a column to another table's, given as `"table.column"`, as a column, or as `"table"` for a column of the same name. */
export class ForeignKey implements ForeignKeyElement {
  readonly options: ForeignKeyOptions;
  constraint: ForeignKeyConstraint | null;
  private readonly target: string | Column;
  private owner: Column | null = null;
  private found: Column | null = null;
  /** For a column of a derived selectable whose original refers to a table that is not there. */
  private readonly unresolvable: boolean;

  constructor(
    target: string | ColumnElement,
    options: ForeignKeyOptions = {},
    made: { constraint?: ForeignKeyConstraint | null; unresolvable?: boolean } = {},
  ) {
    const clause = clauseOf(target);
    if (clause === null) {
      if (typeof target !== "string")
        throw new ArgumentError("String column name or Column object for a ForeignKey expected");
      this.target = target;
    } else {
      const column = clause instanceof ColumnElement ? clause.unannotated : clause;
      if (!(column instanceof Column)) throw new ArgumentError("Column object for a ForeignKey expected");
      this.target = column;
    }
    this.options = options;
    this.constraint = made.constraint ?? null;
    this.unresolvable = made.unresolvable ?? false;
  }

  get name(): string | null {
    return this.options.name ?? null;
  }

  get parent(): Column {
    if (!this.owner) {
      throw new InvalidRequestError("this ForeignKey object does not yet have a parent Column associated with it.");
    }
    return this.owner;
  }

  /** `table.column` as it was given. */
  get targetFullname(): string {
    if (typeof this.target === "string") return this.target;
    const { table } = this.target;
    return table ? `${(table as Table).fullname}.${this.target.key}` : this.target.key;
  }

  private get tokens(): { readonly schema: string | null; readonly table: string; readonly column: string | null } {
    const parts = this.targetFullname.split(".");
    if (parts.length === 1) return { schema: null, table: parts[0] ?? "", column: null };
    const column = parts.pop() ?? null;
    const table = parts.pop() ?? "";
    return { schema: parts.length > 0 ? parts.join(".") : null, table, column };
  }

  /** The key in MetaData of the table referred to; null for a column that has no table yet. */
  get targetTableKey(): string | null {
    if (typeof this.target !== "string") return this.target.table ? (this.target.table as Table).key : null;
    const { schema, table } = this.tokens;
    return tableKey(table, schema);
  }

  attachToColumn(column: SchemaColumn): void {
    const parent = column as Column;
    if (this.owner === parent) return;
    if (this.owner) throw new InvalidRequestError("This ForeignKey already has a parent !");
    this.owner = parent;
    parent.addForeignKey(this);
  }

  /**
   * The column referred to.
   *
   * @throws NoReferencedTableError, NoReferencedColumnError
   */
  get column(): Column {
    this.found ??= this.resolve();
    return this.found;
  }

  /** The column referred to, or null while it is not there. */
  resolveOrNull(): Column | null {
    try {
      return this.column;
    } catch (error) {
      if (error instanceof NoReferencedTableError) return null;
      throw error;
    }
  }

  /** The column referred to if it is there by now, whatever else is missing. */
  findColumn(): Column | null {
    try {
      return this.resolve();
    } catch (error) {
      if (error instanceof NoReferenceError) return null;
      throw error;
    }
  }

  private resolve(): Column {
    if (typeof this.target !== "string") return this.typed(this.target);
    const { parent } = this;
    const owner = parent.baseTable;
    if (!owner) {
      throw new InvalidRequestError("this ForeignKey's parent column is not yet associated with a Table.");
    }
    const { schema, table: name, column } = this.tokens;
    const key = tableKey(name, schema ?? (this.unresolvable ? null : owner.metadata.schema));
    const table = this.unresolvable ? undefined : owner.metadata.tables.get(key);
    if (!table) {
      throw Object.assign(
        new NoReferencedTableError(
          `Foreign key associated with column '${parent}' could not find table '${key}' with which to generate a foreign key to target column '${column}'`,
        ),
        { tableName: key },
      );
    }
    return this.typed(this.columnOf(table, column, owner));
  }

  private columnOf(table: Table, name: string | null, owner: Table): Column {
    const key = name ?? this.parent.key;
    const found =
      name !== null && this.options.linkToName ? [...table.c].find((column) => column.name === name) : table.c.get(key);
    if (!found) {
      throw Object.assign(
        new NoReferencedColumnError(
          `Could not initialize target column for ForeignKey '${this.targetFullname}' on table '${owner.name}': table '${table.name}' has no column named '${key}'`,
        ),
        { tableName: table.name, columnName: key },
      );
    }
    return found;
  }

  // A column without a type takes the type of what it refers to.
  private typed(column: Column): Column {
    const { parent } = this;
    if (parent.type.isNull && !column.type.isNull) parent.type = column.type;
    return column;
  }

  getReferent(from: FromClause): ColumnElement | undefined {
    return from.c.correspondingColumn(this.column);
  }

  references(table: FromClause): boolean {
    return this.getReferent(table) !== undefined;
  }

  /** A key of the same target for a column of a derived selectable. */
  forProxy(): ForeignKey {
    const column = this.resolveOrNull();
    return new ForeignKey(column ?? this.target, this.options, {
      constraint: this.constraint,
      unresolvable: column === null,
    });
  }

  copy(): ForeignKey {
    return new ForeignKey(this.target, this.options);
  }

  toString(): string {
    return `ForeignKey('${this.targetFullname}')`;
  }
}

provideForeignKeyElements(
  (target, constraint) =>
    new ForeignKey(
      target as string | ColumnElement,
      {
        name: constraint.name,
        onUpdate: constraint.onUpdate,
        onDelete: constraint.onDelete,
        useAlter: constraint.useAlter,
        linkToName: constraint.linkToName,
        match: constraint.match,
        deferrable: constraint.deferrable,
        initially: constraint.initially,
      },
      { constraint },
    ),
);

export interface ColumnOptions {
  readonly primaryKey?: boolean;
  readonly nullable?: boolean | null;
  readonly key?: string | null;
  readonly default?: unknown;
  readonly insertDefault?: unknown;
  readonly onupdate?: unknown;
  readonly serverDefault?: unknown;
  readonly serverOnupdate?: unknown;
  readonly autoincrement?: boolean | "auto" | "ignore_fk";
  readonly unique?: boolean | null;
  readonly index?: boolean | null;
  readonly comment?: string | null;
  readonly doc?: string | null;
  readonly info?: Readonly<Record<string, unknown>>;
  readonly system?: boolean;
  readonly sqliteOnConflictPrimaryKey?: string | null;
  readonly sqliteOnConflictNotNull?: string | null;
  readonly sqliteOnConflictUnique?: string | null;
}

export type ColumnItem = ForeignKey | Constraint | Computed | Identity | Sequence;
type ColumnArgument<V> = TypeInput<V> | ColumnItem | ColumnOptions | null;

const isItem = (value: unknown): value is ColumnItem =>
  value instanceof ForeignKey ||
  value instanceof Constraint ||
  value instanceof Computed ||
  value instanceof Identity ||
  value instanceof Sequence;

const isType = (value: unknown): value is TypeInput => value instanceof TypeEngine || typeof value === "function";

/** Refuses arguments that are no part of a column: numbers, text, a second type. */
function refuseOthers(name: unknown, args: readonly unknown[]): void {
  const wrong =
    typeof name === "number" ? name : args.find((arg) => typeof arg === "number" || typeof arg === "string");
  const [, second] = args.filter(isType);
  const shown = wrong ?? (second === undefined ? undefined : second);
  if (shown === undefined) return;
  const text = isType(shown)
    ? `<class 'sqlalchemy.sql.sqltypes.${toInstance(shown).constructor.name.replace(/Type$/, "")}'>`
    : repr(shown);
  throw new ArgumentError(`'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got ${text}`);
}

/** A column of a table: `new Column("id", Integer, { primaryKey: true })`. */
export class Column<V = unknown> extends ColumnClause<V> implements SchemaColumn {
  readonly creationOrder = nextCreationOrder();
  readonly options: ColumnOptions;
  nullable: boolean;
  autoincrement: boolean | "auto" | "ignore_fk";
  readonly default: ColumnDefault | null;
  readonly onupdate: ColumnDefault | null;
  readonly serverDefault: FetchedValue | null;
  readonly serverOnupdate: FetchedValue | null;
  readonly computed: Computed | null;
  readonly identity: Identity | null;
  readonly sequence: Sequence | null;
  readonly unique: boolean;
  readonly index: boolean;
  readonly comment: string | null;
  readonly constraints: Constraint[];
  private inPrimaryKey: boolean;
  private readonly keys = new Set<ForeignKey>();
  private readonly pendingKeys: readonly ForeignKey[];

  constructor(name: string | null, ...args: readonly ColumnArgument<V>[]) {
    refuseOthers(name, args);
    const type = args.find(isType) as TypeInput<V> | undefined;
    super(name as string, type ?? null);
    const items = args.filter(isItem);
    const options = (args.find((arg) => arg !== null && !isItem(arg) && !isType(arg)) ?? {}) as ColumnOptions;
    this.options = options;
    if (options.key != null) this.key = options.key;
    this.inPrimaryKey = options.primaryKey ?? false;
    this.identity = items.find((item) => item instanceof Identity) ?? null;
    this.computed = items.find((item) => item instanceof Computed) ?? null;
    this.sequence = items.find((item) => item instanceof Sequence) ?? null;
    this.nullable = options.nullable ?? (!this.inPrimaryKey && this.identity === null);
    this.autoincrement = options.autoincrement ?? "auto";
    this.default = toDefault(options.insertDefault ?? options.default);
    this.onupdate = toDefault(options.onupdate);
    const generated = this.computed ?? this.identity;
    if (generated && (options.serverDefault != null || options.serverOnupdate != null)) {
      throw new ArgumentError(
        this.computed
          ? "A generated column cannot specify a server_default or a server_onupdate argument"
          : "A column with an Identity object cannot specify a server_default or a server_onupdate argument",
      );
    }
    this.serverDefault = generated ?? toServerDefault(options.serverDefault);
    this.serverOnupdate = this.computed ?? toServerDefault(options.serverOnupdate);
    this.unique = options.unique ?? false;
    this.index = options.index ?? false;
    this.comment = options.comment ?? null;
    this.constraints = items.filter((item) => item instanceof Constraint);
    for (const constraint of this.constraints) {
      if (constraint instanceof CheckConstraint) constraint.isColumnLevel = true;
    }
    this.pendingKeys = items.filter((item) => item instanceof ForeignKey);
    for (const key of this.pendingKeys) key.attachToColumn(this);
  }

  override get primaryKey(): boolean {
    return this.inPrimaryKey;
  }

  override get foreignKeys(): ReadonlySet<ForeignKey> {
    return this.keys;
  }

  override get table(): Table {
    return super.table as Table;
  }

  /** The table that this column, or the one it stands for, belongs to. */
  get baseTable(): Table | null {
    if (super.table instanceof Table) return super.table;
    for (const column of this.baseColumns) {
      const { table } = column;
      if (table instanceof Table) return table;
    }
    return null;
  }

  get hasClientDefault(): boolean {
    return this.default !== null;
  }

  get hasServerDefault(): boolean {
    return this.serverDefault !== null && this.serverDefault.kind !== "identity";
  }

  /** Names a column that was made without a name. */
  giveName(name: string): void {
    if (this.name !== null) return;
    this.name = name;
    this.key ??= name;
  }

  becomePrimaryKey(): void {
    this.inPrimaryKey = true;
    if (this.options.nullable === undefined || this.options.nullable === null) this.nullable = false;
  }

  addForeignKey(key: ForeignKey): void {
    this.keys.add(key);
    if (super.table instanceof Table) this.table.adoptForeignKey(this, key);
  }

  appendForeignKey(key: ForeignKey): void {
    key.attachToColumn(this);
  }

  /** True when one of the column's foreign keys refers to `column`. */
  references(column: ColumnElement): boolean {
    return [...this.keys].some((key) => key.column.sharesLineage(column));
  }

  override makeProxy(selectable: FromClause, options: ProxyOptions = {}): readonly [string, ColumnElement] {
    const keys = [...this.keys].map((key) => key.forProxy());
    const name = options.name ?? this.name;
    const proxy = new Column<V>(name, this.type, ...keys, {
      key: options.key ?? options.name ?? this.key,
      primaryKey: this.inPrimaryKey,
      nullable: this.nullable,
    });
    proxy.proxies = options.compoundColumns ? [...options.compoundColumns] : [this];
    proxy.attachTo(selectable);
    const original = selectable.cloneOf?.columns.get(proxy.key);
    if (original instanceof Column) proxy.cloneOf = original as unknown as typeof proxy;
    if (this.inPrimaryKey) options.primaryKey?.push(proxy);
    for (const key of keys) options.foreignKeys?.add(key);
    return [proxy.key, proxy];
  }

  /** A copy without a table, as mixins need it. */
  copy(): Column<V> {
    const keys = this.pendingKeys.map((key) => key.copy());
    const generated = [this.computed, this.identity].filter((item) => item !== null);
    return new Column<V>(this.name, this.type, ...keys, ...generated, { ...this.options, nullable: this.nullable });
  }

  override repr(): string {
    const parts = [repr(this.name), this.type.repr(), ...[...this.keys].map(String)];
    parts.push(super.table ? `table=<${super.table.description}>` : "table=None");
    if (this.key !== this.name) parts.push(`key=${repr(this.key)}`);
    if (this.inPrimaryKey) parts.push("primary_key=True");
    if (!this.nullable) parts.push("nullable=False");
    if (this.default?.kind === "scalar") parts.push(`default=ScalarElementColumnDefault(${repr(this.default.value)})`);
    if (this.comment !== null) parts.push(`comment=${repr(this.comment)}`);
    return `Column(${parts.join(", ")})`;
  }

  override toString(): string {
    if (this.name === null) return "(no name)";
    const table = super.table;
    return table?.namedWithColumn ? `${table.description}.${this.name}` : this.name;
  }
}

export interface TableOptions {
  readonly schema?: string | null;
  readonly comment?: string | null;
  readonly info?: Readonly<Record<string, unknown>>;
  readonly prefixes?: readonly string[];
  readonly extendExisting?: boolean;
  readonly keepExisting?: boolean;
  readonly mustExist?: boolean;
  /** An engine or connection whose database says what the table is made of ("Reflecting Database Objects"). */
  readonly autoloadWith?: object;
  readonly implicitReturning?: boolean;
  readonly sqliteAutoincrement?: boolean;
  readonly sqliteWithRowid?: boolean;
  readonly sqliteStrict?: boolean;
}

/** What a table needs of its MetaData. */
export interface TableRegistry extends SchemaMetaData {
  readonly tables: ReadonlyMap<string, Table>;
  /** Foreign keys whose column waits for the type of what it refers to. */
  readonly untyped: Set<ForeignKey>;
  register(table: Table): void;
  remove(table: Table): void;
}

// A column that gets its type may be what another waits for.
function giveTypes(metadata: TableRegistry): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const key of metadata.untyped) {
      const target = key.findColumn();
      if (!target || target.type.isNull) continue;
      if (key.parent.type.isNull) key.parent.type = target.type;
      metadata.untyped.delete(key);
      changed = true;
    }
  }
}

export type TableItem = Column | Constraint | Index;

const isTableItem = (value: unknown): value is TableItem =>
  value instanceof Column || value instanceof Constraint || value instanceof Index;

/** A table: `new Table("users", metadata, new Column("id", Integer, { primaryKey: true }), …)`. */
export class Table extends TableClause {
  readonly metadata: TableRegistry;
  readonly options: TableOptions;
  readonly indexes = new Set<Index>();
  readonly constraints = new Set<Constraint>();
  /** Tables that must be created before this one although no foreign key says so. */
  readonly extraDependencies = new Set<Table>();
  readonly events: DdlEvents = { beforeCreate: [], afterCreate: [], beforeDrop: [], afterDrop: [] };
  private key_: PrimaryKeyConstraint;
  private readonly allForeignKeys = new Set<ForeignKeyLike>();

  constructor(name: string, metadata: TableRegistry, ...args: readonly (TableItem | TableOptions)[]) {
    const options = (args.find((arg) => !isTableItem(arg)) ?? {}) as TableOptions;
    super(name, [], { schema: options.schema === undefined ? metadata.schema : options.schema });
    this.metadata = metadata;
    this.options = options;
    this.key_ = new PrimaryKeyConstraint([], { implicit: true });
    const existing = metadata.tables.get(this.key);
    if (existing) {
      existing.redefine(args.filter(isTableItem), options);
      // biome-ignore lint/correctness/noConstructorReturn: a table is one object per name in its MetaData, as in the reference
      return existing;
    }
    if (options.mustExist) throw new InvalidRequestError(`Table '${this.key}' not defined`);
    this.key_.attach(this);
    this.constraints.add(this.key_);
    metadata.register(this);
    const autoloads = options.autoloadWith !== undefined;
    if (options.autoloadWith !== undefined) this.autoload(options.autoloadWith);
    // Columns that are given take the place of those that were read.
    for (const item of args.filter(isTableItem)) this.append(item, autoloads);
  }

  private autoload(bind: object): void {
    try {
      reflection().table(bind, this);
    } catch (error) {
      this.metadata.remove(this);
      throw error;
    }
  }

  private redefine(items: readonly TableItem[], options: TableOptions): void {
    if (options.keepExisting) return;
    if (!options.extendExisting && items.length > 0) {
      throw new InvalidRequestError(
        `Table '${this.key}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine options and columns on an existing Table object.`,
      );
    }
    for (const item of items) this.append(item, true);
  }

  /** The name under which MetaData has the table. */
  get key(): string {
    return tableKey(this.name, this.schema);
  }

  override get c(): Columns<Column> {
    return super.c as Columns<Column>;
  }

  override get columns(): Columns<Column> {
    return this.c;
  }

  override get primaryKey(): PrimaryKeyConstraint {
    return this.key_;
  }

  /** The primary key as a constraint; `primaryKey` under its other name. */
  get primaryKeyConstraint(): PrimaryKeyConstraint {
    return this.key_;
  }

  override get foreignKeys(): ReadonlySet<ForeignKeyLike> {
    return this.allForeignKeys;
  }

  get foreignKeyConstraints(): readonly ForeignKeyConstraint[] {
    return this.sortedConstraints.filter((constraint) => constraint instanceof ForeignKeyConstraint);
  }

  get sortedConstraints(): readonly Constraint[] {
    return [...this.constraints].sort((a, b) => a.creationOrder - b.creationOrder);
  }

  /** The column whose values the database makes by itself. */
  get autoincrementColumn(): Column | null {
    return this.key_.autoincrementColumn as Column | null;
  }

  get implicitReturning(): boolean {
    return this.options.implicitReturning ?? true;
  }

  get comment(): string | null {
    return this.options.comment ?? null;
  }

  private append(item: TableItem, replacing: boolean): void {
    if (item instanceof Column) this.appendColumn(item, { replaceExisting: replacing });
    else this.appendConstraint(item);
  }

  appendColumn(column: Column, options: { replaceExisting?: boolean } = {}): void {
    if (!column.name) {
      throw new ArgumentError(
        "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.",
      );
    }
    column.key ??= column.name;
    const owner: FromClause | null = column.table;
    if (owner && owner !== this) {
      throw new ArgumentError(`Column object '${column.key}' already assigned to Table '${owner.description}'`);
    }
    this.checkDuplicate(column, options.replaceExisting ?? false);
    this.attach(column);
    if (column.primaryKey) this.key_.addColumn(column);
    else if (this.key_.columns.some((other) => other.key === column.key)) {
      throw new ArgumentError(
        `Trying to redefine primary-key column '${column.key}' as a non-primary-key column on table '${this.fullname}'`,
      );
    }
    if (column.index) {
      this.appendConstraint(new Index(null, [column.key], { unique: column.unique, columnFlag: true }));
    } else if (column.unique) {
      this.appendConstraint(new UniqueConstraint([column.key], { columnFlag: true }));
    }
    for (const key of column.foreignKeys) this.adoptForeignKey(column, key);
    for (const constraint of column.constraints) constraint.attach(this);
    this.addTypeConstraint(column);
    giveTypes(this.metadata);
  }

  private checkDuplicate(column: Column, replacing: boolean): void {
    const byKey = this.c.get(column.key);
    const existing = byKey ?? [...this.c].find((other) => other.name === column.name);
    if (!existing || existing === column) return;
    if (!replacing) {
      const on = byKey && column.key !== column.name ? "key" : "name";
      throw new DuplicateColumnError(
        `A column with ${on} '${on === "key" ? column.key : column.name}' is already present in table '${this.name}'.`,
      );
    }
    for (const key of existing.foreignKeys) {
      this.allForeignKeys.delete(key);
      if (key.constraint) this.constraints.delete(key.constraint);
    }
    if (!byKey) this.c.remove(existing);
  }

  // Types that are checked where the database does not know them.
  private addTypeConstraint(column: Column): void {
    const { type } = column;
    if (type instanceof BooleanType && type.createConstraint) {
      const sqltext = new TypeCoerce(column as ColumnElement<boolean>, type).in_([0, 1] as unknown as boolean[]);
      const createRule = (dialect: { supportsNativeBoolean: boolean }) => !dialect.supportsNativeBoolean;
      this.appendConstraint(new CheckConstraint(sqltext, { name: type.name, columnFlag: true, createRule }));
    } else if (type instanceof EnumType && type.createConstraint) {
      const sqltext = new TypeCoerce(column as ColumnElement<string>, STRING_TYPE).in_([...type.enums]);
      const createRule = (dialect: { supportsNativeEnum: boolean }) => !type.nativeEnum || !dialect.supportsNativeEnum;
      this.appendConstraint(new CheckConstraint(sqltext, { name: type.name, columnFlag: true, createRule }));
    }
  }

  /** Takes a column's foreign key up into the table, as a constraint of its own where it is not part of one. */
  adoptForeignKey(column: Column, key: ForeignKey): void {
    if (!key.constraint) {
      const constraint = new ForeignKeyConstraint([column], [], key.options, [key]);
      key.constraint = constraint;
      constraint.attach(this);
      this.constraints.add(constraint);
    }
    this.allForeignKeys.add(key);
    if (column.type.isNull) this.metadata.untyped.add(key);
  }

  appendConstraint(item: Constraint | Index): void {
    if (item instanceof Index) {
      item.attach(this);
      this.indexes.add(item);
      return;
    }
    if (item instanceof PrimaryKeyConstraint) {
      this.constraints.delete(this.key_);
      this.key_ = item;
    }
    item.attach(this);
    this.constraints.add(item);
  }

  addIsDependentOn(table: Table): void {
    this.extraDependencies.add(table);
  }

  override repr(): string {
    const parts = [repr(this.name), "MetaData()", ...[...this.c].map((column) => column.repr())];
    return `Table(${parts.join(", ")}, schema=${repr(this.schema)})`;
  }

  override select(): Select {
    return new Select([this]);
  }

  insert(): Insert {
    return new Insert(this);
  }

  update(): Update {
    return new Update(this);
  }

  delete(): Delete {
    return new Delete(this);
  }
}
