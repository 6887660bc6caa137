import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { ObjectView, RowView, TableView } from "../../run/moments/view.ts";

/** Finds the object that stands for a row. */
export type ObjectOfRow = (table: TableView, row: RowView) => ObjectView | null;

/**
 * Objects by the rows that they stand for: by the tables of their class and of those that it inherits from, and their key.
 * An object of the session goes before one that has left it.
 */
export function objectsOfRows(schema: ModelSnapshot | null, objects: readonly ObjectView[]): ObjectOfRow {
  const tablesOf = tablesOfClasses(schema);
  const byRow = new Map<string, ObjectView>();
  for (const object of objects) {
    const { className, identity } = object.ref;
    if (identity === null) continue;
    for (const table of tablesOf.get(className) ?? []) {
      const key = rowKey(table, identity);
      const known = byRow.get(key);
      if (!known || !inSession(known) || inSession(object)) byRow.set(key, object);
    }
  }
  return (table, row) => {
    const told = schema?.tables.find(({ name }) => name === table.name);
    const keys = told?.columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name) ?? [];
    if (keys.length === 0) return null;
    const identity = keys.map((key) => row.values[table.columns.indexOf(key)]);
    return byRow.get(rowKey(table.name, identity)) ?? null;
  };
}

function inSession({ state }: ObjectView): boolean {
  return state === "persistent" || state === "pending" || state === "deleted";
}

function rowKey(table: string, identity: readonly unknown[]): string {
  return `${table}\0${identity.map(String).join("\0")}`;
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
