import { ChevronDown, Play, Share2, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import { useDialogs } from "./dialogs.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { RunStatus } from "./run-status.tsx";
import { keyWords } from "./shortcuts.ts";
import { useDeskState } from "./use-desk.ts";
import "./toolbar.css";

/** The bar above the panes. */
export function Toolbar() {
  return (
    <header className="toolbar">
      <h1 className="brand">
        <Mark />
        <span>Flushlight</span>
      </h1>
      <GalleryButton />
      <LanguageSwitch />
      <RunStatus />
      <RunButton />
      <ShareButton />
      <MoreMenu />
    </header>
  );
}

function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="3" width="11" height="3" rx="1.5" fill="var(--insert)" />
      <rect x="1" y="8.5" width="18" height="3" rx="1.5" fill="var(--accent)" />
      <rect x="1" y="14" width="7" height="3" rx="1.5" fill="var(--delete)" />
    </svg>
  );
}

function GalleryButton() {
  const dialogs = useDialogs();
  const scenario = useDeskState((state) => state.scenario);
  const title = useDeskState((state) => state.title ?? state.scenario?.title ?? "Scenarios");
  const text = useWorkbenchState((state) => state.text);
  const language = useWorkbenchState((state) => state.language);
  const edited = scenario !== null && text !== scenario[language];
  return (
    <button
      type="button"
      className="button gallery-button"
      onClick={() => dialogs.open("gallery")}
      aria-haspopup="dialog"
      title={title}
    >
      <span className="gallery-title">{title}</span>
      {edited ? <span className="edited">edited</span> : null}
      <ChevronDown size={14} aria-hidden />
    </button>
  );
}

function RunButton() {
  const workbench = useWorkbench();
  const running = useWorkbenchState((state) => state.latest !== null && state.latest.result === null);
  const slow = useSlow(running);
  if (running && slow) {
    return (
      <button type="button" className="button button-primary run-button" data-stop onClick={() => workbench.stop()}>
        <Square size={13} fill="currentColor" aria-hidden /> Stop
      </button>
    );
  }
  return (
    <button
      type="button"
      className="button button-primary run-button"
      onClick={() => workbench.run("asked")}
      title={`Run the program (${keyWords("Mod+Enter")})`}
    >
      <Play size={13} fill="currentColor" aria-hidden /> Run
    </button>
  );
}

/** True once something has gone on for a while; most runs end before anybody could press Stop. */
function useSlow(going: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!going) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), 250);
    return () => clearTimeout(timer);
  }, [going]);
  return slow;
}

function ShareButton() {
  const dialogs = useDialogs();
  return (
    <button
      type="button"
      className="button share-button"
      aria-label="Share"
      aria-haspopup="dialog"
      onClick={() => dialogs.open("share")}
    >
      <Share2 size={14} aria-hidden /> <span>Share</span>
    </button>
  );
}
