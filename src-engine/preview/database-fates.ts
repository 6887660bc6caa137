import type { InstanceState } from "../instrumentation/state.ts";
import type { DriverValue, FateKind, FateReason } from "../trace/events.ts";
import type { Glimpse } from "./glimpse.ts";
import type { Ledger, Subject } from "./ledger.ts";
import type { ForeignKeyInfo, Row } from "./rows.ts";

/** A row that is deleted, and the object that stands for it. */
export interface DeletedRow {
  readonly row: Row;
  readonly state: InstanceState;
}

/** A reference that forbids the deletion, unless it goes away within the same statement. */
interface Objection {
  readonly child: Row;
  readonly key: ForeignKeyInfo;
  readonly wanted: ReadonlyMap<string, DriverValue>;
  readonly from: Subject;
}

/**
 * What the database does by itself when rows are deleted: ON DELETE, followed through every table that refers to them
 * ("SQLite: Foreign Key Actions"). Where it does not enforce foreign keys, the references stay and lead nowhere.
 */
export function foreseeDeletions(glimpse: Glimpse, ledger: Ledger, deleted: readonly DeletedRow[]): void {
  const { rows } = glimpse;
  const enforced = rows.foreignKeys;
  const objections: Objection[] = [];
  const open: { row: Row; subject: Subject }[] = deleted.map(({ row, state }) => ({ row, subject: state }));
  const registry = deleted[0]?.state.mapper.registry;
  const subjectOf = (row: Row): Subject => {
    const mapper = registry?.mappers.find((each) => each.localTable.name === row.table.name);
    return (mapper === undefined ? null : glimpse.stateOf(mapper, row)) ?? row;
  };

  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { row, subject: from } = next;
    for (const key of rows.referringTo(row.table.name)) {
      const table = rows.table(key.table);
      if (table === null) continue;
      const wanted = new Map(
        key.columns.map((column, i) => [column, row.values.get(key.targetColumns[i] ?? "") ?? null] as const),
      );
      for (const child of rows.find(table, wanted)) {
        const subject = subjectOf(child);
        const tell = (kind: FateKind, reason: FateReason) => {
          const along = `${key.table}.${key.columns.join(",")}`;
          ledger.reach(subject, { from, along, reason });
          ledger.tell({ subject, kind, by: "database", reason, from, along });
        };
        if (!enforced) {
          tell("untouched", "foreign-keys-off");
          continue;
        }
        switch (key.onDelete) {
          case "CASCADE":
            rows.remove(child);
            tell("deleted", "on-delete-cascade");
            open.push({ row: child, subject });
            break;
          case "SET NULL":
            if (key.columns.some((column) => table.notNull.has(column))) {
              tell("refused", "not-null");
              break;
            }
            rows.update(
              child,
              key.columns.map((column) => [column, null]),
            );
            tell("nullified", "on-delete-set-null");
            break;
          case "SET DEFAULT":
            tell(...setDefault(glimpse, key, child));
            break;
          default:
            objections.push({ child, key, wanted, from });
        }
      }
    }
  }

  for (const { child, key, wanted, from } of objections) {
    if (child.gone || !rows.find(child.table, wanted).includes(child)) continue;
    const subject = subjectOf(child);
    const along = `${key.table}.${key.columns.join(",")}`;
    ledger.reach(subject, { from, along, reason: "restrict" });
    ledger.tell({ subject, kind: "refused", by: "database", reason: "restrict", from, along });
  }
}

/** The default has to refer to a row too, unless it is null. */
function setDefault(glimpse: Glimpse, key: ForeignKeyInfo, child: Row): [FateKind, FateReason] {
  const { rows } = glimpse;
  const values = key.columns.map((column) => defaultOf(child.table.defaults.get(column)));
  if (values.some((value, i) => value === null && child.table.notNull.has(key.columns[i] ?? ""))) {
    return ["refused", "not-null"];
  }
  const target = rows.table(key.target);
  const wanted = new Map(key.targetColumns.map((column, i) => [column, values[i] ?? null] as const));
  if (values.every((value) => value !== null) && target !== null && rows.find(target, wanted).length === 0) {
    return ["refused", "restrict"];
  }
  rows.update(
    child,
    key.columns.map((column, i) => [column, values[i] ?? null]),
  );
  return ["nullified", "on-delete-set-default"];
}

/** A default as a table's definition writes it: a literal. */
function defaultOf(text: string | undefined): DriverValue {
  if (text === undefined || /^null$/i.test(text)) return null;
  const quoted = /^'(.*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
