import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { KeyRound, Link2 } from "lucide-react";
import { memo } from "react";
import type { GraphNode } from "../../graph/graph-model.ts";
import { columnText } from "../../graph/layout.ts";
import { badgesOf } from "./fate-view.ts";
import { fateSentence, fateWords } from "./fate-words.ts";
import { useMarks } from "./marks.ts";

export interface NodeData extends Record<string, unknown> {
  readonly node: GraphNode;
}

export type BoxNode = Node<NodeData, "box">;

/** A class with its table's columns, or a table without a class. */
export const NodeView = memo(function NodeView({ data: { node } }: NodeProps<BoxNode>) {
  const marks = useMarks();
  const selected = marks.selectedNode === node.id;
  const fates = marks.fates?.byNode.get(node.id) ?? [];
  const badges = badgesOf(fates);
  const sentences = marks.fates ? fates.map((fate) => fateSentence(fate, marks.fates?.operation ?? "delete")) : [];
  const what = node.kind === "class" ? "Class" : "Table";
  return (
    <div
      className="box"
      data-kind={node.kind}
      data-related={marks.relatedNodes.has(node.id) || undefined}
      data-selected={selected || undefined}
      data-fate={badges[0]}
      data-testid="graph-node"
    >
      <Handle type="target" position={Position.Left} className="box-handle" isConnectable={false} />
      <Handle type="source" position={Position.Right} className="box-handle" isConnectable={false} />
      <button
        type="button"
        className="box-title"
        aria-pressed={selected}
        aria-label={[
          `${node.title} ${node.kind === "table" ? "" : (node.table ?? "")} ${what.toLowerCase()}`,
          ...sentences,
        ].join(". ")}
      >
        <b>{node.title}</b> {marks.namesOnly ? null : <span>{node.kind === "table" ? "table" : node.table}</span>}
      </button>
      {badges.length > 0 ? (
        <div className="box-fates" title={sentences.join("\n")} aria-hidden>
          {badges.map((kind) => (
            <span key={kind} className="fate" data-kind={kind}>
              {fateWords[kind]}
            </span>
          ))}
        </div>
      ) : null}
      {marks.namesOnly ? null : <Columns node={node} />}
    </div>
  );
});

function Columns({ node }: { readonly node: GraphNode }) {
  return (
    <ul className="box-columns">
      {node.columns.map((column) => (
        <li key={column.name} className="box-column" title={referenceTitle(column)}>
          <span className="box-key">
            {column.primaryKey ? <KeyRound size={12} aria-label="primary key" /> : null}
            {column.foreignKeys.length > 0 && !column.primaryKey ? <Link2 size={12} aria-label="foreign key" /> : null}
          </span>
          <span className="box-name">{columnText(column)}</span>
          <span className="box-type">
            {column.type}
            {column.nullable || column.primaryKey ? "" : " not null"}
          </span>
        </li>
      ))}
      {node.columns.length === 0 ? <li className="box-nothing">no columns of its own</li> : null}
    </ul>
  );
}

/** What a column refers to: `→ persons.uid ON DELETE CASCADE`. */
function referenceTitle({ foreignKeys }: GraphNode["columns"][number]): string | undefined {
  if (foreignKeys.length === 0) return undefined;
  return foreignKeys
    .map(({ target, onDelete, onUpdate }) =>
      [`→ ${target}`, onDelete ? `ON DELETE ${onDelete}` : "", onUpdate ? `ON UPDATE ${onUpdate}` : ""]
        .filter(Boolean)
        .join(" "),
    )
    .join("\n");
}
