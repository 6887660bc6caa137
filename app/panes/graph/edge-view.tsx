import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  type InternalNode,
  useInternalNode,
} from "@xyflow/react";
import { ArrowRight } from "lucide-react";
import { memo } from "react";
import type { GraphLink } from "./graph-model.ts";
import type { Point } from "./layout.ts";
import { type Box, foot, loop, route } from "./route.ts";

export interface EdgeData extends Record<string, unknown> {
  readonly link: GraphLink;
  /** The label's place from the middle between the two nodes, so that it moves along with them. */
  readonly offset: Point;
  readonly related: boolean;
  /** The selected side, as `Class.attribute`. */
  readonly selectedSide: string | null;
  readonly onSelect: (relationship: string) => void;
}

export type LineEdge = Edge<EdgeData, "line">;

/** A relationship with its cascades in both directions, a foreign key or an inheritance. */
export const EdgeView = memo(function EdgeView({ id, source, target, data }: EdgeProps<LineEdge>) {
  const from = useInternalNode(source);
  const to = useInternalNode(target);
  if (!from || !to || !data) return null;
  const { link, offset, related } = data;
  const [one, other] = [boxOf(from), boxOf(to)];
  const middle = {
    x: (centre(one).x + centre(other).x) / 2 + offset.x,
    y: (centre(one).y + centre(other).y) / 2 + offset.y,
  };
  const drawn = source === target ? loop(one, middle) : route(one, other, middle);
  return (
    <g className="line" data-kind={link.kind} data-related={related || undefined}>
      <BaseEdge id={id} path={drawn.path} className="line-path" interactionWidth={14} />
      {link.kind === "relationship" ? (
        <path
          className="line-foot"
          d={`${foot(drawn.source, link.sourceMany)} ${foot(drawn.target, link.targetMany)}`}
        />
      ) : null}
      {link.kind === "foreign-key" ? <path className="line-foot" d={foot(drawn.target, true)} /> : null}
      {link.kind === "inheritance" ? <path className="line-triangle" d={triangle(drawn.source)} /> : null}
      {link.kind === "relationship" ? <SideLabels data={data} link={link} at={middle} /> : null}
    </g>
  );
});

interface SideLabelsProps {
  readonly data: EdgeData;
  readonly link: Extract<GraphLink, { kind: "relationship" }>;
  readonly at: Point;
}

function SideLabels({ data, link, at }: SideLabelsProps) {
  return (
    <EdgeLabelRenderer>
      <div
        className="line-label nodrag nopan"
        data-related={data.related || undefined}
        style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
      >
        {link.sides.map((side) => (
          <button
            key={side.path}
            type="button"
            className="side"
            data-testid="relationship"
            data-relationship={side.path}
            aria-pressed={data.selectedSide === side.path}
            onClick={() => data.onSelect(side.path)}
          >
            <span className="side-name">
              {side.path} <ArrowRight size={11} aria-label="to" /> {side.relationship.uselist ? "many" : "one"}
            </span>
            <span className="side-cascade" data-default={side.isDefault || undefined}>
              {side.cascade.split(", ").map((option, place) => (
                <span key={option} data-option={option}>
                  {place > 0 ? ", " : ""}
                  {option}
                </span>
              ))}
              {side.notes.length > 0 ? <span className="side-notes"> · {side.notes.join(" · ")}</span> : null}
            </span>
          </button>
        ))}
      </div>
    </EdgeLabelRenderer>
  );
}

function boxOf(node: InternalNode): Box {
  const { x, y } = node.internals.positionAbsolute;
  return { x, y, width: node.measured.width ?? node.width ?? 0, height: node.measured.height ?? node.height ?? 0 };
}

function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function triangle({ at, out }: { readonly at: Point; readonly out: Point }): string {
  const base = { x: at.x + out.x * 12, y: at.y + out.y * 12 };
  return `M${at.x},${at.y} L${base.x - out.y * 7},${base.y + out.x * 7} L${base.x + out.y * 7},${base.y - out.x * 7} Z`;
}
