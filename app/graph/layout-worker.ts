import type { Graph } from "./graph-model.ts";
import { type LayoutOptions, layOut } from "./layout.ts";

export interface LayoutRequest {
  readonly graph: Graph;
  readonly options: LayoutOptions;
}

// Large graphs are laid out beside the page, which stays quick meanwhile.
addEventListener("message", ({ data }: MessageEvent<LayoutRequest>) => {
  postMessage({ layout: layOut(data.graph, data.options) });
});
