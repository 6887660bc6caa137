import { createContext, useContext } from "react";
import type { Fate, FateOperation, ObjectId } from "../../../src-engine/trace/events.ts";

/** Foresees an operation at the moment that is shown, without doing it; `null` where the page can't. */
export type Preview = (object: ObjectId, operation: FateOperation) => Promise<PreviewAnswer>;

export type PreviewAnswer = { readonly fates: readonly Fate[] } | { readonly problem: string };

export const PreviewContext = createContext<Preview | null>(null);

export const usePreview = (): Preview | null => useContext(PreviewContext);
