import { ChevronDown, ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { ObjectRef, Transition } from "../../../src-engine/trace/events.ts";
import type { Frame, Message, Statement } from "../../run/run-model.ts";
import { SqlText } from "../../ui/sql-text.tsx";
import { literalOf } from "../../ui/value.ts";
import { counted, objectLabel } from "../../ui/words.ts";
import type { Row, TransitionGroup } from "./rows.ts";

/** What a row can ask of the pane. */
export interface RowActions {
  selectStatement(statement: Statement): void;
  /** Goes to the statement after (1) or before (-1) another. */
  step(from: Statement, by: 1 | -1): void;
  selectLine(line: number): void;
  selectObject(object: ObjectRef): void;
  toggleSetup(first: Statement): void;
}

interface RowViewProps {
  readonly row: Row;
  readonly actions: RowActions;
  readonly selected: boolean;
  readonly related: boolean;
  /** True for the one statement that Tab reaches. */
  readonly tabStop: boolean;
}

/** One row with the rails of the transactions around it. */
export const RowView = memo(function RowView({ row, actions, selected, related, tabStop }: RowViewProps) {
  return (
    <div className="row" data-kind={row.kind} data-in-flush={row.inFlush || undefined}>
      {row.rails.map((frame) => (
        <span key={frame.id} className="rail" data-outcome={frame.outcome} />
      ))}
      <div className="row-body">{rowBody(row, { actions, selected, related, tabStop })}</div>
    </div>
  );
});

function rowBody(row: Row, props: Omit<RowViewProps, "row">): ReactNode {
  switch (row.kind) {
    case "line":
      return <LineHeading line={row.line} text={row.text} actions={props.actions} />;
    case "begin":
      return <FrameEdge edge="begin" text={beginWord(row.frame)} outcome={row.frame.outcome} />;
    case "end":
      return <FrameEdge edge="end" text={endWord(row.frame, row.outcome)} outcome={row.outcome} />;
    case "flush":
      return (
        <p className="flush-note">
          <b>flush</b> {row.why ? `· ${row.why} ` : ""}· {counted(row.statements, "statement")}
        </p>
      );
    case "statement":
      return <StatementView statement={row.statement} objects={row.objects} why={row.why} {...props} />;
    case "setup":
      return <SetupFold statements={row.statements} open={row.open} actions={props.actions} />;
    case "transitions":
      return <Transitions groups={row.groups} actions={props.actions} />;
    case "message":
      return <MessageView message={row.message} />;
    default:
      return row satisfies never;
  }
}

function LineHeading(props: { readonly line: number | null; readonly text: string; readonly actions: RowActions }) {
  const { line, text, actions } = props;
  if (line === null) return null;
  return (
    <button
      type="button"
      className="line-heading"
      onClick={() => actions.selectLine(line)}
      title={`Line ${line}: ${text}`}
    >
      <span className="line-number">{line}</span>
      <code>{text}</code>
    </button>
  );
}

interface FrameEdgeProps {
  readonly edge: "begin" | "end";
  readonly text: string;
  readonly outcome: Frame["outcome"];
}

function FrameEdge({ edge, text, outcome }: FrameEdgeProps) {
  return (
    <p className="frame-edge" data-edge={edge} data-outcome={outcome}>
      {text}
    </p>
  );
}

function beginWord(frame: Frame): string {
  return frame.kind === "transaction" ? "BEGIN" : `SAVEPOINT ${frame.name ?? ""}`.trim();
}

function endWord(frame: Frame, outcome: Frame["outcome"]): string {
  if (frame.kind === "transaction") return outcome === "rolled-back" ? "ROLLBACK" : "COMMIT";
  return `${outcome === "rolled-back" ? "ROLLBACK TO" : "RELEASE"} ${frame.name ?? "SAVEPOINT"}`;
}

interface StatementViewProps extends Omit<RowViewProps, "row"> {
  readonly statement: Statement;
  readonly objects: readonly ObjectRef[];
  readonly why: string | null;
}

function StatementView({ statement, objects, why, actions, selected, related, tabStop }: StatementViewProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the text of a button element cannot be marked and copied
    <div
      className="statement"
      role="button"
      tabIndex={tabStop ? 0 : -1}
      aria-pressed={selected}
      data-testid="statement"
      data-index={statement.index}
      data-kind={statement.kind}
      data-line={statement.line ?? undefined}
      data-related={related || undefined}
      data-failed={statement.error !== null || undefined}
      onClick={() => actions.selectStatement(statement)}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        const step = steps[event.key];
        if (step !== undefined) actions.step(statement, step);
        else if (event.key === "Enter" || event.key === " ") actions.selectStatement(statement);
        else return;
        event.preventDefault();
      }}
    >
      <SqlText sql={statement.sql} />
      <div className="statement-facts">
        <Parameters statement={statement} />
        <p className="statement-foot">
          {why ? <span className="why">{why}</span> : null}
          <Objects objects={objects} />
          <span>{rowCountWords(statement)}</span>
        </p>
      </div>
      {statement.error !== null ? (
        <p className="statement-error">
          <CircleAlert size={14} aria-hidden /> {statement.error}
        </p>
      ) : null}
    </div>
  );
}

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

const shownRows = 4;

function Parameters({ statement }: { readonly statement: Statement }) {
  const rows = statement.params.filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  return (
    <div className="parameters">
      {rows.slice(0, shownRows).map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of parameters have no identity but their place
        <div key={place}>
          [
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
  return <span className="objects">{labels.slice(0, shownRows).join(", ") + more}</span>;
}

interface SetupFoldProps {
  readonly statements: readonly Statement[];
  readonly open: boolean;
  readonly actions: RowActions;
}

function SetupFold({ statements, open, actions }: SetupFoldProps) {
  const [first] = statements;
  if (!first) return null;
  const created = statements.flatMap(({ sql }) => /^\s*CREATE TABLE (?:"([^"]+)"|(\S+))/i.exec(sql)?.slice(1) ?? []);
  const tables = created.filter(Boolean).join(", ");
  return (
    <button type="button" className="setup-fold" aria-expanded={open} onClick={() => actions.toggleSetup(first)}>
      {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
      <span className="setup-what">{tables ? `CREATE TABLE ${tables}` : "Schema statements"}</span>
      <span className="setup-count">{counted(statements.length, "statement")}</span>
    </button>
  );
}

const transitionWords: Record<Transition, readonly [from: string, to: string]> = {
  transient_to_pending: ["transient", "pending"],
  pending_to_transient: ["pending", "transient"],
  pending_to_persistent: ["pending", "persistent"],
  persistent_to_deleted: ["persistent", "deleted"],
  deleted_to_persistent: ["deleted", "persistent"],
  deleted_to_detached: ["deleted", "detached"],
  persistent_to_detached: ["persistent", "detached"],
  persistent_to_transient: ["persistent", "transient"],
  detached_to_persistent: ["detached", "persistent"],
  loaded_as_persistent: ["loaded", "persistent"],
};

const shownObjects = 6;

function Transitions({
  groups,
  actions,
}: {
  readonly groups: readonly TransitionGroup[];
  readonly actions: RowActions;
}) {
  return (
    <div className="transitions">
      {groups.map(({ transition, objects }) => {
        const [from, to] = transitionWords[transition];
        return (
          <p key={transition}>
            {objects.slice(0, shownObjects).map((object) => (
              <button
                key={object.id}
                type="button"
                className="object-link"
                onClick={() => actions.selectObject(object)}
              >
                {objectLabel(object)}
              </button>
            ))}
            {objects.length > shownObjects ? <span>+{objects.length - shownObjects}</span> : null}
            <span>
              {from} → <b>{to}</b>
            </span>
          </p>
        );
      })}
    </div>
  );
}

function MessageView({ message }: { readonly message: Message }) {
  if (message.kind === "output") return <p className="print">{message.text}</p>;
  if (message.kind === "warning") {
    return (
      <p className="inline-warning">
        <TriangleAlert size={14} aria-hidden /> {message.category}: {message.message}
      </p>
    );
  }
  return (
    <p className="inline-error">
      <CircleAlert size={14} aria-hidden />
      <span>
        <b>{message.name}</b> {message.message}
      </span>
    </p>
  );
}
