/** Visitors of data definition. */
import { CompileError } from "../errors.ts";
import {
  CheckConstraint,
  type Constraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "../schema/constraints.ts";
import type { CreateTable } from "../schema/ddl.ts";
import { type Computed, DefaultClause } from "../schema/defaults.ts";
import type { Column, Table } from "../schema/table.ts";
import type { ClauseElement } from "../sql/element.ts";
import { STRING_TYPE } from "../types/string.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { literalText } from "./compiled.ts";
import type { DdlRendering, SqlCompiler, Visitors } from "./dialect.ts";
import { renderType } from "./types.ts";

type DdlKind =
  | "create_table"
  | "drop_table"
  | "create_index"
  | "drop_index"
  | "add_constraint"
  | "drop_constraint"
  | "ddl";

/** An expression of DDL: values written out, columns without their table. */
export function ddlExpression(node: ClauseElement, compiler: SqlCompiler): string {
  return compiler.process(node, { includeTable: false, literalBinds: true });
}

/** `DEFAULT …` of a column; null where the database is told nothing. */
export function defaultText(column: Column, compiler: SqlCompiler): string | null {
  const { serverDefault } = column;
  if (!(serverDefault instanceof DefaultClause)) return null;
  const { arg } = serverDefault;
  if (typeof arg === "string") return literalText(STRING_TYPE as TypeEngine, arg, compiler.dialect);
  return compiler.process(arg, { literalBinds: true });
}

export function computedText(computed: Computed, compiler: SqlCompiler): string {
  const suffix = computed.persisted === true ? " STORED" : computed.persisted === false ? " VIRTUAL" : "";
  return `GENERATED ALWAYS AS (${ddlExpression(computed.sqltext, compiler)})${suffix}`;
}

function preamble(constraint: Constraint, compiler: SqlCompiler): string {
  return constraint.name === null ? "" : `CONSTRAINT ${compiler.preparer.quote(constraint.name)} `;
}

function deferrability(constraint: Constraint): string {
  let text = "";
  if (constraint.deferrable !== null) text += constraint.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
  if (constraint.initially !== null) text += ` INITIALLY ${phrase(constraint.initially, /^(?:DEFERRED|IMMEDIATE)$/i)}`;
  return text;
}

function phrase(text: string, allowed: RegExp): string {
  if (allowed.test(text)) return text;
  throw new CompileError(`Unexpected SQL phrase: '${text}' (matching against '${allowed.source}')`);
}

const ACTION = /^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)$/i;

function names(columns: readonly { readonly name: string | null }[], compiler: SqlCompiler): string {
  return columns.map((column) => compiler.preparer.quote(column.name ?? "")).join(", ");
}

/** How standard SQL writes columns and constraints. */
export const STANDARD_DDL: DdlRendering = {
  columnSpecification(column, compiler) {
    let text = `${compiler.preparer.formatColumn(column)} ${renderType(column.type, compiler.dialect)}`;
    const value = defaultText(column, compiler);
    if (value !== null) text += ` DEFAULT ${value}`;
    if (column.computed) text += ` ${computedText(column.computed, compiler)}`;
    if (!column.nullable) text += " NOT NULL";
    return text;
  },

  primaryKey(constraint, compiler) {
    if (constraint.length === 0) return "";
    const columns = constraint.implicit ? constraint.columnsAutoincrementFirst : constraint.columns;
    return `${preamble(constraint, compiler)}PRIMARY KEY (${names(columns, compiler)})${deferrability(constraint)}`;
  },

  unique(constraint, compiler) {
    if (constraint.columns.length === 0) return "";
    return `${preamble(constraint, compiler)}UNIQUE (${names(constraint.columns, compiler)})${deferrability(constraint)}`;
  },

  check(constraint, compiler) {
    const condition = ddlExpression(constraint.sqltext, compiler);
    return `${preamble(constraint, compiler)}CHECK (${condition})${deferrability(constraint)}`;
  },

  foreignKey(constraint, compiler) {
    const remote = constraint.referredTable as Table;
    const columns = names(
      constraint.elements.map((element) => element.parent),
      compiler,
    );
    let text = `${preamble(constraint, compiler)}FOREIGN KEY(${columns}) REFERENCES ${compiler.preparer.formatTable(remote, false)} (${names(constraint.referredColumns, compiler)})`;
    if (constraint.match !== null) text += ` MATCH ${constraint.match}`;
    if (constraint.onDelete !== null) text += ` ON DELETE ${phrase(constraint.onDelete, ACTION)}`;
    if (constraint.onUpdate !== null) text += ` ON UPDATE ${phrase(constraint.onUpdate, ACTION)}`;
    return text + deferrability(constraint);
  },

  postCreateTable: () => "",
  indexExpression: (expression, compiler) => ddlExpression(expression.selfGroup(), compiler),
};

/** One constraint as it stands in CREATE TABLE; null when it is left out. */
function renderConstraint(constraint: Constraint, compiler: SqlCompiler): string | null {
  const { ddl } = compiler.dialect;
  if (constraint instanceof PrimaryKeyConstraint) return ddl.primaryKey(constraint, compiler);
  if (constraint instanceof UniqueConstraint) return ddl.unique(constraint, compiler);
  if (constraint instanceof CheckConstraint) {
    return constraint.createRule?.(compiler.dialect) === false ? null : ddl.check(constraint, compiler);
  }
  if (constraint instanceof ForeignKeyConstraint) return ddl.foreignKey(constraint, compiler);
  throw new CompileError(`Can't render a constraint of kind ${constraint.kind}`);
}

function createTable(node: CreateTable, compiler: SqlCompiler): string {
  const { table } = node;
  compiler.table = table.name;
  const { preparer, dialect } = compiler;
  const prefix = (table.options.prefixes ?? []).map((text) => `${text} `).join("");
  const lines: string[] = [];
  for (const column of table.c) {
    if (column.options.system) continue;
    try {
      const own = column.constraints.map((constraint) => renderConstraint(constraint, compiler)).filter(Boolean);
      lines.push([dialect.ddl.columnSpecification(column, compiler), ...own].join(" "));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      throw new CompileError(`(in table '${table.description}', column '${column.name}'): ${error.message}`, {
        cause: error,
      });
    }
  }
  const rest = table.sortedConstraints.filter((constraint) => constraint !== table.primaryKey);
  const constraints: readonly Constraint[] = [table.primaryKey, ...rest];
  for (const constraint of constraints) {
    if (constraint instanceof CheckConstraint && constraint.isColumnLevel) continue;
    if (constraint instanceof ForeignKeyConstraint) {
      if (node.foreignKeys && !node.foreignKeys.includes(constraint)) continue;
      if (dialect.supportsAlter && constraint.useAlter) continue;
    }
    const text = renderConstraint(constraint, compiler);
    if (text) lines.push(text);
  }
  const body = lines.map((line) => `${"\n\t"}${line}`).join(", ");
  const exists = node.ifNotExists ? "IF NOT EXISTS " : "";
  return `\nCREATE ${prefix}TABLE ${exists}${preparer.formatTable(table)} (${body}\n)${dialect.ddl.postCreateTable(table)}\n\n`;
}

export const ddlVisitors: Pick<Visitors, DdlKind> = {
  create_table: createTable,

  drop_table(node, compiler) {
    compiler.table = node.table.name;
    return `\nDROP TABLE ${node.ifExists ? "IF EXISTS " : ""}${compiler.preparer.formatTable(node.table)}`;
  },

  create_index(node, compiler) {
    const { index } = node;
    const { table } = index;
    if (!table) throw new CompileError(`Index '${index.name}' is not associated with any table.`);
    compiler.table = table.name;
    if (index.name === null) throw new CompileError("CREATE INDEX requires that the index have a name");
    const expressions = index.expressions.map((expression) =>
      compiler.dialect.ddl.indexExpression(expression, compiler),
    );
    const unique = index.unique ? "UNIQUE " : "";
    const exists = node.ifNotExists ? "IF NOT EXISTS " : "";
    const schema = table.schema ? `${compiler.preparer.quote(table.schema)}.` : "";
    const where = index.sqliteWhere ? ` WHERE ${ddlExpression(index.sqliteWhere, compiler)}` : "";
    return `CREATE ${unique}INDEX ${exists}${schema}${compiler.preparer.quote(index.name)} ON ${compiler.preparer.formatTable(table, false)} (${expressions.join(", ")})${where}`;
  },

  drop_index(node, compiler) {
    if (node.index.name === null) throw new CompileError("DROP INDEX requires that the index have a name");
    const schema = node.index.table?.schema ? `${compiler.preparer.quote(node.index.table.schema)}.` : "";
    return `\nDROP INDEX ${node.ifExists ? "IF EXISTS " : ""}${schema}${compiler.preparer.quote(node.index.name)}`;
  },

  add_constraint(node, compiler) {
    const text = renderConstraint(node.constraint, compiler);
    return `ALTER TABLE ${compiler.preparer.formatTable(node.constraint.table)} ADD ${text ?? ""}`;
  },

  drop_constraint(node, compiler) {
    const { name, table } = node.constraint;
    if (name === null) throw new CompileError("Can't emit DROP CONSTRAINT for a constraint that has no name");
    return `ALTER TABLE ${compiler.preparer.formatTable(table)} DROP CONSTRAINT ${compiler.preparer.quote(name)}`;
  },

  ddl: (node) => node.statement,
};
