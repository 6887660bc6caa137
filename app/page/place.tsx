import { useMemo } from "react";
import { useWorkbenchState } from "../run/use-workbench.ts";
import { errorOf } from "../run/workbench.ts";
import { PaneGuard } from "../ui/pane-guard.tsx";
import { type PanePlace, PanePlaceContext, type PaneTab } from "../ui/pane-place.ts";
import { isPaneId, type PlaceId, places, withFront } from "./arrangement.ts";
import { paneKinds } from "./pane-kinds.tsx";
import { useArrangement, useArrangementStore } from "./use-arrangement.ts";

/** The pane that is in front at one place. */
export function Place({ id }: { readonly id: PlaceId }) {
  const store = useArrangementStore();
  const front = useArrangement((state) => state.front[id]);
  const filling = useArrangement((state) => state.maximised);
  const maximised = filling === front;
  const failed = useWorkbenchState((state) => state.latest !== null && errorOf(state.latest.model) !== null);
  const place = useMemo<PanePlace>(
    () => ({
      tabs: places[id].map(
        (pane): PaneTab => ({
          id: pane,
          label: paneKinds[pane].label,
          alert: pane === "output" && failed ? "has an error" : null,
        }),
      ),
      front,
      choose: (pane) => {
        if (isPaneId(pane)) store.setState((state) => withFront(state, pane));
      },
      maximised,
      toggleMaximised: () => store.setState({ maximised: maximised ? null : front }),
    }),
    [id, store, front, maximised, failed],
  );
  const Shown = paneKinds[front].pane;
  return (
    <div className="place" data-maximised={maximised || undefined} inert={filling !== null && !maximised}>
      <PanePlaceContext value={place}>
        <PaneGuard key={front} title={paneKinds[front].label}>
          <Shown />
        </PaneGuard>
      </PanePlaceContext>
    </div>
  );
}
