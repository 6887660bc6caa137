import { FileDown } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useWorkbenchState } from "../run/use-workbench.ts";
import { type ProgramFile, programFileExtension, programFileText } from "../share/program-file.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { download, fileName } from "../ui/download.ts";
import { Modal } from "../ui/modal.tsx";
import { type PaneId, paneIds } from "./arrangement.ts";
import { embedCode } from "./embed.ts";
import { LONG_LINK, useLinks } from "./links.ts";
import { paneKinds } from "./pane-kinds.tsx";
import { useDesk, useDeskState } from "./use-desk.ts";
import "./share-dialog.css";

interface ShareDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A link to what the page shows, the same as part of another page, or as a file. */
export function ShareDialog({ open, onOpenChange }: ShareDialogProps) {
  return (
    <Modal title="Share" open={open} onOpenChange={onOpenChange}>
      <div className="modal-body">
        <TitleField />
        <FilesNote />
        <LinkPart />
        <EmbedPart />
      </div>
    </Modal>
  );
}

function TitleField() {
  const desk = useDesk();
  const title = useDeskState((state) => state.title ?? "");
  return (
    <label className="field">
      Title
      <input
        type="text"
        value={title}
        maxLength={120}
        placeholder="What it shows, in a few words"
        onChange={(event) => desk.rename(event.target.value)}
      />
    </label>
  );
}

/** Says what no link can hold. */
function FilesNote() {
  const files = useWorkbenchState((state) => state.files);
  if (files.length === 0) return null;
  const names = files.map(({ name }) => name).join(", ");
  return (
    <p className="share-note">
      Links and files hold the program, not {names}. Whoever opens them drops the database onto the page.
    </p>
  );
}

function LinkPart() {
  const [view, setView] = useState(true);
  const link = useLink({ view });
  const id = useId();
  const long = link.length > LONG_LINK;
  return (
    <section className="share-part" aria-labelledby={id}>
      <h3 id={id}>Link</h3>
      <label className="choice">
        <input type="checkbox" checked={view} onChange={(event) => setView(event.target.checked)} />
        with what is selected, the moment and the panes
      </label>
      <label className="field">
        <span className="visually-hidden">The link</span>
        <textarea readOnly rows={2} value={link} data-testid="share-link" onFocus={(event) => event.target.select()} />
      </label>
      <div className="modal-actions">
        <CopyButton primary label="Copy link" text={() => link} />
        <DownloadButton link={link} />
        <span className="share-length" data-long={long || undefined} role="status">
          {link.length.toLocaleString("en")} characters
          {long ? ": some places cut links this long. The file can be dropped onto the page to open it." : ""}
        </span>
      </div>
    </section>
  );
}

function DownloadButton({ link }: { readonly link: string }) {
  const text = useWorkbenchState((state) => state.text);
  const language = useWorkbenchState((state) => state.language);
  const autoRun = useWorkbenchState((state) => state.autoRun);
  const title = useDeskState((state) => state.title ?? state.scenario?.title ?? "");
  const save = () => {
    const hash = new URL(link).hash;
    const view = hash.includes("&") ? `#${hash.slice(hash.indexOf("&") + 1)}` : "";
    const file: ProgramFile = { code: text, language, title, autoRun, view };
    download(fileName(title, programFileExtension), programFileText(file), "application/json");
  };
  return (
    <button type="button" className="button" onClick={save}>
      <FileDown size={14} aria-hidden /> Download as a file
    </button>
  );
}

function EmbedPart() {
  const [panes, setPanes] = useState<readonly PaneId[]>(["editor", "statements"]);
  const [play, setPlay] = useState(false);
  const link = useLink({ view: true, embed: panes.join(","), play: play ? 1 : null });
  const id = useId();
  const toggle = (pane: PaneId, on: boolean) => {
    setPanes(paneIds.filter((each) => (each === pane ? on : panes.includes(each))));
  };
  return (
    <section className="share-part" aria-labelledby={id}>
      <h3 id={id}>Part of another page</h3>
      <fieldset className="share-panes">
        <legend>Panes</legend>
        {paneIds.map((pane) => (
          <label key={pane} className="choice">
            <input
              type="checkbox"
              checked={panes.includes(pane)}
              disabled={panes.length === 1 && panes.includes(pane)}
              onChange={(event) => toggle(pane, event.target.checked)}
            />
            {paneKinds[pane].label}
          </label>
        ))}
      </fieldset>
      <label className="choice">
        <input type="checkbox" checked={play} onChange={(event) => setPlay(event.target.checked)} />
        play from the moment shown
      </label>
      <label className="field">
        <span className="visually-hidden">Code for the other page</span>
        <textarea readOnly rows={3} value={embedCode(link)} onFocus={(event) => event.target.select()} />
      </label>
      <div className="modal-actions">
        <CopyButton label="Copy code" text={() => embedCode(link)} />
      </div>
    </section>
  );
}

/** The link to what the page shows now; empty until it is worked out. */
function useLink({ view, embed = null, play = null }: { view: boolean; embed?: string | null; play?: number | null }) {
  const links = useLinks();
  const text = useWorkbenchState((state) => state.text);
  const title = useDeskState((state) => state.title);
  const [link, setLink] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link holds the text and its title
  useEffect(() => {
    let current = true;
    void links.link({ view, embed, play }).then((made) => {
      if (current) setLink(made);
    });
    return () => {
      current = false;
    };
  }, [links, view, embed, play, text, title]);
  return link;
}
