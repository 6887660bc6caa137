import { Maximize, Pause, Play, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { usePlayer, usePlayerState } from "../../run/use-player.ts";
import { useWorkbenchState } from "../../run/use-workbench.ts";
import { PaneGuard } from "../../ui/pane-guard.tsx";
import { SqlText } from "../../ui/sql-text.tsx";
import { paneIds } from "../arrangement.ts";
import { LessonPanel } from "../lesson/lesson-panel.tsx";
import { lessonOf, useLessonsState } from "../lesson/lessons.ts";
import { paneKinds } from "../pane-kinds.tsx";
import { useDeskState } from "../use-desk.ts";
import { Caption, useScene } from "./caption.tsx";
import { usePresentKeys, useStepping } from "./present-keys.ts";
import { usePresentation, usePresentationState } from "./presentation.ts";
import { parameterTexts, type Scene } from "./scene.ts";
import "./stage.css";

const room = 13;

/** The page shown to others: the program, the statement and one pane, large, with the reason in words below. */
export function Stage() {
  const pane = usePresentationState((state) => state.pane);
  const bySteps = usePresentationState((state) => state.by === "step");
  const lesson = useLessonsState(lessonOf);
  const selectedLine = useWorkbenchState(({ selection }) => (selection.kind === "line" ? selection.line : null));
  const playing = usePlayerState((state) => state.playing);
  const scene = useScene(room, selectedLine);
  const stage = useRef<HTMLElement>(null);
  usePresentKeys();
  useEffect(() => stage.current?.focus(), []);
  const { pane: Shown, label } = paneKinds[pane];
  const teaches = bySteps && lesson !== null;
  return (
    <main ref={stage} className="stage" tabIndex={-1} data-playing={playing || undefined} aria-label="Presentation">
      <StageBar position={teaches ? null : scene.position} />
      <div className="stage-body">
        <div className="stage-told">
          <ProgramLines scene={scene} />
          <StatementCard scene={scene} />
        </div>
        <div className="stage-pane">
          <PaneGuard key={pane} title={label}>
            <Shown />
          </PaneGuard>
        </div>
      </div>
      <div className="stage-caption">{teaches ? <LessonPanel /> : <Caption scene={scene} />}</div>
    </main>
  );
}

function StageBar({ position }: { readonly position: string | null }) {
  const title = useDeskState((state) => state.title ?? state.scenario?.title ?? "Flushlight");
  const presentation = usePresentation();
  const player = usePlayer();
  const playing = usePlayerState((state) => state.playing);
  const shown = usePresentationState((state) => state.pane);
  const stepping = useStepping();
  return (
    <header className="stage-bar">
      <h1>{title}</h1>
      {position === null ? null : (
        <span className="stage-position" data-testid="stage-position">
          {position}
        </span>
      )}
      <nav className="stage-panes" aria-label="Pane">
        {paneIds.map((pane, place) => {
          const { icon: Icon, label } = paneKinds[pane];
          return (
            <button
              key={pane}
              type="button"
              className="button"
              aria-label={label}
              aria-pressed={pane === shown}
              title={`${label} (${place + 1})`}
              onClick={() => presentation.store.setState({ pane })}
            >
              <Icon size={15} aria-hidden />
            </button>
          );
        })}
      </nav>
      <button type="button" className="button" aria-label="Back" title="Back (←)" onClick={stepping.back}>
        ←
      </button>
      <button type="button" className="button" aria-label="Forward" title="Forward (→)" onClick={stepping.forward}>
        →
      </button>
      <button
        type="button"
        className="button"
        aria-label={playing ? "Pause" : "Play"}
        title={playing ? "Pause (P)" : "Play (P)"}
        onClick={() => {
          presentation.store.setState({ by: "statement" });
          player.play(!playing);
        }}
      >
        {playing ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
      </button>
      <button
        type="button"
        className="button"
        aria-label="Full screen"
        title="Full screen (F)"
        onClick={presentation.toggleFullScreen}
      >
        <Maximize size={15} aria-hidden />
      </button>
      <button
        type="button"
        className="button"
        aria-label="Leave the presentation"
        title="Leave (Esc)"
        onClick={presentation.leave}
      >
        <X size={15} aria-hidden />
      </button>
    </header>
  );
}

function ProgramLines({ scene }: { readonly scene: Scene }) {
  return (
    <ol className="stage-lines" aria-label="Program">
      {scene.lines.map(({ number, text, current }) => (
        <li key={number} aria-current={current ? "step" : undefined} value={number}>
          <span className="stage-number" aria-hidden>
            {number}
          </span>
          <code>{text === "" ? " " : text}</code>
        </li>
      ))}
    </ol>
  );
}

function StatementCard({ scene: { statement } }: { readonly scene: Scene }) {
  if (statement === null) return <div className="stage-statement" data-empty />;
  return (
    <div className="stage-statement" data-kind={statement.kind} data-testid="stage-statement">
      <SqlText sql={statement.sql} />
      {parameterTexts(statement).map((row) => (
        <div key={row} className="stage-parameters">
          {row}
        </div>
      ))}
    </div>
  );
}
