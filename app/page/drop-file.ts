import type { TraceFile } from "../export/trace-file.ts";
import type { Workbench } from "../run/workbench.ts";
import { readProgramFile } from "../share/program-file.ts";
import type { Desk } from "./desk.ts";

/** Opens program files and databases that are dropped onto the page. @returns how to stop */
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

/** Opens a program, a recorded run or a database from a file, or says why not; the present text stays among the drafts. */
export async function openFile(file: File, desk: Desk, workbench: Workbench): Promise<void> {
  if (await isDatabaseFile(file)) {
    const { openDatabaseFile } = await import("./open-database.ts");
    return openDatabaseFile(file, desk, workbench);
  }
  const { isTraceFile, MAX_TRACE_BYTES, readTraceFile } = await import("../export/trace-file.ts");
  if (isTraceFile(await file.slice(0, 200).text())) {
    const read =
      file.size > MAX_TRACE_BYTES
        ? { problem: `${file.name} is too long.` }
        : readTraceFile(file.name, await file.text());
    if ("problem" in read) desk.say({ kind: "warning", text: read.problem, action: null });
    else showTrace(file.name, read, { desk, workbench });
    return;
  }
  const read =
    file.size > MAX_BYTES
      ? { problem: `${file.name} is too long for a program.` }
      : readProgramFile(file.name, await file.text());
  if ("problem" in read) {
    desk.say({ kind: "warning", text: read.problem, action: null });
    return;
  }
  if (!read.autoRun) workbench.setAutoRun(false);
  const { code, language, title } = read;
  desk.openProgram({ code, language, title: title === "" ? file.name : title }, { keep: true });
}

/** Whether a file is SQLite's, or is called so. */
async function isDatabaseFile(file: File): Promise<boolean> {
  if (/\.(?:sqlite3?|db3?)$/i.test(file.name)) return true;
  return (await file.slice(0, 16).text()) === "SQLite format 3\0";
}

/** Shows a run that was recorded elsewhere, without running its program. */
function showTrace(
  name: string,
  { title, code, language, result, events }: TraceFile,
  { desk, workbench }: { readonly desk: Desk; readonly workbench: Workbench },
): void {
  desk.openProgram({ code, language, title }, { keep: true, run: false });
  workbench.showRecorded({ text: code, language, result, events });
  desk.say({
    kind: "info",
    text: `This is the run that was recorded in ${name}. Nothing has been run here.`,
    action: { label: "Run it", run: () => workbench.run("asked") },
  });
}
