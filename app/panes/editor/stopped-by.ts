import { errorOf, type WorkbenchState } from "../../run/workbench.ts";

/** The error that the present text ended with; `null` while it has not run, where it ran to its end, and where a limit ended it. */
export function stoppedBy({ latest, text, language }: WorkbenchState): ReturnType<typeof errorOf> {
  if (latest === null || latest.result === null || latest.text !== text || latest.language !== language) return null;
  const error = errorOf(latest.model);
  return error?.phase === "limit" ? null : error;
}
