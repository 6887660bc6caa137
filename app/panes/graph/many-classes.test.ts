import { beforeAll, describe, expect, it } from "vitest";
import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import { manyClasses } from "../../../tools/bench/many-classes.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { type Graph, graphOf } from "../../graph/graph-model.ts";
import { layOut, sizeOfNode } from "../../graph/layout.ts";

let model: ModelSnapshot;
let graph: Graph;
beforeAll(async () => {
  const result = await runProgram(manyClasses(100), () => {});
  if (!result.model) throw new Error("the program maps nothing");
  model = result.model;
  graph = graphOf(model);
});

describe("a hundred classes", () => {
  it("are a hundred boxes and a line from each to its parent", () => {
    expect(graph.nodes).toHaveLength(100);
    expect(graph.links.map(({ kind }) => kind)).toEqual(Array.from({ length: 99 }, () => "relationship"));
  });

  it.each(["right", "down"] as const)("fit into the room by their names, without touching: %s", (flow) => {
    const options = { flow, namesOnly: true };
    const { nodes, bounds } = layOut(graph, options);
    const boxes = graph.nodes.map((node) => ({
      ...(nodes.get(node.id) ?? { x: 0, y: 0 }),
      ...sizeOfNode(node, options),
    }));
    for (const [place, one] of boxes.entries()) {
      for (const other of boxes.slice(place + 1)) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(apart, JSON.stringify([one, other])).toBe(true);
      }
    }
    const ratio = bounds.width / bounds.height;
    expect(flow === "right" ? ratio : 1 / ratio).toBeGreaterThan(1);
  });
});
