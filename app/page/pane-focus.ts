/** Gives a pane the focus once it is there: its first control that Tab would come to, else the pane itself. */
export function focusPane(label: string): void {
  let frames = 0;
  const attempt = () => {
    const pane = document.querySelector<HTMLElement>(`section.pane[aria-label="${label}"]`);
    const first =
      pane?.querySelector<HTMLElement>(
        ".monaco-editor textarea, .monaco-editor [role=textbox], .plain-editor textarea",
      ) ?? pane?.querySelector<HTMLElement>(".pane-body [tabindex='0']");
    if (pane && (first || frames > 10)) {
      if (!first) pane.tabIndex = -1;
      (first ?? pane).focus();
    } else if (frames++ < 60) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

/** The name of the pane that has the focus; `null` where none has. */
export function paneInFocus(): string | null {
  return document.activeElement?.closest("section.pane")?.getAttribute("aria-label") ?? null;
}
