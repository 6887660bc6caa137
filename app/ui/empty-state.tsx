import type { ReactNode } from "react";
import "./empty-state.css";

/** What a pane says while it has nothing to show. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty-state">
      <p className="empty-state-title">{title}</p>
      {children ? <p>{children}</p> : null}
    </div>
  );
}
