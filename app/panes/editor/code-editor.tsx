import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { LanguageName } from "../../protocol/messages.ts";
import { markAt } from "../../run/moments/moments.ts";
import type { RunModel } from "../../run/run-model.ts";
import { useSelection, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { useTheme } from "../../ui/use-theme.ts";
import { counted } from "../../ui/words.ts";
import { foldImports, registerImportFolding } from "./fold-imports.ts";
import { takeOver } from "./hand-over.ts";
import { LineAnchors } from "./line-anchors.ts";
import { monaco } from "./monaco.ts";
import { provideFixes } from "./quick-fixes.ts";
import { statementsByLine } from "./statements-by-line.ts";
import { leaveByTab } from "./tab-key.ts";

registerImportFolding();

interface Mounted {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly model: monaco.editor.ITextModel;
  readonly anchors: LineAnchors;
  readonly emitting: monaco.editor.IEditorDecorationsCollection;
  readonly present: monaco.editor.IEditorDecorationsCollection;
  readonly highlights: monaco.editor.IEditorDecorationsCollection;
}

/** Monaco on the workbench's text: what is typed goes there, what is selected there is shown here. */
export default function CodeEditor() {
  const element = useRef<HTMLDivElement>(null);
  const mounted = useEditor(element);
  useLanguage(mounted);
  useTextFromOutside(mounted);
  useRunMarks(mounted);
  useSelectedLines(mounted);
  useMomentLine(mounted);
  const theme = useTheme();
  useEffect(() => monaco.editor.setTheme(`flushlight-${theme}`), [theme]);
  return <div ref={element} className="code-editor" data-testid="editor" />;
}

function useEditor(element: { readonly current: HTMLElement | null }): Mounted | null {
  const workbench = useWorkbench();
  const [mounted, setMounted] = useState<Mounted | null>(null);
  // Before anything else happens: whoever is writing in the plain editor goes on here with the next key.
  useLayoutEffect(() => {
    if (!element.current) return;
    const uri = monaco.Uri.parse("file:///scenario.ts");
    const { text, language } = workbench.store.getState();
    const model = monaco.editor.createModel(text, language, uri);
    const editor = monaco.editor.create(element.current, { ...options, model });
    const anchors = new LineAnchors(editor);
    model.onDidChangeContent(() => workbench.edit(model.getValue()));
    editor.onDidChangeCursorPosition(({ position, reason }) => {
      if (reason !== monaco.editor.CursorChangeReason.Explicit) return;
      workbench.select({ kind: "line", line: anchors.inRun(position.lineNumber) }, "editor");
    });
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => workbench.run("asked"));
    leaveByTab(editor);
    const unprovide = provideFixes(model, workbench);
    goOn(editor, model);
    const detach = workbench.attachEditor((edits) => {
      editor.pushUndoStop();
      editor.executeEdits(
        "workbench",
        edits.map(({ from, to, text }) => {
          const [start, end] = [model.getPositionAt(from), model.getPositionAt(to)];
          return { range: monaco.Range.fromPositions(start, end), text, forceMoveMarkers: true };
        }),
      );
      editor.pushUndoStop();
    });
    setMounted({
      editor,
      model,
      anchors,
      emitting: editor.createDecorationsCollection(),
      present: editor.createDecorationsCollection(),
      highlights: editor.createDecorationsCollection(),
    });
    return () => {
      detach();
      unprovide.dispose();
      editor.dispose();
      model.dispose();
    };
  }, [element, workbench]);
  return mounted;
}

/** Goes on where a person was in the plain editor. */
function goOn(editor: monaco.editor.IStandaloneCodeEditor, model: monaco.editor.ITextModel): void {
  const place = takeOver();
  if (place === null) return;
  editor.setScrollTop(place.scrollTop);
  if (place.selection === null) return;
  const [start, end] = [place.selection.start, place.selection.end].map((offset) => model.getPositionAt(offset));
  if (start && end) editor.setSelection(monaco.Range.fromPositions(start, end));
  editor.focus();
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  ariaLabel: "Program",
  fixedOverflowWidgets: true,
  folding: true,
  foldingImportsByDefault: true,
  showFoldingControls: "mouseover",
  fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
  fontSize: 13,
  lineHeight: 20,
  glyphMargin: true,
  lineDecorationsWidth: 8,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  padding: { top: 6, bottom: 6 },
  renderLineHighlight: "line",
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  stickyScroll: { enabled: false },
  wordBasedSuggestions: "off",
  wordWrap: "on",
  wrappingIndent: "deepIndent",
};

/** Milliseconds after which Monaco knows what can be folded in another text. */
const foldingPause = 600;

/** How far each language's style indents. */
const indents: Readonly<Record<LanguageName, number>> = { typescript: 2, python: 4 };

/** What the text is written in decides on colours, completion and indentation. */
function useLanguage(mounted: Mounted | null): void {
  const language = useWorkbenchState((state) => state.language);
  useEffect(() => {
    if (!mounted) return;
    monaco.editor.setModelLanguage(mounted.model, language);
    mounted.model.updateOptions({ tabSize: indents[language], insertSpaces: true });
  }, [mounted, language]);
}

/** A scenario that was loaded, a draft that was restored: the whole text at once, and it can be undone. */
function useTextFromOutside(mounted: Mounted | null): void {
  const version = useWorkbenchState((state) => state.textVersion);
  const workbench = useWorkbench();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when, the store says what
  useEffect(() => {
    if (!mounted) return;
    const { editor, model } = mounted;
    const { text, language } = workbench.store.getState();
    if (model.getValue() === text) return;
    // What was folded in the text before is not to stay folded in this one.
    void editor.getAction("editor.unfoldAll")?.run();
    editor.pushUndoStop();
    editor.executeEdits("workbench", [{ range: model.getFullModelRange(), text }]);
    editor.pushUndoStop();
    editor.setPosition({ lineNumber: 1, column: 1 });
    editor.setScrollTop(0);
    // In Python whatever is indented can be folded, so folding all would hide the classes.
    if (language === "python") return;
    const folding = setTimeout(() => foldImports(editor), foldingPause);
    return () => clearTimeout(folding);
  }, [mounted, version, workbench]);
}

/** Marks lines that emitted statements, and lines that the latest run complained of. */
function useRunMarks(mounted: Mounted | null): void {
  const run = useShownRun();
  const latest = useWorkbenchState((state) => state.latest);
  useEffect(() => {
    if (!mounted) return;
    const { model, anchors, emitting } = mounted;
    const counts = statementsByLine(run);
    const lines = [...counts.keys(), ...run.messages.flatMap(({ line }) => line ?? [])];
    anchors.set(lines.filter((line) => line <= model.getLineCount()));
    emitting.set(
      [...counts].map(([line, count]) => ({
        range: new monaco.Range(line, 1, line, 1),
        options: {
          linesDecorationsClassName: "emitting-line",
          linesDecorationsTooltip: counted(count, "statement"),
          stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
        },
      })),
    );
  }, [mounted, run]);
  useEffect(() => {
    if (!mounted) return;
    const messages = latest?.result ? latest.model.messages : [];
    monaco.editor.setModelMarkers(
      mounted.model,
      "run",
      messages.flatMap((message) => markerOf(message, mounted.model)),
    );
  }, [mounted, latest]);
}

function markerOf(
  message: RunModel["messages"][number],
  model: monaco.editor.ITextModel,
): readonly monaco.editor.IMarkerData[] {
  const { line } = message;
  if (message.kind === "output" || line === null || line > model.getLineCount()) return [];
  const column = message.kind === "error" ? message.column : null;
  return [
    {
      severity: message.kind === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      message:
        message.kind === "error" ? `${message.name}: ${message.message}` : `${message.category}: ${message.message}`,
      source: "run",
      startLineNumber: line,
      startColumn: column ?? (model.getLineFirstNonWhitespaceColumn(line) || 1),
      endLineNumber: line,
      endColumn: model.getLineMaxColumn(line),
    },
  ];
}

/** Shows the lines of what is selected, and goes to the first when the selection was made elsewhere. */
function useSelectedLines(mounted: Mounted | null): void {
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  useEffect(() => {
    if (!mounted) return;
    const { editor, model, anchors, highlights } = mounted;
    const lines = [...related.lines].map((line) => anchors.inText(line)).filter((line) => line <= model.getLineCount());
    const shown = selectedBy === "editor" ? [] : lines;
    highlights.set(
      shown.map((line) => ({
        range: new monaco.Range(line, 1, line, 1),
        options: { isWholeLine: true, className: "selected-line", glyphMarginClassName: "selected-glyph" },
      })),
    );
    const [first] = shown;
    const aimed = selection.kind === "statement" || selection.kind === "line";
    if (first === undefined) return;
    if (aimed) editor.setPosition({ lineNumber: first, column: model.getLineFirstNonWhitespaceColumn(first) || 1 });
    editor.revealLineInCenterIfOutsideViewport(first);
  }, [mounted, selection, related, selectedBy]);
}

/** Shows the line that had run last at the moment shown; goes there when nothing else asks for another line. */
function useMomentLine(mounted: Mounted | null): void {
  const run = useShownRun();
  const moment = useWorkbenchState((state) => state.moment);
  const aimed = useWorkbenchState(({ selection: { kind } }) => kind === "statement" || kind === "line");
  useEffect(() => {
    if (!mounted) return;
    const { editor, model, anchors, present } = mounted;
    const ran = moment === null ? null : (markAt(run, moment)?.line ?? null);
    const line = ran === null ? null : anchors.inText(ran);
    if (line === null || line > model.getLineCount()) {
      present.clear();
      return;
    }
    present.set([
      {
        range: new monaco.Range(line, 1, line, 1),
        options: { isWholeLine: true, className: "moment-line", glyphMarginClassName: "moment-glyph" },
      },
    ]);
    if (!aimed) editor.revealLineInCenterIfOutsideViewport(line);
  }, [mounted, run, moment, aimed]);
}
