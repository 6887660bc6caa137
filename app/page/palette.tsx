import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { useMemo, useRef, useState } from "react";
import { useWorkbenchState } from "../run/use-workbench.ts";
import { useFocusBack } from "../ui/focus-back.ts";
import { type Offer, offersFor } from "./offers.ts";
import { keyWords } from "./shortcuts.ts";
import { takeTyped } from "./typed-ahead.ts";
import { usePageParts } from "./use-page-parts.ts";
import "../ui/modal.css";
import "./palette.css";

interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every function of the page by its name, and everything in the run and the gallery to go to. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  const page = usePageParts();
  const focusBack = useFocusBack();
  const chosen = useRef<Offer | null>(null);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="modal palette"
          data-wide
          aria-describedby={undefined}
          onOpenAutoFocus={focusBack.onOpenAutoFocus}
          // First the focus goes back to where it was, so that what opens next can give it back to there.
          onCloseAutoFocus={(event) => {
            focusBack.onCloseAutoFocus(event);
            chosen.current?.run(page);
            chosen.current = null;
          }}
        >
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Offers
            onChoose={(offer) => {
              chosen.current = offer;
              onOpenChange(false);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Offers({ onChoose }: { readonly onChoose: (offer: Offer) => void }) {
  const page = usePageParts();
  const shown = useWorkbenchState((state) => state.shown);
  const [search, setSearch] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what there is to go to comes from the run on show
  const groups = useMemo(() => byGroup(offersFor(search, page)), [search, page, shown]);
  return (
    <Command label="Commands" shouldFilter={false} loop>
      <Command.Input
        className="palette-input"
        value={search}
        onValueChange={setSearch}
        // What was typed after the keys that opened this, before it was there.
        onFocus={() => setSearch((before) => before + takeTyped())}
        placeholder="A command, a scenario, a class, a statement …"
      />
      <Command.List className="palette-list" label="What fits">
        <Command.Empty className="palette-none">Nothing has all of these words.</Command.Empty>
        {[...groups].map(([group, offers]) => (
          <Command.Group key={group} heading={group} className="palette-group">
            {offers.map((offer) => (
              <Command.Item key={offer.id} value={offer.id} className="palette-item" onSelect={() => onChoose(offer)}>
                <span>{offer.title}</span>
                {offer.keys === null ? null : <kbd>{keyWords(offer.keys)}</kbd>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function byGroup(offers: readonly Offer[]): ReadonlyMap<string, readonly Offer[]> {
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const group = groups.get(offer.group);
    if (group) group.push(offer);
    else groups.set(offer.group, [offer]);
  }
  return groups;
}
