import type { BinaryExpression } from "../sql/expressions.ts";
import type { BinaryVisitors, Visit } from "./dialect.ts";
import { genericBinary } from "./operators.ts";

const index: Visit<BinaryExpression> = (node, compiler, ctx) =>
  `${compiler.process(node.left, ctx)}[${compiler.process(node.right, ctx)}]`;

/** Operators that only some databases have, as text shows them. */
export const BINARY_TEXT: BinaryVisitors = {
  getitem: index,
  json_getitem_op: index,
  json_path_getitem_op: index,
  regexp_match_op: (node, compiler, ctx) => genericBinary(node, " <regexp> ", compiler, ctx),
  not_regexp_match_op: (node, compiler, ctx) => genericBinary(node, " <not regexp> ", compiler, ctx),
  regexp_replace_op: (node, compiler, ctx) =>
    `<regexp replace>(${compiler.process(node.left, ctx)}, ${compiler.process(node.right, ctx)})`,
};
