/** Where a person was in the plain editor when the real one took its place. */
export interface WrittenPlace {
  /** Offsets of what was selected; `null` where the focus was elsewhere. */
  readonly selection: { readonly start: number; readonly end: number } | null;
  readonly scrollTop: number;
}

let place: WrittenPlace | null = null;

/** Notes the place in an editor that is about to go. */
export function handOver(space: HTMLElement, area: HTMLTextAreaElement): void {
  const { selectionStart: start, selectionEnd: end } = area;
  place = {
    selection: document.activeElement === area ? { start, end } : null,
    scrollTop: space.scrollTop,
  };
}

/** The place that was noted last, once. */
export function takeOver(): WrittenPlace | null {
  const noted = place;
  place = null;
  return noted;
}
