import dagre from "@dagrejs/dagre";
import type { Graph, GraphLink, GraphNode, GraphSide } from "./graph-model.ts";
import { referenceTexts } from "./references.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Flow = "right" | "down";

/** Where everything goes: nodes by their upper left corner, lines by the middle of their label. */
export interface Layout {
  readonly nodes: ReadonlyMap<string, Point>;
  readonly labels: ReadonlyMap<string, Point>;
  /** The smallest room that holds all boxes and labels. */
  readonly bounds: Point & Size;
}

/** Widths of letters at the graph's sizes, so that boxes are known before anything is drawn. */
const letter = { title: 8.4, column: 7.3, reference: 6.5, label: 6.9 };
const row = { title: 42, column: 21, reference: 17, label: 17 };

export function sizeOfNode(node: GraphNode): Size {
  const columns = node.columns.map((column) => {
    const facts = `${column.type}${column.nullable || column.primaryKey ? "" : " not null"}`;
    return 34 + (columnText(column).length + facts.length + 2) * letter.column;
  });
  const references = node.columns.flatMap((column) => referenceTexts(column.foreignKeys));
  const title = 24 + (node.title.length + (node.table ?? "").length + 3) * letter.title;
  return {
    width: Math.round(
      Math.max(150, title, ...columns, ...references.map((text) => 38 + text.length * letter.reference)),
    ),
    height: row.title + Math.max(node.columns.length, 1) * row.column + references.length * row.reference + 8,
  };
}

/** A column the way its box writes it: the attribute, and the column's name where that is another. */
export function columnText(column: GraphNode["columns"][number]): string {
  return column.attribute === column.name ? column.name : `${column.attribute} (${column.name})`;
}

export function sizeOfLabel(link: GraphLink): Size {
  if (link.kind !== "relationship") return { width: 0, height: 0 };
  const texts = link.sides.flatMap((side) => [`${side.path} → `, sideFacts(side)]);
  const width = Math.max(...texts.map((text) => text.length)) * letter.label + 22;
  return { width: Math.round(width), height: link.sides.length * (2 * row.label + 6) + 6 };
}

export function sideFacts(side: GraphSide): string {
  return [side.cascade, ...side.notes].join(" · ");
}

/** Lays the graph out so that boxes and labels do not touch. */
export function layOut(graph: Graph, flow: Flow): Layout {
  const plan = new dagre.graphlib.Graph({ multigraph: true });
  plan.setGraph({
    rankdir: flow === "right" ? "LR" : "TB",
    nodesep: 28,
    edgesep: 22,
    // Halved by the layout, which puts labels on ranks of their own.
    ranksep: 64,
    marginx: 8,
    marginy: 8,
  });
  plan.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) plan.setNode(node.id, { ...sizeOfNode(node) });
  for (const link of graph.links) {
    const { from, to } = directionOf(link, graph);
    plan.setEdge(from, to, { ...sizeOfLabel(link), labelpos: "c", minlen: 1 }, link.id);
  }
  dagre.layout(plan);
  const nodes = new Map<string, Point>();
  for (const node of graph.nodes) {
    const { x, y, width, height } = plan.node(node.id);
    nodes.set(node.id, { x: (x ?? 0) - (width ?? 0) / 2, y: (y ?? 0) - (height ?? 0) / 2 });
  }
  const labels = new Map<string, Point>();
  for (const link of graph.links) {
    const { from, to } = directionOf(link, graph);
    const { x, y } = plan.edge(from, to, link.id);
    if (x !== undefined && y !== undefined) labels.set(link.id, { x, y });
  }
  return { nodes, labels, bounds: boundsOf(graph, nodes, labels) };
}

function boundsOf(graph: Graph, nodes: ReadonlyMap<string, Point>, labels: ReadonlyMap<string, Point>): Point & Size {
  const boxes = [
    ...graph.nodes.flatMap((node) => {
      const at = nodes.get(node.id);
      return at ? [{ ...at, ...sizeOfNode(node) }] : [];
    }),
    ...graph.links.flatMap((link) => {
      const middle = labels.get(link.id);
      const { width, height } = sizeOfLabel(link);
      return middle ? [{ x: middle.x - width / 2, y: middle.y - height / 2, width, height }] : [];
    }),
  ];
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** An association table stands between the two classes that it links: after the one, before the other. */
function directionOf(link: GraphLink, graph: Graph): { readonly from: string; readonly to: string } {
  const turned =
    link.kind === "foreign-key" &&
    graph.links.some(
      (other) =>
        other.kind === "relationship" &&
        other.source !== other.target &&
        other.target === link.source &&
        other.sides.some((side) => `table:${side.relationship.secondary}` === link.target),
    );
  return turned ? { from: link.target, to: link.source } : { from: link.source, to: link.target };
}
