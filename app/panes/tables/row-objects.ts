import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { ObjectView, RowView, TableView } from "../../run/moments/view.ts";

/** Finds the object that stands for a row. */
export type ObjectOfRow = (table: TableView, row: RowView) => ObjectView | null;

/**
 * Objects by the rows that they stand for: by the tables of their class and of those that it inherits from, and their key.
 * An object of the session goes before one that has left it.
 */
export function objectsOfRows(schema: ModelSnapshot | null, objects: readonly ObjectView[]): ObjectOfRow {
  let known: ReadonlyMap<string, ByKey> | null = null;
  const keysOf = new Map<TableView, readonly number[]>();
  return (table, row) => {
    let keys = keysOf.get(table);
    if (keys === undefined) {
      keys = keyColumns(schema, table);
      keysOf.set(table, keys);
    }
    if (keys.length === 0) return null;
    known ??= byTable(schema, objects);
    return known.get(table.name)?.get(keyText(keys.map((place) => row.values[place]))) ?? null;
  };
}

type ByKey = ReadonlyMap<string, ObjectView>;

function byTable(schema: ModelSnapshot | null, objects: readonly ObjectView[]): ReadonlyMap<string, ByKey> {
  const tables = new Map<string, Map<string, ObjectView>>();
  const ofClasses = new Map<string, readonly Map<string, ObjectView>[]>();
  for (const [className, names] of tablesOfClasses(schema)) {
    for (const name of names) if (!tables.has(name)) tables.set(name, new Map());
    ofClasses.set(
      className,
      names.map((name) => tables.get(name) as Map<string, ObjectView>),
    );
  }
  for (const object of objects) {
    const { className, identity } = object.ref;
    if (identity === null) continue;
    const key = keyText(identity);
    for (const rows of ofClasses.get(className) ?? []) {
      const known = rows.get(key);
      if (!known || !inSession(known) || inSession(object)) rows.set(key, object);
    }
  }
  return tables;
}

/** Where the values of a table's key stand in its rows. */
function keyColumns(schema: ModelSnapshot | null, table: TableView): readonly number[] {
  const told = schema?.tables.find(({ name }) => name === table.name);
  return told?.columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => table.columns.indexOf(name)) ?? [];
}

function inSession({ state }: ObjectView): boolean {
  return state === "persistent" || state === "pending" || state === "deleted";
}

function keyText(identity: readonly unknown[]): string {
  return identity.length === 1 ? String(identity[0]) : identity.map(String).join("\0");
}

function tablesOfClasses(schema: ModelSnapshot | null): ReadonlyMap<string, readonly string[]> {
  const classes = new Map((schema?.classes ?? []).map((class_) => [class_.name, class_]));
  const tables = new Map<string, readonly string[]>();
  for (const { name } of classes.values()) {
    const found = new Set<string>();
    const seen = new Set<string>();
    for (let next: string | null = name; next !== null && !seen.has(next); ) {
      seen.add(next);
      const class_ = classes.get(next);
      if (class_?.table) found.add(class_.table);
      next = class_?.inherits ?? null;
    }
    tables.set(name, [...found]);
  }
  return tables;
}
