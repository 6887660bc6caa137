import type { ColumnSnapshot } from "../../../src-engine/trace/events.ts";

/** What a column refers to, and what the database does to it then: `→ persons.uid ON DELETE CASCADE`. */
export function referenceTexts(keys: ColumnSnapshot["foreignKeys"]): readonly string[] {
  return keys.map(({ target, onDelete, onUpdate }) =>
    [`→ ${target}`, onDelete ? `ON DELETE ${onDelete}` : "", onUpdate ? `ON UPDATE ${onUpdate}` : ""]
      .filter(Boolean)
      .join(" "),
  );
}
