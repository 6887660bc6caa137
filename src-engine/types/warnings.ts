/** Where warnings of the lower rooms go. The host says who hears them; nobody by default. */
export interface EngineWarning {
  /** The reference's class: "SAWarning", "SADeprecationWarning". */
  readonly category: string;
  readonly message: string;
  readonly code: string | null;
}

let sink: (warning: EngineWarning) => void = () => {};

/** Sets who hears warnings and returns who did before. */
export function setWarningSink(listener: (warning: EngineWarning) => void): (warning: EngineWarning) => void {
  const before = sink;
  sink = listener;
  return before;
}

/** Raises a warning in the reference's words. */
export function warn(message: string, options: { code?: string; category?: string } = {}): void {
  sink({ message, category: options.category ?? "SAWarning", code: options.code ?? null });
}
