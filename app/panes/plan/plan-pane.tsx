import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";

/** What a flush set out to do, in the order in which the unit of work sorted it. */
export function PlanPane() {
  return (
    <Pane title="Plan">
      <EmptyState title="No flush" />
    </Pane>
  );
}
