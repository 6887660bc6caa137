import { useState } from "react";
import { settingEditors } from "../../languages/editing.ts";
import type { SettingChange } from "../../languages/setting-change.ts";
import { useWorkbench } from "../../run/use-workbench.ts";

/** Changes settings in the program, which then runs again; and why the last change could not be made. */
export function useSetting(): { readonly refused: string | null; change(change: SettingChange): void } {
  const workbench = useWorkbench();
  const [refused, setRefused] = useState<string | null>(null);
  const change = async (wanted: SettingChange) => {
    const edit = await settingEditors[workbench.store.getState().language]?.();
    if (!edit) {
      setRefused("A setting of a Python program is changed in its text.");
      return;
    }
    // The text as it is now, not as it was when the editor was asked for.
    const result = edit(workbench.store.getState().text, wanted);
    setRefused("refused" in result ? result.refused : null);
    if ("edits" in result) workbench.applyEdits(result.edits);
  };
  return {
    refused,
    change: (wanted) => {
      change(wanted).catch(() => setRefused("What changes programs could not be loaded: try again."));
    },
  };
}
