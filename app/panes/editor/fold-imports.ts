import { monaco } from "./monaco.ts";

/** Lets the imports at the beginning of a program be folded away; nothing else folds. */
export function registerImportFolding(): void {
  monaco.languages.registerFoldingRangeProvider("typescript", {
    provideFoldingRanges: (model) =>
      importLines(model.getLinesContent()).map(({ start, end }) => ({
        start,
        end,
        kind: monaco.languages.FoldingRangeKind.Imports,
      })),
  });
}

/** Folds the imports of the present text. */
export function foldImports(editor: monaco.editor.ICodeEditor): void {
  void editor.getAction("editor.foldAll")?.run();
}

/** Imports of several lines, by their first and last line. */
function importLines(lines: readonly string[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let start = 0; start < lines.length; start++) {
    if (!/^import\b/.test(lines[start] ?? "")) continue;
    const length = lines.slice(start).findIndex((line) => /["'];?\s*$/.test(line));
    if (length > 0) found.push({ start: start + 1, end: start + length + 1 });
    if (length >= 0) start += length;
  }
  return found;
}
