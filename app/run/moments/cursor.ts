import type { DriverValue, ObjectId } from "../../../src-engine/trace/events.ts";
import type { Log, Step } from "./log.ts";
import type { ObjectView, RowView, SessionView, TableView } from "./view.ts";

type Values = readonly DriverValue[];

interface TableAt {
  columns: readonly string[];
  /** In the order of their rowids. */
  readonly rows: RowView[];
  /** `null` when the rows have changed since. */
  view: TableView | null;
}

/** A list of the session: the places of its objects, in order. */
interface SessionList {
  readonly holds: (object: ObjectView) => boolean;
  readonly places: number[];
  /** The ids of its objects; `null` when it has changed since. */
  ids: readonly ObjectId[] | null;
}

/** What the tables and the session hold at one place of a log, and what has just changed. */
export interface Sight {
  readonly tables: readonly TableView[];
  readonly objects: readonly ObjectView[];
  readonly session: SessionView;
}

/** A place in a log, and everything as it stands there. It goes to another place step by step, forward or back. */
export class Cursor {
  readonly #log: Log;
  /** How many steps have been done. */
  #place = 0;
  readonly #tables = new Map<string, TableAt>();
  /** In the order of their first appearance, and where each is: the last to appear is the first to go again. */
  readonly #objects: ObjectView[] = [];
  readonly #places = new Map<ObjectId, number>();
  readonly #ids: ObjectId[] = [];
  readonly #session: Readonly<Record<keyof SessionView, SessionList>> = {
    new: { holds: ({ state }) => state === "pending", places: [], ids: null },
    dirty: { holds: ({ dirty }) => dirty, places: [], ids: null },
    deleted: { holds: ({ doomed }) => doomed, places: [], ids: null },
    identityMap: { holds: ({ state }) => state === "persistent", places: [], ids: null },
  };
  readonly #lists: readonly SessionList[] = Object.values(this.#session);
  /** The objects as a view may keep them; `null` when they have changed since. */
  #objectsNow: readonly ObjectView[] | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * How everything stands when all that happened up to `seq` has happened.
   * @param since what happened after this `seq` is marked as just changed
   */
  look(seq: number, since: number): Sight {
    const { steps } = this.#log;
    const target = after(steps, seq);
    while (this.#place < target) this.#do(steps[this.#place++] as Step);
    while (this.#place > target) this.#undo(steps[--this.#place] as Step);
    return this.#sight(steps.slice(after(steps, since), target));
  }

  #do(step: Step): void {
    if (step.kind === "row") this.#setRow(step.table, step.rowid, step.after);
    else if (step.kind === "table") this.#setTable(step.table, step.after);
    else this.#setObject(step.after.ref.id, step.after);
  }

  #undo(step: Step): void {
    if (step.kind === "row") this.#setRow(step.table, step.rowid, step.before);
    else if (step.kind === "table") this.#setTable(step.table, step.before);
    else this.#setObject(step.after.ref.id, step.before);
  }

  #setRow(name: string, rowid: number, values: Values | null): void {
    const table = this.#tables.get(name);
    if (table === undefined) return;
    table.view = null;
    const place = placeOf(table.rows, rowid);
    const there = table.rows[place]?.rowid === rowid ? 1 : 0;
    if (values === null) table.rows.splice(place, there);
    else if (there === 1) table.rows[place] = quiet(rowid, values);
    else if (place === table.rows.length) table.rows.push(quiet(rowid, values));
    else table.rows.splice(place, 0, quiet(rowid, values));
  }

  #setTable(name: string, table: Extract<Step, { kind: "table" }>["after"]): void {
    if (table === null) {
      this.#tables.delete(name);
      return;
    }
    const rows = inOrder([...new Map(table.rows)].map(([rowid, values]) => quiet(rowid, values)));
    this.#tables.set(name, { columns: table.columns, rows, view: null });
  }

  #setObject(id: ObjectId, object: ObjectView | null): void {
    this.#objectsNow = null;
    const known = this.#places.get(id);
    const place = known ?? this.#objects.length;
    const before = this.#objects[place];
    for (const list of this.#lists) {
      const held = before !== undefined && list.holds(before);
      const holds = object !== null && list.holds(object);
      if (held === holds) continue;
      list.ids = null;
      const at = firstFrom(list.places, place);
      if (holds) list.places.splice(at, 0, place);
      else list.places.splice(at, 1);
    }
    if (object === null) {
      this.#objects.pop();
      this.#ids.pop();
      this.#places.delete(id);
      return;
    }
    if (known === undefined) {
      this.#places.set(id, place);
      this.#ids.push(id);
    }
    this.#objects[place] = object;
  }

  #sight(recent: readonly Step[]): Sight {
    return { tables: this.#tablesWith(recent), objects: this.#objectsWith(recent), session: this.#sessionNow() };
  }

  #sessionNow(): SessionView {
    const ids = (list: SessionList) => {
      list.ids ??= list.places.map((place) => this.#ids[place] as ObjectId);
      return list.ids;
    };
    const { new: pending, dirty, deleted, identityMap } = this.#session;
    return { new: ids(pending), dirty: ids(dirty), deleted: ids(deleted), identityMap: ids(identityMap) };
  }

  #objectsWith(recent: readonly Step[]): readonly ObjectView[] {
    const before = new Map<ObjectId, ObjectView | null>();
    for (const step of recent) {
      if (step.kind === "object" && !before.has(step.after.ref.id)) before.set(step.after.ref.id, step.before);
    }
    if (before.size === 0) {
      this.#objectsNow ??= this.#objects.slice();
      return this.#objectsNow;
    }
    const all = this.#objects.slice();
    for (const [id, was] of before) {
      const place = this.#places.get(id);
      const object = place === undefined ? undefined : all[place];
      if (place === undefined || object === undefined) continue;
      const known = new Set(was?.attributes);
      const changed = object.attributes.filter((attribute) => !known.has(attribute)).map(({ name }) => name);
      const stateBefore = was !== null && was.state !== object.state ? was.state : null;
      all[place] = { ...object, changed, stateBefore, appeared: was === null };
    }
    return all;
  }

  #tablesWith(recent: readonly Step[]): TableView[] {
    const made = new Set<string>();
    const changes = new Map<string, Map<number, RowStep>>();
    for (const step of recent) {
      if (step.kind === "table") {
        made.add(step.table);
        changes.delete(step.table);
      } else if (step.kind === "row") noteRow(changes, step);
    }
    return [...this.#tables].map(([name, table]) => {
      table.view ??= { name, columns: table.columns, rows: table.rows.slice(), changed: false };
      const changed = changes.get(name);
      if (changed === undefined && !made.has(name)) return table.view;
      return { ...table.view, rows: rowsWith(table.view.rows, changed ?? new Map()), changed: true };
    });
  }
}

type RowStep = Extract<Step, { kind: "row" }>;

/** Several changes of one row become one. */
function noteRow(changes: Map<string, Map<number, RowStep>>, step: RowStep): void {
  let rows = changes.get(step.table);
  if (rows === undefined) {
    rows = new Map();
    changes.set(step.table, rows);
  }
  const first = rows.get(step.rowid);
  rows.set(
    step.rowid,
    first === undefined ? step : { ...step, before: first.before, byDatabase: first.byDatabase && step.byDatabase },
  );
}

function rowsWith(rows: readonly RowView[], changes: ReadonlyMap<number, RowStep>): readonly RowView[] {
  if (changes.size === 0) return rows;
  const present = rows.slice();
  const gone: RowView[] = [];
  for (const [rowid, change] of changes) {
    const { before, after: now, byDatabase } = change;
    if (now === null) {
      if (before !== null) gone.push({ ...quiet(rowid, before), change: "removed", byDatabase });
      continue;
    }
    const place = placeOf(present, rowid);
    const row = present[place];
    if (row?.rowid === rowid) present[place] = marked(row, change);
  }
  return gone.length === 0 ? present : inOrder([...present, ...gone]);
}

/** Where a row stands among rows in order, or would stand. */
function placeOf(rows: readonly RowView[], rowid: number): number {
  // Rows are mostly added and taken away at the end.
  if ((rows.at(-1)?.rowid ?? Number.NEGATIVE_INFINITY) < rowid) return rows.length;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as RowView).rowid < rowid) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the first number of a list in order that is not less than one. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function marked(row: RowView, { before, byDatabase }: RowStep): RowView {
  if (before === null) return { ...row, change: "added", byDatabase };
  const changedColumns = [...row.values.keys()].filter((column) => !same(row.values[column], before[column]));
  if (changedColumns.length === 0) return row;
  return { ...row, change: "changed", changedColumns, before, byDatabase };
}

function quiet(rowid: number, values: Values): RowView {
  return { rowid, values, change: null, changedColumns: NONE, before: null, byDatabase: false };
}

const NONE: readonly number[] = [];

function inOrder(rows: RowView[]): RowView[] {
  for (let at = 1; at < rows.length; at++) {
    if ((rows[at - 1] as RowView).rowid > (rows[at] as RowView).rowid) return rows.sort((a, b) => a.rowid - b.rowid);
  }
  return rows;
}

/** Whether two database values are one. */
export function same(a: DriverValue | undefined, b: DriverValue | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, place) => byte === b[place]);
  }
  return Object.is(a, b);
}

/** How many of a list in the order of `seq` are at or before one. */
export function after(list: readonly { readonly seq: number }[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as { seq: number }).seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
