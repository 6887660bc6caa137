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

/** The statement that an owner needed last: most often it needs the same again, and comparing names is quicker than joining them. */
interface Latest {
  readonly dialect: Dialect;
  readonly kind: string;
  readonly keys: readonly string[];
  readonly returned: readonly Column[];
  readonly compiled: Compiled;
}

const latest = new WeakMap<object, Latest>();

/** A compiled statement for some columns of an owner, made once. */
function cachedFor(
  owner: object,
  { dialect, kind, keys, returned }: Omit<Latest, "compiled">,
  make: () => Compiled,
): Compiled {
  const last = latest.get(owner);
  if (last?.dialect === dialect && last.kind === kind && same(last.keys, keys) && same(last.returned, returned)) {
    return last.compiled;
  }
  const name = `${kind} ${keys.join(" ")} returning ${returned.map((column) => column.key).join(" ")}`;
  const compiled = cached(dialect, owner, name, make);
  latest.set(owner, { dialect, kind, keys, returned, compiled });
  return compiled;
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
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
  return cachedFor(table, { dialect, kind: many ? "insert many" : "insert", keys, returned }, make);
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
  return cachedFor(mapping, { dialect, kind: "update", keys, returned }, make);
}

/** DELETE of one row. */
export function deleteStatement(dialect: Dialect, mapping: TableMapping): Compiled {
  return cached(dialect, mapping, "delete", () =>
    dialect.compile(delete_(mapping.table).where(match(finding(mapping))), { columnKeys: [] }),
  );
}
