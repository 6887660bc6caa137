import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { Graph, GraphKey, GraphLink, GraphSide } from "../../graph/graph-model.ts";
import { useSelection, useWorkbench } from "../../run/use-workbench.ts";
import { article, deleteEffect, removeEffect } from "./describe.ts";
import { FateList } from "./fate-list.tsx";
import type { FateView } from "./fate-view.ts";
import { operationWords } from "./fate-words.ts";
import { useGraphView } from "./graph-view.ts";
import { ObjectFates } from "./object-fates.tsx";
import { KeySettings, SideSettings } from "./setting-form.tsx";

interface GraphDetailsProps {
  readonly schema: ModelSnapshot;
  readonly graph: Graph;
  readonly fates: FateView | null;
}

/** What is selected in the graph, in words; its settings can be changed there. */
export function GraphDetails({ schema, graph, fates }: GraphDetailsProps) {
  const { selection } = useSelection();
  const subject = useGraphView((view) => view.subject);
  if (selection.kind === "edge") {
    const found = sideOf(graph, selection.relationship);
    return found ? (
      <Details title={`${found.side.path} → ${found.side.relationship.target}`}>
        <SideDetails schema={schema} {...found} />
      </Details>
    ) : null;
  }
  if (selection.kind === "table") {
    const keys = graph.links.flatMap((link) => ("keys" in link ? link.keys : []));
    const own = keys.filter(({ column }) => column.slice(0, column.lastIndexOf(".")) === selection.name);
    return own.length > 0 ? (
      <Details title={selection.name}>
        {own.map((key) => (
          <KeyDetails key={`${key.column} ${key.target}`} graphKey={key} />
        ))}
      </Details>
    ) : null;
  }
  if (!fates || !subject) return null;
  const sides = graph.links
    .flatMap((link) => (link.kind === "relationship" ? link.sides : []))
    .filter(({ owner }) => owner === fates.className);
  return (
    <Details title={`When ${article(fates.className)} is ${operationWords[fates.operation]}`}>
      {subject.object !== null ? <ObjectFates object={subject.object} operation={fates.operation} /> : null}
      {fates.fates.length > 0 ? <FateList view={fates} /> : <SideEffects schema={schema} sides={sides} view={fates} />}
      {sides.length > 0 ? <Sides sides={sides} /> : null}
    </Details>
  );
}

function sideOf(graph: Graph, path: string) {
  for (const link of graph.links) {
    if (link.kind !== "relationship") continue;
    const side = link.sides.find((each) => each.path === path);
    if (side) return { side, link };
  }
  return null;
}

/** What a delete does along each relationship, while no fates are told. */
function SideEffects({
  schema,
  sides,
  view,
}: {
  readonly schema: ModelSnapshot;
  readonly sides: readonly GraphSide[];
  readonly view: FateView;
}) {
  if (view.operation !== "delete") return <p>Nothing else is touched.</p>;
  return (
    <ul>
      {sides.map((side) => (
        <li key={side.path}>
          <b>{side.path}</b>: {deleteEffect(schema, side)}
        </li>
      ))}
    </ul>
  );
}

/** The relationships of a class, to go on to. */
function Sides({ sides }: { readonly sides: readonly GraphSide[] }) {
  const workbench = useWorkbench();
  return (
    <p className="details-sides">
      {sides.map(({ path, cascade }) => (
        <button
          key={path}
          type="button"
          className="details-link"
          title={`cascade "${cascade}": show and change its settings`}
          onClick={() => workbench.select({ kind: "edge", relationship: path }, "graph")}
        >
          {path}
        </button>
      ))}
    </p>
  );
}

function Details({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const workbench = useWorkbench();
  return (
    <aside className="details" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <button
          type="button"
          className="button button-small"
          aria-label="Close"
          onClick={() => workbench.select({ kind: "none" }, "graph")}
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      {children}
    </aside>
  );
}

interface SideDetailsProps {
  readonly schema: ModelSnapshot;
  readonly side: GraphSide;
  readonly link: Extract<GraphLink, { kind: "relationship" }>;
}

function SideDetails({ schema, side, link }: SideDetailsProps) {
  const workbench = useWorkbench();
  const { relationship } = side;
  const other = link.sides.find((each) => each.path !== side.path);
  const facts: readonly (readonly [string, string])[] = [
    ["direction", `${relationship.direction}, ${relationship.uselist ? "a list" : "one object"}`],
    [
      relationship.secondary ? "through" : "joined by",
      relationship.secondary ?? relationship.pairs.map(([local, remote]) => `${local} = ${remote}`).join(", "),
    ],
    ["lazy", relationship.lazy],
  ];
  return (
    <>
      <p>
        {deleteEffect(schema, side)} {removeEffect(side)}
      </p>
      <SideSettings side={side} />
      {link.keys.map((key) => (
        <KeyDetails key={`${key.column} ${key.target}`} graphKey={key} />
      ))}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {other ? (
        <p>
          The other side is{" "}
          <button
            type="button"
            className="details-link"
            onClick={() => workbench.select({ kind: "edge", relationship: other.path }, "graph")}
          >
            {other.path}
          </button>
          {relationship.fromBackref ? "; this one is its backref" : ""}
          {other.relationship.fromBackref ? ", the backref of this one" : ""}.
        </p>
      ) : null}
    </>
  );
}

function KeyDetails({ graphKey }: { readonly graphKey: GraphKey }) {
  return (
    <section className="details-key">
      <h4>
        {graphKey.column} → {graphKey.target}
      </h4>
      <p>{keyEffect(graphKey)}</p>
      <KeySettings graphKey={graphKey} />
    </section>
  );
}

/** What the database does about a foreign key when the row that it refers to is deleted. */
function keyEffect({ column, onDelete, nullable }: GraphKey): string {
  const rows = `the rows whose ${column.slice(column.lastIndexOf(".") + 1)} refers to it`;
  switch (onDelete?.toUpperCase()) {
    case "CASCADE":
      return `When a row is deleted, the database deletes ${rows}.`;
    case "SET NULL":
      return `When a row is deleted, the database sets the key of ${rows} to NULL${nullable ? "" : ", which fails: it is NOT NULL"}.`;
    case "SET DEFAULT":
      return `When a row is deleted, the database sets the key of ${rows} to its default.`;
    default:
      return "The database refuses to delete a row while others refer to it.";
  }
}
