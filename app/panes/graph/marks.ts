import { createContext, useContext } from "react";
import type { GraphLink } from "../../graph/graph-model.ts";
import type { LabelRow, Layers } from "../../graph/labels.ts";
import type { FateView } from "./fate-view.ts";

/** What changes about the drawing without anything moving: kept apart from nodes and lines, so that those stay the same. */
export interface Marks {
  readonly selectedNode: string | null;
  readonly relatedNodes: ReadonlySet<string>;
  /** Relationships as `Class.attribute`. */
  readonly relatedSides: ReadonlySet<string>;
  readonly selectedSide: string | null;
  readonly fates: FateView | null;
  readonly layers: Layers;
  readonly namesOnly: boolean;
  select(link: GraphLink, row: LabelRow): void;
}

export const MarksContext = createContext<Marks | null>(null);

export function useMarks(): Marks {
  const marks = useContext(MarksContext);
  if (!marks) throw new Error("A part of the graph was rendered outside it");
  return marks;
}
