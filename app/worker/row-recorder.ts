/**
 * What statements do to rows, found in the database itself. SQLite tells which rows it touches (its update hook), those that
 * foreign keys and triggers touch included; what they held before is known from a copy that is kept here, and what they hold
 * after is read. Where SQLite does not tell, the table is compared with the copy as a whole.
 *
 * The copy is what the page takes the tables to be. A rollback undoes it here as it does there, without an event.
 */
import type {
  DriverValue,
  RowChange,
  TableRow,
  TraceEventBody,
  TransactionAction,
} from "../../src-engine/trace/events.ts";
import { cell, quoted, sameCell } from "./cells.ts";
import { type StatementShape, shapeOf } from "./statement-shape.ts";

type Values = readonly DriverValue[];

/** A database that tells which rows are touched. */
export interface WatchedDatabase {
  execute(
    sql: string,
    params?: readonly DriverValue[],
  ): { readonly columns: readonly string[]; readonly rows: readonly Values[]; readonly changes: number };
}

/** A row that was touched; the rowid of one that has been deleted or moved is that which it had, or has now. */
export interface TouchedRow {
  readonly table: string;
  readonly rowid: number | bigint;
  readonly operation: "insert" | "update" | "delete";
}

/** A statement on its way to the database. */
export interface Awaited {
  readonly shape: StatementShape;
  /** What to execute instead, so that the database says which rows the statement matched by itself. */
  readonly sql: string | null;
}

/** What a table's definition says. */
interface Description {
  readonly sql: string;
  readonly columns: readonly string[];
  readonly rowid: string | null;
  readonly key: readonly number[];
  readonly replaces: boolean;
  /** The tables that it refers to with an action: what happens to their rows happens to its own. */
  readonly follows: readonly string[];
}

/** What is kept of one table. */
interface Copy {
  readonly name: string;
  readonly columns: readonly string[];
  /** The name by which its rowid can be read; `null` where it has none. */
  readonly rowid: string | null;
  /** Positions of its key's columns, where it has no rowid. */
  readonly key: readonly number[];
  readonly rows: Map<number, Values>;
  /** For rows without a rowid, or with one that no number holds: the number that stands for it. */
  readonly numbers: Map<string, number>;
  /** False once it had more rows than are kept: those beyond are not told. */
  complete: boolean;
  /** Whether what it does to others can come back to it. */
  readonly reactive: boolean;
  /** Whether its own constraints replace rows. */
  readonly replaces: boolean;
}

interface Change {
  readonly before: Values | null;
  after: Values | null;
  byDatabase: boolean;
}

/** What undoes one thing that was done to the copy. */
type Undo =
  | { readonly copy: Copy; readonly rowid: number; readonly before: Values | null }
  | { readonly name: string; readonly table: Copy | null };

interface OpenFrame {
  readonly kind: "transaction" | "savepoint";
  readonly name: string | null;
  readonly from: number;
}

/** Rows that are kept and told of one table. */
export const MAX_RECORDED_ROWS = 10_000;
/** Rows that one statement may touch before tables are compared as a whole instead. */
const MAX_TOUCHED = 20_000;
const MAX_TABLES = 200;

/** After these SQLite has undone just the statement. */
const ORDINARY_ERROR =
  /constraint failed|syntax error|no such|misuse|ambiguous|already exists|mismatch|datatype|has no column/i;

export class RowRecorder {
  readonly #database: WatchedDatabase;
  readonly #tell: (body: TraceEventBody) => void;
  readonly #tables = new Map<string, Copy>();
  #described: ReadonlyMap<string, Description> = new Map();
  readonly #undo: Undo[] = [];
  readonly #open: OpenFrame[] = [];
  #touched: TouchedRow[] = [];
  #tooMany = false;
  /** What is to be told after the statement. */
  #changes = new Map<Copy, Map<number, Change>>();
  #made: Extract<TraceEventBody, { type: "table" }>[] = [];
  /** True once the trace can no longer be relied on to tell every end of a transaction. */
  #doubtful = false;
  #announced = false;
  #shapes = new Map<string, StatementShape>();

  /** @param tell takes an event on its way to the page */
  constructor(database: WatchedDatabase, tell: (body: TraceEventBody) => void) {
    this.#database = database;
    this.#tell = tell;
    this.#readSchema();
    this.settle();
  }

  /** Takes note of a row that SQLite touches. Called while a statement runs, when nothing may be read. */
  touch(row: TouchedRow): void {
    if (this.#touched.length < MAX_TOUCHED) this.#touched.push(row);
    else this.#tooMany = true;
  }

  /** From now on the database is looked at after every end of a transaction. */
  doubt(): void {
    this.#doubtful = true;
  }

  /** Takes a statement before it is executed. */
  await(sql: string): Awaited {
    this.#touched = [];
    this.#tooMany = false;
    let shape = this.#shapes.get(sql);
    if (shape === undefined) {
      shape = shapeOf(sql);
      if (this.#shapes.size < 500) this.#shapes.set(sql, shape);
    }
    const copy = this.#copyOf(shape.table);
    // Which rows it matched by itself has to be asked only where others of the same table can follow from them.
    const asks = copy?.reactive && copy.rowid !== null && !shape.hasComment;
    if (!asks) return { shape, sql: null };
    return { shape, sql: `${sql.replace(/[;\s]+$/, "")}${shape.returns ? ", " : " RETURNING "}${copy.rowid}` };
  }

  /**
   * Takes what a statement has done.
   * @param changes rows that it changed by itself, -1 where unknown
   * @param matched their rowids, where they were asked for
   */
  executed({ shape }: Awaited, changes: number, matched: readonly DriverValue[] | null): void {
    switch (shape.kind) {
      case "schema":
        this.#readSchema();
        // What goes with a table may take rows of others along.
        this.#written(shape, -1, null);
        break;
      case "begin":
      case "end":
        this.#controlled(shape.kind === "end");
        break;
      default:
        this.#written(shape, changes, matched);
    }
  }

  /** Takes note that a statement has failed: SQLite has undone what it did, and only that, unless told otherwise. */
  failed({ shape }: Awaited, message: string): void {
    this.#touched = [];
    const control = shape.kind === "begin" || shape.kind === "end";
    if (control) this.#doubtful = true;
    if (control || shape.failsOddly || !ORDINARY_ERROR.test(message)) this.#compareAll();
    if (control && this.#announced) this.settle();
    this.#announced = false;
  }

  /** Undoes in the copy what the end of a transaction undoes, as the page does on the same event. */
  transaction(action: TransactionAction, name: string | null): void {
    this.#announced = true;
    const from = this.#undo.length;
    if (action === "BEGIN") this.#open.push({ kind: "transaction", name, from });
    else if (action === "SAVEPOINT") this.#open.push({ kind: "savepoint", name, from });
    else {
      const kind = action === "COMMIT" || action === "ROLLBACK" ? "transaction" : "savepoint";
      const place = this.#open.findLastIndex(
        (frame) => frame.kind === kind && (kind === "transaction" || name === null || frame.name === name),
      );
      const [frame] = place < 0 ? [] : this.#open.splice(place);
      if (frame && (action === "ROLLBACK" || action === "ROLLBACK TO SAVEPOINT")) this.#undoTo(frame.from);
      if (this.#open.length === 0) this.#undo.length = 0;
    }
  }

  /** Tells what has been found out. Called right after the event of the statement that did it. */
  settle(): void {
    const changes: RowChange[] = [];
    for (const [{ name: table }, rows] of this.#changes) {
      for (const [rowid, { before, after, byDatabase }] of rows) {
        if (!sameRow(before, after)) changes.push({ table, rowid, before, after, byDatabase });
      }
    }
    const made = this.#made;
    this.#changes = new Map();
    this.#made = [];
    if (changes.length > 0) this.#tell({ type: "rows", changes });
    for (const table of made) this.#tell(table);
  }

  /** Tells that the tables have gone with their database. */
  close(): void {
    for (const name of [...this.#tables.keys()]) this.#setTable(name, null);
    this.settle();
  }

  #controlled(ends: boolean): void {
    const announced = this.#announced;
    this.#announced = false;
    if (!announced) this.#doubtful = true;
    if (!ends || !this.#doubtful) return;
    this.#compareAll();
    // A statement that the trace tells of will be followed by its rows; a transaction's end is not.
    if (announced) this.settle();
  }

  #written(shape: StatementShape, changes: number, matched: readonly DriverValue[] | null): void {
    const touched = this.#touched;
    this.#touched = [];
    const own = this.#copyOf(shape.table);
    const compared = new Set<Copy>();
    const matchedRows = matched === null || own === null ? null : new Set(matched.map((id) => numberOf(own, id)));
    const byDatabase = (copy: Copy, rowid: number) =>
      copy !== own || (matchedRows !== null && changes >= 0 && !matchedRows.has(rowid));

    let ownTouched = 0;
    for (const { table, rowid, operation } of touched) {
      const copy = this.#tables.get(table);
      if (copy === undefined) continue;
      if (copy === own) ownTouched++;
      // A row has another rowid than before: nothing tells which it had.
      if (operation === "update" && copy.complete && !copy.rows.has(numberOf(copy, rowid))) compared.add(copy);
    }
    if (own !== null && changes > ownTouched) compared.add(own);
    if (own !== null && (shape.replaces || own.replaces)) compared.add(own);
    if (this.#tooMany) for (const { table } of touched) compared.add(this.#tables.get(table) as Copy);
    if (changes > 0) {
      for (const copy of this.#tables.values()) if (copy.rowid === null) compared.add(copy);
    }
    for (const copy of compared) if (copy !== undefined) this.#compare(copy, byDatabase);

    const seen = new Map<Copy, Set<number>>();
    for (const { table, rowid } of touched) {
      const copy = this.#tables.get(table);
      if (copy === undefined || copy.rowid === null || compared.has(copy)) continue;
      const number = numberOf(copy, rowid);
      const rows = seen.get(copy) ?? new Set();
      seen.set(copy, rows);
      if (rows.has(number)) continue;
      rows.add(number);
      this.#change(copy, number, this.#read(copy, rowid), byDatabase(copy, number));
    }
  }

  #read(copy: Copy, rowid: number | bigint): Values | null {
    const sql = `SELECT * FROM ${quoted(copy.name)} WHERE ${copy.rowid} = ?`;
    const [row] = this.#database.execute(sql, [rowid]).rows;
    return row === undefined ? null : row.map(cell);
  }

  /** Compares a table with its copy; what differs has been changed. */
  #compare(copy: Copy, byDatabase: (copy: Copy, rowid: number) => boolean): void {
    const present = new Map(this.#rowsOf(copy));
    for (const rowid of [...copy.rows.keys()]) {
      if (!present.has(rowid)) this.#change(copy, rowid, null, byDatabase(copy, rowid));
    }
    for (const [rowid, values] of present) this.#change(copy, rowid, values, byDatabase(copy, rowid));
  }

  #compareAll(): void {
    this.#readSchema();
    for (const copy of this.#tables.values()) this.#compare(copy, () => false);
  }

  *#rowsOf(copy: Copy): Generator<readonly [rowid: number, values: Values]> {
    if (!copy.complete) {
      for (const rowid of copy.rows.keys()) {
        const values = copy.rowid === null ? null : this.#read(copy, rowid);
        if (values !== null) yield [rowid, values];
      }
      return;
    }
    const table = quoted(copy.name);
    const limit = MAX_RECORDED_ROWS + 1;
    if (copy.rowid === null) {
      const order = copy.key.map((place) => place + 1).join(", ");
      const { rows } = this.#database.execute(`SELECT * FROM ${table} ORDER BY ${order} LIMIT ${limit}`);
      for (const row of rows) {
        const values = row.map(cell);
        yield [numberFor(copy, JSON.stringify(copy.key.map((place) => String(values[place])))), values];
      }
      return;
    }
    const { rows } = this.#database.execute(`SELECT ${copy.rowid}, * FROM ${table} LIMIT ${limit}`);
    for (const [rowid, ...values] of rows) yield [numberOf(copy, rowid as DriverValue), values.map(cell)];
  }

  #change(copy: Copy, rowid: number, after: Values | null, byDatabase: boolean): void {
    const before = copy.rows.get(rowid) ?? null;
    if (before === null && after === null) return;
    if (before === null && copy.rows.size >= MAX_RECORDED_ROWS) {
      copy.complete = false;
      return;
    }
    if (this.#open.length > 0) this.#undo.push({ copy, rowid, before });
    if (after === null) copy.rows.delete(rowid);
    else copy.rows.set(rowid, after);
    let rows = this.#changes.get(copy);
    if (rows === undefined) {
      rows = new Map();
      this.#changes.set(copy, rows);
    }
    const known = rows.get(rowid);
    if (known === undefined) rows.set(rowid, { before, after, byDatabase });
    else {
      known.after = after;
      known.byDatabase &&= byDatabase;
    }
  }

  #undoTo(length: number): void {
    for (let at = this.#undo.length - 1; at >= length; at--) {
      const undo = this.#undo[at] as Undo;
      if ("name" in undo) {
        if (undo.table === null) this.#tables.delete(undo.name);
        else this.#tables.set(undo.name, undo.table);
      } else if (undo.before === null) undo.copy.rows.delete(undo.rowid);
      else undo.copy.rows.set(undo.rowid, undo.before);
    }
    this.#undo.length = length;
  }

  /** Finds out which tables there are, and tells of those that are new, different or gone. */
  #readSchema(): void {
    const { rows } = this.#database.execute(
      "SELECT l.name, l.wr, m.sql FROM pragma_table_list() l JOIN sqlite_master m ON m.name = l.name AND m.type = 'table' WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.rowid LIMIT ?",
      [MAX_TABLES],
    );
    const described = new Map(
      rows.map(([name, withoutRowid, sql]) => [
        String(name),
        this.#description(String(name), String(sql), withoutRowid === 1),
      ]),
    );
    this.#described = described;
    const reactive = this.#reactive(described);
    for (const [name, description] of described) this.#readTable(name, description, reactive.has(name));
    for (const name of [...this.#tables.keys()]) if (!described.has(name)) this.#setTable(name, null);
  }

  /** Reads a table's columns and foreign keys, unless it is still the one that was read before. */
  #description(name: string, sql: string, withoutRowid: boolean): Description {
    const known = this.#described.get(name);
    if (known?.sql === sql) return known;
    const info = this.#database.execute(`PRAGMA table_xinfo(${quoted(name)})`).rows;
    // Hidden columns (of virtual tables) are not among what `*` gives.
    const shown = info.filter((column) => column[6] !== 1);
    const names = new Set(info.map((column) => String(column[1]).toLowerCase()));
    const key = shown.flatMap((column, place) => (Number(column[5]) > 0 ? [place] : []));
    const foreignKeys = this.#database.execute(`PRAGMA foreign_key_list(${quoted(name)})`).rows;
    return {
      sql,
      columns: shown.map((column) => String(column[1])),
      rowid: withoutRowid ? null : (["rowid", "_rowid_", "oid"].find((each) => !names.has(each)) ?? null),
      key: key.length > 0 ? key : [...shown.keys()],
      replaces: /\bon\s+conflict\s+replace\b/i.test(sql),
      follows: foreignKeys
        .filter((foreign) => [foreign[5], foreign[6]].some((action) => action !== "NO ACTION" && action !== "RESTRICT"))
        .map((foreign) => String(foreign[2]).toLowerCase()),
    };
  }

  #readTable(name: string, description: Description, reactive: boolean): void {
    const known = this.#tables.get(name);
    if (known !== undefined && sameNames(known.columns, description.columns) && known.rowid === description.rowid) {
      // It has stayed as it is, though what surrounds it may have changed.
      if (known.reactive !== reactive || known.replaces !== description.replaces) {
        this.#replaceCopy(name, { ...known, reactive, replaces: description.replaces });
      }
      return;
    }
    const { columns, rowid, key, replaces } = description;
    const copy: Copy = {
      ...{ name, columns, rowid, key, replaces, reactive },
      ...{ rows: new Map(), numbers: new Map(), complete: true },
    };
    for (const [number, values] of this.#rowsOf(copy)) {
      if (copy.rows.size >= MAX_RECORDED_ROWS) copy.complete = false;
      else copy.rows.set(number, values);
    }
    this.#setTable(name, copy);
  }

  #setTable(name: string, copy: Copy | null): void {
    const before = this.#tables.get(name);
    if (before) this.#changes.delete(before);
    this.#replaceCopy(name, copy);
    const rows: TableRow[] = [...(copy?.rows ?? [])].map(([rowid, values]) => ({ rowid, values }));
    this.#made.push({ type: "table", name, columns: copy?.columns ?? null, rows });
  }

  #replaceCopy(name: string, copy: Copy | null): void {
    if (this.#open.length > 0) this.#undo.push({ name, table: this.#tables.get(name) ?? null });
    if (copy === null) this.#tables.delete(name);
    else this.#tables.set(name, copy);
  }

  /** The tables to which what is done to their rows can come back, along foreign keys or through triggers. */
  #reactive(described: ReadonlyMap<string, Description>): ReadonlySet<string> {
    const triggers = this.#database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").rows[0]?.[0];
    if (triggers !== 0) return new Set(described.keys());
    const followers = new Map<string, string[]>();
    for (const [name, { follows }] of described) {
      for (const parent of follows) followers.set(parent, [...(followers.get(parent) ?? []), name]);
    }
    return new Set([...described.keys()].filter((name) => reaches(followers, name)));
  }

  #copyOf(name: string | null): Copy | null {
    if (name === null) return null;
    const exact = this.#tables.get(name);
    if (exact !== undefined) return exact;
    const lower = name.toLowerCase();
    for (const copy of this.#tables.values()) if (copy.name.toLowerCase() === lower) return copy;
    return null;
  }
}

/** Whether what is done to a table's rows can come back to it. */
function reaches(followers: ReadonlyMap<string, readonly string[]>, name: string): boolean {
  const seen = new Set<string>();
  const next = [...(followers.get(name.toLowerCase()) ?? [])];
  for (let child = next.pop(); child !== undefined; child = next.pop()) {
    if (child === name) return true;
    if (seen.has(child)) continue;
    seen.add(child);
    next.push(...(followers.get(child.toLowerCase()) ?? []));
  }
  return false;
}

function numberOf(copy: Copy, rowid: DriverValue): number {
  if (typeof rowid === "number") return rowid;
  if (typeof rowid === "bigint" && rowid >= -MAX_SAFE && rowid <= MAX_SAFE) return Number(rowid);
  return numberFor(copy, String(rowid));
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Numbers for rows that have none, in the order of their appearance. */
function numberFor(copy: Copy, key: string): number {
  let number = copy.numbers.get(key);
  if (number === undefined) {
    number = copy.rowid === null ? copy.numbers.size + 1 : Number.MAX_SAFE_INTEGER - copy.numbers.size;
    copy.numbers.set(key, number);
  }
  return number;
}

function sameRow(a: Values | null, b: Values | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((value, place) => sameCell(value, b[place]));
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, place) => name === b[place]);
}
