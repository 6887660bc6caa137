import type { Graph } from "./graph-model.ts";
import { type Layout, type LayoutOptions, layOut } from "./layout.ts";
import type { LayoutRequest } from "./layout-worker.ts";

/**
 * Lays a graph out beside the page, which stays quick meanwhile; on the page where there is no worker to be had.
 * @param take gets the layout, unless it was not waited for
 * @returns how to stop waiting for it
 */
export function layOutBeside(graph: Graph, options: LayoutOptions, take: (layout: Layout) => void): () => void {
  let over = false;
  const end = (layout: Layout) => {
    if (over) return;
    stop();
    take(layout);
  };
  const here = () => end(layOut(graph, options));
  let worker: Worker | null = null;
  const stop = () => {
    over = true;
    worker?.terminate();
  };
  try {
    worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
  } catch {
    queueMicrotask(() => {
      if (!over) here();
    });
    return stop;
  }
  worker.onmessage = ({ data }: MessageEvent<{ layout: Layout }>) => end(data.layout);
  worker.onerror = () => {
    if (!over) here();
  };
  worker.postMessage({ graph, options } satisfies LayoutRequest);
  return stop;
}
