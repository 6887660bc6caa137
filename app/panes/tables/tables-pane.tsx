import { useEffect, useRef } from "react";
import type { TableRows } from "../../protocol/messages.ts";
import { useIsOld, useSelection, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { cellOf } from "../../ui/value.ts";
import { counted } from "../../ui/words.ts";
import "./tables.css";

/** The rows of every table as the run left them. */
export function TablesPane() {
  const result = useWorkbenchState((state) => state.shown?.result ?? null);
  const old = useIsOld();
  const note = result?.uncommitted ? "at the end of the run, a transaction still open" : "at the end of the run";
  return (
    <Pane title="Tables" note={result && result.tables.length > 0 ? note : null} old={old}>
      {result === null ? (
        <EmptyState title="The run goes on">Rows are shown when it has ended.</EmptyState>
      ) : result.tables.length === 0 ? (
        <NoTables outcome={result.outcome} />
      ) : (
        <div className="tables">
          {result.tables.map((table) => (
            <TableSection key={table.name} table={table} />
          ))}
        </div>
      )}
    </Pane>
  );
}

function NoTables({ outcome }: { readonly outcome: "completed" | "failed" | "limited" | "stopped" }) {
  if (outcome === "failed") return <EmptyState title="No tables">The program ended before it made any.</EmptyState>;
  if (outcome === "completed") {
    return (
      <EmptyState title="No tables">
        The program made none. <code>Base.metadata.createAll(engine)</code> does.
      </EmptyState>
    );
  }
  return <EmptyState title="No rows to show">The run was stopped, and its database went with it.</EmptyState>;
}

function TableSection({ table }: { readonly table: TableRows }) {
  const workbench = useWorkbench();
  const schema = useShownRun().schema?.tables.find((t) => t.name === table.name);
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  const section = useRef<HTMLElement>(null);
  const isRelated = related.tables.has(table.name);
  useEffect(() => {
    if (isRelated && selectedBy !== "tables") section.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isRelated, selectedBy]);
  return (
    <section
      ref={section}
      className="table-section"
      aria-label={`Table ${table.name}`}
      data-related={isRelated || undefined}
    >
      <h3>
        <button
          type="button"
          aria-pressed={selection.kind === "table" && selection.name === table.name}
          onClick={() => workbench.select({ kind: "table", name: table.name }, "tables")}
        >
          {table.name}
        </button>
        <span>{table.total === 0 ? "empty" : counted(table.total, "row")}</span>
      </h3>
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => {
              const told = schema?.columns.find((c) => c.name === column);
              const key = told?.primaryKey ? "PK" : told && told.foreignKeys.length > 0 ? "FK" : null;
              return (
                <th key={column} scope="col" title={told ? `${column} ${told.type}` : column}>
                  {column}
                  {key ? <small data-key={key}>{key}</small> : null}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a table's rows have no identity but their place
            <tr key={place}>
              {row.map((value, at) => {
                const { kind, text } = cellOf(value);
                return (
                  <td key={table.columns[at]} data-kind={kind} title={text.length > 40 ? text : undefined}>
                    {text}
                  </td>
                );
              })}
            </tr>
          ))}
          {table.rows.length === 0 ? (
            <tr className="no-rows">
              <td colSpan={Math.max(table.columns.length, 1)}>no rows</td>
            </tr>
          ) : null}
        </tbody>
      </table>
      {table.total > table.rows.length ? (
        <p className="table-cut">
          The first {table.rows.length.toLocaleString("en-US")} of {counted(table.total, "row")}.
        </p>
      ) : null}
    </section>
  );
}
