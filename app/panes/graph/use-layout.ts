import { useEffect, useMemo, useRef, useState } from "react";
import type { Graph } from "./graph-model.ts";
import { shapeOf } from "./labels.ts";
import { type Layout, type LayoutOptions, layOut } from "./layout.ts";
import type { LayoutRequest } from "./layout-worker.ts";

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
  const worker = useRef<Worker | null>(null);
  const requests = useRef(0);
  useEffect(() => () => worker.current?.terminate(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what of the graph and the options decides
  useEffect(() => {
    if (!graph) return;
    const id = ++requests.current;
    const take = (layout: Layout) => {
      if (id === requests.current) setMade({ key, layout });
    };
    // What is still being laid out is not wanted any more.
    worker.current?.terminate();
    const here = () => take(layOut(graph, options));
    try {
      worker.current = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    } catch {
      here();
      return;
    }
    worker.current.onmessage = ({ data }: MessageEvent<{ id: number; layout: Layout }>) => take(data.layout);
    worker.current.onerror = here;
    worker.current.postMessage({ id, graph, options } satisfies LayoutRequest);
  }, [key]);
  return made;
}
