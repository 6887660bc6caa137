import type { Driver } from "../connection/driver.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { DriverValue } from "../trace/events.ts";

/** A table as the database itself describes it. */
export interface TableInfo {
  readonly name: string;
  readonly columns: readonly string[];
  readonly notNull: ReadonlySet<string>;
  readonly defaults: ReadonlyMap<string, string>;
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKeyInfo[];
}

/** One foreign key of a table, as SQLite enforces it. */
export interface ForeignKeyInfo {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly onDelete: string;
}

/** A row as it is foreseen to be; where it was changed, not as the database has it. */
export interface Row {
  readonly table: TableInfo;
  readonly values: Map<string, DriverValue>;
  gone: boolean;
  /** The pending object that the row is going to be inserted for. */
  readonly state: InstanceState | null;
}

/** Rows read for one search at most: a preview of more is of no use to anybody. */
const MAX_ROWS = 1_000;

/**
 * The rows of a database as they will be: read as they are, below whoever watches the driver, with changes kept beside it.
 * Nothing is written.
 */
export class Rows {
  readonly #driver: Driver;
  readonly #tables = new Map<string, TableInfo | null>();
  readonly #known = new Map<string, Row>();
  readonly #touched = new Set<Row>();
  #referring: Map<string, ForeignKeyInfo[]> | null = null;
  #names = 0;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  /** Whether the database enforces foreign keys at all. */
  get foreignKeys(): boolean {
    return Number(this.#read("PRAGMA foreign_keys")[0]?.[0] ?? 0) === 1;
  }

  /** A table by name; `null` where the database has none. */
  table(name: string): TableInfo | null {
    let info = this.#tables.get(name);
    if (info === undefined) {
      info = this.#describe(name);
      this.#tables.set(name, info);
    }
    return info;
  }

  /** The foreign keys of every table that refer to a table. */
  referringTo(name: string): readonly ForeignKeyInfo[] {
    if (this.#referring === null) {
      this.#referring = new Map();
      for (const [table] of this.#read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")) {
        for (const key of this.table(String(table))?.foreignKeys ?? []) {
          const known = this.#referring.get(key.target.toLowerCase());
          if (known === undefined) this.#referring.set(key.target.toLowerCase(), [key]);
          else known.push(key);
        }
      }
    }
    return this.#referring.get(name.toLowerCase()) ?? [];
  }

  /** The rows of a table that have these values, as they are foreseen. */
  find(table: TableInfo, wanted: ReadonlyMap<string, DriverValue>): Row[] {
    if ([...wanted.values()].some((value) => value === null)) return [];
    const found = new Set<Row>();
    for (const row of this.#select(table, wanted)) if (this.#matches(row, wanted)) found.add(row);
    for (const row of this.#touched) if (row.table === table && this.#matches(row, wanted)) found.add(row);
    return [...found];
  }

  /** The row with that primary key, in the order of the table's key columns. */
  byKey(table: TableInfo, columns: readonly string[], values: readonly DriverValue[]): Row | null {
    const wanted = new Map(columns.map((column, i) => [column, values[i] ?? null] as const));
    return this.find(table, wanted)[0] ?? null;
  }

  /** Takes a row for inserted. Columns of the key without a value get one that no other row has. */
  insert(table: TableInfo, values: ReadonlyMap<string, DriverValue>, state: InstanceState | null): Row {
    const row: Row = { table, values: new Map(values), gone: false, state };
    for (const column of table.primaryKey) {
      if ((row.values.get(column) ?? null) === null) row.values.set(column, `\u0000new ${++this.#names}`);
    }
    for (const column of table.columns) if (!row.values.has(column)) row.values.set(column, null);
    this.#touched.add(row);
    return row;
  }

  update(row: Row, values: Iterable<readonly [string, DriverValue]>): void {
    for (const [column, value] of values) row.values.set(column, value);
    this.#touched.add(row);
  }

  remove(row: Row): void {
    row.gone = true;
    this.#touched.add(row);
  }

  #matches(row: Row, wanted: ReadonlyMap<string, DriverValue>): boolean {
    if (row.gone) return false;
    for (const [column, value] of wanted) if (!sameValue(row.values.get(column) ?? null, value)) return false;
    return true;
  }

  #select(table: TableInfo, wanted: ReadonlyMap<string, DriverValue>): Row[] {
    const values = [...wanted.values()];
    if (values.some((value) => typeof value === "string" && value.startsWith("\u0000new "))) return [];
    const where = [...wanted.keys()].map((column) => `${quoted(column)} = ?`).join(" AND ");
    const columns = table.columns.map(quoted).join(", ");
    const sql = `SELECT ${columns} FROM ${quoted(table.name)} WHERE ${where} LIMIT ${MAX_ROWS}`;
    return this.#read(sql, values).map((read) => this.#row(table, read));
  }

  #row(table: TableInfo, read: readonly DriverValue[]): Row {
    const values = new Map(table.columns.map((column, i) => [column, read[i] ?? null] as const));
    const identity = table.primaryKey.length > 0 ? table.primaryKey.map((column) => values.get(column)) : read;
    const key = `${table.name} ${identity.map((value) => `${typeof value}:${String(value)}`).join(" ")}`;
    let row = this.#known.get(key);
    if (row === undefined) {
      row = { table, values, gone: false, state: null };
      this.#known.set(key, row);
    }
    return row;
  }

  #describe(name: string): TableInfo | null {
    const columns = this.#read(`PRAGMA table_info(${quoted(name)})`);
    if (columns.length === 0) return null;
    const key = columns.filter((column) => Number(column[5]) > 0).sort((a, b) => Number(a[5]) - Number(b[5]));
    return {
      name,
      columns: columns.map((column) => String(column[1])),
      notNull: new Set(columns.filter((column) => Number(column[3]) === 1).map((column) => String(column[1]))),
      defaults: new Map(
        columns.flatMap((column) => (column[4] === null ? [] : [[String(column[1]), String(column[4])] as const])),
      ),
      primaryKey: key.map((column) => String(column[1])),
      foreignKeys: this.#foreignKeysOf(name),
    };
  }

  #foreignKeysOf(name: string): ForeignKeyInfo[] {
    const keys = new Map<string, { target: string; columns: string[]; targets: string[]; onDelete: string }>();
    for (const [id, , target, from, to, , onDelete] of this.#read(`PRAGMA foreign_key_list(${quoted(name)})`)) {
      let key = keys.get(String(id));
      if (key === undefined) {
        key = { target: String(target), columns: [], targets: [], onDelete: String(onDelete).toUpperCase() };
        keys.set(String(id), key);
      }
      key.columns.push(String(from));
      if (to !== null) key.targets.push(String(to));
    }
    return [...keys.values()].map(({ target, columns, targets, onDelete }) => ({
      table: name,
      columns,
      target,
      targetColumns: targets.length > 0 ? targets : this.#keyOf(target),
      onDelete,
    }));
  }

  #keyOf(table: string): string[] {
    const key = this.#read(`PRAGMA table_info(${quoted(table)})`).filter((column) => Number(column[5]) > 0);
    return key.sort((a, b) => Number(a[5]) - Number(b[5])).map((column) => String(column[1]));
  }

  /** A table that is not there, or a database that is busy, has no rows to tell of. */
  #read(sql: string, params: readonly DriverValue[] = []): readonly (readonly DriverValue[])[] {
    try {
      return (this.#driver.peek ?? this.#driver.execute).call(this.#driver, sql, params).rows;
    } catch {
      return [];
    }
  }
}

/** Whether two driver values are one to the database, whatever number or text they came as. */
export function sameValue(a: DriverValue, b: DriverValue): boolean {
  if (a === b) return true;
  return a !== null && b !== null && String(a) === String(b);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
