import { ChevronRight, CircleAlert, Copy } from "lucide-react";
import { useMemo } from "react";
import type { ObjectRef } from "../../../src-engine/trace/events.ts";
import { withoutParameters, withParameters } from "../../export/sql-script.ts";
import type { Statement } from "../../run/run-model.ts";
import { objectsOf, whyOf } from "../../run/statement-facts.ts";
import { inlined } from "../../ui/inline-sql.ts";
import { SqlText } from "../../ui/sql-text.tsx";
import { literalOf } from "../../ui/value.ts";
import { counted, objectLabel } from "../../ui/words.ts";
import { PlanView } from "./plan-view.tsx";
import { RepeatMark } from "./repeat-view.tsx";
import type { ListView } from "./row-actions.ts";
import type { StatementRow } from "./rows.ts";
import { timeText } from "./time-text.ts";

interface StatementViewProps {
  readonly row: StatementRow;
  readonly view: ListView;
  readonly place: number;
  readonly selected: boolean;
  readonly related: boolean;
  /** The last one that had run at the moment on show. */
  readonly current: boolean;
  /** What there is to say besides is shown. */
  readonly open: boolean;
  /** True for the one row that Tab reaches. */
  readonly tabStop: boolean;
}

export function StatementView(props: StatementViewProps) {
  const { row, view, place, selected, related, current, open, tabStop } = props;
  const { statement, repeat } = row;
  const { run, actions, translation } = view;
  const translated = translation?.(statement.source);
  // Another database's parameters have other marks, so that they stay apart.
  const inline = view.inline && translated === undefined;
  const why = useMemo(() => whyOf(run, statement), [run, statement]);
  const objects = useMemo(() => objectsOf(run, statement), [run, statement]);
  const sql = useMemo(
    () => (inline ? inlined(statement.sql, statement.params[0] ?? []) : (translated ?? statement.sql)),
    [inline, statement, translated],
  );
  const { index, line, kind, error } = statement;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a table cannot be placed one by one
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys for all its rows
    <div
      className="statement"
      role="row"
      tabIndex={tabStop ? 0 : -1}
      aria-level={row.level}
      aria-rowindex={place + 1}
      aria-selected={selected}
      aria-expanded={open}
      aria-current={current ? "step" : undefined}
      data-testid="statement"
      data-row={row.key}
      data-index={index}
      data-kind={kind}
      data-table={statement.table ?? undefined}
      data-line={line ?? undefined}
      data-related={related || undefined}
      data-current={current || undefined}
      data-failed={error !== null || undefined}
      data-repeat={repeat?.kind}
      onClick={() => actions.selectStatement(index)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: nor can their cells */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row has the focus */}
      <div role="gridcell" className="statement-cell">
        <SqlText sql={sql} />
        {translated === null ? (
          <p className="statement-untranslated">This database has no words for it; shown as SQLite takes it.</p>
        ) : null}
        <div className="statement-facts">
          <Parameters rows={inline ? statement.params.slice(1) : statement.params} also={inline} />
          <p className="statement-foot">
            {repeat ? <RepeatMark repeat={repeat} statement={index} view={view} /> : null}
            {why ? <span className="statement-why">{why}</span> : null}
            <Objects objects={objects} />
            <span>{rowCountWords(statement)}</span>
            <Time ms={statement.durationMs} longest={view.longest} />
            {line === null ? null : (
              <button
                type="button"
                className="line-link"
                tabIndex={-1}
                aria-label={`Go to line ${line}`}
                onClick={(event) => {
                  event.stopPropagation();
                  actions.selectLine(line);
                }}
              >
                line {line}
              </button>
            )}
          </p>
        </div>
        {error !== null ? (
          <p className="statement-error">
            <CircleAlert size={14} aria-hidden /> {error}
          </p>
        ) : null}
        {open ? <Details statement={statement} view={view} /> : null}
        <div className="statement-tools">
          <button
            type="button"
            tabIndex={-1}
            aria-label="Copy statement"
            title="Copy (c)"
            onClick={(event) => {
              event.stopPropagation();
              copyOne(statement, view);
            }}
          >
            <Copy size={13} aria-hidden />
          </button>
          <button
            type="button"
            tabIndex={-1}
            aria-label={open ? "Hide query plan" : "Show query plan"}
            aria-expanded={open}
            title={open ? "Hide the query plan (Enter)" : "Query plan (Enter)"}
            data-testid="statement-details"
            onClick={(event) => {
              event.stopPropagation();
              actions.toggleDetails(statement);
            }}
          >
            <ChevronRight size={14} aria-hidden />
          </button>
        </div>
      </div>
    </div>
  );
}

/** Copies a statement in the form in which it is shown. */
export function copyOne(statement: Statement, { inline, actions }: ListView): void {
  const text = inline ? withParameters(statement) : withoutParameters(statement);
  actions.copy(text, inline ? "the statement with its parameters" : "the statement");
}

const planned: ReadonlySet<Statement["kind"]> = new Set(["select", "insert", "update", "delete", "other"]);

function Details({ statement, view }: { readonly statement: Statement; readonly view: ListView }) {
  const { run, actions } = view;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is clicked in here does not select the statement around it
    // biome-ignore lint/a11y/useKeyWithClickEvents: nothing happens here that a key would do
    <div className="statement-details" onClick={(event) => event.stopPropagation()}>
      {planned.has(statement.kind) ? (
        <PlanView run={run} statement={statement} runAgain={actions.runAgain} />
      ) : (
        <p className="query-note">SQLite plans no search for statements of the schema.</p>
      )}
      <p className="details-tools">
        <button
          type="button"
          className="text-button"
          onClick={() => actions.copy(withParameters(statement), "the statement with its parameters")}
        >
          Copy with parameters
        </button>
        <button
          type="button"
          className="text-button"
          onClick={() => actions.copy(withoutParameters(statement), "the statement")}
        >
          Copy without
        </button>
      </p>
    </div>
  );
}

function Time({ ms, longest }: { readonly ms: number; readonly longest: number }) {
  const share = longest > 0 ? Math.max(0.04, ms / longest) : 0;
  return (
    <span className="statement-time" title="Time in the database; the bar compares it with the longest of the run">
      <span className="time-bar" aria-hidden>
        <span style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
      {timeText(ms)}
    </span>
  );
}

const shownRows = 4;

interface ParametersProps {
  readonly rows: Statement["params"];
  /** These are the rows after the one that stands in the text. */
  readonly also: boolean;
}

function Parameters({ rows: all, also }: ParametersProps) {
  const rows = all.filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  return (
    <div className="parameters">
      {rows.slice(0, shownRows).map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of parameters have no identity but their place
        <div key={place}>
          {also ? "and " : ""}[
          {row.map((value, at) => {
            const { kind, text } = literalOf(value);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do parameters
              <span key={at}>
                {at > 0 ? ", " : ""}
                <span className={`value-${kind}`}>{text}</span>
              </span>
            );
          })}
          ]
        </div>
      ))}
      {rows.length > shownRows ? <div>… {counted(rows.length - shownRows, "more row")}</div> : null}
    </div>
  );
}

function rowCountWords({ kind, rowCount, error }: Statement): string {
  if (error !== null) return "rejected";
  if (rowCount < 0) return "";
  switch (kind) {
    case "select":
    case "pragma":
      return rowCount === 0 ? "no rows" : counted(rowCount, "row");
    case "insert":
      return `${counted(rowCount, "row")} inserted`;
    case "update":
      return `${counted(rowCount, "row")} updated`;
    case "delete":
      return `${counted(rowCount, "row")} deleted`;
    default:
      return "";
  }
}

function Objects({ objects }: { readonly objects: readonly ObjectRef[] }) {
  const labels = [...new Set(objects.map(objectLabel))];
  if (labels.length === 0) return null;
  const more = labels.length > shownRows ? ` +${labels.length - shownRows}` : "";
  return <span className="statement-objects">{labels.slice(0, shownRows).join(", ") + more}</span>;
}
