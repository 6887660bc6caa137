import { useMemo } from "react";
import { usePlayerState } from "../../run/use-player.ts";
import { useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { LinkedText } from "../../ui/linked-text.tsx";
import { type Scene, sceneAt } from "./scene.ts";
import "./caption.css";

/** The moment that the page shows, as it is told. */
export function useScene(room: number, line: number | null = null): Scene {
  const run = useShownRun();
  const text = useWorkbenchState((state) => state.shown?.text ?? state.text);
  const moment = useWorkbenchState((state) => state.moment);
  return useMemo(() => sceneAt(run, moment, { text, room, line }), [run, moment, text, room, line]);
}

/** Why that statement: one sentence. */
export function Caption({ scene }: { readonly scene: Scene }) {
  const workbench = useWorkbench();
  return (
    <p className="caption" data-kind={scene.statement?.kind} data-testid="caption" aria-live="polite">
      <LinkedText spans={scene.caption} onFollow={(link) => workbench.select(link, "page")} />
    </p>
  );
}

/** The caption over the panes, while a run is played. */
export function PlayingCaption() {
  const shown = usePlayerState((state) => state.captions);
  return shown ? <CaptionBar /> : null;
}

function CaptionBar() {
  const scene = useScene(1);
  return (
    <div className="caption-bar">
      <Caption scene={scene} />
    </div>
  );
}
