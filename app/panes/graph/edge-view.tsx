import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  type InternalNode,
  useInternalNode,
} from "@xyflow/react";
import { memo } from "react";
import type { Point } from "../../graph/geometry.ts";
import type { End, GraphLink } from "../../graph/graph-model.ts";
import { isLeftOut, type LabelRow, labelRows, rowSentence } from "../../graph/labels.ts";
import { arrowsOf, aside, type Box, centre, foot, head, loop, type Route, route, triangle } from "../../graph/route.ts";
import { type Marks, useMarks } from "./marks.ts";

export interface EdgeData extends Record<string, unknown> {
  readonly link: GraphLink;
  /** The label's place from the middle between the two nodes, so that it moves along with them. */
  readonly offset: Point;
}

export type LineEdge = Edge<EdgeData, "line">;

/** A relationship in its two layers, a foreign key, or an inheritance. */
export const EdgeView = memo(function EdgeView({ id, source, target, data }: EdgeProps<LineEdge>) {
  const from = useInternalNode(source);
  const to = useInternalNode(target);
  const marks = useMarks();
  if (!from || !to || !data) return null;
  const { link, offset } = data;
  if (isLeftOut(link, marks.layers) && link.kind === "relationship") return null;
  const [one, other] = [boxOf(from), boxOf(to)];
  const middle = {
    x: (centre(one).x + centre(other).x) / 2 + offset.x,
    y: (centre(one).y + centre(other).y) / 2 + offset.y,
  };
  const drawn = (beside: number) => (source === target ? loop(one, middle, beside) : route(one, other, middle, beside));
  const main = drawn(0);
  const arrows = arrowsOf(one, other, source === target);
  const rows = labelRows(link, marks.layers);
  const isRelated = rows.some(({ path }) => marks.relatedSides.has(path));
  const showsLabel =
    !marks.namesOnly || rows.some(({ path }) => path === marks.selectedSide || marks.fates?.lit.has(path));
  return (
    <>
      {link.kind === "inheritance" ? (
        <g className="line" data-kind="inheritance">
          <BaseEdge id={id} path={main.path} className="line-path" interactionWidth={0} />
          <path className="line-triangle" d={triangle(main.source)} />
        </g>
      ) : null}
      {link.kind === "relationship" && marks.layers !== "database" ? (
        <OrmLine id={id} link={link} route={main} marks={marks} related={isRelated} />
      ) : null}
      {link.kind !== "inheritance" &&
      link.keys.length > 0 &&
      (marks.layers !== "orm" || link.kind === "foreign-key") ? (
        <DatabaseLine
          id={`${id}:database`}
          link={link}
          route={link.kind === "relationship" && marks.layers === "both" ? drawn(aside) : main}
          marks={marks}
        />
      ) : null}
      {showsLabel && rows.length > 0 ? (
        <Label link={link} rows={rows} at={middle} arrows={arrows} marks={marks} related={isRelated} />
      ) : null}
    </>
  );
});

interface LineProps {
  readonly id: string;
  readonly route: Route;
  readonly marks: Marks;
}

interface OrmLineProps extends LineProps {
  readonly link: Extract<GraphLink, { kind: "relationship" }>;
  readonly related: boolean;
}

/** The relationship: how many stand at each end, and an arrow where a delete goes on. */
function OrmLine({ id, link, route: { path, source, target }, marks, related }: OrmLineProps) {
  const lit = link.sides.map((side) => marks.fates?.lit.get(side.path)).find((kind) => kind !== undefined);
  return (
    <g
      className="line"
      data-kind="relationship"
      data-related={related || undefined}
      data-lit={lit}
      data-dim={(marks.fates !== null && !lit) || undefined}
    >
      <BaseEdge id={id} path={path} className="line-path" interactionWidth={14} />
      <path className="line-foot" d={`${foot(source, link.sourceMany)} ${foot(target, link.targetMany)}`} />
      {link.sides.map((side) =>
        side.relationship.cascade.includes("delete") ? (
          <path
            key={side.path}
            className="line-head"
            data-deletes
            d={head(side.towards === "target" ? target : source, 12)}
          />
        ) : null,
      )}
      {lit ? <path className="line-flow" d={path} data-reverse={goesBack(link, marks) || undefined} /> : null}
    </g>
  );
}

/** True where what is lit runs against the line. */
function goesBack(link: Extract<GraphLink, { kind: "relationship" }>, marks: Marks): boolean {
  return link.sides.find((side) => marks.fates?.lit.has(side.path))?.towards === "source";
}

/** The foreign key: an arrow from the referenced row to the rows that its deletion reaches. */
function DatabaseLine({
  id,
  link,
  route: { path, source, target },
  marks,
}: LineProps & { readonly link: Exclude<GraphLink, { kind: "inheritance" }> }) {
  const [key] = link.keys;
  if (!key) return null;
  const lit = link.keys.map(({ column }) => marks.fates?.lit.get(column)).find((kind) => kind !== undefined);
  return (
    <g
      className="line"
      data-kind="foreign-key"
      data-acts={key.onDelete !== null || undefined}
      data-faint={marks.layers === "orm" || undefined}
      data-lit={lit}
      data-dim={(marks.fates !== null && !lit) || undefined}
    >
      <BaseEdge id={id} path={path} className="line-path" interactionWidth={14} />
      <path className="line-head" d={head(key.towards === "target" ? target : source, 1)} />
      {lit ? <path className="line-flow" d={path} data-reverse={key.towards === "source" || undefined} /> : null}
    </g>
  );
}

interface LabelProps {
  readonly link: GraphLink;
  readonly rows: readonly LabelRow[];
  readonly at: Point;
  readonly arrows: Readonly<Record<End, string>>;
  readonly marks: Marks;
  readonly related: boolean;
}

function Label({ link, rows, at, arrows, marks, related }: LabelProps) {
  return (
    <EdgeLabelRenderer>
      <div
        className="line-label nodrag nopan"
        data-related={related || undefined}
        style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
      >
        {rows.map((row) => (
          <button
            key={`${row.layer} ${row.path}`}
            type="button"
            className="side"
            data-testid={row.layer === "orm" ? "relationship" : "foreign-key"}
            data-relationship={row.path}
            data-layer={row.layer}
            data-plain={row.plain || undefined}
            data-lit={marks.fates?.lit.get(row.path)}
            aria-pressed={marks.selectedSide === row.path}
            aria-label={`${row.name} ${arrows[row.towards]} ${row.options.join(", ")}: ${rowSentence(row)}`}
            title={rowSentence(row)}
            onClick={() => marks.select(link, row)}
          >
            <i className="side-layer" aria-hidden />
            <span className="side-name">{row.name}</span>
            <span className="side-arrow"> {arrows[row.towards]} </span>
            <span className="side-options">
              {row.options.map((option, place) => (
                <span key={option} data-option={option}>
                  {place > 0 ? ", " : ""}
                  {option}
                </span>
              ))}
            </span>
            {row.notes.length > 0 ? <span className="side-notes"> · {row.notes.join(" · ")}</span> : null}
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
