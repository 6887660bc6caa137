import type { ThemeChoice } from "../ui/theme.ts";

/** What a person has set once and finds again. */
export interface Preferences {
  readonly theme: ThemeChoice;
  readonly autoRun: boolean;
  /** Whether keys without Ctrl do anything. */
  readonly keys: boolean;
}

const key = "flushlight.preferences";
const defaults: Preferences = { theme: "system", autoRun: true, keys: true };

/** Reads the preferences; what is missing or no longer understood has its default. */
export function readPreferences(storage: Pick<Storage, "getItem"> = localStorage): Preferences {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "{}");
    if (typeof kept !== "object" || kept === null) return defaults;
    const { theme, autoRun, keys } = kept as Record<string, unknown>;
    return {
      theme: theme === "light" || theme === "dark" ? theme : defaults.theme,
      autoRun: typeof autoRun === "boolean" ? autoRun : defaults.autoRun,
      keys: typeof keys === "boolean" ? keys : defaults.keys,
    };
  } catch {
    return defaults;
  }
}

/** Keeps a change. Where the browser keeps nothing, it holds until the page is closed. */
export function keepPreferences(change: Partial<Preferences>, storage: Storage = localStorage): void {
  try {
    storage.setItem(key, JSON.stringify({ ...readPreferences(storage), ...change }));
  } catch {
    // A full or forbidden storage is no reason to fail.
  }
}
