/** How far a person has come in a lesson. */
export interface Progress {
  /** The step, counted from 0. */
  readonly step: number;
  /** The choices that have been revealed, by step. */
  readonly answers: Readonly<Record<number, number>>;
}

const beginning: Progress = { step: 0, answers: {} };
const keyOf = (id: string) => `flushlight.lesson.${id}`;

/** Reads the progress in a lesson; what is missing or no longer understood begins anew. */
export function keptProgress(id: string, storage: Pick<Storage, "getItem"> = localStorage): Progress {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(id)) ?? "{}");
    if (typeof kept !== "object" || kept === null) return beginning;
    const { step, answers } = kept as Record<string, unknown>;
    return {
      step: isCount(step) ? step : 0,
      answers: Object.fromEntries(Object.entries(answers ?? {}).filter(([, choice]) => isCount(choice))),
    };
  } catch {
    return beginning;
  }
}

/** Keeps the progress. Where the browser keeps nothing, it holds until the page is closed. */
export function keepProgress(id: string, progress: Progress, storage: Pick<Storage, "setItem"> = localStorage): void {
  try {
    storage.setItem(keyOf(id), JSON.stringify(progress));
  } catch {
    // A full or forbidden storage is no reason to fail.
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
