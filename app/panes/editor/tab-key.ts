import type { editor } from "monaco-editor/editor";

/** Escape, then Tab, leaves the editor: after Escape the Tab key moves the focus until any other key is pressed. */
export function leaveByTab(target: editor.IStandaloneCodeEditor): void {
  const setTabLeaves = (tabFocusMode: boolean) => target.updateOptions({ tabFocusMode });
  target.onKeyDown(({ browserEvent }) => {
    if (browserEvent.key === "Escape") setTabLeaves(true);
    else if (browserEvent.key !== "Tab" && browserEvent.key !== "Shift") setTabLeaves(false);
  });
  target.onDidBlurEditorWidget(() => setTabLeaves(false));
}
