import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import { useSelection, useWorkbench } from "../../run/use-workbench.ts";
import { deleteEffect, removeEffect } from "./describe.ts";
import type { Graph, GraphSide } from "./graph-model.ts";

/** What is selected in the graph, in words. */
export function GraphDetails({ schema, graph }: { readonly schema: ModelSnapshot; readonly graph: Graph }) {
  const { selection } = useSelection();
  if (selection.kind === "edge") {
    const side = graph.links
      .flatMap((link) => (link.kind === "relationship" ? link.sides : []))
      .find(({ path }) => path === selection.relationship);
    return side ? (
      <Details title={`${side.path} → ${side.relationship.target}`}>
        <SideDetails schema={schema} side={side} />
      </Details>
    ) : null;
  }
  if (selection.kind === "class") {
    const sides = graph.links
      .flatMap((link) => (link.kind === "relationship" ? link.sides : []))
      .filter(({ owner }) => owner === selection.name);
    if (sides.length === 0) return null;
    return (
      <Details title={`Deleting ${selection.name}`}>
        <ul>
          {sides.map((side) => (
            <li key={side.path}>
              <b>{side.path}</b>: {deleteEffect(schema, side)}
            </li>
          ))}
        </ul>
      </Details>
    );
  }
  return null;
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

function SideDetails({ schema, side }: { readonly schema: ModelSnapshot; readonly side: GraphSide }) {
  const { relationship } = side;
  const removed = removeEffect(side);
  const facts: readonly (readonly [string, string])[] = [
    ["direction", `${relationship.direction}, ${relationship.uselist ? "a list" : "one object"}`],
    ["cascade", side.cascade],
    [
      relationship.secondary ? "through" : "joined by",
      relationship.secondary ?? relationship.pairs.map(([local, remote]) => `${local} = ${remote}`).join(", "),
    ],
    ["passive_deletes", String(relationship.passiveDeletes)],
    ["lazy", relationship.lazy],
    ...(relationship.reverse
      ? [
          [
            "linked with",
            `${relationship.target}.${relationship.reverse}${relationship.fromBackref ? " (this side is its backref)" : ""}`,
          ] as const,
        ]
      : []),
  ];
  return (
    <>
      <p>
        {deleteEffect(schema, side)} {removed}
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
