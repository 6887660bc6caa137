import type { editor } from "monaco-editor/editor";

/** Follows the lines that a run told of while the text is edited, so that a statement still leads to its line. */
export class LineAnchors {
  readonly #collection: editor.IEditorDecorationsCollection;
  #lines: readonly number[] = [];

  constructor(target: editor.IStandaloneCodeEditor) {
    this.#collection = target.createDecorationsCollection();
  }

  /** Starts anew: these lines are now where the run had them. */
  set(lines: Iterable<number>): void {
    this.#lines = [...new Set(lines)];
    this.#collection.set(
      this.#lines.map((line) => ({
        range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
        options: { stickiness: 1, description: "line of the run" },
      })),
    );
  }

  /** Where a line of the run stands in the text now. */
  inText(line: number): number {
    const place = this.#lines.indexOf(line);
    return (place === -1 ? null : this.#collection.getRange(place)?.startLineNumber) ?? line;
  }

  /** Which line of the run stands at a line of the text. */
  inRun(line: number): number {
    const place = this.#lines.findIndex((_, at) => this.#collection.getRange(at)?.startLineNumber === line);
    return this.#lines[place] ?? line;
  }
}
