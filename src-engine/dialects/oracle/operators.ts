/** Operators for which Oracle has functions. */
import { literalText } from "../../compiler/compiled.ts";
import type { BinaryVisitors, Ctx, SqlCompiler, Visit } from "../../compiler/dialect.ts";
import { CompileError } from "../../errors.ts";
import type { BinaryExpression } from "../../sql/expressions.ts";
import { STRING_TYPE } from "../../types/string.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

const both = (node: BinaryExpression, compiler: SqlCompiler, ctx: Ctx): string =>
  `${compiler.process(node.left, ctx)}, ${compiler.process(node.right, ctx)}`;

const called =
  (name: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) =>
    `${name}(${both(node, compiler, ctx)})`;

const matched =
  (start: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) => {
    const { flags } = node.modifiers;
    const last = flags == null ? "" : `, ${literalText(STRING_TYPE as TypeEngine, flags, compiler.dialect)}`;
    return `${start}(${both(node, compiler, ctx)}${last})`;
  };

const impossible = (name: string) => (): never => {
  throw new CompileError(`Cannot compile ${name} in oracle`);
};

export const ORACLE_BINARY: BinaryVisitors = {
  mod: called("mod"),
  match_op: called("CONTAINS "),
  regexp_match_op: matched("REGEXP_LIKE"),
  not_regexp_match_op: matched("NOT REGEXP_LIKE"),
  regexp_replace_op: matched("REGEXP_REPLACE"),
  is_distinct_from: (node, compiler) => `DECODE(${both(node, compiler, {})}, 0, 1) = 1`,
  is_not_distinct_from: (node, compiler) => `DECODE(${both(node, compiler, {})}, 0, 1) = 0`,
  bitwise_xor_op: called("BITXOR"),
  bitwise_or_op: called("BITOR"),
  bitwise_and_op: called("BITAND"),
  bitwise_lshift_op: impossible("bitwise_lshift"),
  bitwise_rshift_op: impossible("bitwise_rshift"),
};
