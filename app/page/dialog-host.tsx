import { useEffect, useState } from "react";
import { type Later, later } from "../ui/later.tsx";
import { PaneGuard } from "../ui/pane-guard.tsx";
import { type DialogId, useDialogs, useOpenDialog } from "./dialogs.ts";
import { idle } from "./idle.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every dialog of the page; its code comes when it is first opened, or when there is nothing else to do. */
const kinds: Readonly<Record<DialogId, Later<DialogProps>>> = {
  gallery: later(async () => (await import("./gallery-dialog.tsx")).GalleryDialog),
  share: later(async () => (await import("./share-dialog.tsx")).ShareDialog),
  drafts: later(async () => (await import("./drafts-dialog.tsx")).DraftsDialog),
  export: later(async () => (await import("./export-dialog.tsx")).default),
  film: later(async () => {
    const { default: FilmDialog } = await import("./film/film-dialog.tsx");
    return ({ open, onOpenChange }: DialogProps) => (open ? <FilmDialog onClose={() => onOpenChange(false)} /> : null);
  }),
  palette: later(async () => (await import("./palette.tsx")).Palette),
  keys: later(async () => (await import("./keys-dialog.tsx")).KeysDialog),
};

/** Fetches the dialogs' code, one after the other. */
export async function preloadDialogs(): Promise<void> {
  for (const kind of Object.values(kinds)) {
    await idle();
    await kind.preload();
  }
}

/** The dialog that is open. One that was open stays mounted, so that it can give the focus back where it was. */
export function DialogHost() {
  const dialogs = useDialogs();
  const open = useOpenDialog();
  const [used, setUsed] = useState<readonly DialogId[]>([]);
  useEffect(() => {
    if (open !== null) setUsed((before) => (before.includes(open) ? before : [...before, open]));
  }, [open]);
  return used.map((id) => {
    const Kind = kinds[id];
    return (
      <PaneGuard key={id} title="The dialog">
        <Kind
          open={open === id}
          onOpenChange={(on) => {
            if (on) dialogs.open(id);
            else if (dialogs.store.getState().open === id) dialogs.close();
          }}
        />
      </PaneGuard>
    );
  });
}
