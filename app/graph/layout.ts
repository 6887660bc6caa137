import dagre from "@dagrejs/dagre";
import type { Flow, Point, Size } from "./geometry.ts";
import type { Graph, GraphLink, GraphNode } from "./graph-model.ts";
import { labelRows, roomOfLabel } from "./labels.ts";
import { staggered } from "./stagger.ts";

/** Where everything goes: nodes by their upper left corner, lines by the middle of their label. */
export interface Layout {
  readonly nodes: ReadonlyMap<string, Point>;
  readonly labels: ReadonlyMap<string, Point>;
  /** The smallest room that holds all boxes and labels. */
  readonly bounds: Point & Size;
}

export interface LayoutOptions {
  readonly flow: Flow;
  /** Boxes without columns, lines without labels. */
  readonly namesOnly: boolean;
}

/** Widths of letters at the graph's sizes, so that boxes are known before anything is drawn. */
const letter = { title: 8.2, table: 6.9, column: 7.1, label: 6.7 };
const row = { title: 34, column: 20, label: 20 };

export function sizeOfNode(node: GraphNode, { namesOnly }: Pick<LayoutOptions, "namesOnly">): Size {
  const table = node.kind === "table" ? "table" : (node.table ?? "");
  const title = 34 + node.title.length * letter.title;
  if (namesOnly) return { width: Math.round(Math.max(70, title - 8)), height: row.title };
  const columns = node.columns.map((column) => {
    const facts = `${column.type}${column.nullable || column.primaryKey ? "" : " not null"}`;
    return 44 + (columnText(column).length + facts.length) * letter.column;
  });
  return {
    width: Math.round(Math.max(140, title + table.length * letter.table, ...columns)),
    height: row.title + Math.max(node.columns.length, 1) * row.column + 8,
  };
}

/** A column the way its box writes it: the attribute, and the column's name where that is another. */
export function columnText(column: GraphNode["columns"][number]): string {
  return column.attribute === column.name ? column.name : `${column.attribute} (${column.name})`;
}

/** The room for a label with both layers, so that nothing moves when one is switched off. */
export function sizeOfLabel(link: GraphLink, { namesOnly }: Pick<LayoutOptions, "namesOnly">): Size {
  const rows = namesOnly ? [] : labelRows(link, "both");
  if (rows.length === 0) return { width: 0, height: 0 };
  const width = roomOfLabel(link) * letter.label + 34;
  return { width: Math.round(width), height: rows.length * row.label + 6 };
}

/** Lays the graph out so that boxes and labels do not touch. */
export function layOut(graph: Graph, options: LayoutOptions): Layout {
  const plan = new dagre.graphlib.Graph({ multigraph: true });
  plan.setGraph({
    rankdir: options.flow === "right" ? "LR" : "TB",
    nodesep: 28,
    edgesep: 22,
    // Halved by the layout, which puts labels on ranks of their own.
    ranksep: options.namesOnly ? 56 : 64,
    marginx: 8,
    marginy: 8,
  });
  plan.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) plan.setNode(node.id, { ...sizeOfNode(node, options) });
  for (const link of graph.links) {
    const { from, to } = directionOf(link, graph);
    plan.setEdge(from, to, { ...sizeOfLabel(link, options), labelpos: "c", minlen: 1 }, link.id);
  }
  dagre.layout(plan);
  const nodes = new Map<string, Point>();
  for (const node of graph.nodes) {
    const { x, y, width, height } = plan.node(node.id);
    nodes.set(node.id, { x: (x ?? 0) - (width ?? 0) / 2, y: (y ?? 0) - (height ?? 0) / 2 });
  }
  if (options.namesOnly) return withoutLabels(graph, nodes, options);
  const labels = new Map<string, Point>();
  for (const link of graph.links) {
    const { from, to } = directionOf(link, graph);
    const { x, y } = plan.edge(from, to, link.id);
    if (x !== undefined && y !== undefined) labels.set(link.id, { x, y });
  }
  return { nodes, labels, bounds: boundsOf(graph, { nodes, labels }, options) };
}

/** Names alone leave room to be pressed together; lines then run straight, parallel ones beside each other. */
function withoutLabels(graph: Graph, placed: ReadonlyMap<string, Point>, options: LayoutOptions): Layout {
  const boxes = new Map(
    graph.nodes.map((node) => [node.id, { ...(placed.get(node.id) ?? { x: 0, y: 0 }), ...sizeOfNode(node, options) }]),
  );
  const nodes = staggered(boxes, options.flow);
  const labels = new Map<string, Point>();
  const lines = new Map<string, number>();
  for (const { id, source, target } of graph.links) {
    const [one, other] = [source, target].map((end) => ({ ...boxes.get(end), ...nodes.get(end) }));
    const pair = [source, target].toSorted().join(" ");
    const place = lines.get(pair) ?? 0;
    lines.set(pair, place + 1);
    const [from, to] = [middleOf(one), middleOf(other)];
    const aside =
      source === target ? { x: (one?.width ?? 0) / 2 + 24 * (place + 1), y: 0 } : { x: 18 * place, y: 18 * place };
    labels.set(id, { x: (from.x + to.x) / 2 + aside.x, y: (from.y + to.y) / 2 + aside.y });
  }
  return { nodes, labels, bounds: boundsOf(graph, { nodes, labels }, options) };
}

function middleOf(box: Partial<Point & Size> | undefined): Point {
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  return { x: x + width / 2, y: y + height / 2 };
}

function boundsOf(graph: Graph, { nodes, labels }: Omit<Layout, "bounds">, options: LayoutOptions): Point & Size {
  const boxes = [
    ...graph.nodes.flatMap((node) => {
      const at = nodes.get(node.id);
      return at ? [{ ...at, ...sizeOfNode(node, options) }] : [];
    }),
    ...graph.links.flatMap((link) => {
      const middle = labels.get(link.id);
      const { width, height } = sizeOfLabel(link, options);
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
