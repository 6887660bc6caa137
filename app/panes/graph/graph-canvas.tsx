import {
  ControlButton,
  Controls,
  type FitViewOptions,
  getViewportForBounds,
  ReactFlow,
  ReactFlowProvider,
  useNodesState,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Maximize } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import { useSelection, useWorkbench } from "../../run/use-workbench.ts";
import { type EdgeData, EdgeView, type LineEdge } from "./edge-view.tsx";
import { GraphDetails } from "./graph-details.tsx";
import { type Graph, type GraphLink, type GraphNode, graphOf } from "./graph-model.ts";
import { type Flow, type Layout, layOut, type Point, sizeOfNode } from "./layout.ts";
import { type BoxNode, NodeView } from "./node-view.tsx";
import "@xyflow/react/dist/base.css";
import "./graph.css";

const nodeTypes = { box: NodeView };
const edgeTypes = { line: EdgeView };
const zoom = { least: 0.1, most: 2, mostAtFirst: 1.15 };

export default function GraphCanvas({ schema }: { readonly schema: ModelSnapshot }) {
  return (
    <ReactFlowProvider>
      <Canvas schema={schema} />
    </ReactFlowProvider>
  );
}

function Canvas({ schema }: { readonly schema: ModelSnapshot }) {
  // A run tells the model anew; the drawing only changes when the model does.
  const key = JSON.stringify(schema);
  const graph = useMemo(() => graphOf(JSON.parse(key) as ModelSnapshot), [key]);
  const canvas = useRef<HTMLDivElement>(null);
  const flow = useFlow(canvas);
  const layout = useMemo(() => layOut(graph, flow), [graph, flow]);
  const [nodes, setNodes, onNodesChange] = useNodesState<BoxNode>([]);
  const { selection, related } = useSelection();
  const workbench = useWorkbench();
  const reactFlow = useReactFlow();

  useEffect(() => setNodes(graph.nodes.map((node) => boxNode(node, layout))), [graph, layout, setNodes]);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const fit = useCallback(() => {
    if (width === 0 || height === 0 || graph.nodes.length === 0) return;
    // Beside or above the buttons, whichever costs less.
    const padding: FitViewOptions["padding"] =
      flow === "right" ? { x: "14px", y: "10px", left: "46px" } : { x: "12px", top: "12px", bottom: "46px" };
    const view = getViewportForBounds(layout.bounds, width, height, zoom.least, zoom.mostAtFirst, padding);
    void reactFlow.setViewport(view);
  }, [layout, graph, flow, width, height, reactFlow]);
  useEffect(fit, [fit]);

  const shownNodes = useMemo(
    () =>
      nodes.map((node) => {
        const { title, table, kind } = node.data.node;
        const selected =
          (selection.kind === "class" && kind === "class" && selection.name === title) ||
          (selection.kind === "table" && kind === "table" && selection.name === title);
        const isRelated = kind === "class" ? related.classes.has(title) : related.tables.has(table ?? "");
        return { ...node, data: { ...node.data, selected, related: isRelated } };
      }),
    [nodes, selection, related],
  );
  const edges = useMemo(
    () =>
      graph.links.map((link): LineEdge => {
        const isRelated =
          link.kind === "relationship" && link.sides.some((side) => related.relationships.has(side.path));
        const selectedSide = selection.kind === "edge" ? selection.relationship : null;
        const onSelect = (relationship: string) => workbench.select({ kind: "edge", relationship }, "graph");
        const data: EdgeData = {
          link,
          offset: offsetOf(link, graph, layout),
          related: isRelated,
          selectedSide,
          onSelect,
        };
        return { id: link.id, type: "line", source: link.source, target: link.target, data, focusable: false };
      }),
    [graph, layout, selection, related, workbench],
  );

  return (
    <div className="graph">
      <div ref={canvas} className="canvas">
        <ReactFlow
          nodes={shownNodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeClick={(_, { data: { node } }) =>
            workbench.select(
              node.kind === "class" ? { kind: "class", name: node.title } : { kind: "table", name: node.title },
              "graph",
            )
          }
          onEdgeClick={(_, edge) => {
            const link = edge.data?.link;
            if (link?.kind === "relationship")
              workbench.select({ kind: "edge", relationship: link.sides[0].path }, "graph");
          }}
          onPaneClick={() => workbench.select({ kind: "none" }, "graph")}
          nodesConnectable={false}
          elementsSelectable={false}
          deleteKeyCode={null}
          minZoom={zoom.least}
          maxZoom={zoom.most}
          aria-label="Graph of classes and relationships"
          proOptions={{ hideAttribution: false }}
        >
          <Controls
            showInteractive={false}
            showFitView={false}
            position="bottom-left"
            orientation={flow === "right" ? "vertical" : "horizontal"}
          >
            <ControlButton onClick={fit} title="Show all" aria-label="Show all">
              <Maximize aria-hidden />
            </ControlButton>
          </Controls>
        </ReactFlow>
      </div>
      <GraphDetails schema={schema} graph={graph} />
    </div>
  );
}

function boxNode(node: GraphNode, layout: Layout): BoxNode {
  const { width, height } = sizeOfNode(node);
  return {
    id: node.id,
    type: "box",
    position: layout.nodes.get(node.id) ?? { x: 0, y: 0 },
    width,
    height,
    data: { node, selected: false, related: false },
    ariaLabel: `${node.kind === "class" ? "Class" : "Table"} ${node.title}`,
  };
}

/** The label's place as the layout has it, told from the middle between the two nodes. */
function offsetOf(link: GraphLink, graph: Graph, layout: Layout): Point {
  const label = layout.labels.get(link.id);
  const [one, other] = [link.source, link.target].map((id) => {
    const node = graph.nodes.find((n) => n.id === id);
    const at = layout.nodes.get(id);
    if (!node || !at) return null;
    const { width, height } = sizeOfNode(node);
    return { x: at.x + width / 2, y: at.y + height / 2 };
  });
  if (!label || !one || !other) return { x: 0, y: 0 };
  return { x: label.x - (one.x + other.x) / 2, y: label.y - (one.y + other.y) / 2 };
}

/** Parents stand left of their children where there is width for it, else above them. */
function useFlow(canvas: { readonly current: HTMLElement | null }): Flow {
  const [flow, setFlow] = useState<Flow>("right");
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) setFlow(element.clientWidth > element.clientHeight * 1.05 ? "right" : "down");
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas]);
  return flow;
}
