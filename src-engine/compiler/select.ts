/** Visitors of SELECT and its relatives. */
import { CompileError } from "../errors.ts";
import { type ClauseElement, ColumnElement, type FromClause } from "../sql/element.ts";
import { AsBoolean, ExpressionList, Label, UnaryExpression } from "../sql/expressions.ts";
import { TableValuedColumn } from "../sql/from-clause.ts";
import type { NamedColumnItem } from "../sql/labels.ts";
import { ColumnClause, TextClause } from "../sql/literals.ts";
import { whereClause } from "../sql/operations.ts";
import { OPS } from "../sql/operators.ts";
import type { CompoundSelect, Select } from "../sql/select.ts";
import type { GenerativeSelect, SelectBase } from "../sql/select-base.ts";
import type { AddToResult, Ctx, SqlCompiler, StackEntry, Visitors } from "./dialect.ts";
import { renderLabel } from "./expressions.ts";
import { renderCtes } from "./from-clauses.ts";
import { FromLinter } from "./from-linter.ts";
import { type LabelResolver, SelectFroms } from "./select-froms.ts";

type SelectKind = "select" | "compound_select" | "select_grouping" | "textual_select";

const NO_FROMS: ReadonlySet<FromClause> = new Set();

/** A column of a SELECT or RETURNING, with its label where it needs one. */
export function renderSelectColumn(
  item: NamedColumnItem,
  compiler: SqlCompiler,
  ctx: Ctx,
  options: { populate: boolean; asFrom: boolean; includeTable?: boolean },
): string {
  const { column, requiredLabel, proxyKey, repeated } = item;
  const addToResult: AddToResult | null = options.populate
    ? repeated
      ? (key, name, _targets, type) => compiler.addToResult(key, name, [key], type)
      : compiler.addToResult
    : null;
  const inner: Ctx = { ...ctx, withinColumnsClause: true, addToResult, includeTable: options.includeTable };
  if (!(column instanceof ColumnElement)) return compiler.process(column, inner);
  const bare = column.unannotated;
  if (bare instanceof Label) return compiler.process(bare, annotatedTarget(inner, column, bare));
  if (requiredLabel !== null) {
    return renderLabel(column, requiredLabel, [bare, proxyKey, column.tqLabel], compiler, inner);
  }
  if (!needsLabel(bare, compiler, options.asFrom)) return compiler.process(column, inner);
  const label = item.fallbackLabel ?? column.anonNameLabel;
  return renderLabel(column, label, [bare, proxyKey], compiler, inner);
}

function annotatedTarget(ctx: Ctx, column: ColumnElement, bare: ColumnElement): Ctx {
  return column === bare ? ctx : { ...ctx, resultTargets: [...(ctx.resultTargets ?? []), column] };
}

function needsLabel(column: ColumnElement, compiler: SqlCompiler, asFrom: boolean): boolean {
  if (column instanceof ColumnClause) return asFrom && !column.isLiteral && column.table !== null;
  if (column instanceof AsBoolean) return !compiler.dialect.supportsNativeBoolean || asFrom;
  if (column instanceof UnaryExpression) return column.wrapsUnnamedColumn || asFrom;
  if (column instanceof TableValuedColumn) return false;
  return column.nonAnonLabel === null;
}

/** The conditions of WHERE or HAVING, joined by AND. */
export function renderCriteria(criteria: readonly ColumnElement[], compiler: SqlCompiler, ctx: Ctx): string {
  const clause = whereClause(criteria);
  if (!clause) return "";
  if (clause instanceof ExpressionList && clause.operator === OPS.and_) {
    return compiler.processList(clause.clauses, " AND ", ctx);
  }
  return compiler.process(clause, ctx);
}

function dispatchIndependentCtes(
  statement: Pick<SelectBase, "independentCtes">,
  compiler: SqlCompiler,
  ctx: Ctx,
): void {
  for (const { cte, nestHere } of statement.independentCtes) compiler.process(cte, { ...ctx, cteNesting: nestHere });
}

export { dispatchIndependentCtes };

/** Prefixes or suffixes, as far as they are meant for the database. */
export function renderPrefixes(prefixes: readonly ClauseElement[], compiler: SqlCompiler, ctx: Ctx): string {
  return prefixes
    .filter(
      (prefix) =>
        !(prefix instanceof TextClause) || (prefix.dialect ?? compiler.dialect.name) === compiler.dialect.name,
    )
    .map((prefix) => `${compiler.process(prefix, ctx)} `)
    .join("");
}

/** The hints for this database, by what they are about. */
function hintsOf(select: Select, compiler: SqlCompiler): Map<FromClause | null, string> {
  const found = new Map<FromClause | null, string>();
  for (const { from, text, dialect } of select.hints) {
    if (dialect !== "*" && dialect !== compiler.dialect.name) continue;
    found.set(from, from === null && found.has(null) ? `${found.get(null)} ${text}` : text);
  }
  return found;
}

function displayFroms(state: SelectFroms, entry: StackEntry | undefined, asFrom: boolean, lateral: boolean) {
  const correlate = entry?.correlateFroms ?? NO_FROMS;
  const asFromFroms = entry?.asFromFroms ?? NO_FROMS;
  if (asFrom && !lateral) {
    // A subquery in FROM does not see what stands beside it.
    return state.display(new Set([...correlate].filter((from) => !asFromFroms.has(from))), NO_FROMS);
  }
  return state.display(correlate, asFromFroms);
}

function visitSelect(select: Select, compiler: SqlCompiler, given: Ctx): string {
  const { asFrom = false, insertInto = false, compoundIndex = null, lateral = false, linter: _linter, ...rest } = given;
  const state = compiler.fromsOf(select, () => new SelectFroms(select));
  const toplevel = compiler.stack.length === 0;
  const entry = compiler.top;
  if (toplevel) {
    compiler.kind = "select";
    compiler.table = singleTable(state.froms);
  }
  const populate =
    !compoundIndex && (toplevel || (entry?.needResultForCompound ?? false) || (entry?.needResultForNested ?? false));
  const ctx: Ctx = {
    ...rest,
    withinColumnsClause: false,
    ambiguousTables: state.ambiguousTables.size > 0 ? state.ambiguousTables : null,
    addToResult: populate ? (rest.addToResult ?? null) : null,
  };
  checkCompoundWidth(select, state, entry, compoundIndex);
  const froms = displayFroms(state, entry, asFrom, lateral);
  const fromSet = new Set(froms.flatMap((from) => from.fromObjects));
  compiler.stack.push({
    asFromFroms: fromSet,
    correlateFroms: new Set([...fromSet, ...(entry?.correlateFroms ?? NO_FROMS)]),
    selectable: select,
    // Worked out when an ORDER BY asks.
    get labels() {
      return state.labels;
    },
  });
  dispatchIndependentCtes(select, compiler, ctx);
  let text = "SELECT ";
  text += renderPrefixes(select.prefixes, compiler, ctx);
  text += compiler.dialect.distinctClause(select, compiler, ctx);
  const columns = state.columnsPlusNames
    .map((item) => renderSelectColumn(item, compiler, { ...ctx, withinLabelClause: false }, { populate, asFrom }))
    .filter((column) => column !== "");
  text += columns.join(", ");
  const hints = select.hints.length === 0 ? null : hintsOf(select, compiler);
  text = renderBody(columns.length === 0 ? text.trimEnd() : text, select, froms, compiler, {
    ...ctx,
    addToResult: null,
    ...(hints === null ? {} : { fromHints: hints }),
  });
  if (hints?.has(null)) text += ` ${hints.get(null)}`;
  if (compiler.ctes.size > 0 && ((compoundIndex === null && !insertInto) || toplevel)) {
    text = renderCtes(compiler, toplevel ? null : compiler.stack.length) + text;
  }
  if (select.suffixes.length > 0) text += ` ${renderPrefixes(select.suffixes, compiler, ctx)}`;
  compiler.stack.pop();
  return text;
}

function singleTable(froms: readonly FromClause[]): string | null {
  const [only] = froms;
  return froms.length === 1 && only?.kind === "table" ? only.name : null;
}

function checkCompoundWidth(
  select: Select,
  state: SelectFroms,
  entry: StackEntry | undefined,
  index: number | null,
): void {
  if (index === null || !entry) return;
  const columnCount = select.allSelectedColumns.length;
  if (index === 0) {
    entry.firstSelect = { columnCount };
  } else if (entry.firstSelect && entry.firstSelect.columnCount !== state.columnsPlusNames.length) {
    throw new CompileError(
      `All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has ${entry.firstSelect.columnCount} columns, select #${index + 1} has ${columnCount}`,
    );
  }
}

function renderBody(
  head: string,
  select: Select,
  froms: readonly FromClause[],
  compiler: SqlCompiler,
  ctx: Ctx,
): string {
  const linter = compiler.options.onCartesian ? new FromLinter(compiler.options.onCartesian) : null;
  let text = head;
  if (froms.length > 0) {
    text += ` \nFROM ${froms.map((from) => compiler.process(from, { ...ctx, asFrom: true, linter })).join(", ")}`;
  } else if (select.whereCriteria.length > 0 || compiler.dialect.alwaysFrom) {
    text += compiler.dialect.defaultFrom;
  }
  if (select.whereCriteria.length > 0) {
    const where = renderCriteria(select.whereCriteria, compiler, { ...ctx, linter });
    if (where) text += ` \nWHERE ${where}`;
  }
  linter?.warn();
  text += groupBy(select, compiler, ctx);
  if (select.havingCriteria.length > 0) {
    const having = renderCriteria(select.havingCriteria, compiler, ctx);
    if (having) text += ` \nHAVING ${having}`;
  }
  text += orderBy(select, compiler, ctx);
  text += rowLimit(select, compiler, ctx);
  if (select.forUpdate) text += compiler.dialect.forUpdateClause(select, compiler, ctx);
  return text;
}

function groupBy(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string {
  const text = compiler.processList(select.groupByItems, ", ", ctx);
  return text ? ` GROUP BY ${text}` : "";
}

function orderBy(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string {
  const text = compiler.processList(select.orderByItems, ", ", ctx);
  return text ? ` ORDER BY ${text}` : "";
}

function rowLimit(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string {
  if (!select.hasRowLimit) return "";
  if (!select.fetchClause) return compiler.dialect.limitClause(select, compiler, ctx);
  return compiler.dialect.fetchClause(select, compiler, ctx);
}

/** OFFSET and FETCH as standard SQL has them. */
export function standardFetch(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string {
  const fetch = select.fetchClause;
  if (!fetch) return "";
  const offset = select.offsetExpression ? `\n OFFSET ${compiler.process(select.offsetExpression, ctx)} ROWS` : "";
  const percent = fetch.percent ? " PERCENT" : "";
  return `${offset}\n FETCH FIRST ${compiler.process(fetch.count, ctx)}${percent} ROWS ${fetch.withTies ? "WITH TIES" : "ONLY"}`;
}

/** LIMIT and OFFSET as standard SQL has them. */
export function standardLimit(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string {
  let text = "";
  if (select.limitExpression) text += `\n LIMIT ${compiler.process(select.limitExpression, ctx)}`;
  if (select.offsetExpression) {
    if (!select.limitExpression) text += "\n LIMIT -1";
    text += ` OFFSET ${compiler.process(select.offsetExpression, ctx)}`;
  }
  return text;
}

function visitCompound(node: CompoundSelect, compiler: SqlCompiler, given: Ctx): string {
  const { asFrom = false, compoundIndex = null, ...ctx } = given;
  const toplevel = compiler.stack.length === 0;
  const entry = compiler.top;
  if (toplevel) compiler.kind = "select";
  let labels: LabelResolver | null = null;
  const needResult = toplevel || (!compoundIndex && (entry?.needResultForCompound ?? false));
  if (compoundIndex === 0 && entry) entry.firstSelect = { columnCount: node.allSelectedColumns.length };
  compiler.stack.push({
    correlateFroms: entry?.correlateFroms ?? NO_FROMS,
    asFromFroms: entry?.asFromFroms ?? NO_FROMS,
    selectable: node,
    get labels() {
      labels ??= compoundLabels(node);
      return labels;
    },
    needResultForCompound: needResult,
  });
  dispatchIndependentCtes(node, compiler, ctx);
  let text = node.selects
    .map((select, index) => compiler.process(select, { ...ctx, asFrom, compoundIndex: index }))
    .join(` ${compiler.dialect.compoundKeywords[node.keyword] ?? node.keyword} `);
  const bare: Ctx = { ...ctx, includeTable: false };
  text += groupBy(node, compiler, { ...bare, asFrom });
  text += orderBy(node, compiler, bare);
  text += rowLimit(node, compiler, bare);
  if (compiler.ctes.size > 0) text = renderCtes(compiler, toplevel ? null : compiler.stack.length, true) + text;
  compiler.stack.pop();
  return text;
}

// Labels of a compound are the columns of a subquery of it, without a table's name.
function compoundLabels(node: CompoundSelect): LabelResolver {
  const columns = new Map<string, ColumnElement>();
  for (const column of node.subquery().c) {
    if (column.key !== null) columns.set(column.key, new ColumnClause(column.name ?? column.key, column.type));
  }
  const linked = new Map<string, ColumnElement>();
  for (const [key, column] of columns) {
    const original = node.selectedColumns.get(key);
    if (original) column.proxies = [original];
    linked.set(key, column);
  }
  return { withColumns: linked, onlyFroms: linked, onlyColumns: linked };
}

export const selectVisitors: Pick<Visitors, SelectKind> = {
  select: visitSelect,
  compound_select: visitCompound,

  select_grouping: (node, compiler, ctx) => `(${compiler.process(node.element, ctx)})`,

  textual_select(node, compiler, given) {
    const { asFrom: _asFrom, compoundIndex = null, ...ctx } = given;
    const toplevel = compiler.stack.length === 0;
    const entry = compiler.top;
    compiler.stack.push({ correlateFroms: NO_FROMS, asFromFroms: NO_FROMS, selectable: node, labels: null });
    dispatchIndependentCtes(node, compiler, ctx);
    if (toplevel) compiler.kind = "select";
    const populate =
      toplevel ||
      (compoundIndex === 0 && (entry?.needResultForCompound ?? false)) ||
      (entry?.needResultForNested ?? false);
    if (populate) {
      compiler.orderedColumns = node.positional;
      for (const column of node.columnArguments) {
        compiler.process(column, { ...ctx, withinColumnsClause: true, addToResult: compiler.addToResult });
      }
      compiler.orderedColumns = node.positional;
    }
    let text = compiler.process(node.element, ctx);
    if (compiler.ctes.size > 0) text = renderCtes(compiler, toplevel ? null : compiler.stack.length) + text;
    compiler.stack.pop();
    return text;
  },
};
