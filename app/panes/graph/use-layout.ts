import { useEffect, useMemo, useRef, useState } from "react";
import type { Graph } from "../../graph/graph-model.ts";
import { shapeOf } from "../../graph/labels.ts";
import { type Layout, type LayoutOptions, layOut } from "../../graph/layout.ts";
import { layOutBeside } from "../../graph/layout-beside.ts";

/** From this many nodes on a layout takes long enough to be felt. */
const beside = 50;

export interface LaidOut {
  readonly graph: Graph;
  readonly options: LayoutOptions;
  readonly layout: Layout;
}

/**
 * Where everything goes, with the graph it is the layout of. Kept while only settings change; worked out beside the page for
 * large graphs, while the one before stays.
 */
export function useLayout(
  graph: Graph,
  options: LayoutOptions,
): { readonly laidOut: LaidOut | null; readonly busy: boolean } {
  const { flow, namesOnly } = options;
  const key = `${flow} ${namesOnly} ${shapeOf(graph)}`;
  const small = graph.nodes.length <= beside;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what of the graph and the options decides
  const ready = useMemo(() => (small ? layOut(graph, { flow, namesOnly }) : null), [key]);
  const made = useLayoutBeside(small ? null : graph, key, options);
  const layout = ready ?? (made?.key === key ? made.layout : null);
  const last = useRef<LaidOut | null>(null);
  if (layout) last.current = { graph, options, layout };
  return { laidOut: last.current, busy: layout === null };
}

interface Made {
  readonly key: string;
  readonly layout: Layout;
}

function useLayoutBeside(graph: Graph | null, key: string, options: LayoutOptions): Made | null {
  const [made, setMade] = useState<Made | null>(null);
  // What is still being laid out when another is wanted is not wanted any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what of the graph and the options decides
  useEffect(() => (graph ? layOutBeside(graph, options, (layout) => setMade({ key, layout })) : undefined), [key]);
  return made;
}
