import type { RowChange } from "../../../src-engine/trace/events.ts";
import type { RunModel, Statement } from "../run-model.ts";
import { linked, listed, type Sentence, say, type Words } from "./explanation.ts";
import type { Facts, ForeignKey } from "./facts.ts";

/** What the database did by itself when a statement ran: ON DELETE, ON UPDATE, triggers. */
export function databaseSentences(facts: Facts, statement: Statement): readonly Sentence[] {
  const changes = changesOf(facts.run, statement).filter(({ byDatabase }) => byDatabase);
  const groups = new Map<string, RowChange[]>();
  for (const change of changes) {
    const key = `${change.table} ${change.before === null ? "added" : change.after === null ? "removed" : "changed"}`;
    const known = groups.get(key);
    if (known) known.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()].map((group) =>
    sentenceOf(facts, statement, { group, tables: new Set(changes.map(({ table }) => table)) }),
  );
}

/** The rows that a statement changed, as the run told right after it. */
export function changesOf(run: RunModel, statement: Statement): readonly RowChange[] {
  const next = run.statements[statement.index + 1]?.seq ?? Number.POSITIVE_INFINITY;
  return run.changes.flatMap((change) =>
    change.type === "rows" && change.seq > statement.seq && change.seq < next ? change.changes : [],
  );
}

interface Group {
  readonly group: readonly RowChange[];
  /** All tables in which the database did something. */
  readonly tables: ReadonlySet<string>;
}

function sentenceOf(facts: Facts, statement: Statement, { group, tables }: Group): Sentence {
  const [{ table, before, after }] = group as [RowChange];
  const rows: Words = [
    facts.table(table),
    " ",
    listed(group.map((change) => linked(keyText(facts, change), { kind: "table", name: table }))),
  ];
  const key = keyBehind(facts, statement, { table, tables, removed: after === null });
  if (before === null) return say("The database added ", rows, " by itself: a trigger. Not from the ORM.");
  const did = after === null ? "removed" : "changed";
  const rule =
    key === null ? null : after === null ? key.onDelete : statement.kind === "delete" ? key.onDelete : key.onUpdate;
  if (key === null || rule === null) return say(`The database ${did} `, rows, " by itself. Not from the ORM.");
  const on = after === null || statement.kind === "delete" ? "DELETE" : "UPDATE";
  const column = facts.column(`${table}.${key.column.name}`);
  return say(
    `The database ${did} `,
    rows,
    ` by itself: ON ${on} ${rule.toUpperCase()} of `,
    column,
    ". Not from the ORM.",
  );
}

/** The foreign key whose rule did it: one that points to the statement's table, or to another in which rows went. */
function keyBehind(
  facts: Facts,
  statement: Statement,
  at: { readonly table: string; readonly tables: ReadonlySet<string>; readonly removed: boolean },
): ForeignKey | null {
  const keys = [...facts.foreignKeys()].filter(({ table }) => table === at.table);
  const acts = ({ onDelete, onUpdate }: ForeignKey) =>
    (at.removed || statement.kind === "delete" ? onDelete : onUpdate) !== null;
  const points = (names: (table: string) => boolean) =>
    keys.find((key) => acts(key) && names(key.target.slice(0, key.target.lastIndexOf("."))));
  return points((table) => table === statement.table) ?? points((table) => at.tables.has(table)) ?? null;
}

/** A row by its primary key where the columns are known, else by its place in the table. */
function keyText(facts: Facts, { table, before, after, rowid }: RowChange): string {
  const columns = facts.run.changes.findLast(
    (change) => change.type === "table" && change.name === table && change.columns !== null,
  );
  const names = columns?.type === "table" ? columns.columns : null;
  const values = before ?? after;
  const key = facts.primaryKey(table);
  if (!names || !values || key.length === 0) return String(rowid);
  return key.map((name) => String(values[names.indexOf(name)] ?? "NULL")).join(",");
}
