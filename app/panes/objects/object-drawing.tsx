import {
  ControlButton,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Maximize } from "lucide-react";
import { memo, useCallback, useEffect, useMemo } from "react";
import type { AttributeImage, ObjectId } from "../../../src-engine/trace/events.ts";
import type { ObjectView } from "../../run/moments/view.ts";
import { useSelection, useShownRun, useWorkbench } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { objectLabel } from "../../ui/words.ts";
import { everLinked, linksOf, type ObjectLink } from "./object-graph.ts";
import { Badges } from "./object-item.tsx";
import { box, type Flow, placesOf } from "./object-layout.ts";
import { inOrder, keyAttributes, spelled } from "./object-list.ts";
import "@xyflow/react/dist/base.css";
import "./object-drawing.css";

/** More than this cannot be taken in, nor laid out at once. */
const most = 80;

interface DrawingProps {
  readonly objects: readonly ObjectView[];
  readonly labels: ReadonlyMap<ObjectId, string>;
  /** The class that is shown; `null` for all. */
  readonly className: string | null;
}

/** The objects as boxes, with their references and collections as lines. */
export default function ObjectDrawing(props: DrawingProps) {
  const { objects, className } = props;
  if (objects.length > most) {
    return (
      <EmptyState title={`${objects.length.toLocaleString("en-US")} objects are too many to draw`}>
        Up to {most} are drawn. {className === null ? "Choose a class or a list above" : "Choose a list above"} to see
        fewer.
      </EmptyState>
    );
  }
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

interface NodeData extends Record<string, unknown> {
  readonly object: ObjectView;
  readonly label: string;
  readonly flow: Flow;
  /** What it holds besides its key. */
  readonly values: readonly AttributeImage[];
  readonly selected: boolean;
  readonly related: boolean;
  readonly onSelect: (id: ObjectId) => void;
}
type ObjectNode = Node<NodeData, "object">;

const nodeTypes = { object: memo(ObjectBox) };

function Canvas({ objects, labels }: DrawingProps) {
  const run = useShownRun();
  const workbench = useWorkbench();
  const { selection, related } = useSelection();
  const reactFlow = useReactFlow();
  const links = useMemo(() => linksOf(run.schema, objects), [run.schema, objects]);
  const ever = useMemo(() => everLinked(run), [run]);
  const ids = useMemo(() => objects.map(({ ref }) => ref.id), [objects]);
  // What is drawn keeps its place through the whole run, where all of it can be laid out.
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const flow: Flow = width < height ? "down" : "right";
  const whole = useMemo(
    () => (ever.objects.size > most ? null : placesOf([...ever.objects.keys()], ever.links.values(), flow)),
    [ever, flow],
  );
  const key = ids.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which objects there are
  const places = useMemo(() => {
    if (whole) return whole;
    const lines = links.map(({ source, target }) => [source, target] as const);
    return placesOf(ids, lines, flow);
  }, [whole, key, flow]);
  const select = useCallback(
    (id: ObjectId) => workbench.select({ kind: "object", object: id }, "objects"),
    [workbench],
  );
  const nodes = useMemo(
    () =>
      objects.map((object): ObjectNode => {
        const { id } = object.ref;
        const label = labels.get(id) ?? objectLabel(object.ref);
        const keys = keyAttributes(run.schema, object.ref.className);
        const data: NodeData = {
          object,
          label,
          flow,
          values: inOrder(run.schema, object).filter(
            ({ name, kind, status }) => kind === "column" && status === "loaded" && !keys.has(name),
          ),
          selected: selection.kind === "object" && selection.object === id,
          related: related.objects.has(id),
          onSelect: select,
        };
        return {
          id: String(id),
          type: "object",
          position: places.get(id) ?? { x: 0, y: 0 },
          ...box,
          data,
          focusable: false,
          ariaLabel: `${label}, ${object.state}`,
        };
      }),
    [objects, labels, places, selection, related, select, run.schema, flow],
  );
  const edges = useMemo(() => links.map(edgeOf), [links]);

  const shown = objects.length > 0;
  const fit = useCallback(() => {
    if (width > 0 && height > 0 && shown) {
      const padding = { x: "12px", top: "12px", bottom: "12px", left: "44px" } as const;
      void reactFlow.fitView({ padding, maxZoom: 1.1, minZoom: 0.45 });
    }
  }, [width, height, shown, reactFlow]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits anew when other objects are drawn
  useEffect(() => {
    const frame = requestAnimationFrame(fit);
    return () => cancelAnimationFrame(frame);
  }, [fit, key, places]);

  return (
    <div className="object-drawing">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onPaneClick={() => workbench.select({ kind: "none" }, "objects")}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.15}
        maxZoom={2}
        aria-label="Drawing of the objects"
      >
        <Controls showInteractive={false} showFitView={false} position="bottom-left">
          <ControlButton onClick={fit} title="Show all" aria-label="Show all">
            <Maximize aria-hidden />
          </ControlButton>
        </Controls>
      </ReactFlow>
    </div>
  );
}

const changeSigns = { added: "+ ", removed: "− " } as const;

function edgeOf({ id, source, target, label, change }: ObjectLink): Edge {
  return {
    id,
    source: String(source),
    target: String(target),
    label: change === null ? label : `${changeSigns[change]}${label}`,
    className: change === null ? "object-line" : `object-line object-line-${change}`,
    markerEnd: { type: MarkerType.Arrow, width: 16, height: 16 },
  };
}

const shownColumns = 2;

function ObjectBox({ data: { object, label, flow, values, selected, related, onSelect } }: NodeProps<ObjectNode>) {
  return (
    <button
      type="button"
      className="object-box nopan"
      data-testid="object-box"
      data-state={object.state}
      data-selected={selected || undefined}
      data-related={related || undefined}
      aria-pressed={selected}
      onClick={() => onSelect(object.ref.id)}
    >
      <Handle
        type="target"
        position={flow === "right" ? Position.Left : Position.Top}
        className="object-handle"
        isConnectable={false}
      />
      <Handle
        type="source"
        position={flow === "right" ? Position.Right : Position.Bottom}
        className="object-handle"
        isConnectable={false}
      />
      <span className="object-box-title">
        <b>{label}</b>
        <span className="object-box-state">{object.state}</span>
      </span>
      <Badges object={object} />
      {values.slice(0, shownColumns).map(({ name, value }) => (
        <span key={name} className="object-box-value">
          {name} <code>{typeof value[0] === "string" ? spelled(value[0]) : ""}</code>
        </span>
      ))}
    </button>
  );
}
