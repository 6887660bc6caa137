import type { Grouping } from "./rows.ts";

/** How the list is shown; kept from one visit to the next. */
export interface ViewOptions {
  readonly grouping: Grouping;
  /** Whether parameters stand in the places of their question marks. */
  readonly inline: boolean;
  /** Whose SQL is shown; the run itself is SQLite's. */
  readonly dialect: ShownDialect;
  readonly showTransitions: boolean;
  readonly showOutput: boolean;
}

export type ShownDialect = "sqlite" | "postgresql" | "mysql";

const key = "flushlight.statements";
const defaults: ViewOptions = {
  grouping: "line",
  inline: false,
  dialect: "sqlite",
  showTransitions: true,
  showOutput: true,
};

/** Reads what was kept; what is missing or no longer understood has its default. */
export function readViewOptions(storage: Pick<Storage, "getItem"> = localStorage): ViewOptions {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "{}");
    if (typeof kept !== "object" || kept === null) return defaults;
    const { grouping, inline, dialect, showTransitions, showOutput } = kept as Record<string, unknown>;
    return {
      grouping: grouping === "flush" || grouping === "none" ? grouping : defaults.grouping,
      inline: typeof inline === "boolean" ? inline : defaults.inline,
      dialect: dialect === "postgresql" || dialect === "mysql" ? dialect : defaults.dialect,
      showTransitions: typeof showTransitions === "boolean" ? showTransitions : defaults.showTransitions,
      showOutput: typeof showOutput === "boolean" ? showOutput : defaults.showOutput,
    };
  } catch {
    return defaults;
  }
}

/** Keeps them. Where the browser keeps nothing, they hold until the page is closed. */
export function keepViewOptions(options: ViewOptions, storage: Pick<Storage, "setItem"> = localStorage): void {
  try {
    storage.setItem(key, JSON.stringify(options));
  } catch {
    // A full or forbidden storage is no reason to fail.
  }
}
