/** Visitors of operations. */
import { CompileError, UnsupportedCompilationError } from "../errors.ts";
import type { ColumnElement } from "../sql/element.ts";
import {
  type BinaryExpression,
  Cast,
  type ExpressionList,
  IlikeOperand,
  type UnaryExpression,
} from "../sql/expressions.ts";
import { ColumnClause } from "../sql/literals.ts";
import { OPS, type Operator } from "../sql/operators.ts";
import { NUMERIC_TYPE } from "../types/numeric.ts";
import { STRING_TYPE } from "../types/string.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { literalText } from "./compiled.ts";
import type { BinaryVisitors, Ctx, SqlCompiler, Visit } from "./dialect.ts";

/** `left op right` with a text between. */
export function genericBinary(node: BinaryExpression, text: string, compiler: SqlCompiler, ctx: Ctx): string {
  const inner: Ctx = { ...ctx, inOperator: true };
  const sql = compiler.process(node.left, inner) + text + compiler.process(node.right, inner);
  return ctx.inOperator && ctx.eagerGrouping ? `(${sql})` : sql;
}

export const binary: Visit<BinaryExpression> = (node, compiler, ctx) => {
  const { operator } = node;
  if (operator.comparison) {
    const { linter, lateralLinter, enclosingLateral } = ctx;
    if (linter && lateralLinter && enclosingLateral) {
      lateralLinter.relate([...node.left.fromObjects, enclosingLateral], [...node.right.fromObjects, enclosingLateral]);
    } else {
      linter?.relate(node.left.fromObjects, node.right.fromObjects);
    }
  }
  const special = compiler.dialect.binary[operator.name] ?? BINARY[operator.name];
  if (special) return special(node, compiler, ctx);
  if (operator.sql === null) throw unsupported(operator);
  return genericBinary(node, operator.sql, compiler, ctx);
};

function unsupported(operator: Operator): UnsupportedCompilationError {
  return new UnsupportedCompilationError(`Compiler can't render element of type ${operator.name}`, { code: "l7de" });
}

export const expressionList: Visit<ExpressionList> = (node, compiler, ctx) => {
  if (node.operator.sql === null) throw unsupported(node.operator);
  return compiler.processList(node.clauses, node.operator.sql, { ...ctx, inOperator: true });
};

export const unary: Visit<UnaryExpression> = (node, compiler, ctx) => {
  const inner: Ctx = ctx.addToResult ? { ...ctx, resultTargets: [...(ctx.resultTargets ?? []), node] } : ctx;
  if (node.operator && node.modifier) {
    throw new CompileError("Unary expression does not support operator and modifier simultaneously");
  }
  if (node.operator) {
    const text = node.operator.custom ? `${node.operator.custom.text} ` : node.operator.sql;
    if (text === null) throw unsupported(node.operator);
    return text + compiler.process(node.element, inner);
  }
  if (!node.modifier) throw new CompileError("Unary expression has no operator or modifier");
  const text = node.modifier.custom ? ` ${node.modifier.custom.text}` : node.modifier.sql;
  if (text === null) throw unsupported(node.modifier);
  return compiler.process(node.element, inner) + text;
};

function like(node: BinaryExpression, word: "LIKE" | "NOT LIKE", compiler: SqlCompiler, ctx: Ctx): string {
  const { escape: escapeChar } = node.modifiers;
  const suffix =
    escapeChar == null ? "" : ` ESCAPE ${literalText(STRING_TYPE as TypeEngine, escapeChar, compiler.dialect)}`;
  return `${compiler.process(node.left, ctx)} ${word} ${compiler.process(node.right, ctx)}${suffix}`;
}

const PERCENT = new ColumnClause("'%'", STRING_TYPE, { isLiteral: true }) as ColumnElement;

type Around = "both" | "before" | "after";

function withPercent(value: ColumnElement, around: Around): ColumnElement {
  if (around === "after") return concat(value, PERCENT);
  const before = concat(PERCENT, value);
  return around === "both" ? concat(before, PERCENT) : before;
}

const concat = (left: ColumnElement, right: ColumnElement): ColumnElement => left.operate(OPS.concat_op, [right]);

const containing =
  (around: Around, word: "LIKE" | "NOT LIKE", fold: boolean): Visit<BinaryExpression> =>
  (node, compiler, ctx) => {
    const ilike = fold ? compiler.dialect.binary[word === "LIKE" ? "ilike_op" : "not_ilike_op"] : undefined;
    if (ilike) return ilike(node.withSides(node.left, withPercent(node.right, around)), compiler, ctx);
    const left = fold ? new IlikeOperand(node.left) : node.left;
    const right = fold ? new IlikeOperand(node.right) : node.right;
    return like(node.withSides(left, withPercent(right, around)), word, compiler, ctx);
  };

const folded =
  (word: "LIKE" | "NOT LIKE"): Visit<BinaryExpression> =>
  (node, compiler, ctx) =>
    like(node.withSides(new IlikeOperand(node.left), new IlikeOperand(node.right)), word, compiler, ctx);

const between =
  (word: string): Visit<BinaryExpression> =>
  (node, compiler, ctx) =>
    genericBinary(node, node.modifiers.symmetric ? ` ${word} SYMMETRIC ` : ` ${word} `, compiler, ctx);

const noRegexp =
  (what: string): Visit<BinaryExpression> =>
  (_node, compiler) => {
    throw new CompileError(`${compiler.dialect.name} dialect does not support ${what}`);
  };

const BINARY: BinaryVisitors = {
  truediv(node, compiler, ctx) {
    const left = compiler.process(node.left, ctx);
    if (!compiler.dialect.divIsFloordiv) return `${left} / ${compiler.process(node.right, ctx)}`;
    const type = node.right.type.affinity === "numeric" ? node.right.type : (NUMERIC_TYPE as TypeEngine);
    return `${left} / ${compiler.process(new Cast(node.right, type), ctx)}`;
  },
  floordiv(node, compiler, ctx) {
    const text = `${compiler.process(node.left, ctx)} / ${compiler.process(node.right, ctx)}`;
    const whole = node.left.type.affinity === "integer" && node.right.type.affinity === "integer";
    return compiler.dialect.divIsFloordiv && whole ? text : `FLOOR(${text})`;
  },
  mod(node, compiler, ctx) {
    const sign = compiler.dialect.doublePercents ? "%%" : "%";
    return `${compiler.process(node.left, ctx)} ${sign} ${compiler.process(node.right, ctx)}`;
  },
  custom_op(node, compiler, ctx) {
    const custom = node.operator.custom;
    return genericBinary(node, ` ${compiler.literalText(custom?.text ?? "")} `, compiler, {
      ...ctx,
      eagerGrouping: custom?.eagerGrouping ?? false,
    });
  },
  not_in_op: (node, compiler, ctx) => `(${genericBinary(node, " NOT IN ", compiler, ctx)})`,
  not_match_op: (node, compiler, ctx) =>
    `NOT ${binary(node.withSides(node.left, node.right, OPS.match_op), compiler, ctx)}`,
  like_op: (node, compiler, ctx) => like(node, "LIKE", compiler, ctx),
  not_like_op: (node, compiler, ctx) => like(node, "NOT LIKE", compiler, ctx),
  ilike_op: folded("LIKE"),
  not_ilike_op: folded("NOT LIKE"),
  contains_op: containing("both", "LIKE", false),
  not_contains_op: containing("both", "NOT LIKE", false),
  icontains_op: containing("both", "LIKE", true),
  not_icontains_op: containing("both", "NOT LIKE", true),
  startswith_op: containing("after", "LIKE", false),
  not_startswith_op: containing("after", "NOT LIKE", false),
  istartswith_op: containing("after", "LIKE", true),
  not_istartswith_op: containing("after", "NOT LIKE", true),
  endswith_op: containing("before", "LIKE", false),
  not_endswith_op: containing("before", "NOT LIKE", false),
  iendswith_op: containing("before", "LIKE", true),
  not_iendswith_op: containing("before", "NOT LIKE", true),
  between_op: between("BETWEEN"),
  not_between_op: between("NOT BETWEEN"),
  regexp_match_op: noRegexp("regular expressions"),
  not_regexp_match_op: noRegexp("regular expressions"),
  regexp_replace_op: noRegexp("regular expression replacements"),
};
