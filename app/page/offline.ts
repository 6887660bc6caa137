import { pythonLoading } from "../run/python-loading.ts";
import type { Desk } from "./desk.ts";

/** Milliseconds between two looks for a new version, for pages that stay open. */
const LOOK_AGAIN = 60 * 60 * 1_000;

/**
 * Keeps the page for use without a network, and tells of a new version once it is there. It takes over when the person says
 * so: nothing is ever loaded anew by itself. Does nothing in development, and where the browser has no service workers.
 */
export async function keepForOffline(desk: Desk): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  let registration: ServiceWorkerRegistration;
  try {
    registration = await serviceWorker.register("./sw.js");
  } catch {
    // Private windows and pages opened from a disk have none; everything else works.
    return;
  }
  const look = () => {
    // The first one waits for nobody.
    if (registration.waiting && serviceWorker.controller) tell(desk, registration.waiting);
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  keepPython(serviceWorker);
  setInterval(() => void registration.update().catch(() => {}), LOOK_AGAIN);
}

/** Has Python kept as well, once it has been used. */
function keepPython(serviceWorker: ServiceWorkerContainer): void {
  const keep = () => void serviceWorker.ready.then(({ active }) => active?.postMessage("keep on demand"));
  if (pythonLoading.getState().kind === "ready") {
    keep();
    return;
  }
  const stop = pythonLoading.subscribe(({ kind }) => {
    if (kind !== "ready") return;
    stop();
    keep();
  });
}

function tell(desk: Desk, waiting: ServiceWorker): void {
  desk.say({
    kind: "info",
    text: "A new version is ready. Your text is kept.",
    action: {
      label: "Reload",
      run: () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        waiting.postMessage("take over");
      },
    },
  });
}
