import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PaneId } from "../arrangement.ts";

export interface PresentationState {
  readonly on: boolean;
  /** The pane beside the program. */
  readonly pane: PaneId;
  /** What the keys go by: the steps of the lesson, where the scenario has one, or the statements. */
  readonly by: "step" | "statement";
}

/** Whether the page is shown to others: large, one thing at a time, driven by keys. */
export interface Presentation {
  readonly store: StoreApi<PresentationState>;
  /** Starts, filling the screen where the browser lets it. */
  start(): void;
  leave(): void;
  toggleFullScreen(): void;
}

export function createPresentation(): Presentation {
  const store = createStore<PresentationState>(() => ({ on: false, pane: "tables", by: "step" }));
  /** True while it is a key or button that ends the full screen, and not the browser's own way out. */
  let asked = false;

  function fill(): void {
    void document.documentElement.requestFullscreen?.().catch(() => {});
  }

  function unfill(): void {
    if (!document.fullscreenElement) return;
    asked = true;
    void document.exitFullscreen().catch(() => {});
  }

  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement) return;
    // The browser keeps Esc for itself there; whoever presses it wants to leave.
    if (!asked) store.setState({ on: false });
    asked = false;
  });

  return {
    store,
    start() {
      store.setState({ on: true, by: "step" });
      fill();
    },
    leave() {
      store.setState({ on: false });
      unfill();
    },
    toggleFullScreen: () => (document.fullscreenElement ? unfill() : fill()),
  };
}

export const PresentationContext = createContext<Presentation | null>(null);

export function usePresentation(): Presentation {
  const presentation = useContext(PresentationContext);
  if (!presentation) throw new Error("Rendered outside the page");
  return presentation;
}

export function usePresentationState<T>(read: (state: PresentationState) => T): T {
  return useStore(usePresentation().store, read);
}
