import { createStore } from "zustand/vanilla";

/** How far Python is on its way into the page. */
export type PythonLoading =
  /** Nobody has asked for it, or whoever did has thought better of it. */
  | { readonly kind: "absent"; readonly cancelled: boolean }
  | { readonly kind: "fetching"; readonly received: number; readonly total: number }
  /** All is there; the interpreter starts in the sandbox. */
  | { readonly kind: "starting" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

export const pythonLoading = createStore<PythonLoading>(() => ({ kind: "absent", cancelled: false }));

let cancelling: AbortController | null = null;

/** Makes the loading that begins the one that {@link cancelPython} ends. */
export function cancellable(controller: AbortController): void {
  cancelling = controller;
}

/** Ends the loading, if it goes on. */
export function cancelPython(): void {
  cancelling?.abort();
}

/** Tells that the interpreter runs, or why it does not. */
export function pythonStarted(problem: string | null): void {
  if (pythonLoading.getState().kind !== "starting") return;
  pythonLoading.setState(problem === null ? { kind: "ready" } : { kind: "failed", message: problem }, true);
}
