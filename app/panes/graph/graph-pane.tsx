import { lazy, Suspense } from "react";
import { useIsOld, useShownRun } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { counted } from "../../ui/words.ts";

const GraphCanvas = lazy(() => import("./graph-canvas.tsx"));

/** The mapped classes, their keys, and which way each cascade runs. The drawing itself is loaded after the page has painted. */
export function GraphPane() {
  const { schema } = useShownRun();
  const old = useIsOld();
  const classes = schema?.classes.length ?? 0;
  return (
    <Pane title="Graph" note={classes > 0 ? counted(classes, "class", "classes") : null} old={old}>
      {schema === null || schema.classes.length + schema.tables.length === 0 ? (
        <EmptyState title="No classes yet">
          Classes that the program maps are drawn here, with their keys, relationships and cascades.
        </EmptyState>
      ) : (
        <Suspense fallback={<EmptyState title="Drawing the graph …" />}>
          <GraphCanvas schema={schema} />
        </Suspense>
      )}
    </Pane>
  );
}
