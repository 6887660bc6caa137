/** Operators that MySQL writes in its own way. */
import { literalText } from "../../compiler/compiled.ts";
import type { BinaryVisitors, Ctx, SqlCompiler, Visit } from "../../compiler/dialect.ts";
import { genericBinary } from "../../compiler/operators.ts";
import type { BinaryExpression } from "../../sql/expressions.ts";
import { STRING_TYPE } from "../../types/string.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

const flagsText = (flags: string, compiler: SqlCompiler): string =>
  literalText(STRING_TYPE as TypeEngine, flags, compiler.dialect);

const both = (node: BinaryExpression, compiler: SqlCompiler, ctx: Ctx): string =>
  `${compiler.process(node.left, ctx)}, ${compiler.process(node.right, ctx)}`;

const regexp =
  (not: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) => {
    const { flags } = node.modifiers;
    if (flags == null) return genericBinary(node, ` ${not}REGEXP `, compiler, ctx);
    return `${not}REGEXP_LIKE(${both(node, compiler, ctx)}, ${flagsText(flags, compiler)})`;
  };

/** What a JSON element becomes as a value: the SQL type of the expression says it. */
const json: Visit<BinaryExpression> = (node, compiler, ctx) => {
  const element = () => `JSON_EXTRACT(${both(node, compiler, ctx)})`;
  if (node.type.affinity === "json") return element();
  const start = `CASE ${element()} WHEN 'null' THEN NULL`;
  const { precision, scale } = node.type as TypeEngine & { precision?: number | null; scale?: number | null };
  switch (node.type.affinity) {
    case "integer":
      return `${start} ELSE CAST(${element()} AS SIGNED INTEGER) END`;
    case "numeric":
      return scale != null && precision != null
        ? `${start} ELSE CAST(${element()} AS DECIMAL(${precision}, ${scale})) END`
        : `${start} ELSE ${element()}+0.0000000000000000000000 END`;
    case "boolean":
      return `${start} WHEN true THEN true ELSE false END`;
    case "string":
      return `${start} ELSE JSON_UNQUOTE(${element()}) END`;
    default:
      return `${start} ELSE ${element()} END`;
  }
};

export const MYSQL_BINARY: BinaryVisitors = {
  concat_op: (node, compiler, ctx) => `concat(${both(node, compiler, ctx)})`,
  regexp_match_op: regexp(""),
  not_regexp_match_op: regexp("NOT "),
  regexp_replace_op(node, compiler, ctx) {
    const { flags } = node.modifiers;
    const last = flags == null ? "" : `, ${flagsText(flags, compiler)}`;
    return `REGEXP_REPLACE(${both(node, compiler, ctx)}${last})`;
  },
  match_op: (node, compiler, ctx) =>
    `MATCH (${compiler.process(node.left, ctx)}) AGAINST (${compiler.process(node.right, ctx)} IN BOOLEAN MODE)`,
  is_distinct_from: (node, compiler) => `NOT (${compiler.process(node.left)} <=> ${compiler.process(node.right)})`,
  is_not_distinct_from: (node, compiler) => `${compiler.process(node.left)} <=> ${compiler.process(node.right)}`,
  json_getitem_op: json,
  json_path_getitem_op: json,
};
