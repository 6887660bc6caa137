import { History, Pencil, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { Draft, Revision } from "../draft/drafts.ts";
import { scenarioById } from "../scenarios/gallery.ts";
import { Modal } from "../ui/modal.tsx";
import { counted } from "../ui/words.ts";
import { useDesk, useDeskState } from "./use-desk.ts";
import "./drafts-dialog.css";

interface DraftsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every text that was edited in this browser, with what it was before. */
export function DraftsDialog({ open, onOpenChange }: DraftsDialogProps) {
  return (
    <Modal title="Drafts" wide open={open} onOpenChange={onOpenChange}>
      <div className="modal-body">
        <DraftList onOpened={() => onOpenChange(false)} />
      </div>
    </Modal>
  );
}

function DraftList({ onOpened }: { readonly onOpened: () => void }) {
  const desk = useDesk();
  const version = useDeskState((state) => state.draftsVersion);
  const [drafts, setDrafts] = useState<readonly Draft[] | "failed" | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is read anew when it has changed
  useEffect(() => {
    let current = true;
    desk.drafts.list().then(
      (list) => current && setDrafts(list),
      () => current && setDrafts("failed"),
    );
    return () => {
      current = false;
    };
  }, [desk, version]);
  if (drafts === null) return null;
  if (drafts === "failed") return <p>This browser keeps nothing: private windows and full disks do that.</p>;
  if (drafts.length === 0) return <p>Nothing yet. Whatever you edit is kept here, in this browser only.</p>;
  return (
    <>
      <p className="drafts-note">Kept in this browser only, each edit at once.</p>
      <ul className="drafts">
        {drafts.map((draft) => (
          <DraftItem key={draft.id} draft={draft} onOpened={onOpened} />
        ))}
      </ul>
    </>
  );
}

function DraftItem({ draft, onOpened }: { readonly draft: Draft; readonly onOpened: () => void }) {
  const desk = useDesk();
  const [mode, setMode] = useState<"plain" | "renaming" | "removing" | "history">("plain");
  const title = draft.title ?? scenarioById(draft.scenario)?.title ?? firstLine(draft.text);
  const open = async () => {
    await desk.openDraft(draft.id);
    onOpened();
  };
  return (
    <li className="draft" data-testid="draft" aria-current={desk.draft?.id === draft.id || undefined}>
      {mode === "renaming" ? (
        <form
          className="draft-form"
          onSubmit={(event) => {
            event.preventDefault();
            void desk.renameDraft(draft.id, String(new FormData(event.currentTarget).get("title")));
            setMode("plain");
          }}
        >
          {/* biome-ignore lint/a11y/noAutofocus: the field was asked for */}
          <input name="title" aria-label="Title" defaultValue={title} maxLength={120} autoFocus />
          <button type="submit" className="button button-primary">
            Rename
          </button>
          <button type="button" className="button" onClick={() => setMode("plain")}>
            Cancel
          </button>
        </form>
      ) : (
        <button type="button" className="draft-open" onClick={() => void open()}>
          <b>{title}</b>
          <span>
            {when(draft.updatedAt)} · {counted(draft.text.split("\n").length, "line")}
          </span>
        </button>
      )}
      {mode === "removing" ? (
        <span className="draft-form">
          Delete for good?
          <button type="button" className="button button-danger" onClick={() => void desk.removeDraft(draft.id)}>
            Delete
          </button>
          <button type="button" className="button" onClick={() => setMode("plain")}>
            Keep
          </button>
        </span>
      ) : mode === "renaming" ? null : (
        <span className="draft-tools">
          <button
            type="button"
            className="button"
            aria-expanded={mode === "history"}
            aria-label={`What “${title}” was before`}
            title="What it was before"
            onClick={() => setMode(mode === "history" ? "plain" : "history")}
          >
            <History size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="button"
            aria-label={`Rename “${title}”`}
            title="Rename"
            onClick={() => setMode("renaming")}
          >
            <Pencil size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="button"
            aria-label={`Delete “${title}”`}
            title="Delete"
            onClick={() => setMode("removing")}
          >
            <Trash2 size={14} aria-hidden />
          </button>
        </span>
      )}
      {mode === "history" ? <Past draft={draft} onOpened={onOpened} /> : null}
    </li>
  );
}

function Past({ draft, onOpened }: { readonly draft: Draft; readonly onOpened: () => void }) {
  const desk = useDesk();
  const [revisions, setRevisions] = useState<readonly Revision[] | null>(null);
  useEffect(() => {
    void desk.drafts.revisions(draft.id).then(setRevisions, () => setRevisions([]));
  }, [desk, draft.id]);
  if (revisions === null) return null;
  if (revisions.length === 0)
    return <p className="draft-past">Nothing yet: earlier texts are kept every 20 seconds of editing.</p>;
  return (
    <ul className="draft-past">
      {revisions.map((revision) => (
        <li key={revision.at}>
          <span>
            {when(revision.at)} · {counted(revision.text.split("\n").length, "line")}
          </span>
          <button
            type="button"
            className="button"
            onClick={() => {
              void desk.restore(revision);
              onOpened();
            }}
          >
            Restore
          </button>
        </li>
      ))}
    </ul>
  );
}

function firstLine(text: string): string {
  const line = text.split("\n").find((each) => /\w/.test(each) && !/^import\b/.test(each)) ?? "";
  return line.trim().slice(0, 80) || "An empty program";
}

function when(time: number): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
