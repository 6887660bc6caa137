import type { ModelSnapshot } from "../../src-engine/trace/events.ts";
import { graphOf } from "../graph/graph-model.ts";
import { layOutBeside } from "../graph/layout-beside.ts";
import { type Drawing, type GraphSvgOptions, graphSvg } from "./graph-svg.ts";

/** The graph of a model, laid out beside the page. Rejects when it is given up. */
export async function drawGraph(model: ModelSnapshot, options: GraphSvgOptions, signal: AbortSignal): Promise<Drawing> {
  const graph = graphOf(model);
  return new Promise((resolve, reject) => {
    const stop = layOutBeside(graph, { flow: "right", namesOnly: false }, (layout) =>
      resolve(graphSvg(graph, layout, options)),
    );
    signal.addEventListener("abort", () => {
      stop();
      reject(signal.reason);
    });
  });
}

/** What browsers draw on: the longest side, and pixels altogether. */
const most = { side: 16_384, pixels: 120_000_000 };

export interface Picture {
  readonly png: Blob;
  /** Pixels for each unit of the drawing; less than was asked for where that would be too large. */
  readonly scale: number;
}

/** Paints a drawing. @param wanted pixels for each unit of the drawing */
export async function paint({ svg, width, height }: Drawing, wanted: number): Promise<Picture> {
  const scale = Math.min(wanted, most.side / width, most.side / height, Math.sqrt(most.pixels / (width * height)));
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser does not draw.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (png === null) throw new Error("The browser cannot draw a picture this large.");
    return { png, scale };
  } finally {
    URL.revokeObjectURL(url);
  }
}
