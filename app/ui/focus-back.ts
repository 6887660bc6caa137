import { useMemo } from "react";

/** What a dialog's content is given, so that closing it gives the focus back to where it was when the dialog opened. */
interface FocusBack {
  readonly onOpenAutoFocus: () => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/** Dialogs that open by a command have no trigger, to which alone they would return the focus by themselves. */
export function useFocusBack(): FocusBack {
  return useMemo(() => {
    let before: Element | null = null;
    return {
      onOpenAutoFocus() {
        before = document.activeElement;
      },
      onCloseAutoFocus(event) {
        event.preventDefault();
        if (before instanceof HTMLElement && before.isConnected) before.focus();
        before = null;
      },
    };
  }, []);
}
