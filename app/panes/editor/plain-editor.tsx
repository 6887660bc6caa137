import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useSelection, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { codeTokens } from "../../ui/code-tokens.ts";
import { handOver } from "./hand-over.ts";
import { statementsByLine } from "./statements-by-line.ts";
import "./plain-editor.css";

/**
 * The program as editable text in its colours: there at once, and all there is where the real editor cannot be loaded. When
 * that comes, it goes on where a person was writing.
 */
export function PlainEditor() {
  const workbench = useWorkbench();
  const text = useWorkbenchState((state) => state.text);
  const language = useWorkbenchState((state) => state.language);
  const tokens = useMemo(() => codeTokens(text, language), [text, language]);
  const lines = useMemo(() => text.split("\n").length, [text]);
  const emitting = useLineCounts();
  const selected = useSelectedLines();
  const space = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const [shown, writing] = [space.current, area.current];
    return () => {
      if (shown && writing) handOver(shown, writing);
    };
  }, []);
  useReveal(space, selected[0]);
  return (
    <div ref={space} className="plain-editor">
      <div className="plain-lines" aria-hidden="true">
        {Array.from({ length: lines }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number
          <span key={place} className={emitting.has(place + 1) ? "emitting-line" : undefined}>
            {place + 1}
          </span>
        ))}
      </div>
      <div className="plain-text">
        {selected.map((line) => (
          <div key={line} className="selected-line" style={{ top: `calc(${line - 1} * var(--code-line))` }} />
        ))}
        <pre aria-hidden="true">
          {tokens.map(({ kind, text }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place
            <span key={place} className={`code-${kind}`}>
              {text}
            </span>
          ))}
          {"\n"}
        </pre>
        <textarea
          ref={area}
          aria-label="Program"
          value={text}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={(event) => workbench.edit(event.target.value)}
        />
      </div>
    </div>
  );
}

function useLineCounts(): ReadonlyMap<number, number> {
  const run = useShownRun();
  return useMemo(() => statementsByLine(run), [run]);
}

/** The lines of what was selected elsewhere. */
function useSelectedLines(): readonly number[] {
  const { related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  return useMemo(() => (selectedBy === "editor" ? [] : [...related.lines]), [related, selectedBy]);
}

/** Brings a line to the middle where it is not to be seen. */
function useReveal(space: { readonly current: HTMLElement | null }, line: number | undefined): void {
  useEffect(() => {
    if (!space.current || line === undefined) return;
    const { scrollTop, clientHeight, scrollHeight, firstElementChild } = space.current;
    const lines = firstElementChild?.childElementCount ?? 1;
    const top = (scrollHeight / (lines + 1)) * (line - 1);
    if (top > scrollTop && top < scrollTop + clientHeight - 20) return;
    space.current.scrollTop = top - clientHeight / 2;
  }, [space, line]);
}
