/** Visitors of expressions. */
import { CompileError } from "../errors.ts";
import type { ColumnElement } from "../sql/element.ts";
import { BindParameter, TextClause } from "../sql/literals.ts";
import { NULL_TYPE } from "../types/null-type.ts";
import { repr } from "../types/repr.ts";
import { literalText } from "./compiled.ts";
import type { Ctx, SqlCompiler, Visitors } from "./dialect.ts";
import { binary, expressionList, unary } from "./operators.ts";
import { renderType } from "./types.ts";

type ExpressionKind =
  | "bindparam"
  | "column"
  | "annotated"
  | "label"
  | "binary"
  | "unary"
  | "as_boolean"
  | "expression_list"
  | "clause_list"
  | "tuple"
  | "grouping"
  | "null"
  | "true"
  | "false"
  | "text"
  | "cast"
  | "try_cast"
  | "type_coerce"
  | "case"
  | "extract"
  | "function"
  | "over"
  | "function_filter"
  | "scalar_function_column"
  | "within_group"
  | "collation"
  | "slice"
  | "label_reference"
  | "textual_label_reference"
  | "table_valued_column"
  | "ilike_operand"
  | "scalar_select"
  | "exists";

const BIND_IN_TEXT = /(?<![:\w$\\]):([\w$]+)(?![:\w$])/g;
const ESCAPED_COLON = /\\(:[\w$]*)(?![:\w$])/g;

/** A SELECT's label as the statement renders it: `expression AS name`. */
export function renderLabel(
  element: ColumnElement,
  name: string,
  extraTargets: readonly (ColumnElement | string | null)[],
  compiler: SqlCompiler,
  ctx: Ctx,
): string {
  const { addToResult, withinLabelClause, withinColumnsClause, renderLabelAs, resultTargets = [], ...rest } = ctx;
  const text = compiler.identifier("label", name);
  addToResult?.(text, name, [text, ...extraTargets, ...resultTargets], element.type);
  const inner = compiler.process(element, { ...rest, withinColumnsClause: true, withinLabelClause: true });
  return `${inner} AS ${compiler.preparer.quote(text)}`;
}

function literalOf(bind: BindParameter, compiler: SqlCompiler): string {
  const value = bind.effectiveValue;
  if (bind.expanding) {
    const items = [...((value as Iterable<unknown> | null) ?? [])];
    if (items.length === 0) return compiler.dialect.emptySet([bind.type], bind.expandOperator?.name ?? null);
    return items.map((item) => literalText(bind.type, item, compiler.dialect)).join(", ");
  }
  if ((value === null || value === undefined) && !bind.type.shouldEvaluateNone) return "NULL";
  return literalText(bind.type, value, compiler.dialect);
}

function resolveLabel(name: string, compiler: SqlCompiler, ctx: Ctx): ColumnElement {
  const labels = compiler.top?.labels;
  const found = labels && (ctx.withinColumnsClause ? labels.onlyFroms : labels.withColumns).get(name);
  if (found) return found;
  const shown = repr(name.length > 25 ? `${name.slice(0, 25)}...` : name);
  throw new CompileError(
    `Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression ${shown} should be explicitly declared as text(${shown})`,
  );
}

export const expressionVisitors: Pick<Visitors, ExpressionKind> = {
  bindparam(node, compiler, ctx) {
    if (!ctx.literalBinds) return compiler.place(node, ctx);
    const text = literalOf(node, compiler);
    return node.expanding ? `(${text})` : text;
  },

  column(node, compiler, ctx) {
    if (node.name === null) throw new CompileError("Cannot compile Column object until its 'name' is assigned.");
    const name = node.isLiteral ? compiler.literalText(node.name) : compiler.identifier("colident", node.name);
    if (ctx.addToResult) {
      const targets = [node, name, node.key, ...(ctx.resultTargets ?? []), node.tqLabel];
      ctx.addToResult(name, node.name, targets, node.type);
    }
    const text = node.isLiteral ? name : compiler.preparer.quote(name);
    const { table } = node;
    if (table === null || ctx.includeTable === false || !table.namedWithColumn || table.name === null) return text;
    const schema = table.schema && ctx.useSchema !== false ? `${compiler.preparer.quote(table.schema)}.` : "";
    const ambiguous = schema === "" ? ctx.ambiguousTables?.get(table.name) : undefined;
    const tableName = compiler.identifier("alias", ambiguous ?? table.name);
    return `${schema}${compiler.preparer.quote(tableName)}.${text}`;
  },

  annotated(node, compiler, ctx) {
    return compiler.process(node.element, ctx);
  },

  label(node, compiler, ctx) {
    const withAs = ctx.withinColumnsClause && !ctx.withinLabelClause;
    if (withAs) {
      return renderLabelNode(node, compiler, ctx);
    }
    const only = ctx.renderLabelAs;
    if (only && (only === node || only.unannotated === node)) {
      return compiler.preparer.quote(compiler.identifier("colident", node.name));
    }
    const { addToResult, withinLabelClause, renderLabelAs, resultTargets, ...rest } = ctx;
    return compiler.process(node.element, { ...rest, withinColumnsClause: false });
  },

  binary,
  unary,
  expression_list: expressionList,

  as_boolean(node, compiler, ctx) {
    const { addToResult, ...rest } = ctx;
    const inner: Ctx = addToResult ? { ...ctx, resultTargets: [...(ctx.resultTargets ?? []), node] } : rest;
    const text = compiler.process(node.element, inner);
    if (node.element.isImplicitlyBoolean || compiler.dialect.supportsNativeBoolean) {
      return node.truth ? text : `NOT ${text}`;
    }
    return `${text} = ${node.truth ? 1 : 0}`;
  },

  clause_list(node, compiler, ctx) {
    return compiler.processList(node.clauses, node.operator.sql ?? " ", ctx);
  },

  tuple(node, compiler, ctx) {
    return `(${compiler.processList(node.clauses, ", ", ctx)})`;
  },

  grouping(node, compiler, { asFrom: _asFrom, ...ctx }) {
    return `(${compiler.process(node.element, ctx)})`;
  },

  null: () => "NULL",
  true: (_node, compiler) => (compiler.dialect.supportsNativeBoolean ? "true" : "1"),
  false: (_node, compiler) => (compiler.dialect.supportsNativeBoolean ? "false" : "0"),

  text(node, compiler, ctx) {
    const { addToResult, ...rest } = ctx;
    if (compiler.stack.length === 0) compiler.isPlainText = true;
    addToResult?.(null, null, [node], NULL_TYPE);
    return compiler
      .literalText(node.text)
      .replace(BIND_IN_TEXT, (_match, name: string) =>
        compiler.process(node.binds.get(name) ?? new BindParameter(name), rest),
      )
      .replace(ESCAPED_COLON, "$1");
  },

  cast(node, compiler, ctx) {
    const type = renderType(node.type, compiler.dialect);
    const match = /^(.*)( COLLATE .*)$/.exec(type);
    return `CAST(${compiler.process(node.clause, ctx)} AS ${match?.[1] ?? type})${match?.[2] ?? ""}`;
  },

  try_cast(node, compiler, ctx) {
    return `TRY_CAST(${compiler.process(node.clause, ctx)} AS ${renderType(node.type, compiler.dialect)})`;
  },

  type_coerce(node, compiler, ctx) {
    return compiler.process(node.typedExpression, ctx);
  },

  case(node, compiler, ctx) {
    let text = "CASE ";
    if (node.value) text += `${compiler.process(node.value, ctx)} `;
    for (const { when, result } of node.branches) {
      text += `WHEN ${compiler.process(when, ctx)} THEN ${compiler.process(result, ctx)} `;
    }
    if (node.otherwise) text += `ELSE ${compiler.process(node.otherwise, ctx)} `;
    return `${text}END`;
  },

  extract(node, compiler, ctx) {
    const { extractFields } = compiler.dialect;
    const field = extractFields?.[node.field] ?? node.field;
    return `EXTRACT(${field} FROM ${compiler.process(node.expr, ctx)})`;
  },

  function(node, compiler, ctx) {
    const { addToResult, ...rest } = ctx;
    addToResult?.(node.name, node.name, [node.name], node.type);
    const special = node.packages.length === 0 ? compiler.dialect.functions[node.name.toLowerCase()] : undefined;
    let text: string;
    if (special) {
      text = special(node, compiler, rest);
    } else {
      const quoted = (name: string) =>
        compiler.preparer.hasIllegalCharacters(name) ? compiler.preparer.quote(name) : name;
      const name = node.ansi && node.name !== "sysdate" ? node.name.toUpperCase() : quoted(node.name);
      const bare = node.ansi && node.args.clauses.length === 0;
      text = [...node.packages.map(quoted), name].join(".") + (bare ? "" : functionArguments(node, compiler, rest));
    }
    return node.withOrdinality ? `${text} WITH ORDINALITY` : text;
  },

  over(node, compiler, ctx) {
    const element = compiler.process(node.element, ctx);
    const parts: string[] = [];
    if (node.partitionBy?.clauses.length) parts.push(`PARTITION BY ${compiler.process(node.partitionBy, ctx)}`);
    if (node.orderBy?.clauses.length) parts.push(`ORDER BY ${compiler.process(node.orderBy, ctx)}`);
    if (node.frame) {
      const [low, high] = node.frame.bounds;
      parts.push(
        `${node.frame.unit} BETWEEN ${frameBound(low, "PRECEDING", compiler, ctx)} AND ${frameBound(high, "FOLLOWING", compiler, ctx)}`,
      );
    }
    return `${element} OVER (${parts.join(" ")})`;
  },

  scalar_function_column(node, compiler, ctx) {
    ctx.addToResult?.(node.name, node.name, [node, node.name], node.type);
    return `(${compiler.process(node.func, { ...ctx, addToResult: null })}).${compiler.preparer.quote(node.name)}`;
  },

  function_filter(node, compiler, ctx) {
    return `${compiler.process(node.func, ctx)} FILTER (WHERE ${compiler.process(node.criterion, ctx)})`;
  },

  within_group(node, compiler, ctx) {
    return `${compiler.process(node.element, ctx)} WITHIN GROUP (ORDER BY ${compiler.process(node.orderBy, ctx)})`;
  },

  collation(node, compiler) {
    return compiler.preparer.quote(node.collation);
  },

  slice() {
    throw new CompileError("Slices are written by dialects that have arrays.");
  },

  label_reference(node, compiler, ctx) {
    if (!compiler.dialect.simpleOrderByLabel) return compiler.process(node.element, ctx);
    const { withinColumnsClause, ...rest } = ctx;
    const labels = compiler.top?.labels;
    const wanted = node.element.orderByLabel;
    const name = wanted?.name ?? null;
    const known =
      name !== null ? (withinColumnsClause ? labels?.onlyFroms : labels?.onlyColumns)?.get(name) : undefined;
    const renderLabelAs = known && wanted?.sharesLineage(known) ? wanted : (ctx.renderLabelAs ?? null);
    return compiler.process(node.element, { ...rest, withinColumnsClause, renderLabelAs });
  },

  textual_label_reference(node, compiler, ctx) {
    if (compiler.stack.length === 0) return compiler.process(new TextClause(node.element), ctx);
    const column = resolveLabel(node.element, compiler, ctx);
    return compiler.process(column, { ...ctx, renderLabelAs: column });
  },

  table_valued_column(node, compiler, ctx) {
    const name = compiler.identifier("colident", node.name);
    ctx.addToResult?.(name, node.name, [node, name, node.key, ...(ctx.resultTargets ?? [])], node.type);
    return compiler.preparer.quote(name);
  },

  ilike_operand(node, compiler, ctx) {
    return `lower(${compiler.process(node.element, ctx)})`;
  },

  scalar_select(node, compiler, { asFrom: _asFrom, ...ctx }) {
    return `(${compiler.process(node.element, ctx)})`;
  },

  exists(node, compiler, ctx) {
    const inner: Ctx = ctx.addToResult ? { ...ctx, resultTargets: [...(ctx.resultTargets ?? []), node] } : ctx;
    return `EXISTS ${compiler.process(node.element, inner)}`;
  },
};

function renderLabelNode(
  node: ColumnElement & { readonly name: string; readonly element: ColumnElement },
  compiler: SqlCompiler,
  ctx: Ctx,
): string {
  const { addToResult, withinLabelClause, withinColumnsClause, renderLabelAs, resultTargets = [], ...rest } = ctx;
  const text = compiler.identifier("colident", node.name);
  addToResult?.(text, node.name, [node, text, ...resultTargets], node.type);
  const inner = compiler.process(node.element, { ...rest, withinColumnsClause: true, withinLabelClause: true });
  return `${inner} AS ${compiler.preparer.quote(text)}`;
}

/** `(a, b)`: the arguments of a function. */
export function functionArguments(
  node: { readonly args: { readonly clauses: readonly unknown[] } & Parameters<SqlCompiler["process"]>[0] },
  compiler: SqlCompiler,
  ctx: Ctx,
): string {
  return `(${compiler.process(node.args, ctx)})`;
}

function frameBound(
  bound: number | null,
  unbounded: "PRECEDING" | "FOLLOWING",
  compiler: SqlCompiler,
  ctx: Ctx,
): string {
  if (bound === null) return `UNBOUNDED ${unbounded}`;
  if (bound === 0) return "CURRENT ROW";
  const value = compiler.process(new BindParameter(null, { value: Math.abs(bound), unique: true }), ctx);
  return `${value} ${bound < 0 ? "PRECEDING" : "FOLLOWING"}`;
}
