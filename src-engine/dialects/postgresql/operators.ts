/** Operators that PostgreSQL writes in its own way. */
import { literalText } from "../../compiler/compiled.ts";
import type { BinaryVisitors, SqlCompiler, Visit } from "../../compiler/dialect.ts";
import { genericBinary } from "../../compiler/operators.ts";
import { renderType } from "../../compiler/types.ts";
import type { BinaryExpression } from "../../sql/expressions.ts";
import { STRING_TYPE } from "../../types/string.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

const literal = (value: string, compiler: SqlCompiler): string =>
  literalText(STRING_TYPE as TypeEngine, value, compiler.dialect);

const ilike =
  (word: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) => {
    const { escape: escapeChar } = node.modifiers;
    const suffix = escapeChar == null ? "" : ` ESCAPE ${literal(escapeChar, compiler)}`;
    return `${compiler.process(node.left, ctx)} ${word} ${compiler.process(node.right, ctx)}${suffix}`;
  };

const regexp =
  (operator: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) => {
    const { flags } = node.modifiers;
    if (flags == null) return genericBinary(node, ` ${operator} `, compiler, ctx);
    if (flags === "i") return genericBinary(node, ` ${operator}* `, compiler, ctx);
    const pattern = `CONCAT('(?', ${literal(flags, compiler)}, ')', ${compiler.process(node.right, ctx)})`;
    return `${compiler.process(node.left, ctx)} ${operator} ${pattern}`;
  };

/** `->` for JSON, `->>` under a CAST for values. */
const json =
  (element: string, value: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) => {
    const grouped = { ...ctx, eagerGrouping: true };
    if (node.type.affinity === "json") return genericBinary(node, ` ${element} `, compiler, grouped);
    return `CAST(${genericBinary(node, ` ${value} `, compiler, grouped)} AS ${renderType(node.type, compiler.dialect)})`;
  };

export const POSTGRESQL_BINARY: BinaryVisitors = {
  ilike_op: ilike("ILIKE"),
  not_ilike_op: ilike("NOT ILIKE"),
  regexp_match_op: regexp("~"),
  not_regexp_match_op: regexp("!~"),
  regexp_replace_op(node, compiler, ctx) {
    const { flags } = node.modifiers;
    const last = flags == null ? "" : `, ${literal(flags, compiler)}`;
    return `REGEXP_REPLACE(${compiler.process(node.left, ctx)}, ${compiler.process(node.right, ctx)}${last})`;
  },
  match_op: (node, compiler, ctx) =>
    `${compiler.process(node.left, ctx)} @@ plainto_tsquery(${compiler.process(node.right, ctx)})`,
  bitwise_xor_op: (node, compiler, ctx) => genericBinary(node, " # ", compiler, ctx),
  json_getitem_op: json("->", "->>"),
  json_path_getitem_op: json("#>", "#>>"),
};
