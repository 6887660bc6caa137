import type { ReactNode } from "react";
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

/** The frame around a pane: a named region with a header. */
export function Pane({ title, note, actions, old = false, children }: PaneProps) {
  return (
    <section className="pane" aria-label={title} data-old={old || undefined}>
      <header className="pane-header">
        <h2>{title}</h2>
        {note ? <span className="pane-note">{note}</span> : null}
        <span className="pane-space" />
        {actions}
      </header>
      <div className="pane-body">{children}</div>
    </section>
  );
}
