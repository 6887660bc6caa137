import { CircleAlert } from "lucide-react";
import { useStore } from "zustand";
import { cancelPython, type PythonLoading, pythonLoading } from "../run/python-loading.ts";
import { useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import "./python-loading-bar.css";

/** How far Python is on its way, while it is; and what to do where it does not come. */
export function PythonLoadingBar() {
  const loading = useStore(pythonLoading);
  const wanted = useWorkbenchState((state) => state.language === "python");
  if (!wanted || loading.kind === "ready" || (loading.kind === "absent" && !loading.cancelled)) return null;
  return (
    <div className="python-loading" role="status" data-kind={loading.kind} data-testid="python-loading">
      <Shown loading={loading} />
    </div>
  );
}

function Shown({ loading }: { readonly loading: PythonLoading }) {
  const workbench = useWorkbench();
  const load = (label: string) => (
    <button type="button" className="button" onClick={() => workbench.run("asked")}>
      {label}
    </button>
  );
  switch (loading.kind) {
    case "fetching":
      return (
        <>
          <p>
            Loading Python: {megabytes(loading.received)} of {megabytes(loading.total)} MB
          </p>
          <progress aria-label="Loading Python" value={loading.received} max={loading.total} />
          <CancelButton />
        </>
      );
    case "starting":
      return (
        <>
          <p>Starting Python …</p>
          <progress aria-label="Starting Python" />
          <CancelButton />
        </>
      );
    case "failed":
      return (
        <>
          <CircleAlert size={15} aria-hidden />
          <p>Python could not be loaded: {loading.message}</p>
          {load("Try again")}
        </>
      );
    case "absent":
      return (
        <>
          <p>Python has not been loaded, so the program has not been run.</p>
          {load("Load Python")}
        </>
      );
    case "ready":
      return null;
    default:
      return loading satisfies never;
  }
}

function CancelButton() {
  const workbench = useWorkbench();
  const cancel = () => {
    workbench.stop();
    cancelPython();
  };
  return (
    <button type="button" className="button" onClick={cancel}>
      Cancel
    </button>
  );
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
