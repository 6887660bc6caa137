import { useDeferredValue, useMemo } from "react";
import { momentAt } from "./moments/moments.ts";
import type { MomentView } from "./moments/view.ts";
import { useShownRun, useWorkbenchState } from "./use-workbench.ts";

/** How everything stood at the moment that the page shows. While the moment moves fast, it follows as it can. */
export function useMomentView(): MomentView {
  const run = useShownRun();
  const moment = useDeferredValue(useWorkbenchState((state) => state.moment));
  return useMemo(() => momentAt(run, moment), [run, moment]);
}

/** The moment in a few words: `at the end of the run`, `after statement 5 of 15, line 31`. */
export function useMomentWords(): string {
  const statements = useShownRun().statements.length;
  const { statement, line } = useMomentView();
  const moment = useWorkbenchState((state) => state.moment);
  if (moment === null) return "at the end of the run";
  const where = line === null ? "" : `, line ${line}`;
  if (statement === null) return `before the first statement${where}`;
  return `after statement ${statement.index + 1} of ${statements}${where}`;
}
