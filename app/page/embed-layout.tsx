import { ExternalLink } from "lucide-react";
import { PaneGuard } from "../ui/pane-guard.tsx";
import { useMedia } from "../ui/use-media.ts";
import type { PaneId } from "./arrangement.ts";
import { paneKinds } from "./pane-kinds.tsx";
import { PhoneLayout } from "./phone-layout.tsx";
import { useDeskState } from "./use-desk.ts";
import "./embed-layout.css";

/** Some panes, for a page that is part of another: the program at the left and the others beside it, as large as the frame. */
export function EmbedLayout({ panes }: { readonly panes: readonly PaneId[] }) {
  const narrow = useMedia("(max-width: 640px)");
  if (narrow) return <PhoneLayout panes={panes} />;
  const left = panes.filter((pane) => pane === "editor");
  const right = panes.filter((pane) => pane !== "editor");
  return (
    <div className="embed">
      {[left, right].map((column) =>
        column.length === 0 ? null : (
          <div key={column[0]} className="embed-column">
            {column.map((pane) => {
              const Shown = paneKinds[pane].pane;
              return (
                <div key={pane} className="embed-pane">
                  <PaneGuard title={paneKinds[pane].label}>
                    <Shown />
                  </PaneGuard>
                </div>
              );
            })}
          </div>
        ),
      )}
    </div>
  );
}

/** The bar of a page that is part of another: what it is, and the way to all of it. */
export function EmbedBar() {
  const title = useDeskState((state) => state.title ?? state.scenario?.title ?? "Flushlight");
  const whole = () => location.href.replace(/&?embed=[^&]*/, "");
  return (
    <header className="embed-bar">
      <h1>{title}</h1>
      <a
        className="button"
        href="./"
        target="_blank"
        rel="noopener"
        onClick={(event) => {
          event.currentTarget.href = whole();
        }}
      >
        <ExternalLink size={14} aria-hidden /> Open in Flushlight
      </a>
    </header>
  );
}
