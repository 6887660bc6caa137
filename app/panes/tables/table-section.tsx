import { useVirtualizer } from "@tanstack/react-virtual";
import { Database } from "lucide-react";
import { memo, useEffect, useMemo, useRef } from "react";
import type { DriverValue, TableSnapshot } from "../../../src-engine/trace/events.ts";
import type { ObjectView, RowView, TableView } from "../../run/moments/view.ts";
import { useSelection, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { cellOf } from "../../ui/value.ts";
import { counted, objectLabel } from "../../ui/words.ts";
import type { ObjectOfRow } from "./row-objects.ts";

/** Tables up to this long are drawn whole; longer ones scroll by themselves. */
const wholeUpTo = 60;
const rowHeight = 25;
/** Letters of the widest column of a long table. */
const widestColumn = 40;

interface TableSectionProps {
  readonly table: TableView;
  readonly objectOf: ObjectOfRow;
}

/** One table: its rows with their keys, what has just changed, and which row the selection means. */
export const TableSection = memo(function TableSection({ table, objectOf }: TableSectionProps) {
  const workbench = useWorkbench();
  const schema = useShownRun().schema?.tables.find((t) => t.name === table.name);
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  const section = useRef<HTMLElement>(null);
  const isRelated = related.tables.has(table.name);
  useEffect(() => {
    const there = table.changed
      ? (section.current?.querySelector("tr[data-change]") ?? section.current)
      : isRelated && selectedBy !== "tables"
        ? section.current
        : null;
    there?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [table, isRelated, selectedBy]);
  const count = table.rows.filter((row) => row.change !== "removed").length;
  return (
    <section
      ref={section}
      className="table-section"
      aria-label={`Table ${table.name}`}
      data-related={isRelated || undefined}
      data-changed={table.changed || undefined}
    >
      <h3>
        <button
          type="button"
          aria-pressed={selection.kind === "table" && selection.name === table.name}
          onClick={() => workbench.select({ kind: "table", name: table.name }, "tables")}
        >
          {table.name}
        </button>
        <span>{count === 0 ? "empty" : counted(count, "row")}</span>
      </h3>
      <TableRows table={table} schema={schema} objectOf={objectOf} />
    </section>
  );
});

interface TableRowsProps extends TableSectionProps {
  readonly schema: TableSnapshot | undefined;
}

function TableRows({ table, schema, objectOf }: TableRowsProps) {
  const { rows, columns } = table;
  const long = rows.length > wholeUpTo;
  const scroller = useRef<HTMLDivElement>(null);
  const { selection, related } = useSelection();
  const workbench = useWorkbench();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  const virtual = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const first = long ? (items[0]?.index ?? 0) : 0;
  const last = long ? (items.at(-1)?.index ?? -1) : rows.length - 1;
  const above = long ? (items[0]?.start ?? 0) : 0;
  const below = long ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;

  const place = useMemo(
    () =>
      related.objects.size === 0
        ? rows.findIndex((row) => row.change !== null)
        : rows.findIndex((row) => row.change !== null || isOf(objectOf(table, row), related.objects)),
    [rows, table, objectOf, related],
  );
  useEffect(() => {
    if (long && place >= 0 && selectedBy !== "tables") virtual.scrollToIndex(place, { align: "center" });
  }, [long, place, selectedBy, virtual]);

  const marked = rows.some((row) => row.change !== null);
  const widths = useMemo(() => (long ? widthsOf(table) : null), [long, table]);
  const span = columns.length + (marked ? 1 : 0);
  return (
    <div ref={scroller} className="table-rows" data-long={long || undefined}>
      <table data-fixed={widths ? true : undefined}>
        {widths ? (
          <colgroup>
            {marked ? <col style={{ width: "12ch" }} /> : null}
            {widths.map((width, at) => (
              <col key={columns[at]} style={{ width: `calc(${width}ch + 20px)` }} />
            ))}
          </colgroup>
        ) : null}
        <thead>
          <tr>
            {marked ? (
              <th scope="col" className="row-change">
                <span className="visually-hidden">just changed</span>
              </th>
            ) : null}
            {columns.map((column) => {
              const told = schema?.columns.find((c) => c.name === column);
              return (
                <th key={column} scope="col" title={told ? headTitle(told) : column}>
                  {column}
                  {told?.primaryKey ? <small data-key="PK">PK</small> : null}
                  {told && told.foreignKeys.length > 0 ? <small data-key="FK">FK</small> : null}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Space height={above} /> : null}
          {rows.slice(first, last + 1).map((row) => {
            const object = objectOf(table, row);
            return (
              <TableRow
                key={row.rowid}
                row={row}
                columns={columns}
                marked={marked}
                object={object}
                selected={selection.kind === "object" && object?.ref.id === selection.object}
                related={isOf(object, related.objects)}
                onSelect={(to) => workbench.select({ kind: "object", object: to.ref.id }, "tables")}
              />
            );
          })}
          {below > 0 ? <Space height={below} /> : null}
          {rows.length === 0 ? (
            <tr className="no-rows">
              <td colSpan={Math.max(span, 1)}>no rows</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

function Space({ height }: { readonly height: number }) {
  return <tr aria-hidden style={{ height }} />;
}

function isOf(object: ObjectView | null, ids: ReadonlySet<number>): boolean {
  return object !== null && ids.has(object.ref.id);
}

function headTitle({ name, type, primaryKey, foreignKeys }: TableSnapshot["columns"][number]): string {
  const facts = [`${name} ${type}`];
  if (primaryKey) facts.push("primary key");
  for (const { target, onDelete, onUpdate } of foreignKeys) {
    const actions = `${onDelete ? `, ON DELETE ${onDelete}` : ""}${onUpdate ? `, ON UPDATE ${onUpdate}` : ""}`;
    facts.push(`foreign key to ${target}${actions}`);
  }
  return facts.join("\n");
}

/** Widths of columns in letters, so that they stand still while a long table is scrolled. */
function widthsOf({ columns, rows }: TableView): readonly number[] {
  return columns.map((column, at) => {
    let widest = column.length + 6;
    for (const row of rows) {
      if (widest >= widestColumn) break;
      const value = row.values[at] ?? null;
      // Most of what a long table holds; it is looked through at each step of the time.
      widest = Math.max(widest, typeof value === "string" && value !== "" ? value.length : cellOf(value).text.length);
    }
    return Math.min(widest, widestColumn);
  });
}

interface TableRowProps {
  readonly row: RowView;
  readonly columns: readonly string[];
  /** True where any row of the table has a mark, so that all leave room for one. */
  readonly marked: boolean;
  readonly object: ObjectView | null;
  readonly selected: boolean;
  readonly related: boolean;
  readonly onSelect: (object: ObjectView) => void;
}

const signs = { added: "+", changed: "~", removed: "−" } as const;

function TableRow({ row, columns, marked, object, selected, related, onSelect }: TableRowProps) {
  const { change, changedColumns, before, values, byDatabase } = row;
  const label = object ? objectLabel(object.ref) : null;
  return (
    <tr
      data-change={change ?? undefined}
      data-related={related || undefined}
      data-selected={selected || undefined}
      data-object={label ?? undefined}
      title={label === null ? undefined : `Row of ${label}`}
      onClick={object ? () => onSelect(object) : undefined}
    >
      {marked ? (
        <td className="row-change">
          {change ? (
            <>
              <b aria-hidden>{signs[change]}</b> {change}
              {byDatabase ? (
                <span className="row-by-database" title="The database did this by itself, not a statement of the ORM">
                  <Database size={11} aria-hidden /> by the database
                </span>
              ) : null}
            </>
          ) : null}
        </td>
      ) : null}
      {values.map((value, at) => (
        <td key={columns[at]} data-kind={cellOf(value).kind} data-changed={changedColumns.includes(at) || undefined}>
          {at === 0 && object ? (
            <button
              type="button"
              className="row-object"
              aria-pressed={selected}
              aria-label={`Select ${label}, the object of this row`}
              onClick={(event) => {
                event.stopPropagation();
                onSelect(object);
              }}
            >
              <Cell value={value} />
            </button>
          ) : changedColumns.includes(at) && before ? (
            <Change from={before[at] ?? null} to={value} />
          ) : (
            <Cell value={value} />
          )}
        </td>
      ))}
    </tr>
  );
}

function Cell({ value }: { readonly value: DriverValue }) {
  const { text } = cellOf(value);
  return <span title={text.length > 40 ? text : undefined}>{text}</span>;
}

function Change({ from, to }: { readonly from: DriverValue; readonly to: DriverValue }) {
  return (
    <>
      <del data-kind={cellOf(from).kind}>{cellOf(from).text}</del>
      <span className="visually-hidden"> became </span>
      <span aria-hidden> → </span>
      <ins>
        <Cell value={to} />
      </ins>
    </>
  );
}
