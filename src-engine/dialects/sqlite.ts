/** SQLite: what it does differently ("Dialects: SQLite"). */
import { computedText, defaultText, STANDARD_DDL } from "../compiler/ddl.ts";
import type { Dialect } from "../compiler/dialect.ts";
import { functionArguments } from "../compiler/expressions.ts";
import { IdentifierPreparer } from "../compiler/identifiers.ts";
import { genericBinary } from "../compiler/operators.ts";
import { defineDialect, STANDARD_FUNCTIONS, STANDARD_VISITORS } from "../compiler/standard.ts";
// Messages show statements as text.
import "../compiler/stringify.ts";
import { renderType } from "../compiler/types.ts";
import { CompileError } from "../errors.ts";
import type { PrimaryKeyConstraint } from "../schema/constraints.ts";
import type { Column, Table } from "../schema/table.ts";
import type { BinaryExpression } from "../sql/expressions.ts";
import { BindParameter } from "../sql/literals.ts";
import { SQLITE_TYPE_IMPLS } from "./sqlite-types.ts";

const RESERVED = new Set(
  (
    "add after all alter analyze and as asc attach autoincrement before begin between by cascade case cast check collate column " +
    "commit conflict constraint create cross current_date current_time current_timestamp database default deferrable deferred " +
    "delete desc detach distinct drop each else end escape except exclusive exists explain false fail for foreign from full glob " +
    "group having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key left like " +
    "limit match natural not notnull null of offset on or order outer plan pragma primary query raise references reindex rename " +
    "replace restrict right rollback row select set table temp temporary then to transaction trigger true union unique update " +
    "using vacuum values view virtual when where"
  ).split(" "),
);

const EXTRACT_FIELDS: Readonly<Record<string, string>> = {
  month: "%m",
  day: "%d",
  year: "%Y",
  second: "%S",
  hour: "%H",
  doy: "%j",
  minute: "%M",
  epoch: "%s",
  dow: "%w",
  week: "%W",
};

const number = (value: number) => new BindParameter(null, { value, unique: true });

const jsonItem = (node: BinaryExpression, left: string, right: string): string =>
  node.type.affinity === "json" ? `JSON_QUOTE(JSON_EXTRACT(${left}, ${right}))` : `JSON_EXTRACT(${left}, ${right})`;

/** True when the column's own clause says PRIMARY KEY, which AUTOINCREMENT needs. */
function keyInColumn(column: Column): boolean {
  const { table } = column;
  return (
    table.options.sqliteAutoincrement === true &&
    table.primaryKey.length === 1 &&
    column.type.affinity === "integer" &&
    column.foreignKeys.size === 0
  );
}

const onConflict = (text: string | null | undefined): string => (text == null ? "" : ` ON CONFLICT ${text}`);

function columnSpecification(column: Column, compiler: Parameters<Dialect["ddl"]["columnSpecification"]>[1]): string {
  let text = `${compiler.preparer.formatColumn(column)} ${renderType(column.type, compiler.dialect)}`;
  const value = defaultText(column, compiler);
  if (value !== null) {
    // An expression needs parentheses; a literal or a word does not.
    const expression = !/^\s*['"(]/.test(value) && /\W/.test(value);
    text += expression ? ` DEFAULT (${value})` : ` DEFAULT ${value}`;
  }
  if (!column.nullable) text += ` NOT NULL${onConflict(column.options.sqliteOnConflictNotNull)}`;
  if (column.primaryKey) {
    if (column.autoincrement === true && column.table.primaryKey.length !== 1) {
      throw new CompileError("SQLite does not support autoincrement for composite primary keys");
    }
    if (keyInColumn(column)) {
      text += ` PRIMARY KEY${onConflict(column.options.sqliteOnConflictPrimaryKey)} AUTOINCREMENT`;
    }
  }
  if (column.computed) text += ` ${computedText(column.computed, compiler)}`;
  return text;
}

function primaryKey(
  constraint: PrimaryKeyConstraint,
  compiler: Parameters<Dialect["ddl"]["primaryKey"]>[1],
): string | null {
  const columns = constraint.columns as readonly Column[];
  const [only] = columns;
  const single = columns.length === 1 && only ? only : null;
  if (single?.primaryKey && keyInColumn(single)) return null;
  const text = STANDARD_DDL.primaryKey(constraint, compiler);
  if (!text) return text;
  return text + onConflict(constraint.sqliteOnConflict ?? single?.options.sqliteOnConflictPrimaryKey);
}

export const sqlite: Dialect = defineDialect("sqlite", "pysqlite", {
  hinted: (text) => text,
  preparer: new IdentifierPreparer(RESERVED),
  typeImpls: SQLITE_TYPE_IMPLS,
  supportsAlter: false,
  supportsDefaultValues: true,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  insertExecutemanyReturning: true,
  useInsertManyValues: true,
  insertNullPkStillAutoincrements: true,
  tupleInValues: true,
  returningIncludesTable: false,
  literalIndexWhere: true,
  extractFields: EXTRACT_FIELDS,
  visitors: {
    ...STANDARD_VISITORS,
    true: () => "1",
    false: () => "0",
    extract(node, compiler, ctx) {
      const field = EXTRACT_FIELDS[node.field];
      if (field === undefined) throw new CompileError(`${node.field} is not a valid extract argument.`);
      return `CAST(STRFTIME('${field}', ${compiler.process(node.expr, ctx)}) AS INTEGER)`;
    },
  },
  binary: {
    truediv: (node, compiler, ctx) =>
      `${compiler.process(node.left, ctx)} / (${compiler.process(node.right, ctx)} + 0.0)`,
    is_distinct_from: (node, compiler) => `${compiler.process(node.left)} IS NOT ${compiler.process(node.right)}`,
    is_not_distinct_from: (node, compiler) => `${compiler.process(node.left)} IS ${compiler.process(node.right)}`,
    json_getitem_op: (node, compiler, ctx) =>
      jsonItem(node, compiler.process(node.left, ctx), compiler.process(node.right, ctx)),
    json_path_getitem_op: (node, compiler, ctx) =>
      jsonItem(node, compiler.process(node.left, ctx), compiler.process(node.right, ctx)),
    regexp_match_op: (node, compiler, ctx) => genericBinary(node, " REGEXP ", compiler, ctx),
    not_regexp_match_op: (node, compiler, ctx) => genericBinary(node, " NOT REGEXP ", compiler, ctx),
    bitwise_xor_op(node, compiler, ctx) {
      const grouped = { ...ctx, eagerGrouping: true };
      return `(${genericBinary(node, " | ", compiler, grouped)} - ${genericBinary(node, " & ", compiler, grouped)})`;
    },
  },
  functions: {
    ...STANDARD_FUNCTIONS,
    now: () => "CURRENT_TIMESTAMP",
    localtimestamp: () => "DATETIME(CURRENT_TIMESTAMP, 'localtime')",
    char_length: (node, compiler, ctx) => `length${functionArguments(node, compiler, ctx)}`,
    aggregate_strings: (node, compiler, ctx) => `group_concat${functionArguments(node, compiler, ctx)}`,
  },
  ddl: {
    ...STANDARD_DDL,
    columnSpecification,
    primaryKey,
    unique(constraint, compiler) {
      const text = STANDARD_DDL.unique(constraint, compiler);
      if (!text) return text;
      const [only] = constraint.columns as readonly Column[];
      const own = constraint.columns.length === 1 ? only?.options.sqliteOnConflictUnique : null;
      return text + onConflict(constraint.sqliteOnConflict ?? own);
    },
    check(constraint, compiler) {
      if (constraint.isColumnLevel && constraint.sqliteOnConflict !== null) {
        throw new CompileError("SQLite does not support on conflict clause for column check constraint");
      }
      return STANDARD_DDL.check(constraint, compiler) + onConflict(constraint.sqliteOnConflict);
    },
    // SQLite has no foreign keys between databases.
    foreignKey: (constraint, compiler) =>
      constraint.table.schema === constraint.referredTable.schema
        ? STANDARD_DDL.foreignKey(constraint, compiler)
        : null,
    postCreateTable(table: Table) {
      const options: string[] = [];
      if (table.options.sqliteWithRowid === false) options.push("WITHOUT ROWID");
      if (table.options.sqliteStrict) options.push("STRICT");
      return options.length > 0 ? `\n ${options.join(",\n ")}` : "";
    },
  },
  limitClause(select, compiler, ctx) {
    const limit = select.limitExpression;
    const offset = select.offsetExpression;
    let text = limit ? `\n LIMIT ${compiler.process(limit, ctx)}` : "";
    if (offset) {
      if (!limit) text += `\n LIMIT ${compiler.process(number(-1))}`;
      return `${text} OFFSET ${compiler.process(offset, ctx)}`;
    }
    return `${text} OFFSET ${compiler.process(number(0), ctx)}`;
  },
  forUpdateClause: () => "",
  updateFromClause: (extra, compiler, ctx) =>
    `FROM ${extra.map((from) => compiler.process(from, { ...ctx, asFrom: true })).join(", ")}`,
  emptySet(types) {
    const ones = (types.length > 0 ? types : [null]).map(() => "1").join(", ");
    return `SELECT ${ones} FROM (SELECT ${ones}) WHERE 1!=1`;
  },
});
