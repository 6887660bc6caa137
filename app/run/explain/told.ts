import type { Attempt } from "../workbench.ts";
import { explainText } from "./explanation.ts";
import { explainStatement } from "./statement.ts";

/** Why a statement of an attempt was emitted, as text. */
export function explanationOf({ model, text }: Attempt, index: number): string {
  return explainText(explainStatement(model, index, text));
}
