import { lazy, Suspense, useEffect } from "react";
import { useIsOld, useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { useMedia } from "../../ui/use-media.ts";
import { counted } from "../../ui/words.ts";
import { subjectAfter } from "./fate-view.ts";
import { GraphControls } from "./graph-controls.tsx";
import { useGraphView } from "./graph-view.ts";
import "./graph.css";

const GraphCanvas = lazy(() => import("./graph-canvas.tsx"));

/** The mapped classes, their keys, and which way each cascade runs. The drawing itself is loaded after the page has painted. */
export function GraphPane() {
  const run = useShownRun();
  const { schema } = run;
  const old = useIsOld();
  const wide = useMedia("(min-width: 1180px)");
  const selection = useWorkbenchState((state) => state.selection);
  useEffect(() => {
    const classOf = (id: number) => run.objects.get(id)?.ref.className ?? null;
    const { subject } = useGraphView.getState();
    const next = subjectAfter(subject, selection, classOf);
    const known = next !== null && (run.schema?.classes.some(({ name }) => name === next.className) ?? false);
    if (next !== subject) useGraphView.setState({ subject: known ? next : null });
  }, [run, selection]);
  const classes = schema?.classes.length ?? 0;
  const drawn = schema !== null && classes + schema.tables.length > 0;
  return (
    <Pane
      title="Graph"
      note={classes > 0 && !wide ? counted(classes, "class", "classes") : null}
      actions={drawn && wide ? <GraphControls schema={schema} /> : null}
      old={old}
    >
      {drawn ? (
        <Suspense fallback={<EmptyState title="Drawing the graph …" />}>
          <GraphCanvas schema={schema} controls={wide ? null : <GraphControls schema={schema} />} />
        </Suspense>
      ) : (
        <EmptyState title="No classes yet">
          Classes that the program maps are drawn here, with their keys, relationships and cascades.
        </EmptyState>
      )}
    </Pane>
  );
}
