import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";

/** Why the selected statement was emitted, and what would change it. */
export function WhyPane() {
  return (
    <Pane title="Why">
      <EmptyState title="Why was this emitted?">Choose a statement to see what led to it.</EmptyState>
    </Pane>
  );
}
