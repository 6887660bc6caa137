import { Check, CircleAlert, History, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import { errorOf, type Standing, standingOf } from "../run/workbench.ts";
import { counted, duration } from "../ui/words.ts";
import { useDeskState } from "./use-desk.ts";

/** How the latest run went, and whether what is shown belongs to the present text. */
export function RunStatus() {
  const standing = useWorkbenchState(standingOf);
  const keeping = useDeskState((state) => state.keeping);
  const run = useWorkbenchState((state) => state.latest?.id);
  const outcome = useWorkbenchState((state) => state.latest?.result?.outcome ?? "running");
  const settled = useWorkbenchState((state) => state.latest?.text === state.text && outcome !== "running");
  return (
    <div
      className="run-status"
      role="status"
      data-testid="run-status"
      data-run={run}
      data-outcome={outcome}
      data-settled={settled}
    >
      <Outcome />
      {keeping === "failed" ? <span className="status-old">not saved: the browser keeps nothing</span> : null}
      <OldNote standing={standing} />
    </div>
  );
}

function Outcome(): ReactNode {
  const workbench = useWorkbench();
  const latest = useWorkbenchState((state) => state.latest);
  if (latest === null) return null;
  const { result, model } = latest;
  if (result === null) {
    return (
      <span className="status-running">
        <LoaderCircle size={14} aria-hidden /> <span>Running …</span>
      </span>
    );
  }
  const error = errorOf(model);
  if (error !== null) {
    const where = error.line === null ? "" : ` on line ${error.line}`;
    return (
      <button
        type="button"
        className="status-error"
        title={error.message}
        onClick={() => {
          if (error.line !== null) workbench.select({ kind: "line", line: error.line }, "page");
        }}
      >
        <CircleAlert size={14} aria-hidden />
        <span>{error.phase === "limit" ? `Stopped${where}` : `${error.name}${where}`}</span>
      </button>
    );
  }
  if (result.outcome === "stopped") return <span className="status-old">Stopped</span>;
  return (
    <span key={latest.id} className="status-good">
      <Check size={14} aria-label="The program ran." />
      <span>
        {counted(model.statements.length, "statement")} · {duration(result.elapsedMs)}
      </span>
    </span>
  );
}

const oldNotes: Record<Standing, string | null> = {
  present: null,
  pending: null,
  edited: "Shown: the text before your edits",
  failed: "Shown: the last good run",
};

function OldNote({ standing }: { readonly standing: Standing }) {
  const note = oldNotes[standing];
  return note === null ? null : (
    <span className="status-old">
      <History size={14} aria-hidden /> {note}
    </span>
  );
}
