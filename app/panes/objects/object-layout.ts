import dagre from "@dagrejs/dagre";
import type { ObjectId } from "../../../src-engine/trace/events.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Objects have boxes of one size, so that a box does not move when what it holds changes. */
export const box = { width: 172, height: 78 } as const;

/** The way lines run: to the right where there is width for it, else down. */
export type Flow = "right" | "down";

/** Lays objects out along their lines; gives the upper left corner of each. */
export function placesOf(
  objects: readonly ObjectId[],
  links: Iterable<readonly [source: ObjectId, target: ObjectId]>,
  flow: Flow,
): ReadonlyMap<ObjectId, Point> {
  const plan = new dagre.graphlib.Graph({ multigraph: false });
  const right = flow === "right";
  plan.setGraph({ rankdir: right ? "LR" : "TB", nodesep: 14, ranksep: right ? 150 : 60, marginx: 8, marginy: 8 });
  plan.setDefaultEdgeLabel(() => ({}));
  const drawn = new Set(objects);
  for (const id of objects) plan.setNode(String(id), { ...box });
  for (const [source, target] of links) {
    if (drawn.has(source) && drawn.has(target) && source !== target) plan.setEdge(String(source), String(target));
  }
  dagre.layout(plan);
  return new Map(
    objects.map((id) => {
      const { x = 0, y = 0 } = plan.node(String(id));
      return [id, { x: x - box.width / 2, y: y - box.height / 2 }];
    }),
  );
}
