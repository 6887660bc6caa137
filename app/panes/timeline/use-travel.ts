import { type Axis, beatOf, type Unit } from "../../run/moments/axis.ts";
import { runAxis } from "../../run/player.ts";
import { usePlayerState } from "../../run/use-player.ts";
import { useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";

export interface Travel {
  readonly axis: Axis;
  /** Where the page stands. */
  readonly beat: number;
  readonly playing: boolean;
  readonly unit: Unit;
  readonly speed: number;
}

/** Where the page stands in the time of the run that it shows, and whether it moves. */
export function useTravel(): Travel {
  const axis = runAxis(useShownRun());
  const moment = useWorkbenchState((state) => state.moment);
  const { playing, unit, speed } = usePlayerState((state) => state);
  return { axis, beat: beatOf(axis, moment), playing, unit, speed };
}
