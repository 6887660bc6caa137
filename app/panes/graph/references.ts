import type { ColumnSnapshot } from "../../../src-engine/trace/events.ts";

/** What a column refers to, and what the database does to it then, a line each: `→ persons.uid`, `ON DELETE CASCADE`. */
export function referenceTexts(keys: ColumnSnapshot["foreignKeys"]): readonly string[] {
  return keys.flatMap(({ target, onDelete, onUpdate }) => {
    const actions = [onDelete ? `ON DELETE ${onDelete}` : "", onUpdate ? `ON UPDATE ${onUpdate}` : ""].filter(Boolean);
    return actions.length > 0 ? [`→ ${target}`, actions.join(" · ")] : [`→ ${target}`];
  });
}
