import { type ComponentType, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { languageNames } from "../../languages/guess.ts";
import { useWorkbenchState } from "../../run/use-workbench.ts";
import { Pane } from "../../ui/pane.tsx";
import { FixOffer } from "./fix-offer.tsx";
import { PlainEditor } from "./plain-editor.tsx";
import "./editor.css";

interface EditorPaneProps {
  /** Above the text: what the program is about. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}

/**
 * The program. Plain text at first; the real editor, which is large, takes its place when a person turns to it, and in any
 * case when the page has been at rest for a while.
 */
export function EditorPane({ about, actions }: EditorPaneProps) {
  const language = useWorkbenchState((state) => state.language);
  const space = useRef<HTMLDivElement>(null);
  const turnedTo = useTurnedTo(space);
  const rested = useRested();
  const Editor = useEditorCode(turnedTo || rested);
  return (
    <Pane title="Program" note={languageNames[language]} actions={actions}>
      <div className="editor-pane">
        {about}
        <div ref={space} className="editor-space">
          <Editor />
        </div>
        <FixOffer />
      </div>
    </Pane>
  );
}

let codeEditor: ComponentType | null = null;

/** The real editor once its code is wanted and there, else the plain one. */
function useEditorCode(wanted: boolean): ComponentType {
  const [loaded, setLoaded] = useState(() => codeEditor);
  useEffect(() => {
    if (!wanted || codeEditor !== null) return;
    let shown = true;
    import("./code-editor.tsx").then(
      ({ default: CodeEditor }) => {
        codeEditor = CodeEditor;
        if (shown) setLoaded(() => CodeEditor);
      },
      // Where the editor cannot be loaded, the plain one is what there is.
      () => {},
    );
    return () => {
      shown = false;
    };
  }, [wanted]);
  return loaded ?? PlainEditor;
}

/** True once the pointer or the focus has come to the program. */
function useTurnedTo(space: RefObject<HTMLElement | null>): boolean {
  const [turnedTo, setTurnedTo] = useState(false);
  useEffect(() => {
    const heard = new AbortController();
    const turn = () => {
      heard.abort();
      setTurnedTo(true);
    };
    for (const event of ["pointerenter", "focusin"]) {
      space.current?.addEventListener(event, turn, { signal: heard.signal });
    }
    return () => heard.abort();
  }, [space]);
  return turnedTo;
}

/** Milliseconds after the first run until the page counts as being at rest; where no run ends, after the opening. */
const REST = 4_000;
const LONGEST_WAIT = 8_000;

function useRested(): boolean {
  const ran = useWorkbenchState((state) => state.shown !== null || (state.latest?.result ?? null) !== null);
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (rested) return;
    const timer = setTimeout(() => setRested(true), ran ? REST : LONGEST_WAIT);
    return () => clearTimeout(timer);
  }, [ran, rested]);
  return rested;
}
