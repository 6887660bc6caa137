import { useVirtualizer } from "@tanstack/react-virtual";
import { Activity, MessageSquareText } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { StatementIndex } from "../../run/run-model.ts";
import { useIsOld, useSelection, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { counted } from "../../ui/words.ts";
import { type RowActions, RowView } from "./row-views.tsx";
import { type Row, statementRows } from "./rows.ts";
import "./statements.css";

/** Everything the run said to the database, under the lines that said it. */
export function StatementsPane() {
  const run = useShownRun();
  const old = useIsOld();
  const text = useWorkbenchState((state) => state.shown?.text ?? "");
  const [showTransitions, setShowTransitions] = useState(true);
  const [showOutput, setShowOutput] = useState(true);
  const [unfolded, setUnfolded] = useState<ReadonlySet<StatementIndex>>(new Set());
  const rows = useMemo(
    () => statementRows(run, { text, showTransitions, showOutput, unfolded }),
    [run, text, showTransitions, showOutput, unfolded],
  );
  const toggle = (first: StatementIndex) => {
    const next = new Set(unfolded);
    if (!next.delete(first)) next.add(first);
    setUnfolded(next);
  };
  return (
    <Pane
      title="Statements"
      note={run.statements.length > 0 ? counted(run.statements.length, "statement") : null}
      old={old}
      actions={
        <>
          <button
            type="button"
            className="button button-small"
            aria-pressed={showTransitions}
            title="Show how objects change state"
            onClick={() => setShowTransitions(!showTransitions)}
          >
            <Activity size={14} aria-hidden /> States
          </button>
          <button
            type="button"
            className="button button-small"
            aria-pressed={showOutput}
            title="Show printed lines where they were printed"
            onClick={() => setShowOutput(!showOutput)}
          >
            <MessageSquareText size={14} aria-hidden /> Prints
          </button>
        </>
      }
    >
      {rows.length === 0 ? <NoStatements /> : <RowList rows={rows} onToggleSetup={toggle} />}
    </Pane>
  );
}

function NoStatements() {
  const latest = useWorkbenchState((state) => state.latest);
  if (latest === null || latest.result === null) return <EmptyState title="Running the program …" />;
  return (
    <EmptyState title="No statements">
      The program ran without saying anything to the database. A session speaks when it queries, flushes or commits.
    </EmptyState>
  );
}

/** Lists up to this long are drawn whole, so that the browser's own search and a screen reader find everything. */
const wholeUpTo = 200;

interface RowListProps {
  readonly rows: readonly Row[];
  readonly onToggleSetup: (first: StatementIndex) => void;
}

function RowList({ rows, onToggleSetup }: RowListProps) {
  const workbench = useWorkbench();
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => (rows[place]?.kind === "statement" ? 76 : 26),
    getItemKey: (place) => rows[place]?.key ?? place,
    overscan: rows.length <= wholeUpTo ? wholeUpTo : 12,
  });

  const selected = selection.kind === "statement" ? selection.statement : null;
  const firstRelated = useMemo(() => rows.findIndex((row) => isStatementIn(row, related.statements)), [rows, related]);
  useEffect(() => {
    if (selectedBy !== "statements" && firstRelated >= 0) virtual.scrollToIndex(firstRelated, { align: "auto" });
  }, [selectedBy, firstRelated, virtual]);

  // What went wrong is what a failed run is looked at for.
  const attempt = useWorkbenchState((state) => state.shown?.id ?? 0);
  const trigger = useWorkbenchState((state) => state.shown?.trigger);
  const failure = rows.findLastIndex(isFailure);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there once for each run
  useEffect(() => {
    if (failure >= 0) virtual.scrollToIndex(failure, { align: "end" });
    else if (trigger === "opened") virtual.scrollToOffset(0);
  }, [attempt]);

  const actions = useMemo<RowActions>(
    () => ({
      selectStatement: (statement) => workbench.select({ kind: "statement", statement: statement.index }, "statements"),
      step: (from, by) => {
        const next = neighbour(rows, from.index, by);
        if (!next) return;
        virtual.scrollToIndex(rows.indexOf(next));
        workbench.select({ kind: "statement", statement: next.statement.index }, "statements");
        // The row may only now come into being.
        requestAnimationFrame(() =>
          scroller.current?.querySelector<HTMLElement>(`.statement[data-index="${next.statement.index}"]`)?.focus(),
        );
      },
      selectLine: (line) => workbench.select({ kind: "line", line }, "statements"),
      selectObject: (object) => workbench.select({ kind: "object", object: object.id }, "statements"),
      toggleSetup: (first) => onToggleSetup(first.index),
    }),
    [workbench, onToggleSetup, rows, virtual],
  );

  const tabStop = selected ?? rows.find((row) => row.kind === "statement")?.statement.index ?? null;
  return (
    <div ref={scroller} className="row-scroller" data-testid="statement-list">
      <ol style={{ height: virtual.getTotalSize() }} className="row-space" aria-label="Statements in order">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="row-slot"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <RowView
                row={row}
                actions={actions}
                selected={row.kind === "statement" && row.statement.index === selected}
                related={isStatementIn(row, related.statements)}
                tabStop={row.kind === "statement" && row.statement.index === tabStop}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function isStatementIn(row: Row | undefined, statements: ReadonlySet<StatementIndex>): boolean {
  return row?.kind === "statement" && statements.has(row.statement.index);
}

function isFailure(row: Row): boolean {
  if (row.kind === "message") return row.message.kind === "error";
  return row.kind === "statement" && row.statement.error !== null;
}

type StatementRowOf = Extract<Row, { kind: "statement" }>;

/** Up and Down go from statement to statement, whatever stands between. */
function neighbour(rows: readonly Row[], from: StatementIndex, by: 1 | -1): StatementRowOf | undefined {
  const statements = rows.filter((row): row is StatementRowOf => row.kind === "statement");
  return statements[statements.findIndex((row) => row.statement.index === from) + by];
}
