import { useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import { keepPreferences } from "./preferences.ts";
import "./auto-run-switch.css";

/** Whether the program runs by itself shortly after each edit. */
export function AutoRunSwitch() {
  const workbench = useWorkbench();
  const autoRun = useWorkbenchState((state) => state.autoRun);
  return (
    <label className="auto-run" title="Run by itself shortly after each edit">
      <input
        type="checkbox"
        role="switch"
        aria-checked={autoRun}
        checked={autoRun}
        onChange={(event) => {
          workbench.setAutoRun(event.target.checked);
          keepPreferences({ autoRun: event.target.checked });
        }}
      />
      Run as you type
    </label>
  );
}
