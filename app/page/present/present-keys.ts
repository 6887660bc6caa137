import { useEffect } from "react";
import { usePlayer } from "../../run/use-player.ts";
import { paneIds } from "../arrangement.ts";
import { lessonOf, useLessons, useLessonsState } from "../lesson/lessons.ts";
import { usePresentation, usePresentationState } from "./presentation.ts";

export interface Stepping {
  forward(): void;
  back(): void;
  first(): void;
  last(): void;
}

/** How a presentation goes on: by the steps of a lesson, or by statements. */
export function useStepping(): Stepping {
  const player = usePlayer();
  const lessons = useLessons();
  const lesson = useLessonsState(lessonOf);
  const bySteps = usePresentationState((state) => state.by === "step") && lesson !== null;
  if (bySteps) {
    const by = (steps: number) => lessons.go(lessons.store.getState().step + steps);
    return {
      forward: () => by(1),
      back: () => by(-1),
      first: () => lessons.go(0),
      last: () => lessons.go(lesson.steps.length - 1),
    };
  }
  const stopped = (move: () => void) => () => {
    player.play(false);
    move();
  };
  return {
    forward: stopped(() => player.stepStory(1)),
    back: stopped(() => player.stepStory(-1)),
    first: stopped(() => player.go(0)),
    last: stopped(() => player.go(player.axis().end)),
  };
}

/** Drives a presentation by keys, wherever the focus is. */
export function usePresentKeys(): void {
  const presentation = usePresentation();
  const player = usePlayer();
  const stepping = useStepping();
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: stepping.forward,
      PageDown: stepping.forward,
      " ": stepping.forward,
      ArrowLeft: stepping.back,
      PageUp: stepping.back,
      Home: stepping.first,
      End: stepping.last,
      Escape: presentation.leave,
      f: presentation.toggleFullScreen,
      p: () => {
        presentation.store.setState({ by: "statement" });
        player.play(!player.store.getState().playing);
      },
      ...Object.fromEntries(
        paneIds.map((pane, place) => [String(place + 1), () => presentation.store.setState({ pane })]),
      ),
    };
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isUsedBy(event.target, event.key)) return;
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    // Before the panes hear it: their own keys are for when the page is worked with.
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [presentation, player, stepping]);
}

/** Whether a key is for what has the focus: typing, choosing among radio buttons, pressing a button. */
function isUsedBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement) || key === "Escape") return false;
  if (target.closest("[role=dialog], [role=menu]")) return true;
  if (target instanceof HTMLInputElement && target.type === "radio") return key === " " || key.startsWith("Arrow");
  if (target.closest("button, a, select, summary") && key === " ") return true;
  return target.isContentEditable || target.closest("input, textarea, select") !== null;
}
