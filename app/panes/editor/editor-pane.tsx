import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { languageNames } from "../../languages/guess.ts";
import { useWorkbenchState } from "../../run/use-workbench.ts";
import { Pane } from "../../ui/pane.tsx";
import { PlainEditor } from "./plain-editor.tsx";
import "./editor.css";

// Where the editor cannot be loaded, the plain one is what there is.
const CodeEditor = lazy(() => import("./code-editor.tsx").catch(() => ({ default: PlainEditor })));

interface EditorPaneProps {
  /** Above the text: what the program is about. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}

/** The program. Plain text until the first run has ended; then the real editor takes its place. */
export function EditorPane({ about, actions }: EditorPaneProps) {
  const due = useDue();
  const language = useWorkbenchState((state) => state.language);
  return (
    <Pane title="Program" note={languageNames[language]} actions={actions}>
      <div className="editor-pane">
        {about}
        <div className="editor-space">
          {due ? (
            <Suspense fallback={<PlainEditor />}>
              <CodeEditor />
            </Suspense>
          ) : (
            <PlainEditor />
          )}
        </div>
      </div>
    </Pane>
  );
}

const longestWait = 2_500;

/** True once the first run has ended, so that loading the editor never delays it. */
function useDue(): boolean {
  const ran = useWorkbenchState((state) => state.shown !== null || (state.latest?.result ?? null) !== null);
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (due) return;
    const timer = setTimeout(() => setDue(true), ran ? 0 : longestWait);
    return () => clearTimeout(timer);
  }, [ran, due]);
  return due;
}
