import { create } from "zustand";
import type { FateOperation } from "../../../src-engine/trace/events.ts";
import type { Layers } from "../../graph/labels.ts";
import type { Subject } from "./fate-view.ts";

/** How a person wants the graph drawn. */
export interface GraphView {
  readonly layers: Layers;
  /** Boxes without columns, lines without labels; `null` leaves it to the size of the graph. */
  readonly namesOnly: boolean | null;
  readonly operation: FateOperation;
  /** How many steps from the chosen class are shown; `null` shows all. */
  readonly steps: number | null;
  /** What the operation would be done on. */
  readonly subject: Subject | null;
  /** Counts searches: each brings what is selected to the middle. */
  readonly sought: number;
}

export const useGraphView = create<GraphView>(() => ({
  layers: "both",
  namesOnly: null,
  operation: "delete",
  steps: null,
  subject: null,
  sought: 0,
}));

/** From this many boxes on only names are shown, unless the person wants more. */
export const namesOnlyFrom = 41;
/** Below this everything is in view: nothing to search for, nothing to leave out. */
export const searchFrom = 7;
