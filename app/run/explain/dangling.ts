import type { DriverValue } from "../../../src-engine/trace/events.ts";
import { momentAt } from "../moments/moments.ts";
import type { MomentView, TableView } from "../moments/view.ts";
import type { Statement } from "../run-model.ts";
import { changesOf } from "./database.ts";
import { code, linked, listed, type Sentence, say } from "./explanation.ts";
import type { Facts, ForeignKey } from "./facts.ts";

/** Rows that still point to what a DELETE took away: the database does not mind its foreign keys. */
export function danglingSentences(facts: Facts, statement: Statement): readonly Sentence[] {
  if (statement.kind !== "delete" || statement.error !== null) return [];
  const gone = changesOf(facts.run, statement).filter(
    ({ table, before, after }) => table === statement.table && before !== null && after === null,
  );
  const keys = [...facts.foreignKeys()].filter(({ target }) => tableOf(target) === statement.table);
  if (gone.length === 0 || keys.length === 0) return [];
  const view = momentAt(facts.run, seqAfter(facts, statement));
  const target = view.tables.find(({ name }) => name === statement.table);
  return keys.flatMap((key) => {
    const rows = view.tables.find(({ name }) => name === key.table);
    const place = target?.columns.indexOf(key.target.slice(key.target.lastIndexOf(".") + 1)) ?? -1;
    if (rows === undefined || place < 0 || isDeferred(facts, key)) return [];
    const values = new Set(gone.map(({ before }) => before?.[place] ?? null));
    const left = pointing(rows, key, values);
    return left.length === 0 ? [] : [sentenceOf(facts, { key, rows, left })];
  });
}

/** The moment when a statement has done all that it did. */
function seqAfter({ run }: Facts, statement: Statement): number {
  const next = run.statements[statement.index + 1]?.seq ?? Number.POSITIVE_INFINITY;
  return run.changes.findLast(({ type, seq }) => type === "rows" && seq < next)?.seq ?? statement.seq;
}

function pointing(
  rows: TableView,
  { column }: ForeignKey,
  values: ReadonlySet<DriverValue>,
): MomentView["tables"][0]["rows"] {
  const place = rows.columns.indexOf(column.name);
  return rows.rows.filter(({ values: row, change }) => {
    const value = row[place] ?? null;
    return change !== "removed" && value !== null && values.has(value);
  });
}

/** Such a foreign key is minded at the end of the transaction only. */
function isDeferred({ run }: Facts, { table }: ForeignKey): boolean {
  return run.statements.some(
    (each) => each.kind === "ddl" && each.table === table && /INITIALLY DEFERRED/i.test(each.sql),
  );
}

interface Left {
  readonly key: ForeignKey;
  readonly rows: TableView;
  readonly left: TableView["rows"];
}

function sentenceOf(facts: Facts, { key, rows, left }: Left): Sentence {
  const { table, column, onDelete } = key;
  const own = facts.primaryKey(table).map((name) => rows.columns.indexOf(name));
  const named = left.map(({ rowid, values }) =>
    linked(own.length === 0 ? String(rowid) : own.map((place) => String(values[place] ?? "NULL")).join(","), {
      kind: "table",
      name: table,
    }),
  );
  const many = left.length > 1;
  const rule =
    onDelete === null ? "would have refused this DELETE" : `would have followed ON DELETE ${onDelete.toUpperCase()}`;
  return say(
    facts.table(table),
    " ",
    listed(named),
    many ? " still point by " : " still points by ",
    facts.column(`${table}.${column.name}`),
    ` to what is gone: the database does not enforce its foreign keys, else it ${rule}. `,
    code("createEngine(…, { foreignKeys: true })"),
    " has it enforce them.",
  );
}

function tableOf(path: string): string {
  return path.slice(0, path.lastIndexOf("."));
}
