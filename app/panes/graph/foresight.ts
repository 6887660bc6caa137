import { createContext, useContext } from "react";
import type { Fate, FateOperation, ObjectId } from "../../../src-engine/trace/events.ts";
import type { Prediction } from "../../run/run-model.ts";

/** What the page can tell of an object's fates beyond what the run itself foresaw. Each part may be missing. */
export interface Foresight {
  /** Foresees an operation at the moment that is shown, without doing it. */
  readonly preview?: (object: ObjectId, operation: FateOperation) => Promise<PreviewAnswer>;
  /** Whether each fate of a prediction came true; `null` where the run does not tell. */
  readonly check?: (prediction: Prediction) => readonly (boolean | null)[];
}

export type PreviewAnswer = { readonly fates: readonly Fate[] } | { readonly problem: string };

export const ForesightContext = createContext<Foresight>({});

export const useForesight = (): Foresight => useContext(ForesightContext);
