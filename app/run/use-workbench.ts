import { createContext, useContext, useMemo } from "react";
import { useStore } from "zustand";
import { emptyRun, type RunModel } from "./run-model.ts";
import { type Related, relatedTo, type Selection } from "./selection.ts";
import { isOld, type Workbench, type WorkbenchState } from "./workbench.ts";

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("A pane was rendered outside the page");
  return workbench;
}

/** Reads the page's state; the component renders again when what `read` returns changes. */
export function useWorkbenchState<T>(read: (state: WorkbenchState) => T): T {
  return useStore(useWorkbench().store, read);
}

/** The run that the panes show. */
export function useShownRun(): RunModel {
  return useWorkbenchState((state) => state.shown?.model ?? emptyRun);
}

export function useIsOld(): boolean {
  return useWorkbenchState(isOld);
}

/** The selection and everything in the shown run that belongs to it. */
export function useSelection(): { readonly selection: Selection; readonly related: Related } {
  const selection = useWorkbenchState((state) => state.selection);
  const run = useShownRun();
  const related = useMemo(() => sharedRelated(run, selection), [run, selection]);
  return { selection, related };
}

const relatedIn = new WeakMap<RunModel, { readonly selection: Selection; readonly related: Related }>();

/** Many parts of the page ask for the same; in a long run it is long. */
function sharedRelated(run: RunModel, selection: Selection): Related {
  const known = relatedIn.get(run);
  if (known?.selection === selection) return known.related;
  const related = relatedTo(run, selection);
  relatedIn.set(run, { selection, related });
  return related;
}
