/** Makes the mapper of a class from its declaration: inheritance, attributes, primary key ("Mapper Configuration"). */
import { ArgumentError, InvalidRequestError } from "../errors.ts";
import { Column } from "../schema/column.ts";
import type { Table } from "../schema/table.ts";
import type { ColumnElement } from "../sql/element.ts";
import { Label } from "../sql/expressions.ts";
import { RelationshipSpec } from "./attribute-specs.ts";
import { enterMapper } from "./class-mapper.ts";
import { planUnion } from "./concrete-base.ts";
import { configurePolymorphism, enterPolymorphicIdentity, withPolymorphicOption } from "./configure-polymorphism.ts";
import type { DescriptorSpec } from "./descriptor.ts";
import type { ColumnPropertySpec } from "./expression-specs.ts";
import { equatedPairs, inferInheritCondition, persistSelectable } from "./inherit.ts";
import { plainColumns } from "./join-flags.ts";
import { ColumnProperty, type MappedClass, Mapper, type MapperRegistry, RelationshipProperty } from "./mapper.ts";
import type { MapperOptions } from "./mapper-options.ts";
import type { PropertySpec } from "./sort-attributes.ts";
import { tablesOf } from "./tables-of.ts";
import { warn } from "./warnings.ts";

/** A column that the class names as an attribute, with what concerns the attribute alone. */
export interface DeclaredColumn {
  readonly column: ColumnElement;
  /** All columns of the attribute, where there are several. */
  readonly columns?: readonly ColumnElement[];
  readonly deferred?: boolean;
  readonly group?: string | null;
  readonly raiseload?: boolean;
  readonly activeHistory?: boolean;
}

/** Everything that says how a class is mapped. */
export interface ClassDeclaration {
  readonly class_: MappedClass;
  readonly className: string;
  readonly registry: MapperRegistry;
  /** Position among all declarations. */
  readonly order: number;
  /** The class's own table; `null` where it shares that of the class it inherits from. */
  readonly table: Table | null;
  readonly inherits: Mapper | null;
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
  /** Relationships and attributes that are expressions, in the order of their declaration. */
  readonly properties: ReadonlyMap<string, PropertySpec>;
  readonly descriptors: ReadonlyMap<string, DescriptorSpec>;
  readonly options: MapperOptions;
  /** The line of user code that declares the class. */
  readonly line: number | null;
}

/**
 * Maps a class. Relationships are entered but not configured.
 * @throws ArgumentError where no primary key can be found, or an attribute does not fit the table
 * @throws NoForeignKeysError, AmbiguousForeignKeysError where it is unclear how the class's table joins the inherited one
 */
export function mapClass(declaration: ClassDeclaration): Mapper {
  const mapper = newMapper(declaration);
  configureProperties(mapper, declaration);
  for (const [key, spec] of declaration.descriptors) mapper.descriptors.set(key, spec.make(key, mapper));
  configurePolymorphism(mapper, declaration.options, columnsOf(declaration));
  configurePrimaryKey(mapper, declaration.options);
  configureVersionId(mapper, declaration.options);
  planUnion(mapper, declaration.options);
  enterMapper(declaration.class_, mapper);
  declaration.registry.enterMapper(mapper);
  return mapper;
}

function columnsOf(declaration: ClassDeclaration): Record<string, ColumnElement> {
  return Object.fromEntries([...declaration.columns].map(([key, { column }]) => [key, column]));
}

function newMapper(declaration: ClassDeclaration): Mapper {
  const { inherits, options, className } = declaration;
  const localTable = declaration.table ?? inherits?.localTable;
  if (localTable === undefined) {
    throw new ArgumentError(
      `Mapper[${className}(None)] has None for a primary table argument and does not specify 'inherits'`,
    );
  }
  const concrete = options.concrete ?? false;
  const single = inherits !== null && localTable === inherits.localTable;
  const joined = inherits !== null && !single && !concrete;
  const inheritCondition = joined
    ? (inheritConditionOf(declaration) ?? inferInheritCondition(inherits.localTable, localTable))
    : null;
  const mapper = new Mapper({
    class_: declaration.class_,
    className,
    registry: declaration.registry,
    order: declaration.order,
    inherits,
    single,
    concrete,
    localTable,
    persistSelectable: persistSelectable(inherits, localTable, { single, inheritCondition }),
    polymorphicIdentity: options.polymorphicIdentity ?? null,
    polymorphicAbstract: options.polymorphicAbstract ?? false,
    polymorphicLoad: options.polymorphicLoad ?? null,
    withPolymorphic: withPolymorphicOption(options.withPolymorphic ?? null),
    versionIdGenerator: options.versionIdGenerator ?? inherits?.versionIdGenerator ?? nextVersion,
    eagerDefaults: options.eagerDefaults ?? "auto",
    confirmDeletedRows: inherits !== null && !concrete ? false : (options.confirmDeletedRows ?? true),
    batch: inherits?.batch ?? options.batch ?? true,
    passiveUpdates: inherits?.passiveUpdates ?? options.passiveUpdates ?? true,
    passiveDeletes: (inherits?.passiveDeletes ?? false) || (options.passiveDeletes ?? false),
    allowPartialPks: options.allowPartialPks ?? true,
    alwaysRefresh: options.alwaysRefresh ?? false,
    includeProperties: options.includeProperties ? new Set(options.includeProperties) : null,
    excludeProperties: options.excludeProperties ? new Set(options.excludeProperties) : null,
    legacyIsOrphan: options.legacyIsOrphan ?? false,
    line: declaration.line,
  });
  if (inheritCondition !== null) {
    mapper.inheritCondition = inheritCondition;
    mapper.inheritsEquatedPairs = equatedPairs(inheritCondition);
  }
  inherits?.inheriting.push(mapper);
  enterPolymorphicIdentity(mapper);
  return mapper;
}

function inheritConditionOf(declaration: ClassDeclaration): ColumnElement | null {
  const given = declaration.options.inheritCondition ?? null;
  const condition = typeof given === "function" ? given(columnsOf(declaration)) : given;
  return condition === null ? null : plainColumns(condition);
}

const nextVersion = (version: unknown) => (typeof version === "number" ? version : 0) + 1;

/** Relationships first, as declared, then what is inherited, then the columns in the table's order. */
function configureProperties(mapper: Mapper, declaration: ClassDeclaration): void {
  const keyOf = new Map<ColumnElement, [string, DeclaredColumn]>();
  for (const [key, declared] of declaration.columns) keyOf.set(declared.column, [key, declared]);
  for (const [key, spec] of declaration.properties) {
    if (spec instanceof RelationshipSpec) mapRelationship(mapper, key, spec);
    else {
      const columns = spec.columns(columnsOf(declaration));
      const ofTable = columns.filter((column) => mapper.localTable.c.containsColumn(column));
      // An attribute of the table's own columns takes their place among the others.
      if (ofTable.length === 0) mapExpression(mapper, key, spec, columns);
      else for (const column of ofTable) keyOf.set(column, [key, { column, columns, ...declaredOptions(spec) }]);
    }
  }
  inheritProperties(mapper);
  for (const column of mapper.persistSelectable.c) {
    const [key, declared] = keyOf.get(column) ?? [inheritedKey(mapper, column), null];
    if (declared === null && (mapper.columnToProperty.has(column) || excluded(mapper, key, column))) continue;
    mapColumn(mapper, key, column, declared);
  }
  for (const [key, declared] of declaration.columns) {
    if (!mapper.props.has(key)) mapColumn(mapper, key, declared.column, declared);
  }
}

function mapRelationship(mapper: Mapper, key: string, spec: RelationshipSpec): void {
  if (spec.target === null || spec.target === undefined) {
    throw new ArgumentError(
      `Python typing annotation is required for attribute "${mapper.className}.${key}" when primary argument(s) for ` +
        `"Relationship" construct are None or not present`,
    );
  }
  mapper.setProperty(
    new RelationshipProperty({
      key,
      parent: mapper,
      slot: mapper.takeSlot(),
      target: spec.target,
      settings: spec.settings,
      fromBackref: false,
    }),
  );
}

function declaredOptions({ options }: ColumnPropertySpec) {
  const { deferred, group, raiseload, activeHistory } = options;
  return { deferred: deferred ?? group != null, group, raiseload, activeHistory };
}

/** Enters an attribute that the database computes. */
export function mapExpression(
  mapper: Mapper,
  key: string,
  spec: ColumnPropertySpec,
  columns: readonly ColumnElement[],
): ColumnProperty {
  // A subquery of the class knows the column by the attribute's name.
  for (const column of columns) if (column instanceof Label) column.key = key;
  const property = new ColumnProperty({
    key,
    parent: mapper,
    slot: mapper.props.get(key)?.slot ?? mapper.takeSlot(),
    columns,
    ...declaredOptions(spec),
    readonly: true,
    queryExpression: spec.queryExpression,
    expireOnFlush: spec.options.expireOnFlush ?? true,
  });
  mapper.setProperty(property);
  enterColumns(mapper, property);
  return property;
}

function inheritProperties(mapper: Mapper): void {
  if (mapper.inherits === null || mapper.concrete) return;
  for (const [key, descriptor] of mapper.inherits.descriptors) mapper.descriptors.set(key, descriptor);
  for (const [key, property] of mapper.inherits.props) {
    if (mapper.props.has(key) || excludedByName(mapper, key)) continue;
    mapper.setProperty(property);
    if (property.kind === "column") enterColumns(mapper, property);
  }
}

/** The key under which a superclass maps the column, else the column's own. */
function inheritedKey(mapper: Mapper, column: ColumnElement): string {
  for (const each of mapper.toRoot()) {
    const property = each.columnToProperty.get(column);
    if (property !== undefined) return property.key;
  }
  return column.key ?? column.name ?? "";
}

function excludedByName(mapper: Mapper, key: string): boolean {
  return (
    (mapper.includeProperties !== null && !mapper.includeProperties.has(key)) ||
    (mapper.excludeProperties?.has(key) ?? false)
  );
}

function excluded(mapper: Mapper, key: string, column: ColumnElement): boolean {
  if (excludedByName(mapper, key) || column.omitFromStatements) return true;
  if (mapper.inherits === null || mapper.concrete) return false;
  // Of an inherited table, a class maps what its superclass maps: the rest is declared by other subclasses.
  const inherited = mapper.single || column.table !== mapper.localTable;
  return inherited && !mapper.inherits.columnToProperty.has(column);
}

function mapColumn(mapper: Mapper, key: string, column: ColumnElement, declared: DeclaredColumn | null): void {
  const existing = mapper.props.get(key);
  if (existing?.kind === "relationship") {
    throw new ArgumentError(
      `WARNING: when configuring property '${key}' on ${mapper}, column '${column.key}' conflicts with property ` +
        `'<_RelationshipDeclared at 0x; ${existing.key}>'. To resolve this, map the column to the class under a different name in the ` +
        "'properties' dictionary.  Or, to remove all awareness of the column entirely (including its availability as a foreign " +
        "key), use the 'include_properties' or 'exclude_properties' mapper arguments to control specifically which table " +
        "columns get mapped.",
    );
  }
  const property = new ColumnProperty({
    key,
    parent: mapper,
    slot: existing?.slot ?? mapper.takeSlot(),
    columns: existing === undefined ? (declared?.columns ?? [column]) : combined(mapper, existing, column),
    deferred: declared?.deferred ?? existing?.deferred ?? false,
    group: declared?.group ?? existing?.group ?? null,
    raiseload: declared?.raiseload ?? existing?.raiseload ?? false,
    activeHistory: declared?.activeHistory ?? existing?.activeHistory ?? false,
    readonly: !(column instanceof Column),
  });
  mapper.setProperty(property);
  enterColumns(mapper, property);
}

/** Maps a column that the table has got since. */
export function enterColumn(mapper: Mapper, key: string, declared: DeclaredColumn): ColumnProperty {
  mapColumn(mapper, key, declared.column, declared);
  const { localTable } = mapper;
  mapper.colsByTable.set(
    localTable,
    [...localTable.c].filter((column) => mapper.columnToProperty.has(column)),
  );
  return mapper.props.get(key) as ColumnProperty;
}

/** The columns of an attribute that two tables of a hierarchy have under one key: the subclass's comes first. */
function combined(mapper: Mapper, existing: ColumnProperty, column: ColumnElement): readonly ColumnElement[] {
  if (existing.columns.includes(column)) return existing.columns;
  const first = existing.column;
  const equated = mapper.inheritsEquatedPairs.some(
    ([a, b]) => (a === first && b === column) || (a === column && b === first),
  );
  if (!equated && !first.sharesLineage(column) && mapper.versionIdCol !== first && mapper.versionIdCol !== column) {
    const text =
      `Implicitly combining column ${existing.columns.at(-1)} with column ${column} under attribute '${existing.key}'.  Please ` +
      "configure one or more attributes for these same-named columns explicitly.";
    if (existing.parent === mapper) throw new InvalidRequestError(text);
    warn(text);
  }
  return [column, ...existing.columns];
}

function enterColumns(mapper: Mapper, property: ColumnProperty): void {
  for (const column of property.columns) {
    for (const member of column.proxySet) mapper.columnToProperty.set(member, property);
  }
}

function configurePrimaryKey(mapper: Mapper, options: MapperOptions): void {
  mapper.tables = tablesOf(mapper.persistSelectable);
  for (const table of mapper.tables) {
    const columns = [...table.c].filter((column) => mapper.columnToProperty.has(column));
    mapper.colsByTable.set(table, columns);
    const key = columns.filter((column) => column.primaryKey);
    if (key.length > 0 && key.length === [...table.primaryKey].length) mapper.pksByTable.set(table, key);
  }
  if (options.primaryKey !== undefined) {
    mapper.primaryKey = options.primaryKey.map((given) => keyColumn(mapper, given));
    for (const column of mapper.primaryKey) {
      const table = mapper.tables.find((each) => each === column.table);
      if (table === undefined) continue;
      const known = mapper.pksByTable.get(table) ?? [];
      if (!known.includes(column)) mapper.pksByTable.set(table, [...known, column]);
    }
    return;
  }
  if (mapper.inherits !== null && !mapper.concrete) {
    mapper.primaryKey = mapper.inherits.primaryKey;
    return;
  }
  mapper.primaryKey = mapper.pksByTable.get(mapper.localTable) ?? [];
  if (mapper.primaryKey.length === 0) {
    throw new ArgumentError(
      `Mapper ${mapper} could not assemble any primary key columns for mapped table '${mapper.persistSelectable.description}'`,
    );
  }
}

function keyColumn(mapper: Mapper, given: string | Column): Column {
  if (typeof given !== "string") return given;
  const property = mapper.props.get(given);
  if (property === undefined) {
    throw new ArgumentError(`Can't determine primary_key column '${given}' - no attribute is mapped to this name.`);
  }
  if (property.kind === "column" && property.column instanceof Column) return property.column;
  throw new ArgumentError(
    `Can't determine primary_key column '${given}'; property does not refer to a single mapped Column`,
  );
}

function configureVersionId(mapper: Mapper, options: MapperOptions): void {
  const given = options.versionIdCol ?? null;
  if (given === null) {
    mapper.versionIdCol = mapper.inherits?.versionIdCol ?? null;
    return;
  }
  const property = typeof given === "string" ? mapper.props.get(given) : mapper.columnToProperty.get(given);
  if (property?.kind !== "column") {
    throw new ArgumentError(`Can't determine version_id_col column '${given}' - no attribute is mapped to this name.`);
  }
  mapper.versionIdCol = property.column;
}
