import { useWorkbench } from "../run/use-workbench.ts";
import { openFile } from "./drop-file.ts";
import { useDesk } from "./use-desk.ts";

const id = "file-to-open";

/** Asks for a file and opens it. */
export function chooseFile(): void {
  document.getElementById(id)?.click();
}

/** What {@link chooseFile} asks with. */
export function FileChooser() {
  const desk = useDesk();
  const workbench = useWorkbench();
  return (
    <input
      id={id}
      type="file"
      hidden
      aria-label="File to open"
      accept=".ts,.js,.py,.txt,.json,.sqlite,.sqlite3,.db,.db3"
      onChange={(event) => {
        const [chosen] = event.target.files ?? [];
        if (chosen) void openFile(chosen, desk, workbench);
        event.target.value = "";
      }}
    />
  );
}
