import type { FileColumn, FileForeignKey, FileTable, Reflected } from "../protocol/messages.ts";
import { MAX_FILE_TABLES, MAX_PLAN_TEXT } from "../protocol/messages.ts";
import { quoted } from "./cells.ts";
import type { Driver } from "./databases.ts";

/** Tables that SQLite keeps for itself or for its virtual tables are none of the person's. */
const TABLES =
  "SELECT l.name FROM pragma_table_list() l JOIN sqlite_master m ON m.name = l.name AND m.type = 'table' WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY m.rowid";
const VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY rowid";
/** Rows of a column that are looked at. */
const LOOKED_AT = 10_000;

/**
 * Reads what tables a file of SQLite's has. SQLite is asked itself, because it knows also what stands beside a column
 * (`REFERENCES … ON DELETE …`, `UNIQUE`), which the text of CREATE TABLE tells only to who parses it.
 * @returns the tables; or why there are none. Never throws.
 */
export function reflect(open: () => Driver): Reflected {
  let driver: Driver | null = null;
  try {
    const opened = open();
    driver = opened;
    const names = opened.execute(TABLES).rows.map(([name]) => String(name));
    if (names.length > MAX_FILE_TABLES) {
      return { problem: `It has ${names.length} tables; a file may have ${MAX_FILE_TABLES}.` };
    }
    const views = opened.execute(VIEWS).rows.map(([name]) => String(name));
    const columns = new Map(names.map((name) => [name, columnsOf(opened, name)]));
    return { tables: names.map((name) => tableOf(opened, name, columns)), views };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: message.slice(0, MAX_PLAN_TEXT) };
  } finally {
    driver?.close();
  }
}

function tableOf(driver: Driver, name: string, tables: ReadonlyMap<string, readonly FileColumn[]>): FileTable {
  const [[rows] = []] = driver.execute(`SELECT count(*) FROM ${quoted(name)}`).rows;
  return {
    name,
    columns: tables.get(name) ?? [],
    foreignKeys: foreignKeysOf(driver, name, tables),
    unique: uniqueOf(driver, name),
    rows: Number(rows),
  };
}

function columnsOf(driver: Driver, table: string): FileColumn[] {
  const { rows } = driver.execute(`PRAGMA table_xinfo(${quoted(table)})`);
  return rows
    .filter((row) => row[6] !== 1)
    .map(([, name, type, notNull, given, key, hidden]) => ({
      name: String(name),
      type: String(type ?? ""),
      nullable: notNull === 0,
      default: given === null || given === undefined ? null : String(given),
      key: Number(key),
      generated: hidden === 2 || hidden === 3,
      misfits: misfitsOf(driver, { table, column: String(name), type: String(type ?? "") }),
    }));
}

/** What values of these types have to look like, for they are read from what SQLite holds as text. */
const FORMS: readonly (readonly [type: RegExp, form: string])[] = [
  [/^(?:datetime|timestamp)\b/i, "date(substr(@, 1, 10)) = substr(@, 1, 10) AND datetime(@) IS NOT NULL"],
  [/^date\b/i, "date(@) = @"],
  [/^time\b/i, "time(@) IS NOT NULL AND @ GLOB '[0-9][0-9]:[0-9][0-9]*'"],
  [/^json\b/i, "json_valid(@)"],
];

/** SQLite holds anything in any column, and much of it is no date. */
function misfitsOf(
  driver: Driver,
  { table, column, type }: { readonly table: string; readonly column: string; readonly type: string },
): FileColumn["misfits"] {
  const form = FORMS.find(([pattern]) => pattern.test(type))?.[1].replaceAll("@", "v");
  if (form === undefined) return null;
  const values = `SELECT ${quoted(column)} AS v FROM ${quoted(table)} WHERE v IS NOT NULL LIMIT ${LOOKED_AT}`;
  const misfit = `typeof(v) <> 'text' OR NOT coalesce(${form}, 0)`;
  const sql = `SELECT count(*), sum(typeof(v) NOT IN ('integer', 'real')) FROM (${values}) WHERE ${misfit}`;
  const [[count, others] = []] = driver.execute(sql).rows;
  if (count === 0) return null;
  return others === 0 ? "number" : "text";
}

function foreignKeysOf(
  driver: Driver,
  table: string,
  tables: ReadonlyMap<string, readonly FileColumn[]>,
): FileForeignKey[] {
  const own = tables.get(table) ?? [];
  const found = new Map<
    number,
    { table: string; pairs: { column: string; referred: string | null }[]; row: unknown[] }
  >();
  for (const row of driver.execute(`PRAGMA foreign_key_list(${quoted(table)})`).rows) {
    const [id, , to, column, referred] = row;
    const key = found.get(Number(id)) ?? { table: String(to), pairs: [], row: [...row] };
    key.pairs.push({ column: String(column), referred: referred === null ? null : String(referred) });
    found.set(Number(id), key);
  }
  // SQLite numbers them from the last to the first.
  return [...found]
    .sort(([a], [b]) => b - a)
    .map(([, { table: to, pairs, row }]) => {
      const target = [...tables.keys()].find((name) => same(name, to));
      const there = target === undefined ? [] : (tables.get(target) ?? []);
      const keys = there.filter(({ key }) => key > 0).sort((a, b) => a.key - b.key);
      return {
        columns: pairs.map(({ column }) => spelt(own, column)),
        table: target ?? to,
        referred: pairs.map(({ referred }, at) =>
          referred === null ? (keys[at]?.name ?? "") : spelt(there, referred),
        ),
        onDelete: actionOf(row[6]),
        onUpdate: actionOf(row[5]),
      };
    });
}

/** A column's name as its table has it: SQLite takes it in any case. */
const spelt = (columns: readonly FileColumn[], name: string): string =>
  columns.find((column) => same(column.name, name))?.name ?? name;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const actionOf = (action: unknown): string | null => (action === "NO ACTION" ? null : String(action));

function uniqueOf(driver: Driver, table: string): string[][] {
  return (
    driver
      .execute(`PRAGMA index_list(${quoted(table)})`)
      .rows.filter(([, , unique, origin, partial]) => unique === 1 && origin !== "pk" && partial === 0)
      .map(([, name]) => driver.execute(`PRAGMA index_info(${quoted(String(name))})`).rows.map((row) => row[2]))
      // An index on an expression is unique in something else than columns.
      .filter((columns) => columns.every((column) => column !== null))
      .map((columns) => columns.map(String))
      .reverse()
  );
}
