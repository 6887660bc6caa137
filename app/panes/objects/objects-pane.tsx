import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";

/** The session's objects at the moment: their states, attributes and pending changes. */
export function ObjectsPane() {
  return (
    <Pane title="Objects">
      <EmptyState title="No objects" />
    </Pane>
  );
}
