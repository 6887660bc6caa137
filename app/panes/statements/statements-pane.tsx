import { Copy } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { scriptOf } from "../../export/sql-script.ts";
import type { RunModel, StatementIndex } from "../../run/run-model.ts";
import { useIsOld, useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { counted } from "../../ui/words.ts";
import { copyText } from "./clipboard.ts";
import { type Filter, isActive, matcher, noFilter } from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import type { ListView } from "./row-actions.ts";
import { RowList } from "./row-list.tsx";
import { groupKeys, type RowOptions, statementRows } from "./rows.ts";
import { ViewMenu } from "./view-menu.tsx";
import { keepViewOptions, readViewOptions, type ShownDialect, type ViewOptions } from "./view-options.ts";
import "./statements.css";

/** Statements from which on a run is shown when there is time for it. */
const LONG = 1_000;

/** Everything the run said to the database: in groups, filtered, with what was said again and again marked. */
export function StatementsPane() {
  const shownRun = useShownRun();
  const laterRun = useDeferredValue(shownRun);
  // While a long run goes on, what is newest is not worth holding up the page for.
  const run = shownRun.statements.length > LONG ? laterRun : shownRun;
  const old = useIsOld();
  const text = useWorkbenchState((state) => state.shown?.text ?? "");
  const going = useWorkbenchState(({ latest }) => latest === null || latest.result === null);
  const [options, setOptions] = useState(readViewOptions);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [unfolded, setUnfolded] = useState<ReadonlySet<StatementIndex>>(new Set());
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);

  // Typing stays quick while a long list is filtered.
  const applied = useDeferredValue(filter);
  const shows = useMemo(() => matcher(run, applied), [run, applied]);
  const rowOptions: RowOptions = { text, ...options, unfolded, closed, shows };
  const { grouping, showTransitions, showOutput } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts are named instead of the whole, which is new each time
  const rows = useMemo(
    () => statementRows(run, rowOptions),
    [run, text, grouping, showTransitions, showOutput, unfolded, closed, shows],
  );

  const change = (next: ViewOptions) => {
    setOptions(next);
    keepViewOptions(next);
  };
  const copy = (copied: string, what: string) => {
    setSaid("");
    void copyText(copied).then((done) => setSaid(done ? `Copied ${what}.` : "The browser does not let the page copy."));
  };
  useEffect(() => {
    if (said === "") return;
    const silence = setTimeout(() => setSaid(""), 4_000);
    return () => clearTimeout(silence);
  }, [said]);
  const copyAll = () => copy(scriptOf(run, text, shows), shows === null ? "all statements" : "the statements shown");
  const translation = useTranslation(options.dialect);
  const find = () => input.current?.focus();
  const goToList = () => pane.current?.querySelector<HTMLElement>(".row-scroller [data-row][tabindex='0']")?.focus();

  return (
    <Pane
      title="Statements"
      note={
        <>
          <Note run={run} shows={shows} />
          {options.dialect === "sqlite" ? null : ` · as ${options.dialect === "mysql" ? "MySQL" : "PostgreSQL"}`}
        </>
      }
      old={old}
      actions={
        <>
          <span className="statements-said" role="status">
            {said}
          </span>
          <button
            type="button"
            className="button button-small"
            disabled={run.statements.length === 0}
            title="Copy as an SQL script, with comments for lines and causes"
            aria-label={shows === null ? "Copy all statements" : "Copy the statements shown"}
            onClick={copyAll}
          >
            <Copy size={14} aria-hidden /> <span className="action-word">Copy {shows === null ? "all" : "shown"}</span>
          </button>
          <ViewMenu
            options={options}
            onChange={change}
            onFoldAll={() => setClosed(new Set(groupKeys(statementRows(run, { ...rowOptions, closed: new Set() }))))}
            onUnfoldAll={() => setClosed(new Set())}
          />
        </>
      }
    >
      <div ref={pane} className="statements">
        {run.statements.length > 0 ? (
          <FilterBar run={run} filter={filter} onChange={setFilter} input={input} onLeave={goToList} />
        ) : going ? (
          <div className="filter-room" />
        ) : null}
        <div className="statements-body">
          {rows.length > 0 ? (
            <RowList
              run={run}
              rows={rows}
              inline={options.inline}
              translation={translation}
              onToggleSetup={(first) => setUnfolded(toggled(unfolded, first))}
              onToggleGroup={(group) => setClosed(toggled(closed, group))}
              onCopy={copy}
              onFind={find}
            />
          ) : isActive(applied) && run.statements.length > 0 ? (
            <NothingMatches count={run.statements.length} onClear={() => setFilter(noFilter)} />
          ) : (
            <NoStatements />
          )}
        </div>
      </div>
    </Pane>
  );
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

interface NoteProps {
  readonly run: RunModel;
  readonly shows: ReturnType<typeof matcher>;
}

/** How many there are, and how many of them are shown. */
function Note({ run, shows }: NoteProps) {
  const shown = useMemo(
    () => (shows === null ? run.statements.length : run.statements.reduce((sum, one) => sum + Number(shows(one)), 0)),
    [run, shows],
  );
  const selection = useWorkbenchState((state) => state.selection);
  const all = run.statements.length;
  if (all === 0) return null;
  const words =
    shows === null
      ? counted(all, "statement")
      : `${shown.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} shown`;
  const selected = selection.kind === "statement" ? run.statements[selection.statement] : undefined;
  const hidden = selected !== undefined && shows !== null && !shows(selected);
  return (
    <span data-testid="statement-count">
      {words}
      {hidden ? " · the selected one is not" : ""}
    </span>
  );
}

function NothingMatches({ count, onClear }: { readonly count: number; readonly onClear: () => void }) {
  return (
    <EmptyState title="Nothing matches">
      None of the {counted(count, "statement")} fits the filter.{" "}
      <button type="button" className="text-button" onClick={onClear}>
        Clear the filter
      </button>
    </EmptyState>
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

/** How the shown run's statements read in another dialect. */
function useTranslation(dialect: ShownDialect): ListView["translation"] {
  const translations = useWorkbenchState((state) => state.shown?.result?.translations);
  return useMemo(() => {
    if (dialect === "sqlite") return null;
    const texts = new Map(translations?.map((each) => [each.source, each[dialect]]));
    return (source) => texts.get(source);
  }, [translations, dialect]);
}
