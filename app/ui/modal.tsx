import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useFocusBack } from "./focus-back.ts";
import "./modal.css";

interface ModalProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A dialog over the page, with its title and a way out. */
export function Modal({ title, open, onOpenChange, wide = false, children }: ModalProps) {
  const focusBack = useFocusBack();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal" data-wide={wide || undefined} aria-describedby={undefined} {...focusBack}>
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="button" aria-label="Close">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
