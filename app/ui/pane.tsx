import { Maximize2, Minimize2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, use } from "react";
import { type PanePlace, PanePlaceContext } from "./pane-place.ts";
import "./pane.css";

interface PaneProps {
  readonly title: string;
  /** Beside the title: a count, a note. */
  readonly note?: ReactNode;
  /** At the end of the header: the pane's own controls. */
  readonly actions?: ReactNode;
  /** True when what is shown does not belong to the present text. */
  readonly old?: boolean;
  readonly children: ReactNode;
}

/** The frame around a pane: a named region with a header, in which the panes that share its place can be chosen. */
export function Pane({ title, note, actions, old = false, children }: PaneProps) {
  const place = use(PanePlaceContext);
  const shared = place !== null && place.tabs.length > 1;
  return (
    <section className="pane" aria-label={title} data-old={old || undefined}>
      <header className="pane-header">
        {shared ? <PaneTabs place={place} /> : <h2>{title}</h2>}
        {note ? <span className="pane-note">{note}</span> : null}
        <span className="pane-space" />
        {actions}
        {place ? <MaximiseButton title={title} place={place} /> : null}
      </header>
      <div className="pane-body">{children}</div>
    </section>
  );
}

function PaneTabs({ place: { tabs, front, choose } }: { readonly place: PanePlace }) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.findIndex(({ id }) => id === front) + step + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.id);
    // The header is drawn anew by the pane that comes to the front.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-pane-tab="${next.id}"]`)?.focus());
  };
  return (
    <div className="pane-tabs" role="tablist" tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label, alert }) => (
        <button
          key={id}
          type="button"
          role="tab"
          className="pane-tab"
          data-pane-tab={id}
          aria-selected={id === front}
          tabIndex={id === front ? 0 : -1}
          onClick={() => choose(id)}
        >
          {label}
          {alert === null ? null : <span className="pane-tab-alert" role="img" aria-label={alert} />}
        </button>
      ))}
    </div>
  );
}

function MaximiseButton({ title, place }: { readonly title: string; readonly place: PanePlace }) {
  const label = place.maximised ? `Put ${title} back in its place` : `Let ${title} fill the page`;
  return (
    <button type="button" className="pane-maximise" aria-label={label} title={label} onClick={place.toggleMaximised}>
      {place.maximised ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
    </button>
  );
}
