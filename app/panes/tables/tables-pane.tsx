import { useMemo, useState } from "react";
import { hasUncommitted } from "../../run/moments/uncommitted.ts";
import { useMomentView, useMomentWords } from "../../run/use-moment.ts";
import { useIsOld, useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { objectsOfRows } from "./row-objects.ts";
import { TableSection } from "./table-section.tsx";
import "./tables.css";

/** The rows of every table at the moment, and what has just become of them. */
export function TablesPane() {
  const run = useShownRun();
  const { schema } = run;
  const view = useMomentView();
  const { tables, objects } = view;
  const uncommitted = useMemo(() => hasUncommitted(run, view), [run, view]);
  const words = useMomentWords();
  const old = useIsOld();
  const [chosen, setChosen] = useState<Choice>({ kind: "all" });
  const objectOf = useMemo(() => objectsOfRows(schema, objects), [schema, objects]);
  const changed = tables.filter((table) => table.changed).length;
  const shown = tables.filter((table) => isChosen(chosen, table));
  return (
    <Pane
      title="Tables"
      old={old}
      note={
        tables.length > 0 ? (
          <>
            {uncommitted ? (
              <span
                className="tables-uncommitted"
                title="A transaction is open: rows that are not committed are shown too"
              >
                not committed ·{" "}
              </span>
            ) : null}
            {words}
          </>
        ) : null
      }
      actions={
        tables.length > 1 ? (
          <select
            className="pane-choice"
            aria-label="Tables shown"
            value={keyOf(chosen)}
            onChange={(event) => setChosen(choiceOf(event.target.value))}
          >
            <option value="all">all {tables.length} tables</option>
            <option value="changed">just changed ({changed})</option>
            {tables.map(({ name, rows }) => (
              <option key={name} value={`table:${name}`}>
                {name} ({rows.filter((row) => row.change !== "removed").length})
              </option>
            ))}
          </select>
        ) : null
      }
    >
      {tables.length === 0 ? (
        <NoTables />
      ) : shown.length === 0 ? (
        <EmptyState title={chosen.kind === "changed" ? "No table has just changed" : "No such table at this moment"} />
      ) : (
        <div className="tables">
          {shown.map((table) => (
            <TableSection key={table.name} table={table} objectOf={objectOf} />
          ))}
        </div>
      )}
    </Pane>
  );
}

type Choice =
  | { readonly kind: "all" }
  | { readonly kind: "changed" }
  | { readonly kind: "table"; readonly name: string };

function isChosen(choice: Choice, table: { readonly name: string; readonly changed: boolean }): boolean {
  if (choice.kind === "all") return true;
  return choice.kind === "changed" ? table.changed : table.name === choice.name;
}

function keyOf(choice: Choice): string {
  return choice.kind === "table" ? `table:${choice.name}` : choice.kind;
}

function choiceOf(key: string): Choice {
  if (key.startsWith("table:")) return { kind: "table", name: key.slice("table:".length) };
  return key === "changed" ? { kind: "changed" } : { kind: "all" };
}

function NoTables() {
  const travelling = useWorkbenchState((state) => state.moment !== null);
  const result = useWorkbenchState((state) => state.shown?.result ?? null);
  const later = useShownRun().changes.filter((change) => change.type === "table").length;
  if (travelling && later > 0) {
    return <EmptyState title="No tables yet">At this moment the program has not made them.</EmptyState>;
  }
  if (result === null) return <EmptyState title="The run goes on">Its tables are shown as it makes them.</EmptyState>;
  if (result.outcome === "failed")
    return <EmptyState title="No tables">The program ended before it made any.</EmptyState>;
  if (result.outcome !== "completed") {
    return <EmptyState title="No tables">The run was stopped before it made any.</EmptyState>;
  }
  return (
    <EmptyState title="No tables">
      The program made none. <code>Base.metadata.createAll(engine)</code> does.
    </EmptyState>
  );
}
