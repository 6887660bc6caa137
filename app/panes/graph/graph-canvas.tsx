import {
  ControlButton,
  Controls,
  type FitViewOptions,
  getViewportForBounds,
  type InternalNode,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useNodesState,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Maximize, Undo2 } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { Flow, Point } from "../../graph/geometry.ts";
import { classId, type GraphLink, type GraphNode, graphOf, tableId } from "../../graph/graph-model.ts";
import { type LabelRow, partOf, within } from "../../graph/labels.ts";
import { type Layout, sizeOfNode } from "../../graph/layout.ts";
import { classFates } from "../../run/class-fates.ts";
import { useSelection, useWorkbench } from "../../run/use-workbench.ts";
import { EdgeView, type LineEdge } from "./edge-view.tsx";
import { fateView } from "./fate-view.ts";
import { GraphDetails } from "./graph-details.tsx";
import { namesOnlyFrom, useGraphView } from "./graph-view.ts";
import { type Marks, MarksContext, useMarks } from "./marks.ts";
import { type BoxNode, NodeView } from "./node-view.tsx";
import { type LaidOut, useLayout } from "./use-layout.ts";
import "@xyflow/react/dist/base.css";

const nodeTypes = { box: NodeView };
const edgeTypes = { line: EdgeView };
const zoom = { least: 0.05, most: 2, mostAtFirst: 1.15, toRead: 0.9, legible: 0.35 };
/** From this many boxes on those out of sight are not drawn. */
const onlyVisibleFrom = 60;

interface GraphCanvasProps {
  readonly schema: ModelSnapshot;
  /** Above the drawing, where the header has no room for them. */
  readonly controls: ReactNode;
}

export default function GraphCanvas(props: GraphCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ schema, controls }: GraphCanvasProps) {
  // A run tells the model anew; the drawing only changes when the model does.
  const key = JSON.stringify(schema);
  const model = useMemo(() => JSON.parse(key) as ModelSnapshot, [key]);
  const whole = useMemo(() => graphOf(model), [model]);
  const { subject, steps, operation } = useGraphView();
  const centre = subject && steps !== null ? classId(subject.className) : null;
  const graph = useMemo(
    () => (centre === null || steps === null ? whole : partOf(whole, within(whole, centre, steps))),
    [whole, centre, steps],
  );
  const namesOnly = useGraphView((view) => view.namesOnly) ?? graph.nodes.length >= namesOnlyFrom;
  const body = useRef<HTMLDivElement>(null);
  const flow = useFlow(body);
  const { laidOut, busy } = useLayout(graph, { flow, namesOnly });
  const fates = useMemo(
    () => (subject ? fateView(operation, subject.className, classFates(model, operation, subject.className)) : null),
    [model, operation, subject],
  );
  const marks = useMarksOf({ fates, namesOnly });
  return (
    <MarksContext value={marks}>
      <div className="graph">
        {controls}
        <div ref={body} className="graph-body">
          <div className="graph-body-inner">
            <div className="canvas" aria-busy={busy}>
              {laidOut ? <Drawing laidOut={laidOut} /> : null}
              {busy ? (
                <p className="canvas-busy" role="status">
                  Laying out {graph.nodes.length} boxes …
                </p>
              ) : null}
            </div>
            <GraphDetails schema={model} graph={whole} fates={fates} />
          </div>
        </div>
      </div>
    </MarksContext>
  );
}

function useMarksOf({ fates, namesOnly }: Pick<Marks, "fates" | "namesOnly">): Marks {
  const layers = useGraphView((view) => view.layers);
  const { selection, related } = useSelection();
  const workbench = useWorkbench();
  const select = useCallback(
    (link: GraphLink, row: LabelRow) => {
      if (row.layer === "orm") workbench.select({ kind: "edge", relationship: row.path }, "graph");
      else if (link.kind === "relationship") {
        workbench.select({ kind: "edge", relationship: link.sides[0].path }, "graph");
      } else workbench.select({ kind: "table", name: row.path.slice(0, row.path.lastIndexOf(".")) }, "graph");
    },
    [workbench],
  );
  return useMemo(() => {
    const selectedNode =
      selection.kind === "class"
        ? classId(selection.name)
        : selection.kind === "table"
          ? tableId(selection.name)
          : null;
    const relatedNodes = new Set([...[...related.classes].map(classId), ...[...related.tables].map(tableId)]);
    return {
      selectedNode,
      relatedNodes,
      relatedSides: related.relationships,
      selectedSide: selection.kind === "edge" ? selection.relationship : null,
      fates,
      layers,
      namesOnly,
      select,
    };
  }, [selection, related, fates, layers, namesOnly, select]);
}

function Drawing({ laidOut: { graph, options, layout } }: { readonly laidOut: LaidOut }) {
  const { flow, namesOnly } = options;
  const [nodes, setNodes, onNodesChange] = useNodesState<BoxNode>([]);
  const [dragged, setDragged] = useState(false);
  const workbench = useWorkbench();
  const shown = useRef<Layout | null>(null);

  const place = useCallback(() => {
    shown.current = layout;
    setDragged(false);
    setNodes(graph.nodes.map((node) => boxNode(node, { at: layout.nodes.get(node.id), namesOnly })));
  }, [graph, layout, namesOnly, setNodes]);
  useEffect(() => {
    if (shown.current !== layout) place();
    // Settings have changed: what was dragged stays where it was put.
    else {
      setNodes((before) => {
        const at = new Map(before.map(({ id, position }) => [id, position]));
        return graph.nodes.map((node) => boxNode(node, { at: at.get(node.id), namesOnly }));
      });
    }
  }, [graph, layout, namesOnly, place, setNodes]);
  const { showAll, noteMove } = useFit(layout, flow);
  useSought(layout);

  const edges = useMemo(() => {
    const middles = new Map<string, Point>();
    for (const node of graph.nodes) {
      const at = layout.nodes.get(node.id);
      const { width, height } = sizeOfNode(node, { namesOnly });
      if (at) middles.set(node.id, { x: at.x + width / 2, y: at.y + height / 2 });
    }
    return graph.links.map((link): LineEdge => {
      const offset = offsetOf(link, layout, middles);
      return { id: link.id, type: "line", source: link.source, target: link.target, data: { link, offset } };
    });
  }, [graph, layout, namesOnly]);

  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onNodeDragStop={() => setDragged(true)}
      onNodeClick={(_, { data: { node } }) =>
        workbench.select(
          node.kind === "class" ? { kind: "class", name: node.title } : { kind: "table", name: node.title },
          "graph",
        )
      }
      onEdgeClick={(_, edge) => {
        const link = edge.data?.link;
        if (link?.kind === "relationship") {
          workbench.select({ kind: "edge", relationship: link.sides[0].path }, "graph");
        } else if (link?.kind === "foreign-key") {
          const [{ column }] = link.keys;
          workbench.select({ kind: "table", name: column.slice(0, column.lastIndexOf(".")) }, "graph");
        }
      }}
      onPaneClick={() => workbench.select({ kind: "none" }, "graph")}
      onMoveStart={(event) => noteMove(event !== null)}
      onlyRenderVisibleElements={graph.nodes.length >= onlyVisibleFrom}
      // Boxes and lines are reached through the buttons in them.
      nodesFocusable={false}
      edgesFocusable={false}
      nodesConnectable={false}
      elementsSelectable={false}
      deleteKeyCode={null}
      nodeDragThreshold={3}
      minZoom={zoom.least}
      maxZoom={zoom.most}
      aria-label="Graph of classes and relationships"
    >
      <Controls
        showInteractive={false}
        showFitView={false}
        position="bottom-left"
        orientation={flow === "right" ? "vertical" : "horizontal"}
      >
        <ControlButton onClick={showAll} title="Show all" aria-label="Show all">
          <Maximize aria-hidden />
        </ControlButton>
        {dragged ? (
          <ControlButton onClick={place} title="Put the boxes back" aria-label="Put the boxes back">
            <Undo2 aria-hidden />
          </ControlButton>
        ) : null}
      </Controls>
    </ReactFlow>
  );
}

/**
 * Shows all of the drawing when it or its room changes, until the person looks at a part of it. Where the room becomes so small
 * that nothing could be read, what is selected is kept in sight instead.
 */
function useFit(layout: Layout, flow: Flow) {
  const reactFlow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const moved = useRef<Layout | null>(null);
  const shown = useRef<Layout | null>(null);
  const { selectedNode } = useMarks();
  const whole = useCallback(() => {
    if (width === 0 || height === 0 || layout.nodes.size === 0) return null;
    // Beside or above the buttons, whichever costs less; fates stand out over the boxes.
    const padding: FitViewOptions["padding"] =
      flow === "right"
        ? { right: "14px", top: "16px", bottom: "10px", left: "46px" }
        : { x: "12px", top: "16px", bottom: "46px" };
    return getViewportForBounds(layout.bounds, width, height, zoom.least, zoom.mostAtFirst, padding);
  }, [layout, flow, width, height]);
  const showAll = useCallback(() => {
    moved.current = null;
    const view = whole();
    if (!view) return;
    shown.current = layout;
    void reactFlow.setViewport(view);
  }, [whole, layout, reactFlow]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is selected decides where to look, not when
  useEffect(() => {
    if (moved.current === layout) return;
    const view = whole();
    const node = selectedNode === null ? undefined : reactFlow.getInternalNode(selectedNode);
    if (view && node && shown.current === layout && view.zoom < zoom.legible) lookAt(reactFlow, node, zoom.legible);
    else showAll();
  }, [showAll, whole, layout]);
  const noteMove = (byPerson: boolean) => {
    if (byPerson) moved.current = layout;
  };
  return { showAll, noteMove };
}

function lookAt(reactFlow: ReactFlowInstance, node: InternalNode, least: number, duration = 0): void {
  const { x, y } = node.internals.positionAbsolute;
  const middle = { x: x + (node.width ?? 0) / 2, y: y + (node.height ?? 0) / 2 };
  void reactFlow.setCenter(middle.x, middle.y, { zoom: Math.max(least, reactFlow.getZoom()), duration });
}

/** Brings what was searched for to the middle. */
function useSought(layout: Layout): void {
  const sought = useGraphView((view) => view.sought);
  const seen = useRef(sought);
  const { selection } = useSelection();
  const reactFlow = useReactFlow();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was sought may have to be laid out first
  useEffect(() => {
    if (seen.current === sought) return;
    const id =
      selection.kind === "class" ? classId(selection.name) : selection.kind === "table" ? tableId(selection.name) : "";
    const node = reactFlow.getInternalNode(id);
    if (!node) return;
    seen.current = sought;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    lookAt(reactFlow, node, zoom.toRead, still ? 0 : 250);
  }, [sought, selection, reactFlow, layout]);
}

interface BoxPlace {
  readonly at: Point | undefined;
  readonly namesOnly: boolean;
}

function boxNode(node: GraphNode, { at, namesOnly }: BoxPlace): BoxNode {
  const { width, height } = sizeOfNode(node, { namesOnly });
  return { id: node.id, type: "box", position: at ?? { x: 0, y: 0 }, width, height, data: { node } };
}

/** The label's place as the layout has it, told from the middle between the two nodes. */
function offsetOf(link: GraphLink, layout: Layout, middles: ReadonlyMap<string, Point>): Point {
  const label = layout.labels.get(link.id);
  const [one, other] = [middles.get(link.source), middles.get(link.target)];
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
