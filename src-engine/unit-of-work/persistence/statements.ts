import type { Compiled } from "../../compiler/compiled.ts";
import type { Dialect } from "../../compiler/dialect.ts";
import type { Column, Table } from "../../schema/table.ts";
import { and_, bindparam, delete_, insert, update } from "../../sql/builders.ts";
import type { ColumnElement } from "../../sql/element.ts";
import type { TableMapping } from "./table-mapping.ts";

/** Values of one execution, by column key or, for those that find the row, by {@link rowKey}. */
export type Row = Record<string, unknown>;

/** The parameter that finds a row by a column, apart from the one that sets the same column. */
export function rowKey(column: Column): string {
  return `row ${column.key}`;
}

function match(columns: readonly Column[]): ColumnElement {
  return and_(...columns.map((column) => column.eq(bindparam(rowKey(column), { type: column.type }))));
}

/** The columns that find a row: its key and, where rows are versioned, the version. */
function finding(mapping: TableMapping): readonly Column[] {
  return mapping.versionColumn === null ? mapping.primaryKey : [...mapping.primaryKey, mapping.versionColumn];
}

const cache = new WeakMap<Dialect, WeakMap<object, Map<string, Compiled>>>();

/** A compiled statement, made once for a dialect, an owner and a name. */
export function cached(dialect: Dialect, owner: object, name: string, make: () => Compiled): Compiled {
  let owners = cache.get(dialect);
  if (owners === undefined) {
    owners = new WeakMap();
    cache.set(dialect, owners);
  }
  let named = owners.get(owner);
  if (named === undefined) {
    named = new Map();
    owners.set(owner, named);
  }
  let compiled = named.get(name);
  if (compiled === undefined) {
    compiled = make();
    named.set(name, compiled);
  }
  return compiled;
}

/** INSERT of the given columns, for one row or many at a time; the values of `returned` come back with it. */
export function insertStatement(
  dialect: Dialect,
  table: Table,
  keys: readonly string[],
  returned: readonly Column[],
  options: { readonly many: boolean; readonly values?: ReadonlyMap<Column, ColumnElement> | null },
): Compiled {
  const { many, values = null } = options;
  const make = () => {
    let statement = insert(table);
    if (values !== null) statement = statement.values(values);
    if (returned.length > 0) statement = statement.returnDefaults(returned, { sortByParameterOrder: true });
    return dialect.compile(statement, { columnKeys: keys, forExecutemany: many });
  };
  if (values !== null) return make();
  return cached(
    dialect,
    table,
    `insert ${many ? "many " : ""}${keys.join(" ")} returning ${returned.map((c) => c.key).join(" ")}`,
    make,
  );
}

/** UPDATE of the given columns of one row. */
export function updateStatement(
  dialect: Dialect,
  mapping: TableMapping,
  keys: readonly string[],
  returned: readonly Column[],
  values: ReadonlyMap<Column, ColumnElement> | null = null,
): Compiled {
  const make = () => {
    let statement = update(mapping.table).where(match(finding(mapping)));
    if (values !== null) statement = statement.values(values);
    if (returned.length > 0) statement = statement.returnDefaults(returned);
    return dialect.compile(statement, { columnKeys: keys });
  };
  if (values !== null) return make();
  return cached(dialect, mapping, `update ${keys.join(" ")} returning ${returned.map((c) => c.key).join(" ")}`, make);
}

/** DELETE of one row. */
export function deleteStatement(dialect: Dialect, mapping: TableMapping): Compiled {
  return cached(dialect, mapping, "delete", () =>
    dialect.compile(delete_(mapping.table).where(match(finding(mapping))), { columnKeys: [] }),
  );
}
