import { Search } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { searchGallery } from "../scenarios/gallery.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { Modal } from "../ui/modal.tsx";
import { useDesk, useDeskState } from "./use-desk.ts";
import "./gallery-dialog.css";

interface GalleryDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The scenarios that ship, to be searched and chosen. */
export function GalleryDialog({ open, onOpenChange }: GalleryDialogProps) {
  return (
    <Modal title="Scenarios" wide open={open} onOpenChange={onOpenChange}>
      <GalleryList onChoose={() => onOpenChange(false)} />
    </Modal>
  );
}

function GalleryList({ onChoose }: { readonly onChoose: () => void }) {
  const desk = useDesk();
  const present = useDeskState((state) => state.scenario);
  const [search, setSearch] = useState("");
  const found = useMemo(() => searchGallery(search), [search]);
  const groups = useMemo(() => byGroup(found), [found]);
  const choose = (scenario: Scenario) => {
    desk.load(scenario);
    onChoose();
  };
  return (
    <>
      <label className="gallery-search">
        <Search size={15} aria-hidden />
        <span className="visually-hidden">Search the scenarios</span>
        <input
          type="search"
          placeholder="Search questions"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === "Enter" && first) choose(first);
          }}
        />
      </label>
      <div className="gallery-groups">
        {[...groups].map(([group, scenarios]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {scenarios.map((scenario) => (
                <li key={scenario.id}>
                  <button
                    type="button"
                    className="gallery-item"
                    aria-current={scenario.id === present?.id || undefined}
                    onClick={() => choose(scenario)}
                    onKeyDown={moveFocus}
                  >
                    <b>{scenario.question}</b>
                    <span>{scenario.title}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {found.length === 0 ? <p className="gallery-none">No scenario has all of these words.</p> : null}
      </div>
    </>
  );
}

function byGroup(scenarios: readonly Scenario[]): ReadonlyMap<string, readonly Scenario[]> {
  const groups = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const group = groups.get(scenario.group);
    if (group) group.push(scenario);
    else groups.set(scenario.group, [scenario]);
  }
  // Lessons are for those who do not know yet what to look for.
  return new Map([...groups].sort(([, [a]], [, [b]]) => Number(isLesson(b)) - Number(isLesson(a))));
}

function isLesson(scenario: Scenario | undefined): boolean {
  return scenario?.lesson != null;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const items = [...document.querySelectorAll<HTMLElement>(".gallery-item")];
  const here = items.indexOf(event.currentTarget);
  items[here + step]?.focus();
  event.preventDefault();
}
