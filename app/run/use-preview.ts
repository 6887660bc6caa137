import { createContext, useContext } from "react";
import type { FateOperation, ObjectId } from "../../src-engine/trace/events.ts";
import type { PreviewAnswer, PreviewRequest } from "../protocol/messages.ts";
import type { RunnableProgram, Workbench } from "./workbench.ts";

/** Foresees an operation at the moment that is shown, without doing it; `null` where the page can't. */
export type Preview = (object: ObjectId, operation: FateOperation) => Promise<PreviewAnswer>;

export const PreviewContext = createContext<Preview | null>(null);

export const usePreview = (): Preview | null => useContext(PreviewContext);

/** Foresees what an operation does in a program. */
export type PreviewPort = (program: RunnableProgram, request: PreviewRequest) => Promise<PreviewAnswer>;

/** Answers questions about the run that a workbench shows by running its program anew, as far as to the moment shown. */
export function previewOf(workbench: Workbench, ask: PreviewPort): Preview {
  return async (object, operation) => {
    const { shown, moment } = workbench.store.getState();
    if (shown === null) return { problem: "Nothing has been run yet." };
    return ask(shown, { moment, object, operation });
  };
}
