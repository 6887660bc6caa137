import type { CascadeOption } from "../../../src-engine/trace/events.ts";
import { cascadeText } from "../../graph/graph-model.ts";

/** The value of `cascade` for some options; `null` where it need not be given. */
export function cascadeValue(chosen: readonly CascadeOption[]): string | null {
  if (chosen.length === 0) return "none";
  const text = cascadeText(chosen);
  return text === "save-update, merge" ? null : text;
}
