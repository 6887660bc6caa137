/** How MySQL writes columns, indexes and what goes away ("MySQL: CREATE TABLE arguments"). */

import { literalText } from "../../compiler/compiled.ts";
import { computedText, ddlExpression, defaultText, STANDARD_DDL } from "../../compiler/ddl.ts";
import type { DdlRendering, SqlCompiler, Visitors } from "../../compiler/dialect.ts";
import { renderType } from "../../compiler/types.ts";
import { CompileError } from "../../errors.ts";
import {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "../../schema/constraints.ts";
import type { Table } from "../../schema/table.ts";
import { UnaryExpression } from "../../sql/expressions.ts";
import { isOrderByModifier } from "../../sql/operators.ts";
import { STRING_TYPE } from "../../types/string.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

const quoted = (text: string, compiler: SqlCompiler): string =>
  literalText(STRING_TYPE as TypeEngine, text, compiler.dialect);

export const MYSQL_DDL: DdlRendering = {
  ...STANDARD_DDL,
  columnSpecification(column, compiler) {
    const parts = [compiler.preparer.formatColumn(column), renderType(column.type, compiler.dialect)];
    if (column.computed) parts.push(computedText(column.computed, compiler));
    if (!column.nullable) parts.push("NOT NULL");
    else if (column.type.visitName === "TIMESTAMP") parts.push("NULL");
    if (column.comment !== null) parts.push(`COMMENT ${quoted(column.comment, compiler)}`);
    if (column === column.table.autoincrementColumn && (column.serverDefault === null || column.identity)) {
      parts.push("AUTO_INCREMENT");
    } else {
      const value = defaultText(column, compiler);
      if (value !== null) parts.push(`DEFAULT ${value}`);
    }
    return parts.join(" ");
  },
  // A function in an index stands in parentheses of its own.
  indexExpression(expression, compiler) {
    const inner = ddlExpression(expression, compiler);
    const sorted = expression instanceof UnaryExpression && isOrderByModifier(expression.modifier);
    const operation = expression.kind === "binary" || expression.kind === "function" || expression.kind === "unary";
    return operation && !sorted ? `(${inner})` : inner;
  },
  postCreateTable(table: Table) {
    const { mysqlEngine, mysqlCharset, mysqlCollate } = table.options as Readonly<Record<string, unknown>>;
    const options: string[] = [];
    if (table.comment != null) options.push(`COMMENT='${table.comment.replaceAll("'", "''")}'`);
    if (mysqlEngine != null) options.push(`ENGINE=${mysqlEngine}`);
    if (mysqlCharset != null) options.push(`CHARSET=${mysqlCharset}`);
    if (mysqlCollate != null) options.push(`COLLATE ${mysqlCollate}`);
    return options.join(" ");
  },
};

export const MYSQL_DDL_VISITORS: Pick<Visitors, "drop_index" | "drop_constraint"> = {
  drop_index({ index, ifExists }, compiler) {
    if (index.name === null || !index.table) throw new CompileError("DROP INDEX requires that the index have a name");
    const exists = ifExists ? "IF EXISTS " : "";
    return `\nDROP INDEX ${exists}${compiler.preparer.quote(index.name)} ON ${compiler.preparer.formatTable(index.table)}`;
  },
  drop_constraint({ constraint }, compiler) {
    const table = compiler.preparer.formatTable(constraint.table);
    if (constraint instanceof PrimaryKeyConstraint) return `ALTER TABLE ${table} DROP PRIMARY KEY `;
    if (constraint.name === null)
      throw new CompileError("Can't emit DROP CONSTRAINT for a constraint that has no name");
    const name = compiler.preparer.quote(constraint.name);
    if (constraint instanceof ForeignKeyConstraint) return `ALTER TABLE ${table} DROP FOREIGN KEY ${name}`;
    if (constraint instanceof UniqueConstraint) return `ALTER TABLE ${table} DROP INDEX ${name}`;
    return `ALTER TABLE ${table} DROP ${constraint instanceof CheckConstraint ? "CHECK" : ""} ${name}`;
  },
};
