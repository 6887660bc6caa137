/** What SQLite tells of its tables, in the statements and the order in which the reference asks ("Reflecting Database Objects"). */
import type { Connection } from "../connection/connection.ts";
import { BLOB } from "../types/binary.ts";
import { BOOLEAN } from "../types/boolean.ts";
import { DATE, DATETIME, TIME, TIMESTAMP } from "../types/datetime.ts";
import { JSON as JSON_TYPE } from "../types/json.ts";
import { NULL_TYPE } from "../types/null-type.ts";
import {
  BIGINT,
  DECIMAL,
  DOUBLE,
  DOUBLE_PRECISION,
  FLOAT,
  INTEGER,
  NUMERIC,
  REAL,
  SMALLINT,
} from "../types/numeric.ts";
import { CHAR, NVARCHAR, TEXT, VARCHAR } from "../types/string.ts";
import { type TypeEngine, type TypeInput, toInstance } from "../types/type-engine.ts";

export interface ReflectedColumn {
  readonly name: string;
  readonly type: TypeEngine;
  readonly nullable: boolean;
  readonly default: string | null;
  /** Position in the primary key, 0 for none. */
  readonly primaryKey: number;
}

export interface ReflectedForeignKey {
  readonly name: string | null;
  readonly constrainedColumns: readonly string[];
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  readonly options: { readonly onDelete?: string; readonly onUpdate?: string };
}

export interface ReflectedIndex {
  readonly name: string;
  readonly columnNames: readonly string[];
  readonly unique: boolean;
}

export interface ReflectedConstraint {
  readonly name: string | null;
  readonly columnNames: readonly string[];
}

type Row = readonly unknown[];

const NAMES = (of: "sqlite_master" | "sqlite_temp_master", type: "table" | "view") =>
  `SELECT name FROM ${of} WHERE type='${type}' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`;

export function names(connection: Connection, type: "table" | "view", temporary = false): string[] {
  return rows(connection, NAMES(temporary ? "sqlite_temp_master" : "sqlite_master", type)).map(([name]) =>
    String(name),
  );
}

function rows(connection: Connection, sql: string, parameters: readonly string[] = []): readonly Row[] {
  return connection.execDriverSql(sql, parameters).all() as readonly Row[];
}

function pragma(connection: Connection, name: string, table: string): readonly Row[] {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  const main = rows(connection, `PRAGMA main.${name}(${quoted})`);
  return main.length > 0 ? main : rows(connection, `PRAGMA temp.${name}(${quoted})`);
}

export function hasTable(connection: Connection, table: string): boolean {
  return pragma(connection, "table_info", table).length > 0;
}

/** The columns; none where there is no such table. */
export function columns(connection: Connection, table: string): ReflectedColumn[] {
  return pragma(connection, "table_xinfo", table)
    .filter((row) => Number(row[6]) !== 1)
    .map((row) => ({
      name: String(row[1]),
      type: typeOf(String(row[2]).toUpperCase()),
      nullable: !Number(row[3]),
      default: row[4] === null ? null : String(row[4]),
      primaryKey: Number(row[5]),
    }));
}

/** The text of CREATE TABLE; `null` where there is none. */
export function tableSql(connection: Connection, table: string): string | null {
  const sql =
    "SELECT sql FROM  (SELECT * FROM sqlite_master UNION ALL   SELECT * FROM sqlite_temp_master) WHERE name = ? AND type in ('table', 'view')";
  const [first] = rows(connection, sql, [table]);
  return first === undefined ? null : String(first[0]);
}

const FOREIGN_KEY =
  /(?:CONSTRAINT +(?:"(.+?)"|(\w+)) +)?FOREIGN KEY *\( *(.+?) *\) +REFERENCES +(?:(?:"(.+?)")|([a-z0-9_]+)) *\( *((?:(?:"[^"]+"|[a-z0-9_]+) *(?:, *)?)+)\) *((?:ON (?:DELETE|UPDATE) (?:SET NULL|SET DEFAULT|CASCADE|RESTRICT|NO ACTION) *)*)/gi;

/** The foreign keys: the pragma's, with what only the text of CREATE TABLE says of them. */
export function foreignKeys(connection: Connection, table: string): ReflectedForeignKey[] {
  const found = new Map<number, { constrained: string[]; table: string; referred: string[] }>();
  for (const row of pragma(connection, "foreign_key_list", table)) {
    const id = Number(row[0]);
    const own = found.get(id) ?? { constrained: [], table: String(row[2]), referred: [] };
    own.constrained.push(String(row[3]));
    if (row[4] !== null) own.referred.push(String(row[4]));
    else if (own.referred.length === 0) own.referred.push(...keyOf(columns(connection, own.table)));
    found.set(id, own);
  }
  const signature = (constrained: readonly string[], to: string, referred: readonly string[]) =>
    [...constrained, to, ...referred].join("\u0000");
  const left = new Map([...found.values()].map((key) => [signature(key.constrained, key.table, key.referred), key]));
  const keys: ReflectedForeignKey[] = [];
  const as = (key: { constrained: string[]; table: string; referred: string[] }): ReflectedForeignKey => ({
    name: null,
    constrainedColumns: key.constrained,
    referredTable: key.table,
    referredColumns: key.referred,
    options: {},
  });
  for (const match of (tableSql(connection, table) ?? "").matchAll(FOREIGN_KEY)) {
    const [, quotedName, plainName, constrained = "", quotedTable, plainTable, referred = "", actions = ""] = match;
    const at = signature(namesIn(constrained), quotedTable ?? plainTable ?? "", namesIn(referred));
    const key = left.get(at);
    if (key === undefined) continue;
    left.delete(at);
    keys.push({ ...as(key), name: quotedName ?? plainName ?? null, options: actionsIn(actions) });
  }
  return [...keys, ...[...left.values()].map(as)];
}

function actionsIn(text: string): ReflectedForeignKey["options"] {
  const action = (word: string) => {
    const found = new RegExp(`ON ${word} (SET NULL|SET DEFAULT|CASCADE|RESTRICT|NO ACTION)`, "i").exec(text)?.[1];
    return found === undefined || found.toUpperCase() === "NO ACTION" ? null : found.toUpperCase();
  };
  const [onDelete, onUpdate] = [action("DELETE"), action("UPDATE")];
  return { ...(onDelete === null ? {} : { onDelete }), ...(onUpdate === null ? {} : { onUpdate }) };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:"(.+?)")|([a-z0-9_]+)/gi)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** The names of the primary key's columns, in its order. */
export function keyOf(all: readonly ReflectedColumn[]): string[] {
  return all
    .filter((column) => column.primaryKey > 0)
    .sort((a, b) => a.primaryKey - b.primaryKey)
    .map((column) => column.name);
}

/** The indexes; those that SQLite makes for constraints only where they are asked for. */
export function indexes(connection: Connection, table: string, automatic = false): ReflectedIndex[] {
  const found: ReflectedIndex[] = [];
  for (const row of pragma(connection, "index_list", table)) {
    const name = String(row[1]);
    if (!automatic && name.startsWith("sqlite_autoindex")) continue;
    found.push({ name, unique: Boolean(Number(row[2])), columnNames: [] });
  }
  const listed = found.map((index) => ({
    ...index,
    columnNames: pragma(connection, "index_info", index.name).map((row) => String(row[2])),
  }));
  if (listed.length === 0) hasTable(connection, table);
  return listed.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const UNIQUE = /(?:CONSTRAINT +(?:"(.+?)"|(\w+)) +)?UNIQUE *\((.+?)\)/gi;
const INLINE_UNIQUE = /(?:(".+?")|(?:[[`])?([a-z0-9_]+)(?:[\]`])?)[\t ]+[a-z0-9_]+(?:[\t ]+[a-z0-9_]+)*?[\t ]+UNIQUE/gi;

export function uniqueConstraints(connection: Connection, table: string): ReflectedConstraint[] {
  const automatic = new Set(
    indexes(connection, table, true)
      .filter(({ name }) => name.startsWith("sqlite_autoindex"))
      .map(({ columnNames }) => columnNames.join("\u0000")),
  );
  const sql = tableSql(connection, table) ?? "";
  const written: ReflectedConstraint[] = [
    ...[...sql.matchAll(UNIQUE)].map(([, quoted, plain, list = ""]) => ({
      name: quoted ?? plain ?? null,
      columnNames: namesIn(list),
    })),
    ...[...sql.matchAll(INLINE_UNIQUE)].map(([, quoted, plain]) => ({
      name: null,
      columnNames: namesIn(quoted ?? plain ?? ""),
    })),
  ];
  return written.filter(({ columnNames }) => automatic.delete(columnNames.join("\u0000")));
}

const TYPES: Readonly<Record<string, TypeInput>> = {
  BIGINT,
  BLOB,
  BOOL: BOOLEAN,
  BOOLEAN,
  CHAR,
  DATE,
  DATETIME,
  DECIMAL,
  DOUBLE,
  DOUBLE_PRECISION,
  FLOAT,
  INT: INTEGER,
  INTEGER,
  JSON: JSON_TYPE,
  NUMERIC,
  REAL,
  SMALLINT,
  TEXT,
  TIME,
  TIMESTAMP,
  VARCHAR,
  NVARCHAR,
} as Readonly<Record<string, TypeInput>>;

/** The type that SQLite's affinity rules give a column ("SQLite: Type Reflection"). */
function typeOf(text: string): TypeEngine {
  const [, name = "", args] = /^([\w ]+)(\(.*?\))?/.exec(text) ?? [];
  const type = TYPES[name] ?? byAffinity(name);
  if (type === null) return NULL_TYPE;
  const numbers = [...(args ?? "").matchAll(/(\d+)/g)].map(([number]) => Number(number));
  if (numbers.length === 0) return toInstance(type);
  const [first, second] = numbers;
  const make = type as unknown as (...given: unknown[]) => TypeEngine;
  const isNumber = type === (NUMERIC as unknown) || type === (DECIMAL as unknown);
  return isNumber ? make({ precision: first, ...(second === undefined ? {} : { scale: second }) }) : make(first);
}

function byAffinity(name: string): TypeInput | null {
  if (name.includes("INT")) return INTEGER as TypeInput;
  if (/CHAR|CLOB|TEXT/.test(name)) return TEXT as TypeInput;
  if (name.includes("BLOB") || name === "") return null;
  if (/REAL|FLOA|DOUB/.test(name)) return REAL as TypeInput;
  return NUMERIC as TypeInput;
}
