import type { ColumnPair, ColumnProperty, Mapper } from "../../mapping/mapper.ts";
import { sortTables } from "../../schema/sort-tables.ts";
import type { Column, Table } from "../../schema/table.ts";

/** One column of a table and the attribute whose value it takes. */
export interface ColumnMapping {
  readonly column: Column;
  readonly property: ColumnProperty;
  readonly slot: number;
  /** True where null is written as a value of its own, and not left to the column's default. */
  readonly writesNull: boolean;
  /** True where a missing value is written as null: there is no default that could take its place. */
  readonly nullWhenMissing: boolean;
}

/** How one mapper's attributes lie in one of its tables; worked out once. */
export class TableMapping {
  readonly mapper: Mapper;
  readonly table: Table;
  readonly columns: readonly ColumnMapping[];
  readonly primaryKey: readonly Column[];
  /** Columns whose value comes from the database at an INSERT, and at an UPDATE. */
  readonly serverDefaults: readonly Column[];
  readonly serverOnupdates: readonly Column[];
  readonly versionColumn: Column | null;
  /** Pairs that a saved row's new keys are copied along, for joined inheritance. */
  readonly equatedPairs: readonly { readonly mapper: Mapper; readonly pairs: readonly ColumnPair[] }[];

  constructor(mapper: Mapper, table: Table) {
    this.mapper = mapper;
    this.table = table;
    this.primaryKey = mapper.pksByTable.get(table) ?? [];
    const columns = mapper.colsByTable.get(table) ?? [];
    this.columns = columns.flatMap((column) => {
      const property = mapper.columnToProperty.get(column);
      return property === undefined ? [] : [mappingOf(column, property)];
    });
    this.serverDefaults = columns.filter((column) => column.serverDefault !== null || isExpression(column.default));
    this.serverOnupdates = columns.filter((column) => column.serverOnupdate !== null || isExpression(column.onupdate));
    this.versionColumn = columns.find((column) => column === mapper.versionIdCol) ?? null;
    const own = new Set<unknown>(table.columns);
    this.equatedPairs = [...mapper.toRoot()]
      .filter((each) => each.inheritsEquatedPairs.some(([source]) => own.has(source)))
      .map((each) => ({ mapper: each, pairs: each.inheritsEquatedPairs }));
  }

  /** Whether values that the database makes are to be read back at once, where that costs no extra statement. */
  get prefersEagerDefaults(): boolean {
    const { eagerDefaults } = this.mapper.baseMapper;
    return eagerDefaults === "auto" ? this.table.implicitReturning : eagerDefaults;
  }
}

function mappingOf(column: Column, property: ColumnProperty): ColumnMapping {
  const writesNull = column.type.shouldEvaluateNone;
  return {
    column,
    property,
    slot: property.slot,
    writesNull,
    nullWhenMissing: !column.primaryKey && column.serverDefault === null && column.default === null && !writesNull,
  };
}

/** Whether a default is an SQL expression, which the database evaluates. */
function isExpression(value: { readonly kind: string } | null): boolean {
  return value !== null && value.kind === "clause";
}

const mappings = new WeakMap<Mapper, Map<Table, TableMapping>>();

export function tableMapping(mapper: Mapper, table: Table): TableMapping {
  let known = mappings.get(mapper);
  if (known === undefined) {
    known = new Map();
    mappings.set(mapper, known);
  }
  let mapping = known.get(table);
  if (mapping === undefined) {
    mapping = new TableMapping(mapper, table);
    known.set(table, mapping);
  }
  return mapping;
}

const hierarchies = new WeakMap<Mapper, readonly (readonly [Table, Mapper])[]>();

/** The tables of a hierarchy, those referred to first, each with the topmost mapper that has it. */
export function hierarchyTables(base: Mapper): readonly (readonly [Table, Mapper])[] {
  const known = hierarchies.get(base);
  if (known !== undefined) return known;
  const mappers = new Map<Table, Mapper>();
  for (const mapper of base.selfAndDescendants) {
    for (const table of mapper.tables) if (!mappers.has(table)) mappers.set(table, mapper);
  }
  const tables = sortTables([...mappers.keys()]).map((table) => [table, mappers.get(table) as Mapper] as const);
  hierarchies.set(base, tables);
  return tables;
}
