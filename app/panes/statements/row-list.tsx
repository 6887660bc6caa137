import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { RunModel, StatementIndex } from "../../run/run-model.ts";
import { useSelection, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import type { ListView, RowActions } from "./row-actions.ts";
import { RowView } from "./row-views.tsx";
import type { Row, StatementRow } from "./rows.ts";
import { copyOne } from "./statement-view.tsx";
import { useVirtualRows } from "./use-virtual-rows.ts";

interface RowListProps {
  readonly run: RunModel;
  readonly rows: readonly Row[];
  readonly inline: boolean;
  readonly translation: ListView["translation"];
  readonly onToggleSetup: (first: StatementIndex) => void;
  readonly onToggleGroup: (group: string) => void;
  readonly onCopy: (text: string, what: string) => void;
  /** The person wants to type into the filter. */
  readonly onFind: () => void;
}

/** Pixels that rows take until they have been measured. */
const estimates: Record<Row["kind"], number> = {
  group: 29,
  begin: 22,
  end: 22,
  flush: 22,
  statement: 74,
  repeat: 60,
  setup: 34,
  transitions: 20,
  message: 22,
};

/** The rows, of which only those on the screen are drawn where there are many; one stop for Tab, arrows from there. */
export function RowList({ run, rows, inline, translation, ...on }: RowListProps) {
  const { onToggleSetup, onToggleGroup, onCopy, onFind } = on;
  const workbench = useWorkbench();
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  // While the moment moves fast, the list follows as it can.
  const moment = useDeferredValue(useWorkbenchState((state) => state.moment));
  const scroller = useRef<HTMLDivElement>(null);
  const slice = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const attempt = useWorkbenchState((state) => state.shown?.id ?? 0);
  const [opened, setOpened] = useState<{ readonly attempt: number; readonly statements: ReadonlySet<StatementIndex> }>({
    attempt,
    statements: new Set(),
  });
  // What was opened in another run says nothing of this one.
  const open = opened.attempt === attempt ? opened.statements : noStatements;

  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const estimate = useCallback((place: number) => estimates[rows[place]?.kind ?? "statement"], [rows]);
  const virtual = useVirtualRows({ keys, estimate, scroller, slice });
  const { scrollTo } = virtual;

  const places = useMemo(() => {
    const map = new Map<StatementIndex, number>();
    rows.forEach((row, place) => {
      if (row.kind === "statement") map.set(row.statement.index, place);
    });
    return map;
  }, [rows]);

  const selected = selection.kind === "statement" ? selection.statement : null;
  const current = useMemo(() => currentAt(run, moment), [run, moment]);

  const firstRelated = useMemo(() => {
    if (related.statements.size > 0)
      for (const [index, place] of places) if (related.statements.has(index)) return place;
    return -1;
  }, [places, related]);
  useEffect(() => {
    if (selectedBy !== "statements") scrollTo(firstRelated);
  }, [selectedBy, firstRelated, scrollTo]);

  const currentPlace = current === null ? -1 : (places.get(current) ?? -1);
  const lastMoment = useRef(moment);
  useEffect(() => {
    if (lastMoment.current === moment) return;
    lastMoment.current = moment;
    // Somebody goes through the run elsewhere.
    if (current !== selected) scrollTo(currentPlace);
  }, [moment, current, currentPlace, selected, scrollTo]);

  // What went wrong is what a failed run is looked at for.
  const trigger = useWorkbenchState((state) => state.shown?.trigger);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there once for each run
  useEffect(() => {
    const failure = rows.findLastIndex(isFailure);
    if (failure >= 0) scrollTo(failure, "end");
    else if (trigger === "opened") scroller.current?.scrollTo({ top: 0 });
  }, [attempt]);

  const focusRow = useCallback(
    (place: number) => {
      const row = rows[place];
      if (!row) return;
      setActive(row.key);
      scrollTo(place);
      // The row may only now come into being.
      requestAnimationFrame(() => {
        const escaped = CSS.escape(row.key);
        scroller.current?.querySelector<HTMLElement>(`[data-row="${escaped}"]`)?.focus({ preventScroll: true });
      });
    },
    [rows, scrollTo],
  );

  const toggleDetails = useCallback(
    (index: StatementIndex) =>
      setOpened((before) => {
        const statements = new Set(before.attempt === attempt ? before.statements : []);
        if (!statements.delete(index)) statements.add(index);
        return { attempt, statements };
      }),
    [attempt],
  );

  const placesNow = useRef(places);
  placesNow.current = places;
  const toggles = useRef({ onToggleSetup, onToggleGroup, onCopy });
  toggles.current = { onToggleSetup, onToggleGroup, onCopy };
  const scrollNow = useRef(scrollTo);
  scrollNow.current = scrollTo;
  // The same for the life of the list, so that rows need not be drawn again.
  const actions = useMemo<RowActions>(
    () => ({
      selectStatement(statement) {
        setActive(`statement-${statement}`);
        workbench.select({ kind: "statement", statement }, "statements");
        scrollNow.current(placesNow.current.get(statement) ?? -1);
      },
      toggleDetails: ({ index }) => toggleDetails(index),
      selectLine: (line) => workbench.select({ kind: "line", line }, "statements"),
      selectObject: (object) => workbench.select({ kind: "object", object: object.id }, "statements"),
      toggleSetup: (first) => toggles.current.onToggleSetup(first.index),
      toggleGroup: (group) => toggles.current.onToggleGroup(group),
      copy: (text, what) => toggles.current.onCopy(text, what),
      runAgain: () => workbench.run("asked"),
    }),
    [workbench, toggleDetails],
  );

  const longest = useMemo(() => run.statements.reduce((most, { durationMs }) => Math.max(most, durationMs), 0), [run]);
  const view = useMemo<ListView>(
    () => ({ run, actions, inline, translation, longest }),
    [run, actions, inline, translation, longest],
  );

  const hasActive = active !== null && keys.includes(active);
  const tabStop = hasActive
    ? active
    : (rows[selected === null ? -1 : (places.get(selected) ?? -1)]?.key ?? rows.find(isStop)?.key ?? null);

  const go = (place: number) => {
    const row = rows[place];
    if (row?.kind === "statement")
      workbench.select({ kind: "statement", statement: row.statement.index }, "statements");
    focusRow(place);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      onFind();
      return;
    }
    const key = (event.target as HTMLElement).dataset.row;
    if (key === undefined) return;
    const place = keys.indexOf(key);
    const row = rows[place];
    if (!row) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) go(nextStop(rows, place, step));
    else if (event.key === "Home") go(rows.findIndex(isStop));
    else if (event.key === "End") go(rows.findLastIndex(isStop));
    else if (event.key === "PageDown" || event.key === "PageUp")
      go(pageFrom(rows, place, event.key === "PageDown" ? 1 : -1));
    else if (event.key === "ArrowLeft") fold(row, place);
    else if (event.key === "ArrowRight") unfold(row);
    else if (row.kind === "statement") {
      if (event.key === "Enter") {
        if (row.statement.index !== selected) actions.selectStatement(row.statement.index);
        actions.toggleDetails(row.statement);
      } else if (event.key === " ") actions.selectStatement(row.statement.index);
      else if (event.key === "c") copyOne(row.statement, view);
      else return;
    } else return;
    event.preventDefault();
  };

  /** Left closes what is open, and goes from a statement to its group. */
  const fold = (row: Row, place: number) => {
    if (row.kind === "statement" && open.has(row.statement.index)) toggleDetails(row.statement.index);
    else if (row.kind === "group" && row.open) onToggleGroup(row.group);
    else if (row.kind === "setup" && row.open) actions.toggleSetup(row.statements[0] as StatementRow["statement"]);
    else if (row.level === 2) {
      const group = rows.findLastIndex((other, at) => at < place && other.kind === "group");
      if (group >= 0) focusRow(group);
    }
  };

  const unfold = (row: Row) => {
    if (row.kind === "statement" && !open.has(row.statement.index)) toggleDetails(row.statement.index);
    else if (row.kind === "group" && !row.open) onToggleGroup(row.group);
    else if (row.kind === "setup" && !row.open) actions.toggleSetup(row.statements[0] as StatementRow["statement"]);
  };

  return (
    <div
      ref={scroller}
      className="row-scroller"
      data-testid="statement-list"
      role="treegrid"
      aria-label="Statements in order"
      aria-rowcount={rows.length}
      tabIndex={-1}
      onScroll={virtual.onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="row-space" role="presentation" style={{ height: virtual.total }}>
        <div
          ref={slice}
          className="row-slice"
          role="presentation"
          style={{ transform: `translateY(${virtual.offset}px)` }}
        >
          {rows.slice(virtual.first, virtual.end).map((row, at) => {
            const index = row.kind === "statement" ? row.statement.index : null;
            return (
              <RowView
                key={row.key}
                row={row}
                view={view}
                place={virtual.first + at}
                selected={index !== null && index === selected}
                related={index !== null && related.statements.has(index)}
                current={index !== null && index === current}
                open={index !== null && open.has(index)}
                tabStop={row.key === tabStop}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const noStatements: ReadonlySet<StatementIndex> = new Set();

/** The last statement that had run at a moment; none at the end of the run, where all had. */
function currentAt(run: RunModel, moment: number | null): StatementIndex | null {
  if (moment === null) return null;
  let low = 0;
  for (let high = run.statements.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((run.statements[middle]?.seq ?? 0) > moment) high = middle;
    else low = middle + 1;
  }
  return low === 0 ? null : low - 1;
}

/** What the arrows go to: statements, and what is folded away. */
function isStop(row: Row): boolean {
  return row.kind === "statement" || row.kind === "setup" || (row.kind === "group" && !row.open);
}

function nextStop(rows: readonly Row[], from: number, step: number): number {
  for (let place = from + step; place >= 0 && place < rows.length; place += step) {
    const row = rows[place];
    if (row && isStop(row)) return place;
  }
  return from;
}

const PAGE = 10;

function pageFrom(rows: readonly Row[], from: number, step: number): number {
  let place = from;
  for (let count = 0; count < PAGE; count++) place = nextStop(rows, place, step);
  return place;
}

function isFailure(row: Row): boolean {
  if (row.kind === "message") return row.message.kind === "error";
  return row.kind === "statement" && row.statement.error !== null;
}
