import type { Workbench } from "../run/workbench.ts";
import { readProgramFile } from "../share/program-file.ts";
import type { Desk } from "./desk.ts";

/** Opens program files that are dropped onto the page. @returns how to stop */
export function openDroppedFiles(desk: Desk, workbench: Workbench): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void openFile(file, desk, workbench);
  };
  // Before the editor, which would take the file's text in.
  window.addEventListener("dragover", over, { capture: true });
  window.addEventListener("drop", drop, { capture: true });
  return () => {
    window.removeEventListener("dragover", over, { capture: true });
    window.removeEventListener("drop", drop, { capture: true });
  };
}

const MAX_BYTES = 4_000_000;

/** Opens a program from a file, or says why not; the present text stays among the drafts. */
export async function openFile(file: File, desk: Desk, workbench: Workbench): Promise<void> {
  const read =
    file.size > MAX_BYTES
      ? { problem: `${file.name} is too long for a program.` }
      : readProgramFile(file.name, await file.text());
  if ("problem" in read) {
    desk.say({ kind: "warning", text: read.problem, action: null });
    return;
  }
  if (!read.autoRun) workbench.setAutoRun(false);
  desk.openProgram({ code: read.code, title: read.title === "" ? file.name : read.title }, { keep: true });
}
