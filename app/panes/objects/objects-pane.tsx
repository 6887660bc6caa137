import { lazy, Suspense, useMemo, useState } from "react";
import type { SessionView } from "../../run/moments/view.ts";
import { useMomentView, useMomentWords } from "../../run/use-moment.ts";
import { useIsOld, useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { everything, type Filter, filtered, labelsOf } from "./object-list.ts";
import { ObjectRows } from "./object-rows.tsx";
import "./objects.css";

const ObjectDrawing = lazy(() => import("./object-drawing.tsx"));

const lists: readonly { readonly list: keyof SessionView; readonly label: string; readonly title: string }[] = [
  { list: "new", label: "session.new", title: "Pending objects: the next flush inserts them" },
  { list: "dirty", label: "session.dirty", title: "Persistent objects with changes" },
  {
    list: "deleted",
    label: "session.deleted",
    title: "Persistent objects marked for deletion: the next flush deletes them",
  },
  { list: "identityMap", label: "identity map", title: "Every persistent object of the session" },
];

/** The session's objects at the moment: their states, attributes and pending changes; as a list or drawn. */
export function ObjectsPane() {
  const { objects, session } = useMomentView();
  const words = useMomentWords();
  const old = useIsOld();
  const [filter, setFilter] = useState<Filter>(everything);
  const [drawn, setDrawn] = useState(false);
  const labels = useMemo(() => labelsOf(objects), [objects]);
  const shown = useMemo(() => filtered(objects, session, filter), [objects, session, filter]);
  const classes = useMemo(() => [...new Set(objects.map(({ ref }) => ref.className))].sort(), [objects]);
  return (
    <Pane
      title="Objects"
      old={old}
      note={objects.length > 0 ? words : null}
      actions={
        <fieldset className="objects-mode" aria-label="Shown as">
          <button type="button" className="button button-small" aria-pressed={!drawn} onClick={() => setDrawn(false)}>
            List
          </button>
          <button type="button" className="button button-small" aria-pressed={drawn} onClick={() => setDrawn(true)}>
            Drawing
          </button>
        </fieldset>
      }
    >
      {objects.length === 0 ? (
        <NoObjects />
      ) : (
        <div className="objects">
          <fieldset className="objects-summary" aria-label="Lists of the session">
            {lists.map(({ list, label, title }) => (
              <button
                key={list}
                type="button"
                className="objects-list"
                title={title}
                aria-pressed={filter.list === list}
                data-list={list}
                data-empty={session[list].length === 0 || undefined}
                onClick={() => setFilter({ ...filter, list: filter.list === list ? "all" : list })}
              >
                {label} <b>{session[list].length.toLocaleString("en-US")}</b>
              </button>
            ))}
            {classes.length > 1 ? (
              <select
                className="pane-choice"
                aria-label="Class shown"
                value={filter.className ?? ""}
                onChange={(event) => setFilter({ ...filter, className: event.target.value || null })}
              >
                <option value="">all classes</option>
                {classes.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            ) : null}
          </fieldset>
          <div className="objects-body">
            {shown.length === 0 ? (
              <NoneShown filter={filter} onAll={() => setFilter(everything)} />
            ) : drawn ? (
              <Suspense fallback={<EmptyState title="Drawing the objects …" />}>
                <ObjectDrawing objects={shown} labels={labels} className={filter.className} />
              </Suspense>
            ) : (
              <ObjectRows objects={shown} labels={labels} />
            )}
          </div>
        </div>
      )}
    </Pane>
  );
}

function NoneShown({ filter, onAll }: { readonly filter: Filter; readonly onAll: () => void }) {
  const list = lists.find((each) => each.list === filter.list);
  const of = filter.className === null ? "" : ` of class ${filter.className}`;
  return (
    <EmptyState title={list ? `Nothing${of} in ${list.label}` : `No objects${of}`}>
      <button type="button" className="objects-all" onClick={onAll}>
        Show all objects
      </button>
    </EmptyState>
  );
}

function NoObjects() {
  const { changes } = useShownRun();
  const going = useWorkbenchState((state) => state.shown === null || state.shown.result === null);
  const travelling = useWorkbenchState((state) => state.moment !== null);
  if (travelling && changes.some((change) => change.type === "objects" || change.type === "state")) {
    return <EmptyState title="No objects yet">At this moment the program has not made or loaded any.</EmptyState>;
  }
  if (going) return <EmptyState title="Running the program …" />;
  return (
    <EmptyState title="No objects">
      Objects of mapped classes are shown here once the program makes or loads them.
    </EmptyState>
  );
}
