/** Puts `text` in the place of what stands between two offsets of a program. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A text with edits made that are in order and apart from each other. */
export function withEdits(source: string, edits: readonly TextEdit[]): string {
  let text = source;
  for (const edit of edits.toReversed()) text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  return text;
}
