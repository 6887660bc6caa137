import type { Workbench } from "../run/workbench.ts";

/** Milliseconds after which the first run is waited for no longer. */
const PATIENCE = 2_500;

/** Calls back once, when the first run has ended, or is long in coming, and the page has nothing else to do. */
export function onceIdle(workbench: Workbench, task: () => void): void {
  let over = false;
  const go = () => {
    if (over) return;
    over = true;
    stop();
    clearTimeout(timer);
    void idle().then(task);
  };
  const timer = setTimeout(go, PATIENCE);
  const stop = workbench.store.subscribe(({ latest }) => {
    if (latest?.result != null) go();
  });
}

/** Resolves when the page has nothing else to do, or has kept it waiting for long. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Not every browser tells when it is idle.
    if ("requestIdleCallback" in window) window.requestIdleCallback(() => resolve(), { timeout: PATIENCE });
    else setTimeout(resolve, 200);
  });
}
