import { trace } from "../trace/recorder.ts";

const AUTOMATIC =
  " (This warning originated from the `configure_mappers()` process, which was invoked automatically in response to a " +
  "user-initiated operation.)";

let automatic = false;

/** Runs `work` with its warnings saying that nobody asked for it: configuration that a first use set off. */
export function withAutomaticWarnings(work: () => void): void {
  const before = automatic;
  automatic = true;
  try {
    work();
  } finally {
    automatic = before;
  }
}

/** Warns in the reference's words. */
export function warn(message: string, options: { code?: string; category?: string } = {}): void {
  const tagged = automatic && (options.category ?? "SAWarning") === "SAWarning";
  trace.warn(tagged ? message + AUTOMATIC : message, options);
}
