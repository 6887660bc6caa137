import { ChevronDown, ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { FlushId, Transition } from "../../../src-engine/trace/events.ts";
import { beginWord, endWord } from "../../run/frame-words.ts";
import type { Frame, Message, Statement } from "../../run/run-model.ts";
import { whyFlush } from "../../run/statement-facts.ts";
import { counted, objectLabel } from "../../ui/words.ts";
import { RepeatNote } from "./repeat-view.tsx";
import type { ListView, RowActions } from "./row-actions.ts";
import type { Row, Summary, TransitionGroup } from "./rows.ts";
import { StatementView } from "./statement-view.tsx";
import { timeText } from "./time-text.ts";

interface RowViewProps {
  readonly row: Row;
  readonly view: ListView;
  readonly place: number;
  readonly selected: boolean;
  readonly related: boolean;
  readonly current: boolean;
  readonly open: boolean;
  /** True for the one row that Tab reaches. */
  readonly tabStop: boolean;
}

/** One row with the rails of the transactions around it. */
export const RowView = memo(function RowView(props: RowViewProps) {
  const { row } = props;
  return (
    <div
      className="row"
      role="presentation"
      data-place={props.place}
      data-kind={row.kind}
      data-in-flush={row.inFlush || undefined}
    >
      {row.rails.map((frame) => (
        <span key={frame.id} className="rail" data-outcome={frame.outcome} />
      ))}
      {row.kind === "statement" ? <StatementView {...props} row={row} /> : <OtherRow {...props} row={row} />}
    </div>
  );
});

/** A row that is no statement: one cell across the list. */
function OtherRow({ row, view, place, tabStop }: RowViewProps & { readonly row: Exclude<Row, { kind: "statement" }> }) {
  const expanded = row.kind === "group" || row.kind === "setup" ? row.open : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a table cannot be placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: what can be done in it has the focus
    <div
      className="row-body"
      role="row"
      aria-level={row.level}
      aria-rowindex={place + 1}
      aria-expanded={expanded}
      data-testid={`statement-${row.kind}`}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: nor can their cells */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: what can be done in it has the focus */}
      <div role="gridcell">{rowBody(row, view, tabStop)}</div>
    </div>
  );
}

function rowBody(row: Exclude<Row, { kind: "statement" }>, view: ListView, tabStop: boolean): ReactNode {
  const { actions } = view;
  switch (row.kind) {
    case "group":
      return <GroupHeading group={row} view={view} row={row.key} tabStop={tabStop} />;
    case "begin":
      return <FrameEdge edge="begin" text={beginWord(row.frame)} outcome={row.frame.outcome} />;
    case "end":
      return <FrameEdge edge="end" text={endWord(row.frame, row.outcome)} outcome={row.outcome} />;
    case "flush":
      return (
        <p className="flush-note">
          <b>flush</b> {flushWords(view, row.flush)}· {counted(row.statements, "statement")}
        </p>
      );
    case "repeat":
      return <RepeatNote repeat={row.repeat} view={view} />;
    case "setup":
      return (
        <SetupFold statements={row.statements} open={row.open} actions={actions} row={row.key} tabStop={tabStop} />
      );
    case "transitions":
      return <Transitions groups={row.groups} actions={actions} />;
    case "message":
      return <MessageView message={row.message} />;
    default:
      return row satisfies never;
  }
}

/** A row of which Tab may reach a part. */
interface FocusProps {
  readonly row: string;
  readonly tabStop: boolean;
}

interface GroupHeadingProps extends FocusProps {
  readonly group: Extract<Row, { kind: "group" }>;
  readonly view: ListView;
}

function GroupHeading({ group, view, row, tabStop }: GroupHeadingProps) {
  const { actions } = view;
  const { heading, summary, open } = group;
  const { line } = heading;
  return (
    <div className="group-heading" data-kind={heading.kind}>
      <button
        type="button"
        className="group-fold"
        data-row={row}
        tabIndex={tabStop ? 0 : -1}
        aria-expanded={open}
        aria-label={`${headingWords(group, view)}, ${summaryWords(summary)}`}
        onClick={() => actions.toggleGroup(group.group)}
      >
        {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
      </button>
      {line === null ? null : (
        <button
          type="button"
          className="line-number"
          tabIndex={-1}
          aria-label={`Go to line ${line}`}
          title={`Go to line ${line}`}
          onClick={() => actions.selectLine(line)}
        >
          {line}
        </button>
      )}
      <button
        type="button"
        className="group-what"
        tabIndex={-1}
        title={headingWords(group, view)}
        onClick={() => (heading.kind === "line" ? actions.selectLine(heading.line) : actions.toggleGroup(group.group))}
      >
        {heading.kind === "line" ? <code>{heading.text}</code> : null}
        {heading.kind === "flush" ? (
          <span>
            <b>flush</b> {flushWords(view, heading.flush)}
          </span>
        ) : null}
        {heading.kind === "outside" ? <span>outside a flush</span> : null}
      </button>
      <GroupSummary summary={summary} />
    </div>
  );
}

/** `· session.commit `, where it is known what asked for it. */
function flushWords({ run }: ListView, flush: FlushId): string {
  const why = whyFlush(run, flush);
  return why === null ? "" : `· ${why} `;
}

function headingWords({ heading }: Extract<Row, { kind: "group" }>, { run }: ListView): string {
  if (heading.kind === "line") return `Line ${heading.line}: ${heading.text}`;
  const where = heading.line === null ? "" : ` on line ${heading.line}`;
  if (heading.kind === "outside") return `Outside a flush${where}`;
  const why = whyFlush(run, heading.flush);
  return `Flush${why === null ? "" : ` by ${why}`}${where}`;
}

const kindNames: Record<Statement["kind"], string> = {
  select: "SELECT",
  insert: "INSERT",
  update: "UPDATE",
  delete: "DELETE",
  ddl: "schema",
  pragma: "PRAGMA",
  other: "other",
};

function summaryWords({ statements, kinds, durationMs, failed }: Summary): string {
  if (statements === 0) return "no statements";
  const each = [...kinds].map(([kind, count]) => `${count.toLocaleString("en-US")} ${kindNames[kind]}`);
  if (failed > 0) each.push(`${failed} rejected`);
  return `${each.join(", ")}, ${timeText(durationMs)}`;
}

function GroupSummary({ summary }: { readonly summary: Summary }) {
  const { statements, kinds, durationMs, failed } = summary;
  if (statements === 0) return null;
  return (
    <span className="group-summary" aria-hidden>
      {[...kinds].map(([kind, count]) => (
        <span key={kind} className="kind-count" data-kind={kind}>
          {count.toLocaleString("en-US")} {kindNames[kind]}
        </span>
      ))}
      {failed > 0 ? <span className="kind-count kind-failed">{failed} rejected</span> : null}
      <span>{timeText(durationMs)}</span>
    </span>
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

interface SetupFoldProps extends FocusProps {
  readonly statements: readonly Statement[];
  readonly open: boolean;
  readonly actions: RowActions;
}

function SetupFold({ statements, open, actions, row, tabStop }: SetupFoldProps) {
  const [first] = statements;
  if (!first) return null;
  const created = statements.flatMap(({ sql }) => /^\s*CREATE TABLE (?:"([^"]+)"|(\S+))/i.exec(sql)?.slice(1) ?? []);
  const tables = created.filter(Boolean).join(", ");
  return (
    <button
      type="button"
      className="setup-fold"
      data-testid="statement-setup"
      data-row={row}
      tabIndex={tabStop ? 0 : -1}
      aria-expanded={open}
      onClick={() => actions.toggleSetup(first)}
    >
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
                tabIndex={-1}
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
