import { useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";

/** The program as plain editable text: there at once, and all there is where the real editor cannot be loaded. */
export function PlainEditor() {
  const workbench = useWorkbench();
  const text = useWorkbenchState((state) => state.text);
  const lines = text.split("\n").length;
  return (
    <div className="plain-editor">
      <pre aria-hidden="true">{Array.from({ length: lines }, (_, place) => place + 1).join("\n")}</pre>
      <textarea
        aria-label="Program"
        value={text}
        rows={lines + 1}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => workbench.edit(event.target.value)}
      />
    </div>
  );
}
