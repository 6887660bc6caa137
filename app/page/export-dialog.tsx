import { FileDown } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { answerText } from "../export/answer.ts";
import { drawGraph, paint } from "../export/graph-drawing.ts";
import { sqlFile } from "../export/sql-file.ts";
import { traceFileExtension, traceFileText } from "../export/trace-file.ts";
import { fileExtensions, languageNames } from "../languages/guess.ts";
import { rebuildDatabase } from "../run/rebuilder.ts";
import { useIsOld, useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import type { Attempt } from "../run/workbench.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { download, fileName } from "../ui/download.ts";
import { Modal } from "../ui/modal.tsx";
import { counted } from "../ui/words.ts";
import { useLinks } from "./links.ts";
import { useDeskState } from "./use-desk.ts";
import "./export-dialog.css";

interface ExportDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The run that is shown, its graph and its database, as files. */
export default function ExportDialog({ open, onOpenChange }: ExportDialogProps) {
  return (
    <Modal title="Export" open={open} onOpenChange={onOpenChange}>
      <Exports />
    </Modal>
  );
}

function Exports() {
  const attempt = useWorkbenchState((state) => state.shown);
  const old = useIsOld();
  const title = useDeskState((state) => state.title ?? state.scenario?.title ?? "");
  const task = useTask();
  const program = useWorkbenchState((state) => state.text);
  const language = useWorkbenchState((state) => state.language);
  return (
    <div className="modal-body exports">
      {old ? <p className="exports-old">The run that is shown is of the text before your edits.</p> : null}
      {attempt === null ? (
        <p>Nothing has run yet.</p>
      ) : (
        <>
          <GraphPart attempt={attempt} title={title} task={task} />
          <RunParts attempt={attempt} title={title} task={task} />
        </>
      )}
      <Part name="Program" about="As it stands in the editor.">
        <FileButton
          label={languageNames[language]}
          busy={task.busy}
          onClick={() => download(fileName(title, fileExtensions[language]), program, "text/plain")}
        />
      </Part>
      <p className="exports-said" role="status" data-testid="export-status">
        {task.said}
        {task.busy ? (
          <button type="button" className="button button-small" onClick={task.cancel}>
            Cancel
          </button>
        ) : null}
      </p>
    </div>
  );
}

interface PartProps {
  readonly attempt: Attempt;
  readonly title: string;
  readonly task: Task;
}

function GraphPart({ attempt, title, task }: PartProps) {
  const [theme, setTheme] = useState<"light" | "dark">("light");
  const { schema } = attempt.model;
  if (schema === null) return null;
  const boxes = counted(schema.classes.length, "class", "classes");
  const draw = (signal: AbortSignal) => drawGraph(schema, { title, theme }, signal);
  const saveSvg = async (signal: AbortSignal) => {
    const { svg } = await draw(signal);
    download(fileName(title, "svg"), svg, "image/svg+xml");
    return "The drawing is saved.";
  };
  const savePng = async (signal: AbortSignal) => {
    const { png, scale } = await paint(await draw(signal), 2);
    signal.throwIfAborted();
    download(fileName(title, "png"), png);
    return scale < 2 ? `The picture is saved, at ${scale.toFixed(1)} times its size.` : "The picture is saved.";
  };
  return (
    <Part name="Graph" about="All classes, tables, relationships and foreign keys.">
      <label className="choice">
        Colours
        <select value={theme} onChange={(event) => setTheme(event.target.value === "dark" ? "dark" : "light")}>
          <option value="light">light</option>
          <option value="dark">dark</option>
        </select>
      </label>
      <FileButton label="SVG" busy={task.busy} onClick={() => task.start(`Drawing ${boxes} …`, saveSvg)} />
      <FileButton label="PNG" busy={task.busy} onClick={() => task.start(`Painting ${boxes} …`, savePng)} />
    </Part>
  );
}

function RunParts({ attempt, title, task }: PartProps) {
  const links = useLinks();
  const workbench = useWorkbench();
  const question = useDeskState((state) => state.scenario?.question ?? "");
  const { model, result, text, language, events, files } = attempt;
  const answer = async () => {
    const { selection } = workbench.store.getState();
    const link = await links.link({ view: true });
    return answerText(model, { title, question, program: text, language, selection, link });
  };
  const saveDatabase = async (signal: AbortSignal) => {
    if (result === null) return "The program still runs.";
    const file = await rebuildDatabase(model, result, { signal, files });
    signal.throwIfAborted();
    if ("problem" in file) return `No file: ${file.problem}`;
    download(fileName(title, "sqlite"), new Uint8Array(file.bytes), "application/vnd.sqlite3");
    return ["The database is saved.", ...file.notes].join(" ");
  };
  const saveTrace = () => {
    if (result === null) return;
    const file = traceFileText({ title, code: text, language, result, events });
    download(fileName(title, traceFileExtension), file, "application/json");
  };
  const none = model.statements.length === 0;
  return (
    <>
      <Part name="Answer" about="Markdown: the program, what it says to the database and why, and a link.">
        <CopyButton label="Copy as answer" text={answer} />
      </Part>
      <Part name="Statements" about="A script for sqlite3; lines and causes are comments.">
        <FileButton
          label="SQL"
          busy={task.busy || none}
          onClick={() =>
            download(fileName(title, "sql"), sqlFile(model, { title, program: text, result }), "text/plain")
          }
        />
      </Part>
      <Part name="Database" about="As it is at the end of the run, without what was not committed.">
        <FileButton
          label="SQLite"
          busy={task.busy || none || result === null}
          onClick={() => task.start("Making the database again …", saveDatabase)}
        />
      </Part>
      <Part name="Run" about="All that was recorded. Dropped onto this page, it is shown without being run.">
        <FileButton label="Trace" busy={task.busy || result === null} onClick={saveTrace} />
      </Part>
    </>
  );
}

interface PartHead {
  readonly name: string;
  readonly about: string;
  readonly children: ReactNode;
}

function Part({ name, about, children }: PartHead) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay its parts out in a row; a section would be a landmark, named as a pane's
    <div className="export" role="group" aria-label={name}>
      <div>
        <h3>{name}</h3>
        <p>{about}</p>
      </div>
      <div className="modal-actions">{children}</div>
    </div>
  );
}

interface FileButtonProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onClick: () => void;
}

function FileButton({ label, busy, onClick }: FileButtonProps) {
  return (
    <button type="button" className="button" disabled={busy} onClick={onClick}>
      <FileDown size={14} aria-hidden /> {label}
    </button>
  );
}

/** One thing at a time that takes its time, and that can be given up. */
interface Task {
  readonly busy: boolean;
  readonly said: string;
  start(doing: string, work: (signal: AbortSignal) => Promise<string>): void;
  cancel(): void;
}

function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  const end = (controller: AbortController, words: string) => {
    if (current.current !== controller) return;
    current.current = null;
    setBusy(false);
    setSaid(words);
  };
  return {
    busy,
    said,
    start(doing, work) {
      const controller = new AbortController();
      current.current?.abort();
      current.current = controller;
      setBusy(true);
      setSaid(doing);
      work(controller.signal).then(
        (done) => end(controller, done),
        (error: unknown) => end(controller, error instanceof Error ? error.message : String(error)),
      );
    },
    cancel() {
      const controller = current.current;
      if (controller === null) return;
      end(controller, "Given up.");
      controller.abort();
    },
  };
}
