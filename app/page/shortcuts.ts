const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys that run the program, as this machine names them. */
export const runKeys = mac ? "⌘ Enter" : "Ctrl+Enter";

/** Calls back for the keys that run the program, wherever the focus is. @returns how to stop listening */
export function onRunKeys(run: () => void): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(mac ? event.metaKey : event.ctrlKey) || event.defaultPrevented) return;
    event.preventDefault();
    run();
  };
  window.addEventListener("keydown", listen);
  return () => window.removeEventListener("keydown", listen);
}
