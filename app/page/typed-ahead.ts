/** Milliseconds after which the field is waited for no longer. */
const PATIENCE = 5_000;

let typed = "";
let stop: (() => void) | null = null;

/** Keeps what is typed from now on, until {@link takeTyped} or Escape: for a field that is on its way. */
export function keepTyped(): void {
  stop?.();
  typed = "";
  const heard = new AbortController();
  const timer = setTimeout(() => stop?.(), PATIENCE);
  stop = () => {
    clearTimeout(timer);
    heard.abort();
    stop = null;
  };
  const hear = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, isComposing } = event;
    if (key === "Escape") stop?.();
    if (ctrlKey || metaKey || altKey || isComposing) return;
    if (key === "Backspace") typed = typed.slice(0, -1);
    else if ([...key].length === 1) typed += key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", hear, { capture: true, signal: heard.signal });
}

/** What has been typed since {@link keepTyped}, once; nothing more is kept. */
export function takeTyped(): string {
  stop?.();
  const taken = typed;
  typed = "";
  return taken;
}
