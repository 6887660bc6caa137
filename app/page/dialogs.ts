import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";

/** What can lie over the page, one at a time. */
export type DialogId = "gallery" | "share" | "drafts" | "export" | "film" | "palette" | "keys";

export interface Dialogs {
  readonly store: StoreApi<{ readonly open: DialogId | null }>;
  /** Opens one in the place of what is open. */
  open(id: DialogId): void;
  close(): void;
}

export function createDialogs(): Dialogs {
  const store = createStore<{ readonly open: DialogId | null }>(() => ({ open: null }));
  return {
    store,
    open: (id) => store.setState({ open: id }),
    close: () => store.setState({ open: null }),
  };
}

export const DialogsContext = createContext<Dialogs | null>(null);

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext);
  if (!dialogs) throw new Error("Rendered outside the page");
  return dialogs;
}

export function useOpenDialog(): DialogId | null {
  return useStore(useDialogs().store, ({ open }) => open);
}
