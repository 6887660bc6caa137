/** Visitors of INSERT, UPDATE and DELETE. */
import { CompileError, UnsupportedCompilationError } from "../errors.ts";
import { clauseOf, toExpression } from "../sql/coercions.ts";
import {
  type Delete,
  type DmlStatement,
  extraFroms,
  type Insert,
  keyText,
  type OnConflict,
  type Update,
} from "../sql/dml.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import { BindParameter } from "../sql/literals.ts";
import { repr } from "../types/repr.ts";
import { warn } from "../types/warnings.ts";
import { type CrudParam, type CrudParams, crudParams, deleteReturning } from "./crud.ts";
import type { Ctx, SqlCompiler, Visitors } from "./dialect.ts";
import { renderCtes } from "./from-clauses.ts";
import { FromLinter } from "./from-linter.ts";
import { dispatchIndependentCtes, renderCriteria, renderPrefixes, renderSelectColumn } from "./select.ts";

type DmlKind = "insert" | "update" | "delete" | "on_conflict";

function begin(
  statement: DmlStatement,
  kind: "insert" | "update" | "delete",
  compiler: SqlCompiler,
  ctx: Ctx,
): boolean {
  const toplevel = ctx.visitingCte == null && compiler.stack.length === 0;
  if (toplevel) {
    compiler.kind = kind;
    compiler.table = statement.table.name;
  }
  return toplevel;
}

function prefixes(statement: DmlStatement, compiler: SqlCompiler, ctx: Ctx): string {
  return renderPrefixes(statement.prefixes, compiler, ctx);
}

/** RETURNING of what the statement asks for, or of what it needs by itself; empty for none. */
function returningClause(
  statement: DmlStatement,
  compiler: SqlCompiler,
  toplevel: boolean,
  extra: readonly ColumnElement[] = [],
): string {
  const implicit: readonly ClauseElement[] = compiler.implicitReturning;
  const columns =
    implicit.length > 0
      ? [...implicit, ...extra]
      : statement.returningItems.length > 0
        ? [...statement.allSelectedColumns, ...extra]
        : [];
  if (columns.length === 0) return "";
  if (toplevel) compiler.returning = true;
  const options = { populate: toplevel, asFrom: false, includeTable: compiler.dialect.returningIncludesTable };
  const rendered = statement
    .columnsPlusNames(true, columns)
    .map((item) => renderSelectColumn(item, compiler, {}, options));
  return ` RETURNING ${rendered.join(", ")}${compiler.dialect.returningInto(rendered.length)}`;
}

function finish(text: string, compiler: SqlCompiler, toplevel: boolean, includeFollowing = false): string {
  const full =
    compiler.ctes.size > 0
      ? renderCtes(compiler, toplevel ? null : compiler.stack.length, includeFollowing) + text
      : text;
  compiler.stack.pop();
  return full;
}

const NO_FROMS: ReadonlySet<FromClause> = new Set();

// Marks where the values of one row of an INSERT begin and end.
export const ROW_OPEN = "\uE002";
export const ROW_CLOSE = "\uE003";

function visitInsert(statement: Insert, compiler: SqlCompiler, ctx: Ctx): string {
  const toplevel = begin(statement, "insert", compiler, ctx);
  compiler.stack.push({ correlateFroms: NO_FROMS, asFromFroms: NO_FROMS, selectable: statement, labels: null });
  const params = crudParams(statement, compiler, toplevel, ctx);
  if (
    statement.sortByParameterOrder &&
    params.rows &&
    (compiler.implicitReturning.length > 0 || statement.returningItems.length > 0)
  ) {
    throw new CompileError(
      "RETURNING cannot be deterministically sorted when using an INSERT which includes multi-row values().",
    );
  }
  const { single } = params;
  let text = `INSERT ${prefixes(statement, compiler, ctx)}INTO ${compiler.preparer.formatTable(statement.table)}`;
  dispatchIndependentCtes(statement, compiler, ctx);
  const { supportsDefaultValues, supportsEmptyInsert, cteFollowsInsert } = compiler.dialect;
  if (single.length === 0 && !supportsDefaultValues && !supportsEmptyInsert && !statement.select) {
    throw new CompileError(
      `The '${compiler.dialect.name}' dialect with current database version settings does not support empty inserts.`,
    );
  }
  const defaultsOnly = single.length === 0 && supportsDefaultValues;
  if (!defaultsOnly) text += ` (${single.map((param) => param.name).join(", ")})`;
  const sentinels = params.sentinels ?? [];
  const returning = returningClause(statement, compiler, toplevel, params.manyValues ? sentinels : []);
  if (statement.select) {
    const select = compiler.process(compiler.top?.insertSelect ?? statement.select, { ...ctx, insertInto: true });
    const ctes = cteFollowsInsert ? renderCtes(compiler, toplevel ? null : compiler.stack.length, true) : "";
    if (ctes !== "") compiler.ctes.clear();
    text += ` ${ctes}${select}`;
  } else if (defaultsOnly) {
    text += " DEFAULT VALUES";
  } else {
    text += ` VALUES ${valueRows(params, statement.sortByParameterOrder, compiler, toplevel)}`;
  }
  if (statement.onConflict) text += ` ${compiler.process(statement.onConflict, ctx)}`;
  return finish(text + returning, compiler, toplevel, true);
}

function valueRows(params: CrudParams, sorted: boolean, compiler: SqlCompiler, toplevel: boolean): string {
  const row = (values: readonly CrudParam[]) => `(${values.map((param) => param.value).join(", ")})`;
  if (params.rows) return params.rows.map(row).join(", ");
  const text = row(params.single);
  if (!params.manyValues || !toplevel) return text;
  const sentinels = params.sentinels ?? [];
  compiler.manyValues = { batched: !sorted || canBatch(params), ordered: sorted, sentinels };
  return ROW_OPEN + text + ROW_CLOSE;
}

// Rows that come back are told apart by the sentinels: their values have to be among those that are sent.
function canBatch(params: CrudParams): boolean {
  const { sentinels } = params;
  if (!sentinels) return false;
  return sentinels.every((column) => params.single.some((param) => param.column === column && param.binds.size > 0));
}

function visitUpdate(statement: Update, compiler: SqlCompiler, ctx: Ctx): string {
  const toplevel = begin(statement, "update", compiler, ctx);
  const linter = compiler.options.onCartesian ? new FromLinter(compiler.options.onCartesian) : null;
  const { extra } = extraFroms(
    statement,
    (statement.valueEntries ?? []).map(([, value]) => value),
  );
  const main = new Set(statement.table.fromObjects);
  const rendered = extra.filter((from) => !main.has(from));
  const correlate = extra.length > 0 ? new Set([...main, ...extra]) : new Set([statement.table]);
  compiler.stack.push({ correlateFroms: correlate, asFromFroms: correlate, selectable: statement, labels: null });
  let text = `UPDATE ${prefixes(statement, compiler, ctx)}`;
  const table = compiler.process(statement.table, { ...ctx, asFrom: true, linter });
  const { single } = crudParams(statement, compiler, toplevel, ctx);
  dispatchIndependentCtes(statement, compiler, ctx);
  const tables = extra.length > 0 ? compiler.dialect.updateTablesClause : null;
  const target = (param: CrudParam) => (tables ? compiler.process(param.column, { includeTable: true }) : param.name);
  text += tables ? tables([statement.table, ...rendered], compiler, { ...ctx, linter }) : table;
  text += ` SET ${single.map((param) => `${target(param)}=${param.value}`).join(", ")}`;
  if (extra.length > 0 && !tables) {
    const from = compiler.dialect.updateFromClause(rendered, compiler, { ...ctx, linter });
    if (from) text += ` ${from}`;
  }
  const where = renderCriteria(statement.whereCriteria, compiler, { ...ctx, linter });
  if (where) text += ` WHERE ${where}`;
  linter?.warn("UPDATE");
  text += returningClause(statement, compiler, toplevel);
  return finish(text, compiler, toplevel);
}

function visitDelete(statement: Delete, compiler: SqlCompiler, ctx: Ctx): string {
  const toplevel = begin(statement, "delete", compiler, ctx);
  const linter = compiler.options.onCartesian ? new FromLinter(compiler.options.onCartesian) : null;
  const { extra } = extraFroms(statement);
  const correlate = new Set([statement.table, ...extra]);
  compiler.stack.push({ correlateFroms: correlate, asFromFroms: correlate, selectable: statement, labels: null });
  let text = `DELETE ${prefixes(statement, compiler, ctx)}FROM `;
  text += compiler.process(statement.table, { asFrom: true, linter });
  deleteReturning(statement, compiler, toplevel);
  dispatchIndependentCtes(statement, compiler, ctx);
  if (extra.length > 0) {
    const from = compiler.dialect.deleteFromClause(extra, compiler, { ...ctx, linter }, statement.table);
    if (from) text += ` ${from}`;
  }
  const where = renderCriteria(statement.whereCriteria, compiler, { ...ctx, linter });
  if (where) text += ` WHERE ${where}`;
  linter?.warn("DELETE");
  text += returningClause(statement, compiler, toplevel);
  return finish(text, compiler, toplevel);
}

function visitOnConflict(node: OnConflict, compiler: SqlCompiler, ctx: Ctx): string {
  if (node.action === "duplicate key") {
    throw new UnsupportedCompilationError("Compiler can't render element of type OnDuplicateClause", { code: "l7de" });
  }
  const target = conflictTarget(node, compiler, ctx);
  if (node.action === "nothing") return target ? `ON CONFLICT ${target} DO NOTHING` : "ON CONFLICT DO NOTHING";
  const statement = compiler.top?.selectable as Insert;
  const given = new Map(node.set.map(([key, value]) => [keyText(key), { key, value }]));
  const bare: Ctx = { ...ctx, useSchema: false };
  const sets: string[] = [];
  for (const column of statement.table.c) {
    const entry = given.get(column.key ?? "");
    if (!entry) continue;
    given.delete(column.key ?? "");
    const clause = clauseOf(entry.value);
    let value: ClauseElement = clause ?? new BindParameter(null, { value: entry.value ?? null, type: column.type });
    if (value instanceof BindParameter && value.type.isNull) value = value.withType(column.type);
    sets.push(`${compiler.preparer.quote(column.name ?? "")} = ${compiler.process(value.selfGroup(), bare)}`);
  }
  if (given.size > 0) {
    const names = [...given.keys()].map((key) => repr(key)).join(", ");
    warn(`Additional column names not matching any column keys in table '${statement.table.name}': ${names}`);
    for (const { key, value } of given.values()) {
      const name = typeof key === "string" ? compiler.preparer.quote(key) : compiler.process(key, bare);
      sets.push(`${name} = ${compiler.process(toExpression(value), bare)}`);
    }
  }
  const where = node.where
    ? ` WHERE ${compiler.process(node.where, { ...ctx, includeTable: true, useSchema: false })}`
    : "";
  return `ON CONFLICT ${target} DO UPDATE SET ${sets.join(", ")}${where}`;
}

function conflictTarget(node: OnConflict, compiler: SqlCompiler, ctx: Ctx): string {
  if (node.constraint !== null) return `ON CONSTRAINT ${compiler.preparer.quote(node.constraint)}`;
  if (!node.indexElements) return "";
  const bare: Ctx = { ...ctx, includeTable: false, useSchema: false };
  const elements = node.indexElements.map((element) =>
    typeof element === "string" ? compiler.preparer.quote(element) : compiler.process(element, bare),
  );
  const where = node.indexWhere
    ? ` WHERE ${compiler.process(node.indexWhere, { ...bare, literalExecute: compiler.dialect.literalIndexWhere })}`
    : "";
  return `(${elements.join(", ")})${where}`;
}

export const dmlVisitors: Pick<Visitors, DmlKind> = {
  insert: visitInsert,
  update: visitUpdate,
  delete: visitDelete,
  on_conflict: visitOnConflict,
};
