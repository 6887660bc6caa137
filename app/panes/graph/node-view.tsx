import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { KeyRound, Link2 } from "lucide-react";
import { memo } from "react";
import type { GraphNode } from "./graph-model.ts";
import { columnText } from "./layout.ts";
import { referenceTexts } from "./references.ts";

export interface NodeData extends Record<string, unknown> {
  readonly node: GraphNode;
  readonly selected: boolean;
  readonly related: boolean;
}

export type BoxNode = Node<NodeData, "box">;

/** A class with its table's columns, or a table without a class. */
export const NodeView = memo(function NodeView({ data: { node, selected, related } }: NodeProps<BoxNode>) {
  return (
    <div
      className="box"
      data-kind={node.kind}
      data-related={related || undefined}
      data-selected={selected || undefined}
      data-testid="graph-node"
    >
      <Handle type="target" position={Position.Left} className="box-handle" isConnectable={false} />
      <Handle type="source" position={Position.Right} className="box-handle" isConnectable={false} />
      <div className="box-title">
        <b>{node.title}</b>
        <span>{node.kind === "table" ? "table" : node.table}</span>
      </div>
      <ul className="box-columns">
        {node.columns.map((column) => (
          <li key={column.name}>
            <div className="box-column">
              <span className="box-key">
                {column.primaryKey ? <KeyRound size={12} aria-label="primary key" /> : null}
                {column.foreignKeys.length > 0 && !column.primaryKey ? (
                  <Link2 size={12} aria-label="foreign key" />
                ) : null}
              </span>
              <span className="box-name">{columnText(column)}</span>
              <span className="box-type">
                {column.type}
                {column.nullable || column.primaryKey ? "" : " not null"}
              </span>
            </div>
            {referenceTexts(column.foreignKeys).map((text) => (
              <div key={text} className="box-reference">
                {text}
              </div>
            ))}
          </li>
        ))}
        {node.columns.length === 0 ? <li className="box-nothing">no columns of its own</li> : null}
      </ul>
    </div>
  );
});
